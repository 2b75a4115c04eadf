"""`python -m fuzz [--seconds N] [--mutations N] [--jobs N] [TARGET…]`: attacks targets and every regular expression.

Each target runs in processes of its own, so that one that falls is told and the others go on: first so many mutations
of sound inputs, then for a time whatever atheris finds, where that is installed. What breaks a target is kept in
build/fuzz.
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
from concurrent.futures import ThreadPoolExecutor
from random import Random

from fuzz.mutating import mutated
from fuzz.targets import KEPT, ROOT, TARGETS, seeds

REGEXES = "regexes"


def main() -> int:
    """Runs the targets, `--jobs` of them at once; 1 when any broke."""
    options = argparse.ArgumentParser(prog="python -m fuzz")
    options.add_argument("--seconds", type=float, default=60, help="for atheris, a target (60)")
    options.add_argument("--mutations", type=int, default=500, help="a target (500)")
    options.add_argument("--jobs", type=int, default=2, help="targets at once (2)")
    options.add_argument("--one", help=argparse.SUPPRESS)
    options.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join([*TARGETS, REGEXES]))
    given = options.parse_args()
    if given.one == REGEXES:
        return _regexes()
    if given.one:
        return _mutate(given.one, given.mutations)
    if importlib.util.find_spec("atheris") is None:
        print("without atheris: mutations only")
    with ThreadPoolExecutor(given.jobs) as pool:
        attacks = [pool.submit(_attack, name, given) for name in given.targets or [*TARGETS, REGEXES]]
        broken = [name for attack in attacks for name in attack.result()]
    print(f"broken: {', '.join(broken)}" if broken else "nothing broke")
    return 1 if broken else 0


def _attack(name: str, given: argparse.Namespace) -> list[str]:
    """The ways in which a target broke."""
    command = [sys.executable, "-m", "fuzz", "--one", name, "--mutations", str(given.mutations)]
    broken = [f"{name} (mutations)"] if subprocess.run(command, cwd=ROOT, check=False).returncode else []
    if name != REGEXES and importlib.util.find_spec("atheris") is not None and _covered(name, given.seconds):
        broken.append(f"{name} (atheris)")
    return broken


def _mutate(name: str, mutations: int) -> int:
    random = Random(time.time_ns())
    given = seeds(name)
    slowest, all_began = 0.0, time.monotonic()
    for _ in range(mutations):
        data = mutated(random.choice(given), random)
        began = time.monotonic()
        try:
            TARGETS[name](data)
        except Exception:
            kept = KEPT / name / hashlib.sha256(data).hexdigest()[:16]
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(data)
            print(f"{name}: {kept.relative_to(ROOT)}\n{traceback.format_exc()}", flush=True)
            return 1
        slowest = max(slowest, time.monotonic() - began)
    seconds = time.monotonic() - all_began
    print(f"{name}: {mutations} mutations in {seconds:.0f} s, slowest {slowest:.2f} s", flush=True)
    return 0


def _covered(name: str, seconds: float) -> bool:
    """Whether atheris broke it."""
    began = time.monotonic()
    command = [sys.executable, "-m", "fuzz.covered", f"{seconds:.0f}", name]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, errors="replace")
    told = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    print(f"{name}: {told[1] if told else 'unknown'} runs of atheris in {time.monotonic() - began:.0f} s", flush=True)
    if done.returncode:
        print(done.stderr[-4000:], flush=True)
    return done.returncode != 0


def _regexes() -> int:
    from tests.regexes.attacking import slowness
    from tests.regexes.finding import modules, patterns

    count, slow = 0, []
    for module in modules():
        for found in patterns(module):
            count += 1
            if told := slowness(found, screen=16_000, large=160_000, tried=12):
                slow.append(f"{found.place}: {told}")
    print(f"regexes: {count} tried at 160,000 characters", *slow, sep="\n", flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
