"""What an evidence file holds, as lines or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from citecheck.model.evidence import Entry
from citecheck.reporter.cleaning import break_commands, clean

_OTHERS = "asked for on the way (robots.txt, redirects, archived copies, made-up addresses)"


def as_lines(entries: Sequence[Entry]) -> bytes:
    """For each note in turn the addresses that it cites, each with its time, result, size and digest."""
    notes = dict.fromkeys(note for entry in entries for note in entry.notes)
    groups = [(note, [entry for entry in entries if note in entry.notes]) for note in notes]
    groups.append((_OTHERS, [entry for entry in entries if not entry.notes]))
    lines = []
    for name, held in groups:
        if held:
            lines += [clean(name), *(f"  {line}" for entry in held for line in _lines(entry)), ""]
    return "".join(f"{break_commands(line)}\n" for line in lines).encode()


def as_json(entries: Sequence[Entry]) -> bytes:
    """A list with one object an address: url, time, status, failure, size, sha256 and notes."""
    rows = [
        {
            "url": clean(entry.url),
            "time": entry.time,
            "status": entry.status,
            "failure": clean(entry.failure) or None,
            "size": entry.size,
            "sha256": entry.sha256 or None,
            "notes": [clean(note) for note in entry.notes],
        }
        for entry in entries
    ]
    return (json.dumps({"version": 1, "entries": rows}, indent=2, ensure_ascii=False) + "\n").encode()


def _lines(entry: Entry) -> list[str]:
    if entry.failure:
        return [clean(entry.url), f"  {entry.time}  no answer: {clean(entry.failure)}"]
    if not entry.time:
        return [clean(entry.url), "  not asked for"]
    return [
        clean(entry.url),
        f"  {entry.time}  {entry.status}, {entry.size:,} bytes, sha-256 {entry.sha256[:16] or '–'}",
    ]
