"""What a run fetched, kept in a WARC file (ISO 28500), and runs repeated from such a file with no network."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from citecheck.errors import CitecheckError, UnreadableError
from citecheck.model.evidence import Entry
from citecheck.model.source import Fetched, Reason
from citecheck.sources.address import BadUrl, parse_target
from citecheck.sources.archive import find_copy, is_gone, is_living, keep_copy
from citecheck.sources.browser import Filled
from citecheck.sources.exchange import OFFLINE, Answer, Chain, End, Failure, follow, without_fragment
from citecheck.sources.filling import is_shell, judge_filled
from citecheck.sources.fulltext import full_text_url, with_full_text
from citecheck.sources.interface import Cited, Progress
from citecheck.sources.judge import Judged, judge_reading
from citecheck.sources.landing import judge_landings
from citecheck.sources.mask import mask
from citecheck.sources.policy import WebPolicy, archive_base
from citecheck.sources.refresh import leads_on
from citecheck.sources.similar import is_made_up, origin_of
from citecheck.sources.twin import first_of_each, twin_of
from citecheck.sources.warcbody import Headers, body_of

_MAX_BODY = 50 * 2**20
_END = "X-Citecheck-End"
_FAILURE_TYPE = "application/vnd.citecheck.failure+json"
_CITATION_TYPE = "application/vnd.citecheck.citation+json"
_DROPPED = ("set-cookie", "set-cookie2", "transfer-encoding", "connection", "keep-alive", "content-length")


class Recorder:
    """Writes exchanges to a WARC file, which is there whole when `close` returns, or as it was before.

    Any thread may add. Secrets in addresses are masked, cookies left out. Raises `CitecheckError` where the file
    cannot be written.
    """

    def __init__(self, path: Path, software: str = "citecheck") -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        except OSError as error:
            raise CitecheckError(f"{path}: evidence cannot be written there ({error.strerror})") from None
        self._part = Path(name)
        self._file: IO[bytes] | None = os.fdopen(handle, "wb")
        self._fault = ""
        self._writer = WARCWriter(self._file, gzip=not path.name.endswith(".warc"))
        about = {"software": software, "format": "WARC File Format 1.0"}
        record = self._writer.create_warcinfo_record(path.name, about)
        self._write(lambda: self._writer.write_record(record))

    def add(self, url: str, step: Answer | Failure, asked: Sequence[tuple[str, str]] = ()) -> None:
        """Records one exchange: the request with its header fields `asked`, and the answer or why there was none."""
        shown = mask(without_fragment(url))
        if isinstance(step, Failure):
            said = {"reason": str(step.reason), "detail": mask(step.detail)}
            self._add_json(shown, said, _FAILURE_TYPE, step.time)
            return
        fields = [(_latin(name), _latin(mask(value))) for name, value in step.headers if name.lower() not in _DROPPED]
        fields.append(("Content-Length", str(len(step.body))))
        line = f"{step.status} {_latin(step.phrase)}".strip()
        response = self._writer.create_warc_record(
            shown,
            "response",
            payload=BytesIO(step.body),
            http_headers=_AsSent(line, fields, "HTTP/1.1"),
            warc_headers_dict={"WARC-Date": _warc_date(step.time), _END: str(step.end)},
        )
        request = self._writer.create_warc_record(
            shown,
            "request",
            http_headers=_AsSent(f"GET {_latin(_path(shown))} HTTP/1.1", list(asked), is_http_request=True),
            warc_headers_dict={"WARC-Date": _warc_date(step.time)},
        )
        self._write(lambda: self._writer.write_request_response_pair(request, response))

    def cite(self, url: str, notes: Sequence[str]) -> None:
        """Records which notes cite an address."""
        self._add_json(mask(without_fragment(url)), {"cited-by": list(notes)}, _CITATION_TYPE, "")

    def add_filled(self, url: str, filled: Filled, time: str) -> None:
        """Records a page as its scripts filled it (ISO 28500, "conversion")."""
        record = self._writer.create_warc_record(
            mask(without_fragment(url)),
            "conversion",
            payload=BytesIO(filled.markup.encode("utf-8", "replace")),
            warc_content_type="text/html; charset=utf-8",
            warc_headers_dict={"WARC-Date": _warc_date(time), _END: str(End.LENGTH if filled.whole else End.CLOSE)},
        )
        self._write(lambda: self._writer.write_record(record))

    def close(self) -> None:
        """Puts the file in its place, on disk. Raises `CitecheckError`; the file that was there is then untouched."""
        with self._lock:
            if self._file is None:
                return
            try:
                if self._fault:
                    raise OSError(0, self._fault)
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                self._part.replace(self._path)
            except OSError as error:
                raise CitecheckError(f"{self._path}: evidence cannot be written ({error.strerror})") from None
            finally:
                self._file = None
                with suppress(OSError):
                    self._part.unlink(missing_ok=True)

    def discard(self) -> None:
        """Drops all that was recorded; the file that was there is untouched."""
        with self._lock:
            file, self._file = self._file, None
            with suppress(OSError):
                if file is not None:
                    file.close()
            with suppress(OSError):
                self._part.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None or kind is KeyboardInterrupt:
            self.close()
        else:
            self.discard()

    def _add_json(self, url: str, said: dict[str, Any], media_type: str, time: str) -> None:
        record = self._writer.create_warc_record(
            url,
            "metadata",
            payload=BytesIO(json.dumps(said, sort_keys=True).encode()),
            warc_content_type=media_type,
            warc_headers_dict={"WARC-Date": _warc_date(time)},
        )
        self._write(lambda: self._writer.write_record(record))

    def _write(self, action: Callable[[], None]) -> None:
        """Writes under the lock. A full disk ends the recording, which `close` tells; the run goes on."""
        with self._lock:
            if self._file is None or self._fault:
                return
            try:
                action()
            except OSError as error:
                self._fault = error.strerror or "it cannot be written"


class _AsSent(StatusAndHeaders):  # type: ignore[misc]
    """Header fields that are written byte for byte as they came, not escaped."""

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        """The head as Latin-1, as it was read."""
        head: bytes = self.to_bytes(filter_func, "latin-1")
        return head


class EvidenceResolver:
    """Answers for URLs out of a WARC file, by the same judgement as the web's and with no network.

    Reads files of other programs too. The last record of an address counts. `archive` is the base URL of the web
    archive that the recording run asked (see `policy.archive_base`). Raises `UnreadableError`.
    """

    def __init__(self, path: Path, archive: str | None = None) -> None:
        self._path = path
        self._archive = archive_base() if archive is None else archive
        self._dates: dict[str, str] = {}
        self._steps: dict[str, Answer | Failure] = {}
        self._filled: dict[str, tuple[Filled, str]] = {}
        self._cited: dict[str, tuple[str, ...]] = {}
        try:
            with path.open("rb") as file:
                for record in ArchiveIterator(file, check_digests=True):
                    self._take(record)
        except OSError as error:
            raise UnreadableError(f"{path}: the evidence cannot be read ({error.strerror or error})") from None
        except (ArchiveLoadFailed, ValueError, EOFError) as error:
            raise UnreadableError(f"{path}: not a WARC file, or damaged ({str(error).strip()[:100]})") from None
        if not self._steps:
            raise UnreadableError(f"{path}: there are no recorded pages in this file")

    def fetch_all(self, urls: Sequence[str], progress: Progress | None = None) -> dict[str, Fetched]:
        """One answer for every URL, in the order asked: NOT_RECORDED where the file has none."""
        judged = {}
        for count, url in enumerate(dict.fromkeys(urls)):
            if progress is not None:
                progress("replaying", count, len(urls), "")
            judged[url] = self._judge(url)
        if progress is not None:
            progress("replaying", len(urls), len(urls), "")
        probes = {
            origin_of(url): judge_reading(Chain(url, (step,)))
            for url, step in self._steps.items()
            if isinstance(step, Answer) and is_made_up(url)
        }
        return judge_landings(judged, probes, self._twins(judged))

    def _twins(self, judged: Mapping[str, Judged]) -> dict[str, Judged]:
        firsts = first_of_each(judged).values()
        steps = {url: self._steps.get(twin_of(url)) for url in firsts}
        return {
            url: judge_reading(Chain(twin_of(url), (step,))) for url, step in steps.items() if isinstance(step, Answer)
        }

    def entries(self) -> list[Entry]:
        """What the file holds: each address with its last record and the notes that cite it, in the file's order."""
        entries = []
        for url in dict.fromkeys((*self._cited, *self._steps)):
            step, notes = self._steps.get(url), self._cited.get(url, ())
            if isinstance(step, Answer):
                digest = sha256(step.body).hexdigest()
                entries.append(Entry(url, notes, step.time, step.status, size=len(step.body), sha256=digest))
            elif step is not None:
                entries.append(Entry(url, notes, step.time, failure=step.detail or str(step.reason)))
            else:
                entries.append(Entry(url, notes))
        return entries

    def close(self) -> None:
        """Nothing is open."""

    def know(self, cited: Mapping[str, Cited]) -> None:
        """Tells when URLs were read by who cites them, as the run that recorded was told."""
        self._dates |= {url: each.accessed for url, each in cited.items() if each.accessed}

    def _judge(self, url: str) -> Judged:
        judged = judge_reading(self._chain(url))
        target = full_text_url(judged)
        judged = with_full_text(judged, judge_reading(self._chain(target)) if target else None)
        filled = self._filled.get(mask(without_fragment(url)))
        if filled is not None and is_shell(judged):
            judged = judge_filled(url, judged.fetched, *filled)
        if is_gone(judged):
            search = find_copy(judged, url, self._dates.get(url, ""), self._archive)
        elif is_living(judged):
            search = keep_copy(judged, url, self._archive)
        else:
            return judged
        try:
            asked = next(search)
            while True:
                asked = search.send(self._chain(asked))
        except StopIteration as done:
            copy: Judged | None = done.value
            return copy or judged

    def _chain(self, url: str) -> Chain:
        way = follow(url, leads_on=leads_on)
        try:
            asked = next(way)
            while True:
                asked = way.send(self._step(asked))
        except StopIteration as done:
            chain: Chain = done.value
        # What is on record is taken as it stands: the run that recorded it asked twice, but where it was offline.
        confirmed = chain.failure is None or chain.failure.detail != OFFLINE
        return Chain(chain.url, chain.answers, chain.failure, confirmed=confirmed)

    def _step(self, url: str) -> Answer | Failure:
        for form in _forms(mask(url)):
            step = self._steps.get(form)
            if isinstance(step, Answer):
                return Answer(url, step.status, step.headers, step.body, step.end, step.phrase, step.time)
            if step is not None:
                return Failure(url, step.reason, step.detail, step.time)
        try:
            parse_target(url, WebPolicy())
        except BadUrl as fault:
            if fault.reason is Reason.BAD_URL:
                return Failure(url, fault.reason, str(fault))
        return Failure(url, Reason.NOT_RECORDED, f"the evidence file {self._path.name} has no record of it")

    def _take(self, record: Any) -> None:
        url = without_fragment(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
        time = record.rec_headers.get_header("WARC-Date") or ""
        kind = record.rec_type
        if kind == "metadata" and record.content_type == _CITATION_TYPE:
            self._cited[url] = tuple(json.loads(record.raw_stream.read(2**20)).get("cited-by", ()))
        elif kind == "conversion" and (record.content_type or "").startswith("text/html"):
            markup = record.raw_stream.read(_MAX_BODY).decode("utf-8", "replace")
            whole = record.rec_headers.get_header(_END) == End.LENGTH
            self._filled[url] = Filled(markup, whole), time
        elif kind == "metadata" and record.content_type == _FAILURE_TYPE:
            said = json.loads(record.raw_stream.read(2**20))
            self._steps[url] = Failure(url, Reason(said["reason"]), said["detail"], time)
        elif kind in ("response", "resource") and url.lower().startswith(("http://", "https://")):
            self._steps[url] = _answer_of(record, url, time)


def _answer_of(record: Any, url: str, time: str) -> Answer | Failure:
    body = record.raw_stream.read(_MAX_BODY + 1)
    if len(body) > _MAX_BODY:
        return Failure(url, Reason.TOO_LARGE, f"its record is larger than {_MAX_BODY >> 20} MiB", time)
    if record.digest_checker is not None and record.digest_checker.passed is False:
        return Failure(url, Reason.INCOMPLETE, "its record is damaged: the digest does not fit", time)
    if record.http_headers is None:
        return Answer(url, 200, (("Content-Type", record.content_type or ""),), body, time=time)
    headers: Headers = tuple((name, str(value)) for name, value in record.http_headers.headers)
    try:
        status = int(record.http_headers.get_statuscode())
    except ValueError:
        return Failure(url, Reason.CONNECTION, "its record has no status", time)
    headers, body = body_of(headers, body)
    end = record.rec_headers.get_header(_END) or (
        End.CUT if record.rec_headers.get_header("WARC-Truncated") else End.LENGTH
    )
    return Answer(url, status, headers, body, End(end), time=time)


def _forms(url: str) -> list[str]:
    """The spellings under which programs keep an address: its root with and without a slash, http and https."""
    forms = [url]
    if url.count("/") == 2:
        forms.append(url + "/")
    elif url.count("/") == 3 and url.endswith("/"):
        forms.append(url[:-1])
    other = {"http:": "https:", "https": "http"}
    return forms + [other[form[:5]] + form[5:] for form in forms if form[:5] in other]


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3] if url.count("/") > 2 else "/"


def _warc_date(time: str) -> str:
    return time or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _latin(text: str) -> str:
    """One line that Latin-1 can hold."""
    return " ".join(text.encode("latin-1", "replace").decode("latin-1").splitlines())
