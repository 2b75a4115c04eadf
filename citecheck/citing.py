"""Who cites an address in a run's manuscripts, and when it was read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from citecheck.model.manuscript import Manuscript
from citecheck.parser.dates import iso_date
from citecheck.sources.interface import Cited


def cited_by(manuscripts: Sequence[Manuscript]) -> dict[str, Cited]:
    """For every address the notes that cite it, and the day of access where a reference names one."""
    notes: dict[str, dict[str, None]] = {}
    days: dict[str, str] = {}
    for manuscript in manuscripts:
        name = Path(manuscript.document.path).name
        labels = {note.id: note.label for note in manuscript.notes}
        places = [(link, link.in_note, "") for link in manuscript.links]
        for reference in manuscript.references:
            day = iso_date(reference.access_date)
            places += [(manuscript.links[at], reference.note, day) for at in reference.links]
        for link, note, day in places:
            if link.url.lower().startswith(("http://", "https://")):
                who = f"{name}, note {labels[note]}" if note in labels else name
                notes.setdefault(link.url, {})[who] = None
                days[link.url] = day or days.get(link.url, "")
    return {url: Cited(tuple(who), days[url]) for url, who in notes.items()}
