"""Local files as sources."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pypandoc
import pytest

from citecheck.sources.library import Library
from citecheck.sources.store import Store
from tests.sources.faultserver import ARTICLE, SENTENCE
from tests.sources.tinypdf import pdf_of


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with a file of each kind, and some that are none."""
    root = tmp_path / "shelf"
    (root / "deep" / "er").mkdir(parents=True)
    (root / "b.txt").write_text(f"Title: The Keeper\nAuthor: A. Writer\nRelease Date: May 1, 1901\n\n{SENTENCE}.\n")
    (root / "a.md").write_text(f"# The Notebooks\n\n{SENTENCE}.\n")
    (root / "deep" / "page.HTML").write_bytes(ARTICLE)
    (root / "deep" / "er" / "sheet.pdf").write_bytes(pdf_of([[SENTENCE, "and some more words"]]))
    for kind in ("docx", "odt", "epub"):
        pypandoc.convert_text(f"{SENTENCE}.", kind, "markdown", outputfile=str(root / f"c.{kind}"))
    (root / "latin.txt").write_bytes(f"Café. {SENTENCE}.".encode("latin-1"))
    (root / "wide.txt").write_bytes(f"Wide. {SENTENCE}.".encode("utf-16"))
    (root / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (root / ".hidden.txt").write_text("hidden")
    (root / "~$c.docx").write_text("lock")
    (root / "empty.txt").write_text("")
    (root / "noise.pdf").write_bytes(b"%PDF-1.4 and noise")
    (root / "bomb.docx").write_bytes(b"PK\x03\x04 and noise")
    return root


READABLE = [
    "a.md",
    "b.txt",
    "c.docx",
    "c.epub",
    "c.odt",
    "latin.txt",
    "wide.txt",
    "deep/page.HTML",
    "deep/er/sheet.pdf",
]


def test_all_readable_files_are_texts_in_a_fixed_order(shelf: Path) -> None:
    library = Library([shelf])
    texts = list(library.texts())
    assert [text.id for text in texts] == READABLE
    for text in texts:
        assert SENTENCE in " ".join(text.text.split())
        assert text.url == ""
        assert text.retrieved == ""
        assert text.whole


def test_unreadable_files_are_told_and_not_fatal(shelf: Path) -> None:
    library = Library([shelf])
    list(library.texts())
    told = "\n".join(library.warnings)
    assert all(name in told for name in ("empty.txt", "noise.pdf", "bomb.docx"))
    assert len(library.warnings) == 3
    list(library.texts())
    assert len(library.warnings) == 3


def test_a_file_itself_may_be_given(shelf: Path) -> None:
    path = shelf / "b.txt"
    (text,) = Library([path]).texts()
    assert text.id == path.as_posix()
    assert (text.title, text.author, text.year) == ("The Keeper", "A. Writer", "1901")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    library = Library([tmp_path / "none.txt"])
    assert list(library.texts()) == []
    assert "none.txt" in library.warnings[0]


def test_titles_come_from_the_file_or_its_first_line(shelf: Path) -> None:
    titles = {text.id: text.title for text in Library([shelf]).texts()}
    assert titles["a.md"] == "The Notebooks"
    assert titles["deep/page.HTML"] == "The keeper's notebooks"


def test_two_folders_with_one_name_in_common_keep_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(f"in {folder}")
    texts = list(Library([tmp_path / "one", tmp_path / "two"]).texts())
    assert [text.text for text in texts] == ["in one", "in two"]
    assert len({text.id for text in texts}) == 2


def test_a_second_run_takes_from_the_store(shelf: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    first = list(Library([shelf], store).texts())
    assert store.info().texts == len(READABLE)
    assert list(Library([shelf], store).texts()) == first
    path = shelf / "a.md"
    path.write_text("# Another\n\nwords\n")
    os.utime(path, ns=(1, 1))
    assert next(iter(Library([shelf], store).texts())).title == "Another"


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "x.txt").write_text("words")
    (root / "loop").symlink_to(root)
    assert [text.id for text in Library([root]).texts()] == ["x.txt"]


def test_case_61_an_interrupt_ends_reading_at_once(tmp_path: Path) -> None:
    for number in range(4):
        attributes = b" ".join(b"a%d=1" % each for each in range(100_000))
        (tmp_path / f"{number}.html").write_bytes(b"<p " + attributes + b">x")
    program = (
        "import signal, sys, threading, os; from pathlib import Path; from citecheck.sources.library import Library\n"
        "threading.Timer(0.7, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
        "try: list(Library([Path(sys.argv[1])]).texts())\n"
        "except KeyboardInterrupt: print('interrupted', flush=True)\n"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, timeout=20)
    assert done.stdout == "interrupted\n"
    assert done.stderr == ""
    assert time.monotonic() - began < 5
