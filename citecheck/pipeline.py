"""A whole run: read → parse → gather → match → check → report."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.checker.facts import Facts
from citecheck.checker.focus import Focus, focus
from citecheck.checker.shelving import Shelved, shelve
from citecheck.checker.weighing import Holding, hold, weigh, worth_matching
from citecheck.citing import cited_by
from citecheck.config import Settings
from citecheck.errors import UnreadableError
from citecheck.manuscripts import Failure, read_all
from citecheck.matching.interface import Query
from citecheck.model.changes import Changes
from citecheck.model.manuscript import Link, LinkKind, Manuscript
from citecheck.model.report import CheckedLink, CheckedQuotation, DocumentReport, Report
from citecheck.model.source import Fetched, LinkState, Reason, SourceText, Work
from citecheck.model.text import held
from citecheck.parser.readers.interface import ReadOptions
from citecheck.sources.interface import Catalogued, Interrupted, Progress, Resolver, Shelf

if TYPE_CHECKING:
    from citecheck.comparison import Compared

_LEAST_MATCHING = 3.0
"""Seconds that matching gets when fetching has used all the time of the run."""

_LAST_WORK = 0.25
"""Seconds for the report's manuscripts once a run was interrupted: the user waits for its end."""

_INTERRUPTED = "the run was interrupted before an answer came"


@dataclass(frozen=True)
class Gathered:
    """What the sources gave: answers by URL, all texts by id, and whether that is all that was asked for.

    `works` are the entries of bibliographies beside them; `warnings` say what could not be read.
    """

    fetched: Mapping[str, Fetched]
    texts: Mapping[str, SourceText]
    problems: tuple[str, ...] = field(default=())
    interrupted: bool = False
    works: tuple[Work, ...] = ()
    warnings: tuple[str, ...] = ()


def extract(
    paths: Iterable[Path],
    format: str | None = None,
    options: ReadOptions | None = None,
    progress: Progress | None = None,
) -> tuple[Manuscript, ...]:
    """Reads and parses manuscripts. Raises `UnreadableError` for the first that cannot be read."""
    manuscripts = []
    for each in read_all(list(paths), format, options, progress):
        if isinstance(each, Failure):
            raise UnreadableError(each.message)
        manuscripts.append(each)
    return tuple(manuscripts)


def with_failures(report: Report, failures: Sequence[Failure]) -> Report:
    """The report with the manuscripts that could not be read, which leave it incomplete."""
    if not failures:
        return report
    return replace(report, complete=False, problems=(*report.problems, *(each.message for each in failures)))


def check(
    manuscripts: Sequence[Manuscript],
    settings: Settings,
    resolver: Resolver,
    shelves: Sequence[Shelf] = (),
    progress: Progress | None = None,
    today: date | None = None,
    ends: float | None = None,
    changes: Mapping[str, Changes] | None = None,
) -> Report:
    """Checks parsed manuscripts against what the resolver and the shelves give.

    `ends` is the time by `time.monotonic` at which matching is cut; without it `max_time` is allowed for that.
    With `changes`, by the manuscripts' paths, only what they concern is fetched, compared and told.

    An interrupt while sources are gathered or matched ends that work; what is known by then is reported, the
    rest is unchecked and `Report.complete` is False. Of very many manuscripts only the first are then in the report.
    """
    # The rules are many and only a check needs them.
    from citecheck.checker import rules  # noqa: F401, PLC0415
    from citecheck.checker.silencing import findings_of  # noqa: PLC0415

    focuses = [focus(each, None if changes is None else changes[each.document.path]) for each in manuscripts]
    gathered = gather(manuscripts, settings, resolver, shelves, progress, focuses)
    chosen = tuple(_with_best_readings(manuscript, gathered.fetched) for manuscript in manuscripts)
    holdings = [] if gathered.interrupted else [_held(manuscript, gathered) for manuscript in chosen]
    seconds = max(_LEAST_MATCHING, ends - time.monotonic()) if ends is not None else settings.max_time
    compared = match_all(holdings, gathered, settings, progress, seconds, focuses)
    stopped = gathered.interrupted or compared.interrupted
    documents: list[DocumentReport] = []
    day = (today or date.today()).isoformat()
    latest = time.monotonic() + _LAST_WORK if stopped else inf
    for index, manuscript in enumerate(chosen):
        if time.monotonic() > latest:
            break
        _tell(progress, "checking", index, len(chosen), manuscript.document.path)
        mine = holdings[index] if holdings else _held(manuscript, gathered)
        quotations = tuple(_weighed(index, holding, compared, manuscript, gathered.texts) for holding in mine)
        links = tuple(_checked_link(link, manuscript, gathered.fetched) for link in manuscript.links)
        told = findings_of(Facts(manuscript, quotations, links, settings.convention, day), settings.selects)
        documents.append(_focused(DocumentReport(manuscript, quotations, links, told.findings, told.silenced),
                                  focuses[index]))  # fmt: skip
    _tell(progress, "checking", len(chosen), len(chosen), "")
    left_out = len(chosen) - len(documents)
    problems = (*gathered.problems, *_problems_of(compared, stopped=stopped, left_out=left_out))
    return Report(
        tuple(documents), not problems, problems, tuple(gathered.texts.values()), tuple(_silence(documents)),
        gathered.warnings,
    )  # fmt: skip


def _silence(documents: Sequence[DocumentReport]) -> Iterator[str]:
    number = sum(len(document.silenced) for document in documents)
    if number:
        yield f"{number} finding{' is' if number == 1 else 's are'} ignored, as comments in the text ask"


def _focused(report: DocumentReport, on: Focus) -> DocumentReport:
    """Only what counts of a manuscript's report."""
    return replace(
        report,
        quotations=tuple(each for each in report.quotations if on.holds_quotation(each.quotation.id)),
        links=tuple(each for index, each in enumerate(report.links) if on.holds_link(index)),
        findings=tuple(finding for finding in report.findings if on.tells(finding)),
        silenced=tuple(finding for finding in report.silenced if on.tells(finding)),
    )


def _held(manuscript: Manuscript, gathered: Gathered) -> tuple[Holding, ...]:
    return hold(manuscript, gathered.fetched, shelved_for(manuscript, gathered), gathered.texts)


def _problems_of(compared: Compared, *, stopped: bool, left_out: int) -> Iterator[str]:
    if stopped:
        yield "interrupted: what was not yet checked is unchecked"
        if left_out:
            yield f"{left_out} manuscripts are left out of the report, so that it came at once"
        return
    late = sum(reason is Reason.RUN_TIME for reason, _ in compared.lost.values())
    if late:
        yield f"time ran out before {late} quotations were compared"
    for reason, detail in dict.fromkeys(compared.lost.values()):
        if reason is not Reason.RUN_TIME:
            count = sum(other == (reason, detail) for other in compared.lost.values())
            yield f"{count} of the quotations: {detail}"


def gather(
    manuscripts: Sequence[Manuscript],
    settings: Settings,
    resolver: Resolver,
    shelves: Sequence[Shelf],
    progress: Progress | None,
    focuses: Sequence[Focus],
) -> Gathered:
    """Asks for the links that count, then for other readings of those that a line's end broke; takes in the shelves."""
    links = [
        link
        for manuscript, on in zip(manuscripts, focuses, strict=True)
        for index, link in enumerate(manuscript.links)
        if on.asks(index) and _has_address(link)
    ]
    given = [source for source in settings.source if _is_url(source)]
    fetched: dict[str, Fetched] = {}
    texts: dict[str, SourceText] = {}
    first = dict.fromkeys([link.url for link in links] + given)
    resolver.know(cited_by(manuscripts))
    try:
        fetched |= resolver.fetch_all(list(first), progress)
        others = [url for link in links if not _resolves(fetched.get(link.url)) for url in link.readings]
        unasked = [url for url in dict.fromkeys(others) if url not in fetched]
        if unasked:
            fetched |= resolver.fetch_all(unasked, progress)
        for shelf in shelves:
            for text in shelf.texts():
                texts[text.id] = text
    except KeyboardInterrupt as error:
        fetched |= error.answers if isinstance(error, Interrupted) else {}
        fetched = {url: Fetched(url, LinkState.UNCHECKED, Reason.RUN_TIME, _INTERRUPTED) for url in first} | fetched
        return Gathered(fetched, texts | _sources(fetched), interrupted=True)
    late = sum(answer.reason is Reason.RUN_TIME for answer in fetched.values())
    problems = (f"time ran out before {late} addresses were asked",) if late else ()
    catalogued = [shelf for shelf in shelves if isinstance(shelf, Catalogued)]
    works = tuple(work for shelf in catalogued for work in shelf.works)
    warnings = tuple(warning for shelf in catalogued for warning in shelf.warnings)
    return Gathered(fetched, texts | _sources(fetched), problems, works=works, warnings=warnings)


def match_all(
    holdings: Sequence[Sequence[Holding]],
    gathered: Gathered,
    settings: Settings,
    progress: Progress | None,
    seconds: float,
    focuses: Sequence[Focus],
) -> Compared:
    """The matches of all quotations worth looking for; ids are those of `_query`."""
    # Matching brings numpy with it, which a run without quotations to match does not need.
    from citecheck.comparison import Compared, compare  # noqa: PLC0415

    wanted = [
        _query(index, holding)
        for index, those in enumerate(holdings)
        for holding in those
        if focuses[index].holds_quotation(holding.quotation.id)
        and worth_matching(holding, sources_given=bool(settings.source))
    ]
    if not wanted or not gathered.texts or gathered.interrupted:
        return Compared()
    _tell(progress, "matching", 0, len(wanted), "")
    texts = {id: held(source) for id, source in gathered.texts.items() if source.characters}
    compared = compare(wanted, texts, settings.convention, seconds=seconds, jobs=settings.jobs, progress=progress)
    _tell(progress, "matching", len(wanted), len(wanted), "")
    return compared


def _query(index: int, holding: Holding) -> Query:
    """What to ask of the matcher for a quotation of the manuscript with that index."""
    return replace(holding.query, id=f"{index}:{holding.quotation.id}")


def _weighed(
    index: int, holding: Holding, compared: Compared, manuscript: Manuscript, texts: Mapping[str, SourceText]
) -> CheckedQuotation:
    id = _query(index, holding).id
    match = compared.matches.get(id)
    if match is not None:
        match = replace(match, quotation=holding.quotation.id)
    checked = weigh(holding, match, manuscript, texts)
    if id in compared.lost:
        reason, detail = compared.lost[id]
        return replace(checked, reason=reason, detail=detail)
    return checked


def shelved_for(manuscript: Manuscript, gathered: Gathered) -> Shelved:
    """The local sources that hold the works of a manuscript's references."""
    return shelve(manuscript.references, [text for text in gathered.texts.values() if not text.url], gathered.works)


def _with_best_readings(manuscript: Manuscript, fetched: Mapping[str, Fetched]) -> Manuscript:
    """The manuscript with each broken URL as the reading that resolves; as it was where none does."""
    links = tuple(
        replace(link, url=next((url for url in link.readings if _resolves(fetched.get(url))), link.url))
        for link in manuscript.links
    )
    return replace(manuscript, links=links)


def _resolves(answer: Fetched | None) -> bool:
    return answer is not None and answer.state in (LinkState.OK, LinkState.MOVED)


def _has_address(link: Link) -> bool:
    return link.kind is not LinkKind.ISBN and _is_url(link.url)


def _is_url(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _sources(fetched: Mapping[str, Fetched]) -> dict[str, SourceText]:
    return {answer.source.id: answer.source for answer in fetched.values() if answer.source is not None}


def _checked_link(link: Link, manuscript: Manuscript, fetched: Mapping[str, Fetched]) -> CheckedLink:
    position = manuscript.document.locate(link.start, link.end)
    answer = fetched.get(link.url) or Fetched(link.url, LinkState.UNCHECKED, Reason.BAD_URL, "not a web address")
    return CheckedLink(link, position, answer)


def _tell(progress: Progress | None, stage: str, done: int, total: int, waiting: str) -> None:
    if progress is not None:
        progress(stage, done, total, waiting)
