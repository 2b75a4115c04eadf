"""Quotations in bulk: reads them and the texts they cite from files, and answers one row for each."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citecheck.errors import CitecheckError, UnreadableError
from citecheck.matching.interface import Query
from citecheck.model.source import Reason, SourceText
from citecheck.model.verdict import Convention, Match, Verdict

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PLAIN = frozenset({".txt", ".text"})
"""Files read as they are, so that offsets count their characters."""
OTHER = frozenset({".html", ".htm", ".xhtml", ".pdf", ".epub", ".docx", ".odt", ".rtf", ".md"})
_BATCH = 20_000

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Quote:
    """A line of a quotes file: `cited` are the sources it names, by file stem or URL; none means to search all."""

    id: str | int
    text: str
    cited: tuple[str, ...] = ()


def read_quotes(path: Path) -> list[Quote]:
    """The quotations of a JSONL file, lines `{"id", "quote", "source"}`; blank lines are passed over.

    `source` is a name, a list of names or null. Raises CitecheckError for a line that cannot be used, with its
    number, and UnreadableError for the file.
    """
    quotes: list[Quote] = []
    lines: dict[str | int, int] = {}
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path}: line {number}"
        quote = _quote(line, where)
        if quote.id in lines:
            raise CitecheckError(f"{where}: the id {quote.id!r} is that of line {lines[quote.id]}, too")
        lines[quote.id] = number
        quotes.append(quote)
    return quotes


def _quote(line: str, where: str) -> Quote:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CitecheckError(f"{where}: not JSON: {error}") from None
    if not isinstance(row, dict):
        raise CitecheckError(f'{where}: not an object with "id", "quote" and "source"')
    id, text, source = row.get("id"), row.get("quote"), row.get("source")
    if isinstance(id, bool) or not isinstance(id, str | int):
        raise CitecheckError(f'{where}: "id" must be a text or a number')
    if not isinstance(text, str):
        raise CitecheckError(f'{where}: "quote" must be a text')
    cited = [] if source is None else source if isinstance(source, list) else [source]
    if not all(isinstance(name, str) for name in cited):
        raise CitecheckError(f'{where}: "source" must be a file\'s stem, a URL, a list of these, or null')
    return Quote(id, text, tuple(cited))


def read_sources(path: Path) -> list[SourceText]:
    """The texts of a folder or of a `sources.json` of entries `{"id", "text", "html", "encoding", "url"}`.

    In a folder the stem of a file's name is its id, its path from the folder where two share a stem; a plain text
    stands for a page of the same stem beside it. In an entry `text` and `html` are paths from the list's folder.
    A file that gives no text is there without one, and not whole. Raises UnreadableError for what cannot be opened.
    """
    if path.is_dir():
        return _folder(path)
    try:
        rows = json.loads(_text(path))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{path}: not a JSON list of sources: {error}") from None
    if not isinstance(rows, list):
        raise UnreadableError(f'{path}: not a list of sources with "id" and "text" or "html"')
    found: dict[str, SourceText] = {}
    for number, row in enumerate(rows, 1):
        source = _entry(path, row, f"{path}: source {number}")
        if source.id in found:
            raise CitecheckError(f"{path}: source {number}: the id {source.id!r} is there twice")
        found[source.id] = source
    return list(found.values())


def _entry(path: Path, row: object, where: str) -> SourceText:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise CitecheckError(f'{where}: an entry needs an "id" and a "text" or "html"')
    named = [name for name in (row.get("text"), row.get("html")) if isinstance(name, str)]
    if not named:
        raise CitecheckError(f'{where}: {row["id"]!r} has neither a "text" nor an "html"')
    url, encoding = row.get("url"), row.get("encoding")
    file = path.parent / named[0]
    plain = isinstance(row.get("text"), str) and file.suffix.lower() not in OTHER
    charset = encoding if isinstance(encoding, str) else ""
    return _source(file, row["id"], url if isinstance(url, str) else "", plain=plain, charset=charset)


def _folder(path: Path) -> list[SourceText]:
    files = sorted(file for file in path.rglob("*") if file.suffix.lower() in PLAIN | OTHER and file.is_file())
    plain = {file.with_suffix("") for file in files if file.suffix.lower() in PLAIN}
    files = [file for file in files if file.suffix.lower() in PLAIN or file.with_suffix("") not in plain]
    stems = [file.stem for file in files]
    if not files:
        raise UnreadableError(f"{path}: no texts there; {', '.join(sorted(PLAIN | OTHER))} are read")
    return [
        _source(
            file,
            file.stem if stems.count(file.stem) == 1 else file.relative_to(path).as_posix(),
            "",
            plain=file.suffix.lower() in PLAIN,
        )
        for file in files
    ]


def _source(file: Path, id: str, url: str, *, plain: bool, charset: str = "") -> SourceText:
    if plain:
        return SourceText(id=id, text=_text(file), url=url)
    from citecheck.sources.text import read_bytes  # noqa: PLC0415

    html = file.suffix.lower() in (".html", ".htm", ".xhtml")
    kind = f"text/html; charset={charset}" if charset and html else ""
    return read_bytes(_bytes(file), kind, file.name).as_source(id, url=url)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be read: {error.strerror or error}") from None


def _text(path: Path) -> str:
    """A file's text with its line ends as they are."""
    data = _bytes(path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        from citecheck.sources.charset import decode  # noqa: PLC0415

        return decode(data).text


def answers(
    quotes: Sequence[Quote], sources: Sequence[SourceText], convention: Convention = Convention.CHICAGO, jobs: int = 1
) -> Iterator[Row]:
    """A row for each quotation, in order: id, verdict, found_in, start, end, similarity, edits.

    `start` and `end` count characters in the source's plain text; both and `found_in` are null when it was not
    found. A quotation whose source is not at hand, or that was not found while something could not be read whole,
    is `unchecked`, with a `reason`. `jobs` is the number of processes.
    """
    names = _names(sources)
    texts = {source.id: source.text for source in sources}
    whole = {source.id: source.whole for source in sources}
    for first in range(0, len(quotes), _BATCH):
        batch = quotes[first : first + _BATCH]
        queries = [
            Query(str(number), quote.text, tuple(_known(name, names) for name in quote.cited))
            for number, quote in enumerate(batch)
        ]
        for query, quote, found in zip(queries, batch, _matches(queries, texts, convention, jobs), strict=True):
            yield _row(quote, found, _reason(query, found, whole))


def _names(sources: Sequence[SourceText]) -> dict[str, str]:
    """What a source may be called by, and its id; an id comes before another source's URL or stem."""
    names: dict[str, str] = {}
    for source in sources:
        names.setdefault(source.id, source.id)
    for source in sources:
        for name in (source.url, _plain_url(source.url), Path(source.id).stem):
            if name:
                names.setdefault(name, source.id)
    return names


def _known(name: str, names: Mapping[str, str]) -> str:
    """The id of a named source; the name itself when there is none."""
    for form in (name, _plain_url(name), Path(name).stem if "://" not in name else name):
        if form in names:
            return names[form]
    return name


def _plain_url(url: str) -> str:
    """A URL without its fragment and last slash, by which pages are not told apart."""
    return url.partition("#")[0].rstrip("/")


def _matches(queries: Sequence[Query], texts: Mapping[str, str], convention: Convention, jobs: int) -> list[Match]:
    jobs = min(jobs, len(queries))
    if jobs < 2:
        from citecheck.matching.verdict import match  # noqa: PLC0415

        return match(queries, texts, convention)
    share = -(-len(queries) // jobs)
    shares = [queries[first : first + share] for first in range(0, len(queries), share)]
    # A forked worker shares the texts; one started afresh is sent them. Their answers are JSON, never pickles.
    forks = "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork") if forks else multiprocessing.get_context("spawn")
    ends = []
    workers = []
    for part in shares:
        ours, theirs = context.Pipe(duplex=False)
        worker = context.Process(target=_answer, args=(theirs, part, texts, convention), daemon=True)
        worker.start()
        theirs.close()
        ends.append(ours)
        workers.append(worker)
    try:
        return [match for end in ends for match in _received(end)]
    finally:
        for worker in workers:
            worker.kill()
            worker.join()


def _answer(end: Connection, queries: Sequence[Query], texts: Mapping[str, str], convention: Convention) -> None:
    """The work of one process."""
    import msgspec  # noqa: PLC0415

    from citecheck.matching.verdict import match  # noqa: PLC0415

    end.send_bytes(msgspec.json.encode(match(queries, texts, convention)))


def _received(end: Connection) -> list[Match]:
    import msgspec  # noqa: PLC0415

    try:
        return msgspec.json.decode(end.recv_bytes(), type=list[Match])
    except EOFError:
        raise CitecheckError("a process that compared quotations was lost; try fewer --jobs") from None


def _reason(query: Query, found: Match, whole: Mapping[str, bool]) -> Reason:
    """Why nothing may be said against a quotation that was not found in what it cites; NONE when it may."""
    if found.verdict not in (Verdict.NOT_FOUND, Verdict.MISATTRIBUTED):
        return Reason.NONE
    if any(source not in whole for source in query.cited):
        return Reason.NO_SOURCE
    held = query.cited or whole
    return Reason.NONE if all(whole[source] for source in held) else Reason.INCOMPLETE


def _row(quote: Quote, found: Match, reason: Reason) -> Row:
    place = found.found if reason is Reason.NONE else None
    row: Row = {
        "id": quote.id,
        "verdict": str(Verdict.UNCHECKED if reason else found.verdict),
        "found_in": place.source if place else None,
        "start": place.start if place else None,
        "end": place.end if place else None,
        "similarity": found.similarity,
        "edits": [
            {"kind": str(edit.kind), "source": edit.source, "quote": edit.quote}
            for edit in found.edits
            if place and not edit.permitted
        ],
    }
    if reason:
        row["reason"] = str(reason)
    return row


def match_one(
    words: str, sources: Sequence[SourceText], convention: Convention = Convention.CHICAGO
) -> tuple[Match, SourceText | None]:
    """One quotation against the sources given, and the source that it was found in."""
    from citecheck.matching.verdict import match  # noqa: PLC0415

    query = Query("1", words)
    found = match([query], {source.id: source.text for source in sources}, convention)[0]
    if _reason(query, found, {source.id: source.whole for source in sources}):
        return Match(query.id, Verdict.UNCHECKED, note="a source could not be read whole"), None
    place = found.found
    return found, next((source for source in sources if place and source.id == place.source), None)
