"""Headings that say what stands under them."""

from __future__ import annotations

_HEADINGS = frozenset(
    {
        "notes",
        "endnotes",
        "end notes",
        "footnotes",
        "notes and references",
        "references and notes",
        "notes to the text",
        "anmerkungen",
        "endnoten",
        "fußnoten",
        "noten",
        "notes de fin",
        "notes de bas de page",
        "note",
        "note al testo",
        "notas",
        "notas finales",
        "notas finais",
        "примечания",
        "noter",
        "przypisy",
    }
)


def is_notes_heading(text: str) -> bool:
    """Whether a row is the heading of endnotes."""
    return text.strip(" .:—–-0123456789").casefold() in _HEADINGS
