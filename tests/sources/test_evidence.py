"""Evidence: what was fetched is kept whole, and gives the same answers again with no network."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from citecheck.errors import CitecheckError, UnreadableError
from citecheck.model.source import LinkState, Reason
from citecheck.sources.evidence import EvidenceResolver, Recorder
from citecheck.sources.exchange import Answer, End, Failure
from citecheck.sources.web import WebResolver
from tests.sources.answers import read, unchecked
from tests.sources.conftest import QUICK
from tests.sources.faultserver import ARTICLE, FaultServer, answer, in_turn, plain, raw, redirect, reset

HTML = (("Content-Type", "text/html; charset=utf-8"),)
URL = "https://example.org/page.html"


def _faulty(own: FaultServer) -> list[str]:
    """Addresses of every kind of end."""
    packed = plain(gzip.compress(ARTICLE), headers=("Content-Type: text/html", "Content-Encoding: gzip"))
    chunks = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    for name in ("/new-1", "/new-2", "/new-3"):
        own.url(name, plain())
    own.url("/loop-b", redirect("/loop-a"))
    own.url("/robots.txt", plain(b"User-agent: *\nDisallow: /closed\n"))
    gone = plain(b"<h1>Not found</h1>", "404 Not Found")
    return [
        own.url("/plain", plain()),
        own.url("/packed", packed),
        own.url("/chunked", raw(chunks + b"%x\r\n%s\r\n0\r\n\r\n" % (len(ARTICLE), ARTICLE))),
        own.url("/until-close", raw(answer(length=False))),
        own.url("/cut", raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n" + ARTICLE)),
        own.url("/moved", redirect("/new-1", "301 Moved")),
        own.url("/elsewhere", redirect("/new-2")),
        own.url("/gone", gone),
        own.url("/sends-on", plain(b'<meta http-equiv="refresh" content="0; url=/new-3"><p>Moved.')),
        own.url("/back", in_turn(gone, plain())),
        own.url("/gone-then-broken", in_turn(gone, reset)),
        own.url("/busy-then-good", in_turn(plain(b"busy", "503 Busy"), plain())),
        own.url("/busy", plain(b"busy", "503 Busy", ("Retry-After: 999",))),
        own.url("/broken", reset),
        own.url("/silent", raw(hold=3)),
        own.url("/loop-a", redirect("/loop-b")),
        own.url("/closed/page", plain()),
        own.url("/inside", redirect("http://10.0.0.1/")),
        own.url("/wall", plain(b"<title>Just a moment...</title>", "403 Forbidden")),
        own.url("/plain#nowhere"),
        own.url("/oddly-named", raw(b"HTTP/1.1 200 \xe9\xe8\r\nX-\xe9: \xe9\r\n" + answer()[17:])),
        "http://127.0.0.2:9/refused",
        "ftp://example.org/",
    ]


def test_a_replay_gives_what_the_run_gave(tmp_path: Path) -> None:
    path = tmp_path / "evidence.warc.gz"
    with FaultServer() as own:
        urls = _faulty(own)
        resolver = WebResolver(replace(QUICK, probe=True, url_deadline=0.8), None, Recorder(path))
        live = resolver.fetch_all(urls)
        resolver.close()
    replayed = EvidenceResolver(path).fetch_all(urls)
    for url in urls:
        assert replayed[url] == live[url]
    assert {each.state for each in live.values()} == set(LinkState)


def test_a_recorded_site_that_gives_one_page_for_everything_is_found_out_again(tmp_path: Path) -> None:
    path = tmp_path / "evidence.warc.gz"
    with FaultServer(every=plain()) as own:
        own.url("/robots.txt", plain(b"", "404 Not Found"))
        url = own.url("/any.html")
        resolver = WebResolver(replace(QUICK, probe=True), None, Recorder(path))
        live = resolver.fetch_all([url])
        resolver.close()
    assert EvidenceResolver(path).fetch_all([url]) == live
    assert live[url].reason is Reason.SOFT_404


def test_the_file_is_a_standard_warc(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "evidence.warc.gz"
    with Recorder(path) as recorder:
        recorder.add(
            URL, Answer(URL, 200, HTML, ARTICLE, End.LENGTH, "OK", "2026-01-02T03:04:05Z"), [("User-Agent", "x")]
        )
        recorder.add("https://example.org/broken", Failure(URL, Reason.TIMEOUT, "late", "2026-01-02T03:04:06Z"))
        recorder.cite(URL, ["1", "2"])
    records = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            records.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI")))
            body = record.content_stream().read()
            if record.rec_type == "response":
                assert body == ARTICLE
                assert record.rec_headers.get_header("WARC-Date") == "2026-01-02T03:04:05Z"
    kinds = [kind for kind, _ in records]
    assert kinds == ["warcinfo", "response", "request", "metadata", "metadata"]
    checker = Checker(type("Options", (), {"inputs": [str(path)], "verbose": False})())
    checker.process_all()
    assert not checker.exit_value
    assert EvidenceResolver(path).entries()[0].notes == ("1", "2")


def _by_another(path: Path, headers: list[tuple[str, str]], body: bytes, **fields: str) -> None:
    """A WARC file as another program would write it."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.name.endswith(".gz"))
        http = StatusAndHeaders("200 OK", headers, "HTTP/1.1")
        record = writer.create_warc_record(
            URL, "response", io.BytesIO(body), http_headers=http, warc_headers_dict=dict(fields)
        )
        writer.write_record(record)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([("Content-Type", "text/html")], ARTICLE),
        ([("Content-Type", "text/html"), ("Content-Encoding", "gzip")], gzip.compress(ARTICLE)),
        ([("Content-Type", "text/html"), ("Content-Encoding", "gzip")], ARTICLE),
        ([("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")], ARTICLE),
        ([("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")],
         b"5\r\n" + ARTICLE[:5] + b"\r\n%x\r\n" % (len(ARTICLE) - 5) + ARTICLE[5:] + b"\r\n0\r\n\r\n"),
        ([("Content-Type", "text/html"), ("Content-Length", "12")], ARTICLE),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["other.warc", "other.warc.gz"])
def test_files_of_other_programs_are_read(
    tmp_path: Path, name: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    _by_another(tmp_path / name, headers, body)
    resolver = EvidenceResolver(tmp_path / name)
    for url in (URL, f"{URL}#part", URL.replace("https", "http")):
        answer = resolver.fetch_all([url])[url]
        assert answer.state is LinkState.OK
        assert answer.source is not None
        assert "harbour was quiet" in answer.source.text


def test_a_record_that_says_it_was_cut_is_not_whole(tmp_path: Path) -> None:
    _by_another(tmp_path / "cut.warc", [("Content-Type", "text/html")], ARTICLE, **{"WARC-Truncated": "length"})
    unchecked(EvidenceResolver(tmp_path / "cut.warc").fetch_all([URL])[URL], Reason.INCOMPLETE)


def test_a_record_whose_digest_does_not_fit_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "changed.warc"
    _by_another(path, [("Content-Type", "text/html")], ARTICLE)
    path.write_bytes(path.read_bytes().replace(b"harbour was quiet", b"harbour was noisy"))
    unchecked(EvidenceResolver(path).fetch_all([URL])[URL], Reason.INCOMPLETE)


def test_what_is_not_recorded_is_unchecked_and_never_asked(tmp_path: Path, connects: list[str]) -> None:
    _by_another(tmp_path / "one.warc", [("Content-Type", "text/html")], ARTICLE)
    answers = EvidenceResolver(tmp_path / "one.warc").fetch_all([URL, "https://example.org/other", "mailto:x", ""])
    read(answers[URL])
    assert list(answers)[1:] == ["https://example.org/other", "mailto:x", ""]
    for url in list(answers)[1:]:
        unchecked(answers[url], Reason.NOT_RECORDED, Reason.BAD_URL)
    assert connects == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a warc file",
        b"\x1f\x8b\x08" + bytes(40),
        gzip.compress(b"WARC/1.0\r\n\r\n", mtime=0),
        b"%PDF-1.4",
        b"WARC/1.0\r\n",
    ],
    ids=["empty", "text", "noise", "head-alone", "pdf", "line-alone"],
)
def test_what_is_no_evidence_is_told_in_a_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "evidence.warc.gz"
    path.write_bytes(data)
    with pytest.raises(UnreadableError) as caught:
        EvidenceResolver(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_cut_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "evidence.warc.gz"
    with Recorder(path) as recorder:
        for number in range(5):
            url = f"https://example.org/{number}"
            recorder.add(url, Answer(url, 200, HTML, os.urandom(5000)))
    path.write_bytes(path.read_bytes()[:-3000])
    try:
        answers = EvidenceResolver(path).fetch_all([f"https://example.org/{number}" for number in range(5)])
    except UnreadableError:
        return
    assert answers["https://example.org/4"].state is LinkState.UNCHECKED


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="No such file"):
        EvidenceResolver(tmp_path / "none.warc.gz")
    with pytest.raises(UnreadableError):
        EvidenceResolver(tmp_path)


def test_the_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "evidence.warc.gz"
    path.write_bytes(b"the old one")
    recorder = Recorder(path)
    recorder.add(URL, Answer(URL, 200, HTML, ARTICLE))
    assert path.read_bytes() == b"the old one"
    recorder.discard()
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(RuntimeError), Recorder(path) as recorder:
        recorder.add(URL, Answer(URL, 200, HTML, ARTICLE))
        raise RuntimeError
    assert path.read_bytes() == b"the old one"
    with Recorder(path) as recorder:
        recorder.add(URL, Answer(URL, 200, HTML, ARTICLE))
    read(EvidenceResolver(path).fetch_all([URL])[URL])
    assert list(tmp_path.iterdir()) == [path]


def test_a_part_that_cannot_be_removed_ends_nothing(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "evidence.warc.gz")
    (part,) = tmp_path.iterdir()
    part.unlink()
    part.mkdir()

    recorder.discard()

    assert list(tmp_path.iterdir()) == [part]


def test_a_link_at_the_files_place_is_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"precious")
    path = tmp_path / "evidence.warc.gz"
    path.symlink_to(target)
    with Recorder(path) as recorder:
        recorder.add(URL, Answer(URL, 200, HTML, ARTICLE))
    assert target.read_bytes() == b"precious"
    assert not path.is_symlink()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CitecheckError, match="cannot be written"):
        Recorder(tmp_path / "none" / "evidence.warc.gz")


def test_case_62_a_replay_is_the_same_whatever_the_process(tmp_path: Path) -> None:
    path = tmp_path / "evidence.warc.gz"
    with FaultServer() as own:
        urls = _faulty(own)
        resolver = WebResolver(replace(QUICK, url_deadline=0.3, silence_timeout=0.3), None, Recorder(path))
        resolver.fetch_all(urls)
        resolver.close()
    program = (
        "import sys; from pathlib import Path; from citecheck.sources.evidence import EvidenceResolver\n"
        "answers = EvidenceResolver(Path(sys.argv[1])).fetch_all(sys.argv[2:])\n"
        "print([(a.url, a.state, a.reason, a.detail, a.hops, a.source and a.source.text) for a in answers.values()])"
    )
    seen = set()
    for seed, zone, locale in (("0", "UTC", "C"), ("7", "Asia/Kathmandu", "C.UTF-8"), ("42", "America/Lima", "C")):
        around = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "1"}
        command = [sys.executable, "-c", program, str(path), *urls]
        done = subprocess.run(command, env=around, capture_output=True, check=True, timeout=30)
        seen.add(done.stdout)
    assert len(seen) == 1
