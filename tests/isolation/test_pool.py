from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from citecheck.isolation.limits import MIB, BrokenTaskError, Limits, LostError, RefusedError
from citecheck.isolation.pool import Pool

TASKS = "tests.isolation.tasks:"


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(2)
    yield made
    made.close()


def test_answers_come_whole_and_in_order(pool: Pool) -> None:
    data = bytes(range(256)) * 5000

    assert list(pool.ask(TASKS + "echo", data, {"times": 3})) == [b"%d " % number + data for number in range(3)]


def test_a_child_is_kept_for_the_next_task(pool: Pool) -> None:
    for _ in range(3):
        list(pool.ask(TASKS + "echo", b"words"))

    assert [child.served for child in pool._free] == [3]


def test_a_task_past_its_time_is_ended(pool: Pool) -> None:
    began = time.monotonic()
    answers = pool.ask(TASKS + "spin_in_c", b"", limits=Limits(time=0.5))

    with pytest.raises(LostError, match=r"longer than 0\.5 s"):
        list(answers)
    assert time.monotonic() - began < 10


def test_a_task_that_falls_silent_is_ended_and_what_it_gave_is_had(pool: Pool) -> None:
    answers = pool.ask(TASKS + "sleep", b"", limits=Limits(time=60, silence=1.0))

    assert next(answers) == b"first"
    with pytest.raises(LostError, match="longer than 1 s"):
        next(answers)


def test_a_task_past_its_memory_is_ended(pool: Pool) -> None:
    with pytest.raises(LostError, match="more than 256 MiB of memory"):
        list(pool.ask(TASKS + "eat", b"", {"mib": 300}, Limits(memory=256 * MIB)))

    assert list(pool.ask(TASKS + "eat", b"", {"mib": 300}, Limits(memory=512 * MIB))) == [str(300 * MIB).encode()]


@pytest.mark.parametrize(("task", "word"), [("fall", "signal 11"), ("leave", "ended early")])
def test_a_child_that_falls_is_told_and_the_next_task_is_done(pool: Pool, task: str, word: str) -> None:
    with pytest.raises(LostError, match=word):
        list(pool.ask(TASKS + task, b""))

    assert list(pool.ask(TASKS + "echo", b"on")) == [b"0 on"]


def test_a_task_may_refuse(pool: Pool) -> None:
    with pytest.raises(RefusedError, match=r"^no such thing$"):
        list(pool.ask(TASKS + "refuse", b""))

    assert len(pool._free) == 1


def test_a_bug_is_told_as_one(pool: Pool) -> None:
    with pytest.raises(BrokenTaskError, match="KeyError: 'a bug'"):
        list(pool.ask(TASKS + "break_down", b""))


def test_what_a_task_prints_is_not_taken_for_its_answer(pool: Pool) -> None:
    assert list(pool.ask(TASKS + "talk", b"")) == [b""]


@pytest.mark.parametrize("said", ["part 999999999999\n", "part -1\n", "part\n", "\n", "frob 2\nab", "x" * 100, ""])
def test_nonsense_from_a_child_ends_the_task(pool: Pool, said: str) -> None:
    with pytest.raises(LostError):
        list(pool.ask(TASKS + "say_nonsense", b"", {"said": said}))


def test_what_a_task_started_ends_with_it(pool: Pool) -> None:
    answers = pool.ask(TASKS + "start_another", b"", limits=Limits(time=60, silence=1.0))
    other = int(next(answers))

    with pytest.raises(LostError):
        next(answers)
    for _ in range(100):
        if not _runs(other):
            break
        time.sleep(0.05)
    assert not _runs(other)


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_secrets_in_the_environment_stay_outside(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hush")

    (names,) = pool.ask(TASKS + "surroundings", b"")
    assert b"SECRET_TOKEN" not in names


def test_closing_ends_what_is_under_way_and_what_waits() -> None:
    pool = Pool(1)
    told: list[str] = []

    def ask() -> None:
        try:
            list(pool.ask(TASKS + "sleep", b""))
        except LostError as error:
            told.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    while not pool._busy:
        time.sleep(0.01)
    pool.close()
    for thread in threads:
        thread.join(20)
    assert told == ["the run was ended"] * 3


def test_many_threads_share_few_children(pool: Pool) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda number: b"".join(pool.ask(TASKS + "echo", b"%d" % number)), range(60)))

    assert found == [b"0 %d" % number for number in range(60)]
    assert len(pool._free) <= 2


def test_no_child_outlives_its_parent(pool: Pool) -> None:
    list(pool.ask(TASKS + "echo", b""))
    child = pool._free[0]._process
    assert child.stdin is not None
    child.stdin.close()

    assert child.wait(10) == 0
    assert os.getpid() != child.pid
