from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.isolation import spool
from citecheck.isolation.spool import LEAST, SetAside, Spool, SpoolReader, Texts
from citecheck.model.source import SourceText
from citecheck.model.text import characters, held, opening

LONG = st.text(st.characters(exclude_categories=()), min_size=1, max_size=60).map(lambda text: text * LEAST)
_SPOOL = Spool()


@given(LONG, st.integers(0, 3 * LEAST))
def test_a_text_comes_back_as_it_was_with_its_length_and_its_opening(text: str, count: int) -> None:
    kept = _SPOOL.keep(text)

    assert isinstance(kept, SetAside)
    fresh = SetAside(SpoolReader(_SPOOL.descriptor), kept.place)
    assert fresh.opening(count) == text[:count]
    assert fresh.read() == text == kept.read()
    assert characters(kept) == len(text) and opening(kept, count) == text[:count]


def test_a_short_text_stays_where_it_is() -> None:
    assert Spool().keep("a" * (LEAST - 1)) == "a" * (LEAST - 1)


def test_texts_of_many_threads_do_not_overwrite_each_other() -> None:
    texts = [f"{number:04}" * (LEAST + number) for number in range(200)]
    kept_in = Spool()

    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(kept_in.keep, texts))

    assert list(Texts(dict(zip(map(str, range(200)), kept, strict=True))).values()) == texts


def test_no_more_is_held_in_memory_than_was_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_RECENT", 3 * LEAST)
    kept_in = Spool()
    kept = [kept_in.keep(letter * LEAST) for letter in "abcdef"]
    assert all(isinstance(each, SetAside) for each in kept)
    reader = kept[0].reader  # type: ignore[union-attr]

    for each in (*kept, kept[3]):
        assert not isinstance(each, str) and len(each.read()) == LEAST

    assert [text[0] for text in reader._recent.values()] == ["e", "f", "d"]


def test_the_file_has_no_name_that_could_be_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    kept = Spool().keep("a" * LEAST)

    assert isinstance(kept, SetAside) and not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_to_leaves_texts_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    kept_in = Spool()

    assert kept_in.keep("a" * LEAST) == "a" * LEAST
    assert kept_in.descriptor == -1


FULL = """
import resource
from citecheck.isolation.spool import LEAST, SetAside, Spool
resource.setrlimit(resource.RLIMIT_FSIZE, (2 * LEAST, 2 * LEAST))
kept_in = Spool()
kept = [kept_in.keep(letter * (LEAST + 1)) for letter in "abc"]
assert [isinstance(each, SetAside) for each in kept] == [True, False, False], kept
assert kept[0].read() == "a" * (LEAST + 1) and kept[1] == "b" * (LEAST + 1)
print(isinstance(kept_in.keep("d" * (LEAST - 1)), str))
"""


def test_what_a_full_disk_does_not_take_stays_in_memory() -> None:
    run = subprocess.run([sys.executable, "-c", FULL], capture_output=True, text=True, check=False, timeout=60)

    assert run.stdout == "True\n", run.stderr


def test_a_text_that_is_cut_off_on_the_disk_is_an_error_and_no_shorter_text() -> None:
    kept_in = Spool()
    kept = kept_in.keep("a" * LEAST)
    assert isinstance(kept, SetAside)

    with pytest.raises(OSError, match="is gone"):
        kept.reader.read(replace(kept.place, size=LEAST + 1))


def test_a_source_gives_a_text_that_was_set_aside_like_any_other() -> None:
    text = "The keeper wrote. " * 100
    aside = SourceText("log", Spool().keep(text), title="Log")

    assert isinstance(held(aside), SetAside)
    assert aside == SourceText("log", text, title="Log")
    assert (aside.text, aside.characters, aside.opening(10)) == (text, len(text), "The keeper")
    assert isinstance(held(replace(aside, text=held(aside), title="Book")), SetAside)
    assert replace(aside, title="Book").text == text


def test_a_source_needs_a_text() -> None:
    with pytest.raises(TypeError, match="text"):
        SourceText("log")  # type: ignore[call-arg]


def test_children_cannot_write_to_it() -> None:
    kept_in = Spool()
    kept_in.open()

    with pytest.raises(OSError):
        os.write(kept_in.descriptor, b"a")
