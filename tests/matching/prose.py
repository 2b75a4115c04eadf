"""A source for the tests of matching, written for them: the log of an invented lighthouse."""

from __future__ import annotations

from citecheck.matching.interface import Query
from citecheck.matching.verdict import match
from citecheck.model.verdict import Convention, Match

LOG = (
    "The keeper climbed the stairs each evening at seven, and did not light the lamp until the fog had come in from "
    "the sound. In 1859 there were twelve boats in the harbour; by the spring of that year only three were left. "
    "Nobody on the island had seen so hard a winter, and it was said that Captain Orr would never sail again. The oil "
    "was never enough. “No lamp is lit for the man who holds it,” the widow used to say, and she was thought wise for "
    "saying so. He endeavoured to colour the panes red, which the Board had forbidden, but the colour would not hold. "
    "It was without doubt the finest light on the coast, and the cheapest. The finest houses in the village were "
    "built of its timber. Those who had laughed at the keeper came to him for bread, and he gave it to all of them, "
    "the proud and the humble, without a word. She thought that the sea was cruel and that the land was kind."
)

OTHER = (
    "On the mainland the railway had come, and with it the newspapers, which told of a hard winter in the islands. "
    "The Board sent oil and flour in the same boat, to the ruin of both. It was the clerk of the Board who wrote that "
    "a light which nobody sees is a candle that the nation burns for its own comfort."
)


def judged(quote: str, *, source: str = LOG, convention: Convention = Convention.CHICAGO) -> Match:
    """The match of a quotation that cites the log, with the other text at hand."""
    (found,) = match([Query("q", quote, ("log",))], {"log": source, "other": OTHER}, convention)
    return found
