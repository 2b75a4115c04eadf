"""`python -m fuzz.covered SECONDS TARGET…`: targets, led by what atheris sees of the code that each input reaches.

They run one after the other, each in a process forked from one that has instrumented the code once for them all.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import NoReturn

import atheris

with atheris.instrument_imports(include=["citecheck"]):
    from fuzz.targets import KEPT, LONGEST, TARGETS, WHOLE, seeds

SLOWEST = 60  # seconds for one input


def main(seconds: float, names: list[str]) -> int:
    """Attacks every target, whatever becomes of those before it; 1 when any broke."""
    broken = []
    for name in names:
        print(f"target: {name}", file=sys.stderr, flush=True)
        child = os.fork()
        if child == 0:
            _attack(name, seconds)
        if os.waitpid(child, 0)[1]:
            broken.append(name)
    if broken:
        print(f"broken: {', '.join(broken)}", file=sys.stderr, flush=True)
    return 1 if broken else 0


def _attack(name: str, seconds: float) -> NoReturn:
    """Ends the process, with an exit code other than 0 when the target broke."""
    corpus, broken = KEPT / "corpus" / name, KEPT / name
    for folder in (corpus, broken):
        Path(folder).mkdir(parents=True, exist_ok=True)
    for data in seeds(name):
        (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    limits = [f"-max_total_time={seconds:.0f}", f"-timeout={SLOWEST}", "-rss_limit_mb=2048"]
    limits.append(f"-max_len={65_536 if name in WHOLE else LONGEST}")
    shown = ["-print_final_stats=1", "-report_slow_units=60", f"-artifact_prefix={broken}/"]
    atheris.Setup([sys.argv[0], str(corpus), *limits, *shown], TARGETS[name])
    atheris.Fuzz()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
