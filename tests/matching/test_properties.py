"""What holds for every quotation, whatever it is cut out of."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from citecheck.matching.interface import Query
from citecheck.matching.locate import locate
from citecheck.matching.parts import parts
from citecheck.matching.verdict import match
from citecheck.model.verdict import Verdict
from tests.matching.prose import LOG, OTHER

WORDS = [found.span() for found in re.finditer(r"\S+", LOG)]
SPANS = st.tuples(st.integers(0, len(WORDS) - 9), st.integers(8, 60)).map(
    lambda pair: (WORDS[pair[0]][0], WORDS[min(len(WORDS) - 1, pair[0] + pair[1])][1])
)
VERBS = re.compile(r"\b(?:was|were|had|did|would|came|gave|thought)\b")


@given(SPANS)
def test_a_quotation_cut_out_of_a_text_is_a_match_there(span: tuple[int, int]) -> None:
    start, end = span
    (found,) = match([Query("q", LOG[start:end], ("log",))], {"log": LOG, "other": OTHER})
    assert found.verdict is Verdict.MATCH
    assert found.found is not None
    assert (found.found.source, found.found.start, found.found.end) == ("log", start, end)


@given(SPANS, st.randoms(use_true_random=False))
def test_an_inserted_not_is_never_passed(span: tuple[int, int], random: object) -> None:
    quote = LOG[span[0] : span[1]]
    verbs = [verb for verb in VERBS.finditer(quote) if verb.start() > 0 and verb.end() < len(quote)]
    if not verbs:
        return
    verb = random.choice(verbs)  # type: ignore[attr-defined]
    if quote[verb.end() :].startswith((" not", " never")):
        return
    (found,) = match([Query("q", f"{quote[: verb.end()]} not{quote[verb.end() :]}", ("log",))], {"log": LOG})
    assert found.verdict not in (Verdict.MATCH, Verdict.MINOR)


@given(SPANS, st.permutations(["log", "other", "third"]))
def test_the_verdict_does_not_change_with_the_order_of_the_sources(span: tuple[int, int], order: list[str]) -> None:
    texts = {"log": LOG, "other": OTHER, "third": LOG[200:] + OTHER}
    queries = [Query("a", LOG[span[0] : span[1]], ("other",)), Query("b", LOG[span[0] : span[1]].replace("the", "a"))]
    assert match(queries, {name: texts[name] for name in order}) == match(queries, texts)


@given(SPANS)
def test_every_edit_stands_where_it_says(span: tuple[int, int]) -> None:
    quote = LOG[span[0] : span[1]].replace("keeper", "baker").replace("never", "").replace("hard", "very hard")
    (found,) = match([Query("q", quote, ("log",))], {"log": LOG})
    for edit in found.edits:
        assert LOG[edit.source_start : edit.source_end] == edit.source
        assert quote[edit.quote_start : edit.quote_end] == edit.quote


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_two_texts_are_compared(quote: str, source: str) -> None:
    (found,) = match([Query("q", quote, ("s",))], {"s": source})
    if found.found is not None:
        assert 0 <= found.found.start <= found.found.end <= len(source)
    else:
        assert found.verdict is Verdict.NOT_FOUND


@given(st.lists(st.sampled_from(["the lamp", "…", " ... ", "[...]", " . . . ", "[sic]", "was lit.", " "]), max_size=12))
def test_parts_are_spans_of_the_quotation_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = parts(text)
    assert [text[part.start : part.end] for part in found] == [part.text for part in found]
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(part.text.strip() and "…" not in part.text for part in found)


def test_hostile_texts_end() -> None:
    texts = {"a": "a" * 2_000_000, "near": "the keeper climbed the stair at seven " * 20_000, "marks": "“" * 50_000}
    quotes = ["a" * 4000, "the keeper climbed the stairs at seven and did not light", "“" * 2000, "a b " * 1000]
    found = match([Query(str(index), quote) for index, quote in enumerate(quotes)], texts)
    assert len(found) == len(quotes)


def test_the_right_place_is_found_in_each_of_many_sources() -> None:
    texts = {f"t{number}": f"{OTHER[number * 3 :]} {LOG[: 40 + number]} {OTHER}" for number in range(60)}
    texts["log"] = LOG
    start, end = WORDS[40][0], WORDS[60][1]
    quote = LOG[start:end]
    found = locate([Query("q", quote)], texts)["q"]
    assert ("log", start, end) in [(each.source, each.start, each.end) for each in found]
