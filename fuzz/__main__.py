"""`python -m fuzz [--seconds N] [TARGET…]`: attacks each target for a time, and every regular expression at length.

Each target runs in a process of its own, so that one that falls is told and the others go on. Half of its time goes
to atheris, where that is installed, half to mutations of sound files. What breaks a target is kept in build/fuzz.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import re
import subprocess
import sys
import time
import traceback
from random import Random

from fuzz.mutating import mutated
from fuzz.targets import KEPT, ROOT, TARGETS, seeds


def main() -> int:
    """Runs the targets one after the other; 1 when any broke."""
    options = argparse.ArgumentParser(prog="python -m fuzz")
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--one", help=argparse.SUPPRESS)
    options.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join([*TARGETS, "regexes"]))
    given = options.parse_args()
    if given.one:
        _mutate(given.one, given.seconds)
        return 0
    broken = []
    with_atheris = importlib.util.find_spec("atheris") is not None
    seconds = given.seconds / (1 + with_atheris)
    for name in given.targets or [*TARGETS, "regexes"]:
        if name == "regexes":
            broken += _regexes()
            continue
        command = [sys.executable, "-m", "fuzz", "--one", name, "--seconds", str(seconds)]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            broken.append(f"{name} (mutations)")
        if with_atheris and _atheris(name, seconds):
            broken.append(f"{name} (atheris)")
    print(f"broken: {', '.join(broken)}" if broken else "nothing broke")
    return 1 if broken else 0


def _mutate(name: str, seconds: float) -> None:
    random = Random(time.time_ns())
    given = seeds(name)
    runs, slowest, ends = 0, 0.0, time.monotonic() + seconds
    while time.monotonic() < ends:
        data = mutated(random.choice(given), random)
        began = time.monotonic()
        try:
            TARGETS[name](data)
        except Exception:
            kept = KEPT / name / hashlib.sha256(data).hexdigest()[:16]
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(data)
            print(f"{name}: {kept.relative_to(ROOT)}\n{traceback.format_exc()}", flush=True)
            sys.exit(1)
        slowest = max(slowest, time.monotonic() - began)
        runs += 1
    print(f"{name}: {runs} mutations, slowest {slowest:.2f} s", flush=True)


def _atheris(name: str, seconds: float) -> bool:
    """Whether it broke."""
    began = time.monotonic()
    command = [sys.executable, "-m", "fuzz.covered", name, f"{seconds:.0f}"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, errors="replace")
    told = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    print(f"{name}: {told[1] if told else 'unknown'} runs of atheris in {time.monotonic() - began:.0f} s", flush=True)
    if done.returncode:
        print(done.stderr[-4000:], flush=True)
    return done.returncode != 0


def _regexes() -> list[str]:
    from tests.regexes.attacking import slowness
    from tests.regexes.finding import modules, patterns

    count, slow = 0, []
    for module in modules():
        for found in patterns(module):
            count += 1
            if told := slowness(found, screen=16_000, large=160_000, tried=12):
                slow.append(f"{found.place}: {told}")
    print(f"regexes: {count} tried at 160,000 characters", *slow, sep="\n", flush=True)
    return slow


if __name__ == "__main__":
    sys.exit(main())
