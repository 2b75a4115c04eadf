"""`citecheck fix`: only what was shown is changed, and nothing else in the file."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pypandoc
import pytest

from tests.running import run
from tests.test_cli import refuses

SOURCE = (
    "Nobody came in the winter of that year, and the keeper did not light the lamp until the fog had come in from the "
    "sea. The boats lay in the harbour for nine days, and the men mended their nets by the fire. He kept A & B apart.\n"
)
FALSE = "the keeper did light the lamp until the fog had come in"
TRUE = "the keeper did not light the lamp until the fog had come in"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "log.txt").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def fix(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("fix", *arguments, "--source", "library", "--offline", "--select", "Q2,L", cwd=folder)


def mended(folder: Path, text: str, name: str = "a.md") -> str:
    """The file after all that is offered was done."""
    (folder / name).write_text(text, encoding="utf-8")
    done = fix(folder, name, "--write", "--yes")
    assert done.returncode in (0, 1), done.stderr
    return (folder / name).read_text(encoding="utf-8")


def test_it_shows_and_does_not_write(folder: Path) -> None:
    (folder / "a.md").write_text(f"One “{FALSE}” said.\n")
    done = fix(folder, "a.md")
    assert done.returncode == 1
    assert f"  - One “{FALSE}” said." in done.stdout
    assert f"  + One “{TRUE}” said." in done.stdout
    assert "1 change to make, 0 made; --write makes them" in done.stdout
    assert (folder / "a.md").read_text() == f"One “{FALSE}” said.\n"


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        (FALSE, TRUE),
        (
            "The boats lay in the harbor for ten days, and the men mended their nets by the fire",
            "The boats lay in the harbour for nine days, and the men mended their nets by the fire",
        ),
        (
            "in the harbour for nine days, and the men mended nets by the big fire",
            "in the harbour for nine days, and the men mended their nets by the fire",
        ),
        ("the keeper did *light* the lamp until the fog", "the keeper did not *light* the lamp until the fog"),
        ("the [old] keeper did light the lamp … the sea", "the [old] keeper did not light the lamp … the sea"),
        ("the keeper did\nlight the lamp until the fog", "the keeper did not\nlight the lamp until the fog"),
        ("the keeper didn't not light the lamp until the fog", "the keeper did not light the lamp until the fog"),
    ],
)  # fmt: skip
def test_the_sources_words_are_restored(folder: Path, quoted: str, expected: str) -> None:
    assert mended(folder, f"One “{quoted}” said.\n\nMore *words*.\n") == f"One “{expected}” said.\n\nMore *words*.\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tex", "One ``{quote}'' said. % a comment\n\n\\emph{{More}} words.\n"),
        ("a.rst", "One “{quote}” said.\n\n.. a comment\n\nMore *words*.\n"),
        ("a.org", "One “{quote}” said.\n\n# a comment\nMore /words/.\n"),
        ("a.typ", "One “{quote}” said.\n\n// a comment\nMore _words_.\n"),
        ("a.html", "<p>One “{quote}” said.</p>\n<!-- a comment --><p>More</p>\n"),
        ("a.txt", "One “{quote}” said.\n\nMore words.\n"),
        ("a.adoc", "One “{quote}” said.\n\nMore _words_.\n"),
    ],
)
def test_in_every_text_format(folder: Path, name: str, text: str) -> None:
    assert mended(folder, text.format(quote=FALSE), name) == text.format(quote=TRUE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_stay(folder: Path, encoding: str, end: str) -> None:
    text = "Ein Müller.\n\nOne “{quote}” said.\n\nTwo\nlines – “{quote}”, he said.\n".replace("\n", end)
    (folder / "a.md").write_bytes(text.format(quote=FALSE).encode(encoding))
    done = fix(folder, "a.md", "--write", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "a.md").read_bytes() == text.format(quote=TRUE).encode(encoding)


@pytest.mark.parametrize(
    "quoted",
    [
        "a sentence that stands in no source and that nobody ever wrote down in a book",
        "the men mended their nets by the fire, and the boats lay in the harbour",
        "the keeper did … light the lamp until the fog had come in",
    ],
)
def test_what_only_an_editor_can_mend_is_left(folder: Path, quoted: str) -> None:
    text = f"One “{quoted}” said.[^1]\n\n[^1]: Log.\n"
    assert mended(folder, text) == text


def test_words_that_mean_something_to_the_format_are_not_put_in(folder: Path) -> None:
    text = "One “He kept A and B apart” said, and “the men mended nets by the fire” too.\n"
    after = mended(folder, text, "a.tex")
    assert "A and B" in after
    assert "mended their nets" in after


def test_accepted_and_ignored_findings_are_not_offered(folder: Path) -> None:
    text = f"One “{FALSE}” said. <!-- citecheck: ignore Q204 as printed -->\n"
    assert mended(folder, text) == text


def test_a_file_without_lines_is_left_alone(folder: Path) -> None:
    pypandoc.convert_text(f"One “{FALSE}” said.", "docx", format="markdown", outputfile=str(folder / "a.docx"))
    before = (folder / "a.docx").read_bytes()
    done = fix(folder, "a.docx", "--write", "--yes")
    assert "no text file" in done.stderr
    assert (folder / "a.docx").read_bytes() == before


def test_it_asks_only_on_a_terminal(folder: Path) -> None:
    (folder / "a.md").write_text(f"One “{FALSE}” said.\n")
    refuses(fix(folder, "a.md", "--write"), "--yes")
    refuses(fix(folder, "a.md", "--yes"), "--write")


def test_one_by_one_on_a_terminal(folder: Path) -> None:
    (folder / "a.md").write_text(f"One “{FALSE}” said.\n\nTwo “the men mended nets by the fire” said.\n")
    shown = on_terminal(folder, "n\ny\n")
    assert "\x1b[" in shown
    text = (folder / "a.md").read_text()
    assert FALSE in text
    assert "mended their nets" in text


def test_a_file_changed_meanwhile_is_not_written(folder: Path) -> None:
    (folder / "a.md").write_text(f"One “{FALSE}” said.\n")
    shown = on_terminal(folder, "y\n", meanwhile=lambda: (folder / "a.md").write_text(f"Now “{FALSE}” said.\n"))
    assert "has changed since it was read" in " ".join(shown.split())
    assert (folder / "a.md").read_text() == f"Now “{FALSE}” said.\n"


def on_terminal(folder: Path, answers: str, meanwhile: object = None) -> str:
    """What the command shows on a terminal of its own, where the answers are typed when it asks."""
    main, terminal = pty.openpty()
    command = [sys.executable, "-m", "citecheck", "fix", "a.md", "--source", "library", "--offline", "--select", "Q2",
               "--write"]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"TERM": "xterm"}
    process = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, cwd=folder, env=environment, close_fds=True
    )
    os.close(terminal)
    shown, typed, ends = b"", 0, time.monotonic() + 60
    lines = answers.splitlines(keepends=True)
    while time.monotonic() < ends:
        try:
            got = os.read(main, 4096)
        except OSError:
            break
        if not got:
            break
        shown += got
        if shown.count(b"make this change?") > typed and shown.rstrip(b" ").endswith(b":"):
            if callable(meanwhile):
                meanwhile()
            os.write(main, lines[typed].encode())
            typed += 1
    process.wait(timeout=30)
    os.close(main)
    return shown.decode()
