from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from citecheck import comparison
from citecheck.comparison import compare
from citecheck.isolation.spool import SPOOL
from citecheck.matching.interface import Query
from citecheck.model.source import Reason
from citecheck.model.verdict import Convention, Verdict

SENTENCES = [
    f"The keeper of the light wrote in the year {1800 + number} that the sea had been kind." for number in range(60)
]
TEXTS = {"log": "\n".join(SENTENCES), "other": "Nothing of the kind is said here, nor was it ever."}
QUERIES = [Query(str(number), sentence, ("log",)) for number, sentence in enumerate(SENTENCES)]


@pytest.fixture
def in_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "SMALL_TEXTS", 0)
    monkeypatch.setattr(comparison, "_SHARE", 10)


def test_children_give_what_is_compared_here(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = Query("changed", SENTENCES[3].replace("kind", "cruel"), ("log",))
    elsewhere = Query("elsewhere", SENTENCES[4], ("other",))
    queries = [*QUERIES, changed, elsewhere, Query("again", SENTENCES[0], ("log",))]
    here = compare(queries, TEXTS, Convention.CHICAGO)
    monkeypatch.setattr(comparison, "SMALL_TEXTS", 0)
    monkeypatch.setattr(comparison, "_SHARE", 10)

    there = compare(queries, TEXTS, Convention.CHICAGO)
    assert there.matches == here.matches
    assert not there.lost and not here.lost
    assert here.matches["changed"].verdict is Verdict.ALTERED
    assert here.matches["elsewhere"].verdict is Verdict.MISATTRIBUTED
    assert here.matches["again"].quotation == "again"


@pytest.mark.usefixtures("in_children")
def test_children_read_texts_that_were_set_aside() -> None:
    text = TEXTS["log"] + "\n" + "Nothing else was written down on the island. " * 40
    aside = SPOOL.keep(text)
    assert not isinstance(aside, str)

    compared = compare(QUERIES, {"log": aside, "other": TEXTS["other"]}, Convention.CHICAGO)

    assert compared.matches == compare(QUERIES, {"log": text, "other": TEXTS["other"]}, Convention.CHICAGO).matches
    assert {match.verdict for match in compared.matches.values()} == {Verdict.MATCH}


@pytest.mark.usefixtures("in_children")
def test_many_quotations_are_given_to_children_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "_MOST", 7)
    tasks = []
    ask = comparison._Run._ask
    monkeypatch.setattr(comparison._Run, "_ask", lambda run, queries: tasks.append(len(queries)) or ask(run, queries))

    compared = compare(QUERIES, TEXTS, Convention.CHICAGO)

    assert len(compared.matches) == len(QUERIES) and not compared.lost
    assert sum(tasks) == len(QUERIES) and max(tasks) == 7


@pytest.mark.usefixtures("in_children")
def test_lone_surrogates_are_compared_as_question_marks() -> None:
    compared = compare([Query("1", "The keeper \ud800 wrote")], {"log": "The keeper \udfff wrote."}, Convention.CHICAGO)

    assert compared.matches["1"].found is not None


def hang_at_once(data: bytes, convention: str, spool: int) -> Iterator[bytes]:
    time.sleep(600)
    yield b""


def hang_at_the_quotation_of_1817(data: bytes, convention: str, spool: int) -> Iterator[bytes]:
    for number, answer in enumerate(comparison.compare_here(data, convention, spool)):
        if number and b"hang" in answer:
            time.sleep(600)
        yield answer


def fall_with_the_quotation_of_1817(data: bytes, convention: str, spool: int) -> Iterator[bytes]:
    if b"the year 1817 that" in data.partition(b'"texts"')[0]:
        os._exit(1)
    yield from comparison.compare_here(data, convention, spool)


@pytest.mark.usefixtures("in_children")
def test_a_quotation_that_takes_too_long_is_lost_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "_TASK", f"{__name__}:hang_at_the_quotation_of_1817")
    monkeypatch.setattr(comparison, "QUERY_TIME", 4.0)
    queries = [*QUERIES[:17], Query("hang", QUERIES[17].text, ("log",)), *QUERIES[18:]]

    compared = compare(queries, TEXTS, Convention.CHICAGO)
    assert set(compared.lost) == {"hang"}
    reason, detail = compared.lost["hang"]
    assert reason is Reason.WORKER
    assert "it took longer than" in detail
    assert len(compared.matches) == len(queries) - 1


@pytest.mark.usefixtures("in_children")
def test_a_quotation_that_fells_the_search_is_found_and_lost_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "_TASK", f"{__name__}:fall_with_the_quotation_of_1817")

    compared = compare(QUERIES, TEXTS, Convention.CHICAGO)
    assert compared.lost == {"17": (Reason.WORKER, "it could not be compared: its process ended early")}
    assert len(compared.matches) == len(QUERIES) - 1


@pytest.mark.usefixtures("in_children")
def test_the_budget_of_the_run_cuts_matching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "_TASK", f"{__name__}:hang_at_once")

    began = time.monotonic()
    compared = compare(QUERIES, TEXTS, Convention.CHICAGO, seconds=1.0)
    assert time.monotonic() - began < 6
    assert not compared.matches
    assert set(compared.lost.values()) == {(Reason.RUN_TIME, "time ran out before it was compared")}


@pytest.mark.usefixtures("in_children")
def test_case_61_an_interrupt_ends_matching_within_two_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "_TASK", f"{__name__}:hang_at_once")
    threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()

    began = time.monotonic()
    compared = compare(QUERIES, TEXTS, Convention.CHICAGO)
    assert time.monotonic() - began < 1.0 + 2.0
    assert compared.interrupted
    assert len(compared.lost) == len(QUERIES)
