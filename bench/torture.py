"""What a run must survive: `python -m bench.torture [PART…]`, each part as often as before a release.

kills: two writers on one store, killed at random. together: eight runs on one store. interrupts: Ctrl-C at random
times. writes: each write, sync and rename of a run failing in turn (needs strace). replays: the same bytes under other
hash seeds, time zones and locales. rebinding: names that lead somewhere else each time they are asked for. Prints a
line for each part; ends with 1 when anything was lost or wrong.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.soak import PORT, Pages, Sites
from citecheck.sources.store import Store
from citecheck.sources.web import WebResolver
from tests.sources.conftest import CONNECTS, QUICK
from tests.sources.faultserver import Canary, FaultServer, plain, redirect
from tests.sources.test_store import good, killed

ROOT = Path(__file__).parents[1]
_CITECHECK = (sys.executable, "-m", "citecheck")
_CALLS = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "renameat", "renameat2", "unlink")
_FAULTS = ("ENOSPC", "EIO")
_FORBIDDEN = (
    "127.0.0.2",
    "10.0.0.1",
    "169.254.169.254",
    "::1",
    "::ffff:127.0.0.2",
    "fd00::1",
    "0.0.0.0",
    "192.168.1.1",
)
_LAST = 2.0
"""Seconds that an interrupted run may take to end."""


class Site:
    """Manuscripts in a folder that quote pages of a server on this machine."""

    def __init__(self, root: Path, links: int, sites: int) -> None:
        self.root = root
        self._pages = Pages(links)
        self._hosts = Sites(sites, self._pages).hosts

    def manuscript(self, name: str, pages: range) -> Path:
        """A manuscript that quotes those pages."""
        url = {page: f"http://{self._hosts[page % len(self._hosts)]}:{PORT}/{page}" for page in pages}
        text = [f"He says “{self._pages.quoted(page)}”.[^{page}]" for page in pages]
        notes = [f"[^{page}]: A. Keeper, *Log {page}*, <{url[page]}>." for page in pages]
        path = self.root / f"{name}.md"
        path.write_text("\n\n".join([*text, *notes, ""]), encoding="utf-8")
        return path

    def command(self, files: Sequence[Path], output: Path, *options: str) -> list[str]:
        """A check of manuscripts; the report goes to `output`."""
        common = ("-f", "json", "-q", "--allow-network", "127.0.0.0/8", "--fail-on", "never", "--archive", "none")
        return [*_CITECHECK, "check", *map(str, files), *common, "--output", str(output), *options]

    def environment(self) -> dict[str, str]:
        """That of a run, with a store of its own."""
        return {**os.environ, "CITECHECK_CACHE": str(self.root / "cache")}


def kills(site: Site, loops: int = 500) -> list[str]:
    """Two writers on one store, both killed; every row that was acknowledged must be there, and sound."""
    path = site.root / "killed.sqlite"
    acknowledged = killed(path, loops)
    store = Store(path)
    lost = [url for url in acknowledged if store.get(url, 86_400) != good(url)]
    print(f"kills: {loops} times two writers, {len(acknowledged)} rows acknowledged, {len(lost)} lost")
    return [*lost[:3], *([store.problem] if store.problem else [])]


def together(site: Site, runs: int = 8, sources: int = 500) -> list[str]:
    """Many runs on one store at once, each of which must tell the same."""
    file = site.manuscript("together", range(sources))
    outputs = [site.root / f"together-{number}.json" for number in range(runs)]
    started = [
        subprocess.Popen(
            site.command([file], output, "--host-interval", "0"), env=site.environment(), stderr=subprocess.PIPE
        )
        for output in outputs
    ]
    said = [run.communicate()[1].decode().strip() for run in started]
    reports = [_without_times(json.loads(output.read_text())) for output in outputs]
    verdicts = [each["verdict"] for report in reports for each in report["documents"][0]["quotations"]]
    print(f"together: {runs} runs over {sources} sources, {verdicts.count('match')} of {len(verdicts)} match")
    wrong = [text for text in said if text] + [f"exit {run.returncode}" for run in started if run.returncode]
    if any(report != reports[0] for report in reports) or set(verdicts) != {"match"}:
        wrong.append("the reports differ")
    return wrong


def interrupts(site: Site, times: int = 100) -> list[str]:
    """A run interrupted at random; it must end soon, and a report that it writes must be whole and say so."""
    # A shell starts what it runs in the background with interrupts ignored, and that would be inherited.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    files = [site.manuscript(f"interrupted-{number}", range(number * 10, number * 10 + 10)) for number in range(20)]
    chance, wrong, longest, reports = random.Random(7), [], 0.0, 0
    output = site.root / "interrupted.json"
    for number in range(times):
        output.unlink(missing_ok=True)
        command = site.command(files, output, "--host-interval", "0.3", "--no-cache")
        run = subprocess.Popen(command, env=site.environment(), stderr=subprocess.PIPE)
        time.sleep(chance.uniform(0.05, 6.0))
        begun = time.monotonic()
        run.send_signal(signal.SIGINT)
        said = run.communicate()[1].decode()
        took = time.monotonic() - begun
        longest = max(longest, took)
        told = json.loads(output.read_text()) if output.exists() else None
        reports += told is not None
        says_so = told is None or told["complete"] == (run.returncode == 0)
        if took > _LAST or "Traceback" in said or not says_so:
            wrong.append(f"interrupt {number}: {took:.1f} s, exit {run.returncode}, {said[-200:]}")
    print(f"interrupts: {times}, the longest took {longest:.2f} s to end, {reports} reports were written")
    return wrong


def writes(site: Site, pages: int = 6) -> list[str]:
    """Each write, sync and rename of a run failing in turn: a report is whole, or not there, or the old one."""
    if shutil.which("strace") is None:
        print("writes: not tried, for strace is not installed")
        return []
    file, output, log = site.manuscript("written", range(pages)), site.root / "written.json", site.root / "strace"
    record = site.root / "written.warc.gz"
    command = site.command([file], output, "--host-interval", "0", "--jobs", "1", "--record", str(record))
    wrong, counts, told = [], {}, 0
    for call in _CALLS:
        _traced(site, command, ["-e", f"trace={call}", "-o", str(log)])
        # A call fails in each process and thread that makes so many.
        made = Counter(re.findall(rf"^(\d+) +{call}\(", log.read_text(), re.MULTILINE))
        counts[call] = max(made.values(), default=0)
        for which in range(1, counts[call] + 1):
            output.write_text("old")
            inject = f"inject={call}:error={_FAULTS[which % len(_FAULTS)]}:when={which}"
            run = _traced(site, command, ["-e", f"trace={call}", "-e", inject, "-o", str(log)])
            report = output.read_text()
            told += report != "old"
            if fault_of(run, report):
                wrong.append(f"{inject}: {fault_of(run, report)}; {run.stderr[-300:]}")
    print(f"writes: {sum(counts.values())} runs, one of whose calls failed {counts}; {told} reports were written")
    return wrong


def _traced(site: Site, command: list[str], options: list[str]) -> subprocess.CompletedProcess[str]:
    shutil.rmtree(site.root / "cache", ignore_errors=True)
    (site.root / "written.warc.gz").unlink(missing_ok=True)
    strace = ["strace", "-qq", "--seccomp-bpf", "-f", *options, *command]
    return subprocess.run(strace, env=site.environment(), capture_output=True, text=True, check=False, timeout=120)


def fault_of(run: subprocess.CompletedProcess[str], report: str) -> str:
    """What is wrong with a run of which one call failed, and what stands in its report's place; "" when nothing is."""
    if "Traceback" in run.stderr or run.returncode not in (0, 2):
        return f"exit {run.returncode}"
    if report == "old":
        return "" if run.returncode == 2 else "no report, and no word of it"
    try:
        verdicts = [each["verdict"] for each in json.loads(report)["documents"][0]["quotations"]]
    except (ValueError, LookupError):
        return "a broken report"
    return "" if set(verdicts) <= {"match", "unchecked"} else f"verdicts {verdicts}"


def replays(site: Site, times: int = 20) -> list[str]:
    """The demonstration replayed; each report must be the same bytes."""
    found = set()
    for locale, seed in itertools.product(("C", "C.UTF-8", "POSIX"), range(times)):
        zone = ("UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham")[seed % 4]
        environment = {**site.environment(), "LC_ALL": locale, "PYTHONHASHSEED": str(seed), "TZ": zone}
        options = ("--replay", "fixtures/demo/evidence.warc.gz", "--fail-on", "never", "-f", "json")
        command = [*_CITECHECK, "check", "fixtures/demo/essay.txt", *options]
        found.add(subprocess.run(command, env=environment, capture_output=True, check=False, cwd=ROOT).stdout)
    print(
        f"replays: {3 * times}, {len(found)} different reports of {', '.join(str(len(each)) for each in found)} bytes"
    )
    return [] if len(found) == 1 and min(map(len, found)) > 1_000 else ["the replays differ"]


def rebinding(_: Site, names: int = 1_000) -> list[str]:
    """Names that answer with allowed and forbidden addresses in turn or at once; only those may be connected to."""
    chance = random.Random(6)
    asked: Counter[str] = Counter()

    def lookup(host: str, _: int) -> list[str]:
        asked[host] += 1
        inside = [chance.choice(_FORBIDDEN)]
        return chance.choice((["127.0.0.1"], ["127.0.0.1"], ["127.0.0.1"], inside, ["127.0.0.1", *inside]))

    with Canary() as canary, FaultServer() as server:
        urls = []
        for number in range(names):
            host = f"name-{number}.example.com"
            again = redirect(f"http://{chance.choice((host, 'other.example.net'))}:{canary.port}/")
            server.url(f"/{number}", chance.choice((plain(), again)))
            urls.append(f"http://{host}:{chance.choice((server.port, server.port, canary.port))}/{number}")
        CONNECTS.on = True
        resolver = WebResolver(replace(QUICK, run_deadline=600.0), lookup=lookup)
        states = Counter(fetched.state for fetched in resolver.fetch_all(urls).values())
        CONNECTS.on = False
        resolver.close()
        strange = set(CONNECTS.to) ^ {"127.0.0.1"}
    shown = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    print(f"rebinding: {names} names ({shown}), {asked.total()} look-ups, {canary.visits} visits where nobody may come")
    return [*([f"{canary.visits} visits"] if canary.visits else []), *sorted(strange)]


def _without_times(report: dict[str, Any]) -> dict[str, Any]:
    """A report without when its sources were fetched."""
    for source in report["sources"]:
        source["retrieved"] = None
    return report


PARTS = {
    "kills": kills, "together": together, "interrupts": interrupts, "writes": writes, "replays": replays,
    "rebinding": rebinding,
}  # fmt: skip


def main(names: Sequence[str]) -> int:
    """Runs the parts named, or all."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), 500, 20)
        for name in names or PARTS:
            begun = time.monotonic()
            wrong += [f"{name}: {each}" for each in PARTS[name](site)]
            print(f"  ({time.monotonic() - begun:.0f} s)", flush=True)
    for each in wrong:
        print(each)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
