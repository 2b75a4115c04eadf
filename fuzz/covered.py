"""`python -m fuzz.covered TARGET SECONDS`: one target, led by what atheris sees of the code that each input reaches."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["citecheck"]):
    from fuzz.targets import KEPT, LONGEST, TARGETS, WHOLE, seeds

SLOWEST = 60  # seconds for one input


def main(name: str, seconds: float) -> None:
    """Ends the process by itself, with an exit code other than 0 when the target broke."""
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


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
