"""Quotations that share most of their words: time and memory must not grow with quotations times sources."""

from __future__ import annotations

from citecheck.matching.interface import Query
from citecheck.matching.locate import locate
from citecheck.matching.locate.library import Library
from citecheck.matching.locate.scan import scan
from citecheck.matching.locate.search import _fold_all
from citecheck.matching.locate.sought import prepare

LETTER = "We regret to tell you that your kind request of the year {} has been laid aside by the harbour board"
REST = "The boats lay on the sand and nobody went out before noon. " * 8


def letters(count: int) -> tuple[list[Query], dict[str, str]]:
    """A quotation of every letter, and the letters, each the source that its quotation cites."""
    queries = [Query(str(number), LETTER.format(number), (f"s{number}",)) for number in range(count)]
    return queries, {f"s{number}": f"{REST}{LETTER.format(number)}. {REST}" for number in range(count)}


def test_each_of_many_like_quotations_is_found_in_the_source_that_it_cites() -> None:
    queries, sources = letters(600)
    found = locate(queries, sources)
    assert [found[query.id][0].source for query in queries] == [query.cited[0] for query in queries]
    assert all(found[query.id][0].score == 100 for query in queries)


def test_what_is_met_of_them_grows_with_their_number_alone() -> None:
    met = []
    for count in (1_000, 2_000):
        queries, sources = letters(count)
        cited = [frozenset([number]) for number in range(count)]
        texts = list(sources.values())
        library = Library(texts, sum(map(len, texts)))
        met.append(len(scan(prepare(queries, _fold_all), library, cited).query))
    assert met[1] < 2.5 * met[0]
