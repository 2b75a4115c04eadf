"""The run as a whole: broken links read both ways, local sources, interruption, time."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from citecheck import pipeline
from citecheck.config import Settings
from citecheck.model.report import Report
from citecheck.model.source import Fetched, LinkState, Reason, SourceText
from citecheck.model.verdict import Verdict
from citecheck.sources.interface import Cited, Interrupted, Progress

WORDS = "the lamp was a child that never grew up, and we were old before it let us sleep"
PAGE = f"In that year {WORDS}. Nobody came."


class Answers:
    """Answers that are there already, as those of an evidence file are; it remembers what was asked."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def fetch_all(self, urls: Sequence[str], progress: Progress | None = None) -> dict[str, Fetched]:
        self.asked += urls
        return {url: self._answer(url) for url in urls}

    def _answer(self, url: str) -> Fetched:
        if url not in self.pages:
            return Fetched(url, LinkState.DEAD, Reason.GONE, status=404)
        return Fetched(url, LinkState.OK, final_url=url, source=SourceText(url, self.pages[url], url=url))

    def know(self, cited: Mapping[str, Cited]) -> None:
        pass

    def close(self) -> None:
        pass


class Shelf:
    """One local text."""

    def __init__(self, id: str, text: str) -> None:
        self.text = SourceText(id, text)

    def texts(self) -> list[SourceText]:
        return [self.text]


def check(path: Path, answers: Answers, *shelves: Shelf, settings: Settings | None = None) -> Report:
    manuscripts = pipeline.extract([path])
    return pipeline.check(manuscripts, settings or Settings(), answers, shelves, today=date(2026, 1, 1))


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_of_two_readings_of_a_broken_url_the_one_that_resolves_wins(tmp_path: Path) -> None:
    text = (
        f"She wrote that “{WORDS}.”* Nobody else has written as\nmuch of it since.\n\n"
        "* Ann Moor, Salt (Leith: Harbour, 1911), 12, http://harbour.example/sea-\nsalt.htm.\n"
    )
    for right in ("http://harbour.example/sea-salt.htm", "http://harbour.example/seasalt.htm"):
        answers = Answers({right: PAGE})
        (document,) = check(write(tmp_path / "a.txt", text), answers).documents
        assert [link.link.url for link in document.links] == [right]
        assert document.quotations[0].match.verdict is Verdict.MATCH


def test_the_other_reading_is_asked_for_only_when_the_first_fails(tmp_path: Path) -> None:
    text = "See this.*\n\n* Ann Moor, Salt (Leith: Harbour, 1911), http://harbour.example/sea-\nsalt.htm.\n"
    both = ["http://harbour.example/sea-salt.htm", "http://harbour.example/seasalt.htm"]
    first = Answers(dict.fromkeys(both, PAGE))
    check(write(tmp_path / "a.txt", text), first)
    assert len(first.asked) == 1
    neither = Answers({})
    (document,) = check(tmp_path / "a.txt", neither).documents
    assert sorted(neither.asked) == sorted(both)
    assert document.links[0].fetched.state is LinkState.DEAD


NOTE = "\n\n[^1]: Ann Moor, *Salt and Lamp Oil* (Leith: Harbour, 1911), 12.\n"


def test_a_reference_finds_its_work_on_the_shelf(tmp_path: Path) -> None:
    manuscript = write(tmp_path / "a.md", f"She wrote that “{WORDS}.”[^1]{NOTE}")
    shelf = Shelf("moor-salt-and-lamp-oil.txt", PAGE)
    (document,) = check(manuscript, Answers({}), shelf, settings=Settings(source=("library",))).documents
    assert document.quotations[0].cited == ("moor-salt-and-lamp-oil.txt",)
    assert document.quotations[0].match.verdict is Verdict.MATCH


def test_a_quotation_whose_work_is_not_at_hand_is_not_called_wrong(tmp_path: Path) -> None:
    manuscript = write(tmp_path / "a.md", f"She wrote that “{WORDS}.”[^1]{NOTE}")
    shelf = Shelf("fell-on-tides.txt", "On Tides. There is nothing of lamps in this book at all.")
    (document,) = check(manuscript, Answers({}), shelf, settings=Settings(source=("library",))).documents
    assert document.quotations[0].match.verdict is Verdict.UNCHECKED


def test_nothing_is_asked_for_a_manuscript_without_links(tmp_path: Path) -> None:
    answers = Answers({})
    report = check(write(tmp_path / "a.md", "Words.\n"), answers)
    assert (answers.asked, report.findings, report.complete) == ([], (), True)


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and never answers."""
    server = socket.create_server(("127.0.0.1", 0))
    held: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                held.append(server.accept()[0])
            except OSError:
                return

    threading.Thread(target=accept, daemon=True).start()
    yield server.getsockname()[1]
    server.close()
    for connection in held:
        connection.close()


def started(folder: Path, port: int, *options: str) -> subprocess.Popen[str]:
    write(folder / "a.md", f"She wrote that “{WORDS}.”[^1]\n\n[^1]: Moor, http://127.0.0.1:{port}/salt.htm.\n")
    command = [sys.executable, "-m", "citecheck", "check", "a.md", "--allow-network", "127.0.0.1/32", "--no-cache"]
    return subprocess.Popen(
        [*command, *options], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
    )


def test_an_interrupted_run_tells_what_it_knows(tmp_path: Path, silent: int) -> None:
    process = started(tmp_path, silent)
    assert process.stderr is not None
    while "fetching" not in process.stderr.readline():
        pass
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    shown, told = process.communicate(timeout=20)
    assert process.returncode == 130, told
    assert "interrupted" in shown
    assert "Traceback" not in told


class Stopping(Answers):
    """Answers of which an interrupt lets only one through."""

    def fetch_all(self, urls: Sequence[str], progress: Progress | None = None) -> dict[str, Fetched]:
        raise Interrupted({urls[0]: self._answer(urls[0])})


def test_what_is_left_out_of_the_report_of_an_interrupted_run_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = f"She wrote that “{WORDS}.”[^1]\n\n[^1]: Mary Blyth, {{}}.\n"
    paths = [write(tmp_path / f"{number}.md", note.format(f"http://a.example/{number}")) for number in range(3)]
    manuscripts = pipeline.extract(paths)
    report = pipeline.check(manuscripts, Settings(), Stopping({"http://a.example/0": PAGE}))
    states = [document.links[0].fetched.state for document in report.documents]
    assert states == [LinkState.OK, LinkState.UNCHECKED, LinkState.UNCHECKED]
    assert report.problems == ("interrupted: what was not yet checked is unchecked",)
    monkeypatch.setattr(pipeline, "_LAST_WORK", -1.0)
    report = pipeline.check(manuscripts, Settings(), Stopping({"http://a.example/0": PAGE}))
    assert report.documents == ()
    assert report.problems[1] == "3 manuscripts are left out of the report, so that it came at once"
    assert not report.complete


def test_a_run_that_is_out_of_time_is_incomplete(tmp_path: Path, silent: int) -> None:
    process = started(tmp_path, silent, "--max-time", "1")
    shown, told = process.communicate(timeout=30)
    assert process.returncode == 3, told
    assert "time ran out" in shown


URL = "http://harbour.example/letters.htm"
OTHER = "the stair has two hundred steps and I have counted each of them in the dark"
TWO_NOTES = (
    "She wrote that “{}.”[^1] And then that “{}.”[^2]\n\n"
    "[^1]: Ann Moor, *Salt and Lamp Oil* (Leith: Harbour, 1911), 12.\n"
    f"[^2]: Mary Blyth, {URL}.\n"
)


@pytest.mark.parametrize(
    ("first", "second", "verdicts"),
    [
        (WORDS, OTHER, [Verdict.MATCH, Verdict.MATCH]),
        (OTHER, OTHER, [Verdict.MISATTRIBUTED, Verdict.MATCH]),
        (WORDS, WORDS, [Verdict.MATCH, Verdict.MISATTRIBUTED]),
    ],
)
def test_misattributed_words_are_looked_for_on_shelves_and_on_the_pages_of_other_notes(
    tmp_path: Path, first: str, second: str, verdicts: list[Verdict]
) -> None:
    manuscript = write(tmp_path / "a.md", TWO_NOTES.format(first, second))
    letters = f"Letters. {OTHER}. {'Nothing else came that winter. ' * 20}"
    shelf = Shelf("moor-salt-and-lamp-oil.txt", PAGE)
    settings = Settings(source=("library",))
    (document,) = check(manuscript, Answers({URL: letters}), shelf, settings=settings).documents
    assert [each.match.verdict for each in document.quotations] == verdicts


def test_words_are_not_misattributed_while_the_cited_page_could_not_be_read(tmp_path: Path) -> None:
    manuscript = write(tmp_path / "a.md", TWO_NOTES.format(WORDS, WORDS.replace("lamp", "lantern")))
    shelf = Shelf("moor-salt-and-lamp-oil.txt", f"{PAGE} {WORDS.replace('lamp', 'lantern')}")
    (document,) = check(manuscript, Answers({}), shelf, settings=Settings(source=("library",))).documents
    assert document.quotations[1].match.verdict is not Verdict.MISATTRIBUTED
