"""The store: what was acknowledged is there, and no state of its file ends a run."""

from __future__ import annotations

import os
import pickle
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import pytest

from citecheck.model.source import Fetched, LinkState, PageBreak, Reason, SourceText
from citecheck.sources import store as module
from citecheck.sources.store import SCHEMA, Store, default_path

URL = "https://example.org/page"


def good(url: str = URL, text: str = "words " * 50) -> Fetched:
    """A page that was read whole."""
    source = SourceText(
        url, text, "Title", url, "html", True, (PageBreak(3, "iv", 4),), frozenset({"a", "b"}), "A", "1999"
    )
    return Fetched(url, LinkState.MOVED, status=200, final_url=url, hops=(url,), permanent=True, source=source)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store may be."""
    return tmp_path / "folder" / "store.sqlite"


def test_what_was_kept_comes_back_as_it_was(path: Path) -> None:
    first = Store(path)
    first.put(URL, good())
    assert first.get(URL, 60) == good()
    first.close()
    assert Store(path).get(URL, 60) == good()
    assert Store(path).get(URL + "x", 60) is None


def test_only_answers_that_verdicts_rest_on_are_kept(path: Path) -> None:
    store = Store(path)
    gone = Fetched(URL, LinkState.DEAD, Reason.GONE, "gone", status=404)
    store.put("gone", gone)
    assert store.get("gone", 60) == gone
    part = good()
    assert part.source is not None
    for name, answer in {
        "wall": Fetched(URL, LinkState.UNCHECKED, Reason.WALL, status=403),
        "no-name": Fetched(URL, LinkState.DEAD, Reason.GONE),
        "part": Fetched(URL, LinkState.OK, source=SourceText(URL, "x", whole=False)),
    }.items():
        store.put(name, answer)
        assert store.get(name, 60) is None


def test_old_answers_are_not_given(path: Path) -> None:
    store = Store(path)
    store.put(URL, good())
    assert store.get(URL, -1) is None


def _damage(path: Path, how: str) -> None:
    store = Store(path)
    store.put(URL, good())
    store.close()
    data = path.read_bytes()
    if how == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif how == "noise":
        path.write_bytes(os.urandom(5000))
    elif how == "header-noise":
        path.write_bytes(data[:16] + os.urandom(len(data) - 16))
    elif how == "newer":
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
        connection.close()
    elif how == "other":
        path.unlink()
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE answers (url TEXT)")
        connection.commit()
        connection.close()
    elif how == "text":
        path.write_text("this is no database")


@pytest.mark.parametrize("how", ["cut", "noise", "header-noise", "newer", "other", "text"])
def test_case_59_a_damaged_or_foreign_file_is_set_aside_with_one_warning(path: Path, how: str) -> None:
    _damage(path, how)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        store = Store(path)
        store.put(URL, good())
        got = store.get(URL, 60)
        store.info()
        store.close()
    assert got == good() or store.problem
    assert len(told) <= 1
    if how != "cut":
        assert len(told) == 1
        assert list(path.parent.glob("*.bad-*"))
    again = Store(path)
    again.put(URL, good())
    assert again.get(URL, 60) == good()


def test_case_59_a_row_with_a_wrong_digest_or_a_pickle_is_not_believed(path: Path) -> None:
    store = Store(path)
    store.put(URL, good())
    store.close()
    connection = sqlite3.connect(path)
    payload = pickle.dumps(good())
    for change in (
        "UPDATE answers SET digest = x'00'",
        "UPDATE answers SET packed = ?",
        "UPDATE answers SET packed = 7",
    ):
        connection.execute(change, (payload,) if "?" in change else ())
        connection.commit()
        assert Store(path).get(URL, 60) is None
    connection.close()


def test_case_59_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("x")
    with pytest.warns(UserWarning, match="cannot be used") as told:
        store = Store(blocker / "store.sqlite")
        store.put(URL, good())
    assert store.get(URL, 60) is None
    assert store.info().problem
    assert len(told) == 1
    store.close()


def test_case_59_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("precious")
    link = tmp_path / "store.sqlite"
    link.symlink_to(target)
    with pytest.warns(UserWarning, match="link"):
        Store(link).put(URL, good())
    assert target.read_text() == "precious"


def test_case_59_a_locked_file_is_waited_for_only_so_long(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TIMEOUT", 0.3)
    Store(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    with pytest.warns(UserWarning, match="cannot be used"):
        store = Store(path)
        store.put(URL, good())
    assert time.monotonic() - began < 3
    holder.execute("ROLLBACK")
    holder.close()


def test_case_59_a_full_disk_is_told_once(path: Path) -> None:
    store = Store(path)
    store.put(URL, good())
    assert store._connection is not None
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.warns(UserWarning, match="full") as told:
        for number in range(30):
            store.put(f"{URL}{number}", good(text=os.urandom(20_000).hex()))
    assert len(told) == 1
    assert Store(path).get(URL, 60) == good()


def test_the_file_is_the_users_alone(path: Path) -> None:
    Store(path).put(URL, good())
    assert path.stat().st_mode & 0o077 == 0


def test_a_store_keeps_to_its_size(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SIZE", 200_000)
    store = Store(path)
    for number in range(40):
        store.put(f"{URL}{number}", good(text=os.urandom(5_000).hex()))
    kept = [number for number in range(40) if store.get(f"{URL}{number}", 60)]
    assert kept
    assert kept == list(range(kept[0], 40))
    assert kept[0] > 0
    assert len(kept) * 5_000 > 0.8 * 100_000 / 2


def test_a_text_too_long_is_not_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_TEXT", 1_000)
    store = Store(path)
    store.put(URL, good(text=os.urandom(5_000).hex()))
    assert store.get(URL, 60) is None
    assert not store.problem


def test_info_and_clear(path: Path) -> None:
    store = Store(path)
    store.put(URL, good())
    store.put_text("/a/file.txt", "7 9", {"text": "x"})
    before = store.info()
    assert (before.answers, before.texts, before.path) == (1, 1, path)
    assert before.size > 0
    assert store.clear().answers == 1
    assert store.info().answers == 0
    assert store.get(URL, 60) is None


def test_a_local_text_is_known_by_its_stamp(path: Path) -> None:
    store = Store(path)
    store.put_text("/a/file.txt", "7 9", {"text": "x"})
    assert store.get_text("/a/file.txt", "7 9") == {"text": "x"}
    assert store.get_text("/a/file.txt", "8 9") is None


def test_many_threads_may_use_it(path: Path) -> None:
    store = Store(path)

    def put_twenty(start: int) -> None:
        for number in range(20):
            store.put(f"{URL}{start}-{number}", good())

    threads = [threading.Thread(target=put_twenty, args=(start,)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.info().answers == 160
    assert not store.problem


_WRITER = """
import sys
from pathlib import Path
from citecheck.sources.store import Store
from tests.sources.test_store import good
store = Store(Path(sys.argv[1]))
for number in range(100_000):
    url = f"https://example.org/{sys.argv[2]}/{number}"
    store.put(url, good(url))
    print(url, flush=True)
"""


def killed(path: Path, turns: int) -> list[str]:
    """Has two processes write to a store and kills them, so many times; the rows that they had acknowledged."""
    chance = random.Random(5)
    acknowledged: list[str] = []
    for turn in range(turns):
        command = [sys.executable, "-c", _WRITER, str(path)]
        writers = [
            subprocess.Popen(
                [*command, f"{turn}-{one}"], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
            )
            for one in range(2)
        ]
        for writer in writers:
            assert writer.stdout is not None
            acknowledged += [writer.stdout.readline().strip() for _ in range(chance.randint(3, 60))]
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
        for writer in writers:
            assert writer.stdout is not None
            acknowledged += [line for line in writer.stdout.read().split("\n")[:-1] if line]
            writer.wait(10)
    return acknowledged


def test_case_60_no_acknowledged_row_is_lost_to_a_kill(path: Path) -> None:
    acknowledged = killed(path, 3)
    store = Store(path)
    assert not store.problem
    assert len(acknowledged) > 10
    assert [url for url in acknowledged if store.get(url, 600) != good(url)] == []


def test_the_place_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CITECHECK_CACHE", str(tmp_path))
    assert default_path() == tmp_path / "store.sqlite"
    monkeypatch.setenv("CITECHECK_CACHE", str(tmp_path / "x.sqlite"))
    assert default_path() == tmp_path / "x.sqlite"
    monkeypatch.delenv("CITECHECK_CACHE")
    assert default_path().name == "store.sqlite"
