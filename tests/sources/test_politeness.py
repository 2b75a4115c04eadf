"""One request at a time to a site, and a pause between two; sites side by side."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace

import pytest

from citecheck.model.source import Reason
from citecheck.sources.interface import Interrupted
from citecheck.sources.policy import WebPolicy
from citecheck.sources.politeness import Manners, Stopped, domain_of
from citecheck.sources.web import WebResolver
from tests.sources.answers import read, unchecked
from tests.sources.conftest import QUICK
from tests.sources.faultserver import FaultServer, Request, Send, answer, in_turn, plain, raw, redirect


def _gaps(server: FaultServer) -> list[float]:
    return [later.began - earlier.ended for earlier, later in zip(server.log, server.log[1:], strict=False)]


def test_case_38_one_at_a_time_and_a_pause_between(server: FaultServer) -> None:
    with FaultServer() as own:
        own.url("/moved", redirect("/page-0"))
        own.url("/gone", plain(b"gone", "404 Not Found"))
        urls = [own.url(f"/page-{number}", plain()) for number in range(6)]
        urls += [own.url("/moved"), own.url("/gone")]
        WebResolver(replace(QUICK, host_interval=0.1, probe=True)).fetch_all(urls)
        assert own.most_at_once == 1
        assert len(own.log) == 12
        assert min(_gaps(own)) >= 0.1 - 0.03


def test_a_crawl_delay_lengthens_the_pause() -> None:
    with FaultServer() as own:
        own.url("/robots.txt", plain(b"User-agent: *\nCrawl-delay: 0.2\n"))
        WebResolver(QUICK).fetch_all([own.url(f"/{number}", plain()) for number in range(3)])
        assert min(_gaps(own)) >= 0.2 - 0.03


def test_one_busy_answer_slows_the_whole_site() -> None:
    with FaultServer() as own:
        busy = plain(b"busy", "429 Too Many Requests", ("Retry-After: 1",))
        urls = [own.url("/busy", in_turn(busy, plain())), own.url("/other", plain())]
        for fetched in WebResolver(replace(QUICK, url_deadline=4.0)).fetch_all(urls).values():
            read(fetched)
        first = own.asked("/busy")[0]
        assert all(seen.began - first.ended >= 0.99 for seen in own.log if seen.began > first.began)


def test_sites_are_asked_side_by_side() -> None:
    servers = [FaultServer() for _ in range(12)]
    for own in servers:
        own.__enter__()
    try:
        slow = raw(pause=0.0, hold=0.25)
        urls = [own.url("/slow", slow) for own in servers]
        began = time.monotonic()
        WebResolver(replace(QUICK, retries=0)).fetch_all(urls)
        assert time.monotonic() - began < 0.25 * len(servers) / 2
    finally:
        for own in servers:
            own.__exit__(None, None, None)


def test_at_most_so_many_requests_are_under_way() -> None:
    now: list[int] = []
    most: list[int] = [0]

    async def busy(request: Request, send: Send) -> None:
        now.append(1)
        most[0] = max(most[0], len(now))
        await asyncio.sleep(0.05)
        now.pop()
        send.write(answer())

    with FaultServer(every=busy) as own:
        urls = [f"http://site-{number}.example:{own.port}/" for number in range(10)]
        policy = replace(QUICK, jobs=3, ignore_robots=True)
        WebResolver(policy, lookup=lambda host, port: ["127.0.0.1"]).fetch_all(urls)
    assert 1 < most[0] <= 3


def test_one_slow_url_does_not_hold_up_the_others_while_it_waits() -> None:
    with FaultServer() as own:
        busy = plain(b"busy", "503 Busy", ("Retry-After: 1",))
        urls = [own.url("/waits", in_turn(busy, plain()))] + [own.url(f"/{number}", plain()) for number in range(5)]
        WebResolver(replace(QUICK, url_deadline=4.0)).fetch_all(urls)
        assert [seen.path for seen in own.log][-1] == "/waits"


@pytest.mark.parametrize(
    ("host", "port", "domain"),
    [
        ("www.example.com", 443, "example.com"),
        ("a.b.example.co.uk", 80, "example.co.uk"),
        ("example.com", 80, "example.com"),
        ("alice.github.io", 443, "alice.github.io"),
        ("127.0.0.1", 8080, "127.0.0.1:8080"),
        ("::1", 8080, "::1:8080"),
        ("localhost", 80, "localhost:80"),
        ("com", 80, "com:80"),
    ],
)
def test_politeness_is_by_registrable_domain(host: str, port: int, domain: str) -> None:
    assert domain_of(host, port) == domain


def test_turns_go_round_in_the_order_of_asking() -> None:
    manners = Manners(0.0, threading.Event())
    order: list[int] = []
    threads = []

    def work(number: int) -> None:
        with manners.turn("x"):
            order.append(number)

    with manners.turn("x"):
        for number in range(5):
            thread = threading.Thread(target=work, args=(number,))
            thread.start()
            threads.append(thread)
            time.sleep(0.02)
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_a_stopped_run_waits_for_no_turn() -> None:
    stopped = threading.Event()
    manners = Manners(30.0, stopped)
    with manners.turn("x"):
        pass
    stopped.set()
    with pytest.raises(Stopped), manners.turn("x"):
        raise AssertionError


def test_a_run_ends_when_its_time_is_over() -> None:
    with FaultServer(every=raw(hold=5)) as own:
        urls = [own.url(f"/{number}") for number in range(50)]
        began = time.monotonic()
        answers = WebResolver(replace(QUICK, run_deadline=0.5)).fetch_all(urls)
        assert time.monotonic() - began < 2
        assert list(answers) == urls
        for fetched in answers.values():
            unchecked(fetched, Reason.RUN_TIME, Reason.ROBOTS)


def test_case_61_an_interrupt_ends_the_run_with_what_was_there() -> None:
    with FaultServer() as own:
        good = own.url("/good", plain())
        slow = own.url("/slow", raw(hold=10))

        def interrupt(stage: str, done: int, total: int, waiting: str) -> None:
            if done == 1:
                raise KeyboardInterrupt

        resolver = WebResolver(replace(QUICK, url_deadline=9.0, silence_timeout=9.0))
        began = time.monotonic()
        with pytest.raises(Interrupted) as caught:
            resolver.fetch_all([good, slow], interrupt)
        resolver.close()
        assert time.monotonic() - began < 2
        read(caught.value.answers[good])
        unchecked(caught.value.answers[slow], Reason.RUN_TIME)


def test_a_url_is_asked_once_in_a_run() -> None:
    with FaultServer() as own:
        url = own.url("/page", plain())
        resolver = WebResolver(QUICK)
        first = resolver.fetch_all([url, url, f"{url}#part"])
        second = resolver.fetch_all([url])
        assert first[url] == second[url]
        assert len(own.asked("/page")) == 1


def test_the_interval_is_a_second_unless_said_otherwise() -> None:
    assert WebPolicy().host_interval == 1.0
