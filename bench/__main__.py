"""Locating quotations beside whole-text alignment, in one run: `python -m bench [--quick]`. Prints tables.

Every figure is measured in turns with what it is compared with, so that a machine that slows down slows both.
edlib is compared where it is installed (`pip install edlib`); the project does not need it.
"""

from __future__ import annotations

import importlib
import resource
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median

from rapidfuzz import fuzz

from bench.quotations import Corrupter, Sample
from bench.texts import Writer
from citecheck.matching.interface import Query
from citecheck.matching.locate import locate

ROUNDS = 3
QUOTATIONS = 600
COMPARED = {0.1: 100, 1.0: 30, 5.0: 8, 25.0: 2}
"""Quotations, spread over all, that whole-text alignment is given in each round: for all 600 it would take hours."""


def main(arguments: Sequence[str]) -> None:
    """Measures and prints; --quick leaves out the large sizes."""
    quick = "--quick" in arguments
    writer = Writer(1)
    print(f"{QUOTATIONS} corrupted quotations in one text; milliseconds a quotation, all counted in\n")
    print("| Mchar | citecheck | whole-text rapidfuzz | whole-text edlib | times rapidfuzz | recall | peak MiB |")
    print("|---|---|---|---|---|---|---|")
    for size in (0.1, 1.0) if quick else (0.1, 1.0, 5.0, 25.0):
        one_text(writer, size)
    print("\n1,000 quotations in a library of 0.1 Mchar a source\n")
    print("| sources | Mchar | seconds | quotations a second | recall | peak MiB |")
    print("|---|---|---|---|---|---|")
    for count in (1, 100) if quick else (1, 100, 1000):
        library(writer, count)


def one_text(writer: Writer, size: float) -> None:
    """One row: a text of `size` million characters."""
    text = writer.text(int(size * 1e6))
    corrupter = Corrupter(2, writer.words)
    samples = corrupter.samples("text", text, QUOTATIONS, corrupter.kinds)
    queries = [Query(str(index), sample.text) for index, sample in enumerate(samples)]
    ours: list[float] = []
    theirs: list[float] = []
    other: list[float] = []
    align = _edlib()
    found = {}
    for turn in range(ROUNDS):
        begun = time.perf_counter()
        found = locate(queries, {"text": text})
        ours.append((time.perf_counter() - begun) / len(samples))
        some = samples[turn :: len(samples) // COMPARED[size]]
        theirs.append(_timed(lambda quote: fuzz.partial_ratio_alignment(quote, text), some))
        if align is not None and size <= 1:
            other.append(_timed(lambda quote: align(quote, text, mode="HW", task="locations"), some[:3]))
    ratio = median(one / two for one, two in zip(theirs, ours, strict=True))
    shown = f"{median(other) * 1e3:.0f}" if other else "–"
    print(
        f"| {size:g} | {median(ours) * 1e3:.2f} | {median(theirs) * 1e3:.1f} | {shown} | {ratio:.0f} "
        f"| {_recall(samples, found):.3f} | {_peak():.0f} |",
        flush=True,
    )


def library(writer: Writer, count: int) -> None:
    """One row: a search through `count` sources."""
    texts = {f"source-{number}": writer.text(100_000) for number in range(count)}
    corrupter = Corrupter(3, writer.words)
    samples = [
        corrupter.samples(name, texts[name], 1, corrupter.kinds)[0]
        for name in (f"source-{number * 7919 % count}" for number in range(1000))
    ]
    queries = [Query(str(index), sample.text) for index, sample in enumerate(samples)]
    begun = time.perf_counter()
    found = locate(queries, texts)
    seconds = time.perf_counter() - begun
    print(
        f"| {count:,} | {count / 10:g} | {seconds:.1f} | {len(samples) / seconds:,.0f} "
        f"| {_recall(samples, found):.3f} | {_peak():.0f} |",
        flush=True,
    )


def _recall(samples: Sequence[Sample], found: dict[str, list]) -> float:  # type: ignore[type-arg]
    """The share of quotations for which a candidate covers the place they were taken from by half of the union."""
    return sum(_is_found(sample, found[str(index)]) for index, sample in enumerate(samples)) / len(samples)


def _is_found(sample: Sample, candidates: Sequence[object]) -> bool:
    return any(_overlap(sample, each) >= 0.5 for each in candidates)


def _overlap(sample: Sample, candidate: object) -> float:
    source, start, end = candidate.source, candidate.start, candidate.end  # type: ignore[attr-defined]
    if source != sample.source:
        return 0.0
    shared = min(end, sample.end) - max(start, sample.start)
    return max(0, shared) / (max(end, sample.end) - min(start, sample.start))


def _timed(search: Callable[[str], object], samples: Sequence[Sample]) -> float:
    begun = time.perf_counter()
    for sample in samples:
        search(sample.text)
    return (time.perf_counter() - begun) / len(samples)


def _edlib() -> Callable[..., object] | None:
    try:
        align: Callable[..., object] = importlib.import_module("edlib").align
    except ModuleNotFoundError:
        return None
    return align


def _peak() -> float:
    """The most memory that this process has had, in MiB (Linux counts KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
