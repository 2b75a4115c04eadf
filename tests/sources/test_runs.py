"""Whole runs by the command line against servers that misbehave, end, or are not there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from citecheck.model.source import Reason
from tests.running import run
from tests.sources.faultserver import ARTICLE, SENTENCE, Canary, FaultServer, answer, plain, raw, redirect

STAMP = "20190501120000"
JSON = ("Content-Type: application/json",)
NO_COPY = plain(b'{"archived_snapshots": {}}', headers=JSON)
COPY = plain(
    json.dumps(
        {"archived_snapshots": {"closest": {"available": True, "timestamp": STAMP, "status": "200", "url": "x"}}}
    ).encode(),
    headers=JSON,
)


def manuscript(folder: Path, *urls: str, words: str = SENTENCE, name: str = "essay.md") -> Path:
    """One quotation and one note for each address."""
    path = folder / name
    text = [f"In place {number} it says “{words}” for all to read.[^{number}]\n" for number in range(1, len(urls) + 1)]
    notes = [f"[^{number}]: A. Keeper, *Notebook {number}*, <{url}>.\n" for number, url in enumerate(urls, 1)]
    path.write_text("\n".join([*text, *notes]), encoding="utf-8")
    return path


def command(*args: str | Path) -> list[str]:
    """A check of pages on 127.0.0.1 without pauses."""
    quick = ["--allow-network", "127.0.0.1/32", "--host-interval", "0", "-q"]
    return [sys.executable, "-m", "citecheck", "check", *map(str, args), *quick]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a run with a store of its own and no archive."""
    return {**os.environ, "CITECHECK_CACHE": str(folder / "cache"), "CITECHECK_ARCHIVE": "", **more}


def check(
    folder: Path, *args: str | Path, code: int | None = None, **more: str
) -> tuple[dict[str, Any], subprocess.CompletedProcess[str]]:
    """A run's JSON report, and how it ended."""
    own = {"CITECHECK_CACHE": str(folder / "cache"), "CITECHECK_ARCHIVE": "", **more}
    done = run(*command(*args, "--format", "json")[3:], cwd=folder, **own)
    assert "Traceback" not in done.stderr
    assert code is None or done.returncode == code, done.stderr
    return json.loads(done.stdout), done


def only(report: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first quotation and the first link."""
    document = report["documents"][0]
    return document["quotations"][0], document["links"][0]


def codes(report: dict[str, Any]) -> set[str]:
    """The codes of all findings."""
    return {finding["code"] for finding in report["documents"][0]["findings"]}


def test_a_quotation_is_found_in_the_archived_copy_of_a_page_that_is_gone(tmp_path: Path) -> None:
    with FaultServer() as own:
        url = own.url("/gone.html")
        own.url("/wayback/available", COPY)
        own.url(f"/web/{STAMP}id_/{url}", plain())
        path = manuscript(tmp_path, url)
        report, _ = check(tmp_path, path, "--archive", own.base)
    quotation, link = only(report)
    assert link["state"] == "dead"
    assert link["archived_url"] == f"{own.base}/web/{STAMP}/{url}"
    assert quotation["verdict"] == "match"
    assert "L305" in codes(report)
    assert "L301" not in codes(report)


def test_the_day_of_access_is_told_to_the_archive(tmp_path: Path) -> None:
    with FaultServer() as own:
        own.url("/wayback/available", NO_COPY)
        path = tmp_path / "essay.md"
        path.write_text(
            f"It says “{SENTENCE}” there.[^1]\n\n[^1]: A. Keeper, “Notebooks,” *The Log*, accessed May 4, 2019, "
            f"{own.url('/gone.html')}.\n",
            encoding="utf-8",
        )
        check(tmp_path, path, CITECHECK_ARCHIVE=own.base)
        assert own.asked(f"/wayback/available?url=http%3A%2F%2F127.0.0.1%3A{own.port}%2Fgone.html&timestamp=20190504")


@pytest.mark.parametrize(
    ("known", "saved", "said"),
    [
        (COPY, plain(), "a copy of 2019-05-01 is in the archive"),
        (NO_COPY, plain(), "asked to keep a copy"),
        (NO_COPY, plain(b"busy", "520 Busy"), "but it did not"),
    ],
)
def test_copies_of_living_pages_are_asked_for_when_wanted(tmp_path: Path, known: Any, saved: Any, said: str) -> None:
    with FaultServer() as own:
        url = own.url("/page", plain())
        own.url("/wayback/available", known)
        own.url(f"/save/{url}", saved)
        path = manuscript(tmp_path, url)
        check(tmp_path, path, "--archive", own.base)
        assert not [seen for seen in own.log if seen.path.startswith(("/wayback", "/save"))]
        record = tmp_path / "e.warc.gz"
        args = (path, "--archive", own.base, "--save-copies")
        report, _ = check(tmp_path, *args, "--record", record)
        assert len(own.asked(f"/save/{url}")) == (0 if known is COPY else 1)
    assert said in only(report)[1]["detail"]
    assert check(tmp_path, path, "--archive", own.base, "--replay", record)[0] == report


def test_evidence_is_listed_by_note(tmp_path: Path) -> None:
    record = tmp_path / "e.warc.gz"
    with FaultServer() as own:
        urls = [own.url("/one", plain()), own.url("/two", redirect("/three")), "http://10.0.0.1/"]
        own.url("/three", plain())
        check(tmp_path, manuscript(tmp_path, *urls), "--record", record)
    lines = run("evidence", record).stdout.splitlines()
    at = lines.index("essay.md, note 2")
    assert lines[at + 1].strip() == urls[1]
    assert "302" in lines[at + 2]
    assert any("not on the public internet" in line for line in lines)
    listed = json.loads(run("evidence", record, "--format", "json").stdout)["entries"]
    first = next(entry for entry in listed if entry["url"] == urls[0])
    assert first["notes"] == ["essay.md, note 1"]
    assert first["status"] == 200
    assert first["size"] == len(ARTICLE)
    assert next(entry for entry in listed if entry["url"].endswith("/three"))["notes"] == []


def test_what_is_no_evidence_is_told_in_a_line(tmp_path: Path) -> None:
    for name in ("none.warc.gz", "essay.md"):
        (tmp_path / "essay.md").write_text("no evidence")
        done = run("evidence", tmp_path / name)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1


def test_case_7_a_project_cannot_open_the_inside(tmp_path: Path, canary: Canary) -> None:
    (tmp_path / "citecheck.toml").write_text(
        'allow-network = ["127.0.0.0/8"]\nallow-host = ["127.0.0.2"]\nallow-port = ["22"]\nca-file = "ca.pem"\n'
        f'archive = "http://127.0.0.2:{canary.port}"\nbrowser = true\nsave-copies = true\nignore-robots = true\n'
        'record = "stolen.warc.gz"\noutput = "stolen.json"\n'
    )
    path = manuscript(tmp_path, f"http://127.0.0.2:{canary.port}/x")
    report, done = check(tmp_path, path)
    assert only(report)[1]["reason"] == "blocked address"
    assert canary.hits == 0
    assert done.stderr.count("is ignored") == 10
    assert not list(tmp_path.glob("stolen*"))


@pytest.mark.parametrize(
    ("option", "value", "word"),
    [
        ("--allow-network", "10.0.0.0/99", "network"),
        ("--allow-port", "http", "port"),
        ("--allow-port", "70000", "port"),
        ("--ca-file", "none.pem", "none.pem"),
        ("--ca-file", "essay.md", "essay.md"),
        ("--archive", "ftp://example.org", "archive"),
    ],
)
def test_options_that_cannot_be_used_are_told_in_a_line(tmp_path: Path, option: str, value: str, word: str) -> None:
    path = manuscript(tmp_path, "http://127.0.0.1:9/x")
    done = run(*command(path, option, value)[3:], cwd=tmp_path, CITECHECK_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert word in done.stderr


@pytest.mark.parametrize(("option", "value"), [("--allow-network", "x"), ("--allow-port", "x"), ("--archive", "x")])
def test_so_they_are_when_nobody_is_to_be_asked(tmp_path: Path, option: str, value: str) -> None:
    path = manuscript(tmp_path, "http://127.0.0.1:9/x")
    done = run(*command(path, option, value, "--offline")[3:], cwd=tmp_path, CITECHECK_CACHE=str(tmp_path / "cache"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_an_allowed_port_is_asked(tmp_path: Path) -> None:
    with FaultServer(port=6665) as own:
        path = manuscript(tmp_path, own.url("/page", plain()))
        assert only(check(tmp_path, path)[0])[1]["reason"] == "blocked address"
        assert only(check(tmp_path, path, "--allow-port", "6665")[0])[1]["state"] == "ok"


def test_no_probe_asks_for_no_made_up_page(tmp_path: Path) -> None:
    with FaultServer() as own:
        path = manuscript(tmp_path, own.url("/page", plain()))
        check(tmp_path, path, "--no-probe", "--no-cache")
        assert not [seen for seen in own.log if "no-such-page" in seen.path]
        check(tmp_path, path, "--no-cache")
        assert [seen for seen in own.log if "no-such-page" in seen.path]


def test_case_58_hostile_pages_are_compared_in_time(tmp_path: Path) -> None:
    near = b"<p>A lantern that nobody carries lights the way of somebody</p>"
    pages = [b"a" * 5_000_000, b" " * 5_000_000, near * 30_000, b"<p>\xe2\x80\x9c" * 50_000]
    with FaultServer() as own:
        urls = [own.url(f"/{number}", plain(b"<html><body>" + page)) for number, page in enumerate(pages)]
        words = " ".join(f"{SENTENCE.lower()} {number}" for number in range(70))
        began = time.monotonic()
        report, _ = check(tmp_path, manuscript(tmp_path, *urls, words=words), "--no-probe")
        assert time.monotonic() - began < 60
    assert len(report["documents"][0]["quotations"]) == len(pages)
    assert all(each["verdict"] != "match" for each in report["documents"][0]["quotations"])


def interrupted(process: subprocess.Popen[bytes], own: FaultServer, number: int = signal.SIGINT) -> float:
    """Sends the signal once the server was asked; the seconds that the process then took to end."""
    until = time.monotonic() + 30
    while not own.log and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    began = time.monotonic()
    process.send_signal(number)
    process.wait(30)
    return time.monotonic() - began


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_case_61_an_interrupt_ends_in_time_with_a_partial_report(tmp_path: Path, number: int) -> None:
    output = tmp_path / "report.json"
    with FaultServer() as own, FaultServer() as other:
        path = manuscript(tmp_path, own.url("/page", plain()), other.url("/silent", raw(hold=20)))
        before = path.read_bytes()
        process = subprocess.Popen(
            command(path, "--format", "json", "--output", output, "--no-probe"),
            env=environment(tmp_path), stderr=subprocess.PIPE,
        )  # fmt: skip
        while not own.asked("/page"):
            time.sleep(0.05)
        assert interrupted(process, other, number) < 2 + 3  # two seconds, and what a busy machine adds
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
        process.stderr.close()
    assert process.returncode == 130
    report = json.loads(output.read_bytes())
    assert not report["complete"]
    assert any("interrupted" in problem for problem in report["problems"])
    states = [link["state"] for link in report["documents"][0]["links"]]
    assert states == ["ok", "unchecked"]
    assert path.read_bytes() == before


def test_case_61_a_second_interrupt_ends_at_once(tmp_path: Path) -> None:
    with FaultServer(every=raw(hold=20)) as own:
        process = subprocess.Popen(
            command(manuscript(tmp_path, own.url("/silent"))), env=environment(tmp_path), stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        while not own.log:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) in (130, -signal.SIGINT)
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
        process.stderr.close()


def test_a_run_ends_with_its_time(tmp_path: Path) -> None:
    with FaultServer(every=raw(hold=30)) as own:
        urls = [own.url(f"/{number}") for number in range(5)]
        began = time.monotonic()
        report, _ = check(tmp_path, manuscript(tmp_path, *urls), "--max-time", "2", code=3)
        assert time.monotonic() - began < 2 + 5 + 3
    assert not report["complete"]
    assert {link["state"] for link in report["documents"][0]["links"]} == {"unchecked"}


def test_case_62_replays_are_the_same_bytes_whatever_the_environment(tmp_path: Path) -> None:
    record = tmp_path / "e.warc.gz"
    with FaultServer() as own:
        urls = [own.url(f"/{number}", plain()) for number in range(6)] + [own.url("/gone"), "http://10.0.0.1/"]
        path = manuscript(tmp_path, *urls)
        live = check(tmp_path, path, "--record", record)[1].stdout.encode()
    processes = []
    for number, (zone, locale) in enumerate([("UTC", "C"), ("Asia/Tokyo", "C.UTF-8"), ("America/Lima", "tr_TR.UTF-8")]):
        more = {"PYTHONHASHSEED": str(number), "TZ": zone, "LC_ALL": locale, "COLUMNS": str(60 + 30 * number)}
        replay = command(path, "--format", "json", "--replay", record)
        processes.append(subprocess.Popen(replay, stdout=subprocess.PIPE, env=environment(tmp_path, **more)))
    assert {process.communicate(timeout=120)[0] for process in processes} == {live}


def cut_off() -> list[str]:
    """The beginning of a command that runs without any network; empty where that cannot be had."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], capture_output=True).returncode:
        return []
    return [unshare, "-rn"]


def test_case_63_without_a_network_it_seems_to_be_offline(tmp_path: Path) -> None:
    prefix = cut_off()
    if not prefix:
        pytest.skip("a process cannot be cut off from the network here")
    # That an address or this machine's own name leads somewhere says nothing of other names.
    path = manuscript(
        tmp_path, "https://example.org/a", "https://example.net/b", "http://127.0.0.1:9/", "http://localhost:9/"
    )
    recorded = [*prefix, *command(path, "--format", "json", "--url-time", "5", "--record", str(tmp_path / "a.warc.gz"))]
    replayed = command(path, "--format", "json", "--replay", str(tmp_path / "a.warc.gz"))
    for asked in (recorded, replayed):
        done = subprocess.run(asked, capture_output=True, env=environment(tmp_path), timeout=120)
        assert done.returncode in (0, 3), done.stderr
        links = json.loads(done.stdout)["documents"][0]["links"]
        assert [link["state"] for link in links] == ["unchecked"] * 4
        assert all("you seem to be offline" in link["detail"] for link in links[:2])


def test_case_63_a_captive_portal_is_told(tmp_path: Path) -> None:
    portal = answer(b"<html><title>Hotel</title><body><h1>Welcome</h1><p>Please choose your room.</p>")
    with FaultServer(every=raw(portal)) as gate:
        servers = [FaultServer(every=redirect(f"{gate.base}/welcome")) for _ in range(3)]
        for server in servers:
            server.__enter__()
        path = manuscript(tmp_path, *(f"{server.base}/a/b/story.html" for server in servers))
        report, done = check(tmp_path, path)
        for server in servers:
            server.__exit__(None, None, None)
    assert done.returncode in (0, 3)
    for link in report["documents"][0]["links"]:
        assert link["state"] == "unchecked"
        assert link["reason"] in (Reason.SOFT_404, Reason.LOGIN)
    assert {quotation["verdict"] for quotation in report["documents"][0]["quotations"]} == {"unchecked"}
