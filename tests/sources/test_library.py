"""Local files as sources."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
    texts = [text for text in library.texts() if text.text]
    assert [text.id for text in texts] == READABLE
    for text in texts:
        assert SENTENCE in " ".join(text.text.split())
        assert text.url == ""
        assert text.retrieved == ""
        assert text.whole


def test_unreadable_files_are_told_and_not_fatal(shelf: Path) -> None:
    library = Library([shelf])
    unread = [text for text in library.texts() if not text.text]
    assert [text.id for text in unread] == ["bomb.docx", "empty.txt", "noise.pdf"]
    assert all(text.detail and text.reason and not text.whole for text in unread)
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
    assert [(text.text, text.whole) for text in library.texts()] == [("", False)]
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


class Counting(Store):
    """A store that counts what it is given to keep."""

    kept = 0

    def put_text(self, path: str, stamp: str, values: dict[str, Any]) -> None:
        type(self).kept += 1
        super().put_text(path, stamp, values)


@pytest.fixture
def open_store(tmp_path: Path) -> Callable[[], Store]:
    Counting.kept = 0
    return lambda: Counting(tmp_path / "store.sqlite")


def test_a_second_run_reads_nothing_again(shelf: Path, open_store: Callable[[], Store]) -> None:
    first = Library([shelf], open_store)
    texts = list(first.texts())
    read = Counting.kept
    assert read == len(READABLE) + 2  # what is damaged is remembered, too; an empty file is seen at once
    again = Library([shelf], open_store)
    assert list(again.texts()) == texts
    assert again.warnings == first.warnings
    assert Counting.kept == read


def test_a_changed_file_is_read_again_and_its_old_text_goes(shelf: Path, open_store: Callable[[], Store]) -> None:
    list(Library([shelf], open_store).texts())
    path, before = shelf / "a.md", (shelf / "a.md").stat()
    read, held = Counting.kept, open_store().info().texts
    path.write_text("# The Notebookz" + path.read_text()[15:])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert next(iter(Library([shelf], open_store).texts())).title == "The Notebookz"
    assert (Counting.kept - read, open_store().info().texts) == (1, held)


def test_a_removed_file_is_not_there(shelf: Path, open_store: Callable[[], Store]) -> None:
    list(Library([shelf], open_store).texts())
    (shelf / "a.md").unlink()
    assert "a.md" not in [text.id for text in Library([shelf], open_store).texts()]


def test_reading_tells_how_far_it_is(shelf: Path) -> None:
    told: list[tuple[str, int, int, str]] = []
    texts = list(Library([shelf], None, lambda *event: told.append(event)).texts())
    assert [(stage, done, total) for stage, done, total, _ in told] == [
        ("library", done, len(texts)) for done in range(1, len(texts) + 1)
    ]
    assert [waiting for *_, waiting in told] == [*(text.id for text in texts[1:]), ""]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("a secret")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "x.txt").write_text("words")
    (tmp_path / "root" / "near.txt").symlink_to(tmp_path / "root" / "x.txt")
    (tmp_path / "root" / "far.txt").symlink_to(tmp_path / "secret.txt")
    library = Library([tmp_path / "root"])
    assert [text.id for text in library.texts()] == ["near.txt", "x.txt"]
    assert "far.txt" in library.warnings[0]


def test_a_file_of_page_images_is_told(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(pdf_of([["IMAGE"]] * 4))
    (tmp_path / "half.pdf").write_bytes(pdf_of([["words and words"], ["IMAGE"], *[["more of them"], ["IMAGE"]] * 6]))
    library = Library([tmp_path])
    half, scan = library.texts()
    assert (half.whole, scan.whole, scan.text) == (False, False, "")
    assert "images of pages and no text" in scan.detail
    assert "pages are images without text" in half.detail
    assert len(library.warnings) == 2


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "x.txt").write_text("words")
    (root / "loop").symlink_to(root)
    assert [text.id for text in Library([root]).texts()] == ["x.txt"]


def test_case_61_an_interrupt_ends_reading_at_once(tmp_path: Path) -> None:
    for number in range(4):
        attributes = b" ".join(b"a%d='<'" % each for each in range(100_000))
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
