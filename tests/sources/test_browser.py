"""Pages that a script fills, in a real Chromium where there is one."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.model.source import Fetched, LinkState, Reason
from citecheck.sources.browser import Browser, browser_program, missing
from citecheck.sources.evidence import EvidenceResolver, Recorder
from citecheck.sources.exchange import Answer, Failure
from citecheck.sources.filling import is_shell
from citecheck.sources.judge import Judged
from citecheck.sources.web import WebResolver
from tests.sources.answers import unchecked
from tests.sources.conftest import QUICK
from tests.sources.faultserver import PARAGRAPHS, SENTENCE, Canary, FaultServer, plain

pytestmark = pytest.mark.skipif(not browser_program(), reason="there is no Chromium, or playwright is not installed")

SHELL = b"<!DOCTYPE html><title>Notebooks</title><div id=root></div><script src=/app.js></script>"
APP = """
fetch("/data.json").then(answer => answer.json()).then(data => {
  document.getElementById("root").innerHTML = "<h1>Notebooks</h1>" + data.text;
});
"""
DATA = '{"text": "%s"}' % (PARAGRAPHS + f"<p>{SENTENCE}.</p>")
PATIENT = replace(QUICK, url_deadline=25.0, browser=True)


def script(text: str) -> bytes:
    return text.encode()


@pytest.fixture
def site() -> Iterator[FaultServer]:
    """A site whose page is an empty shell; /app.js fills it."""
    with FaultServer() as own:
        own.url("/page", plain(SHELL))
        own.url("/app.js", plain(script(APP), headers=("Content-Type: text/javascript",)))
        own.url("/data.json", plain(DATA.encode(), headers=("Content-Type: application/json",)))
        yield own


def filled(url: str, record: Path | None = None) -> Fetched:
    resolver = WebResolver(PATIENT, None, Recorder(record) if record else None)
    fetched = resolver.fetch_all([url])[url]
    resolver.close()
    return fetched


def test_a_shell_is_filled_and_read_and_its_replay_is_the_same(site: FaultServer, tmp_path: Path) -> None:
    record = tmp_path / "e.warc.gz"
    url = site.base + "/page"
    fetched = filled(url, record)
    assert fetched.state is LinkState.OK, fetched
    assert fetched.source is not None
    assert SENTENCE in fetched.source.text
    assert fetched.source.whole
    assert "browser" in fetched.detail
    assert EvidenceResolver(record, "").fetch_all([url])[url] == fetched


def test_a_page_that_is_no_shell_is_not_opened_in_a_browser(site: FaultServer) -> None:
    filled(site.url("/plain", plain()))
    assert len(site.asked("/plain")) == 1


ESCAPES = """
const canary = "127.0.0.2:{port}";
fetch("http://" + canary + "/fetch").catch(() => 0);
fetch("http://2130706434:{port}/number").catch(() => 0);
fetch("/jump").catch(() => 0);
new WebSocket("ws://" + canary + "/socket");
new WebSocket("ws://127.0.0.1:{own}/socket");
new EventSource("http://" + canary + "/events");
navigator.sendBeacon("http://" + canary + "/beacon", "x");
const image = new Image(); image.src = "http://" + canary + "/image.png";
const frame = document.createElement("iframe"); frame.src = "http://" + canary + "/frame"; document.body.append(frame);
const link = document.createElement("link"); link.rel = "prefetch"; link.href = "http://" + canary + "/prefetch";
document.head.append(link);
const form = document.createElement("form"); form.method = "post"; form.action = "http://" + canary + "/form";
form.target = "_blank"; document.body.append(form); form.submit();
window.open("http://" + canary + "/window");
try { new RTCPeerConnection({iceServers: [{urls: "stun:" + canary}]}).createDataChannel("x"); } catch (error) {}
fetch("file:///etc/hostname").catch(() => 0);
"""


def test_case_6_scripts_reach_nothing_that_may_not_be_reached(site: FaultServer, canary: Canary) -> None:
    escapes = ESCAPES.replace("{port}", str(canary.port)).replace("{own}", str(site.port))
    site.url("/app.js", plain(script(escapes + APP), headers=("Content-Type: text/javascript",)))
    site.url("/jump", plain(b"", "302 Found", (f"Location: http://127.0.0.2:{canary.port}/jump",)))
    fetched = filled(site.base + "/page")
    assert fetched.source is not None
    assert SENTENCE in fetched.source.text
    # Not all that the scripts asked for was answered, so that nothing may be said to be missing.
    assert not fetched.source.whole
    assert canary.hits == 0
    assert not [seen for seen in site.log if "upgrade" in seen.headers or seen.path in ("/socket", "/beacon")]


@pytest.mark.parametrize(
    "hostile",
    [
        "while (true) {}",
        "for (let all = []; ; ) all.push(new Array(1e6).fill(7));",
        "setInterval(() => document.body.append('more '), 50);",
        "location.reload();",
        "let n = 0; setInterval(() => fetch('/again?' + n++), 5);",
    ],
    ids=["circle", "memory", "growing", "reloading", "asking"],
)
def test_case_16_hostile_scripts_end_at_the_deadline(site: FaultServer, hostile: str) -> None:
    site.url("/app.js", plain(script(hostile), headers=("Content-Type: text/javascript",)))
    resolver = WebResolver(replace(PATIENT, url_deadline=4.0))
    began = time.monotonic()
    fetched = resolver.fetch_all([site.base + "/page"])[site.base + "/page"]
    resolver.close()
    assert time.monotonic() - began < 2 * 4.0 + 3
    assert fetched.state is not LinkState.DEAD
    assert fetched.source is None or not fetched.source.whole


def test_an_empty_shell_that_stays_empty_is_told(site: FaultServer) -> None:
    site.url("/app.js", plain(b"", headers=("Content-Type: text/javascript",)))
    unchecked(filled(site.base + "/page"), Reason.SCRIPT_ONLY)


def test_the_browser_ends_with_its_run(site: FaultServer) -> None:
    def ask(url: str) -> Answer | Failure:
        return Answer(url, 200, (("Content-Type", "text/html"),), b"<p>Hello")

    browser = Browser(browser_program(), "citecheck")
    assert browser.fill("http://example.org/", ask, 25.0) is not None
    process = browser._process
    assert process is not None
    folder = browser._folder
    assert _working_in(folder)
    browser.close()
    assert process.poll() is not None
    for _ in range(50):
        if not _working_in(folder):
            break
        time.sleep(0.1)
    assert _working_in(folder) == []
    assert not Path(folder).exists()


def _working_in(folder: str) -> list[str]:
    """The processes that were given that folder for their files (Linux tells in /proc)."""
    found = []
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            found += [place.parent.name] * (folder.encode() in place.read_bytes())
        except OSError:
            continue
    return found


def test_without_the_option_no_browser_is_begun(site: FaultServer) -> None:
    url = site.base + "/page"
    unchecked(WebResolver(replace(PATIENT, browser=False)).fetch_all([url])[url], Reason.SCRIPT_ONLY)


def test_a_named_program_that_is_not_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CITECHECK_CHROMIUM", os.fspath(tmp_path / "none"))
    assert browser_program() == ""
    assert "CITECHECK_CHROMIUM" in missing()


def test_a_program_that_only_leads_to_another_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = browser_program()
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\nexec /none/chromium\n", encoding="utf-8")
    stub.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr("citecheck.sources.browser.PROGRAMS", ("chromium", "another-chromium"))
    assert browser_program() == ""
    assert "no Chromium that runs" in missing()
    (tmp_path / "another-chromium").symlink_to(real)
    assert browser_program() == os.fspath(tmp_path / "another-chromium")


def test_what_the_browser_lacks_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing() == ""
    monkeypatch.setitem(sys.modules, "playwright", None)
    # "citecheck" on the package index is another's program: nobody may be told to install it.
    assert "pip install playwright" in missing()


def test_only_shells_are_worth_a_browser() -> None:
    assert is_shell(Judged(Fetched("", LinkState.UNCHECKED, Reason.SCRIPT_ONLY, status=200)))
    assert not is_shell(Judged(Fetched("", LinkState.UNCHECKED, Reason.WALL, status=200)))
