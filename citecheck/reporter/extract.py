"""What was found in manuscripts, without any checking: JSON, CSV and a listing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from citecheck.model.document import Position
from citecheck.model.manuscript import Manuscript, Quotation, Role
from citecheck.reporter.cleaning import clean
from citecheck.reporter.entries import place, shortened
from citecheck.reporter.serialise import VERSION, Labels, document_of, dumped, position_of

COLUMNS = (
    "path", "what", "id", "kind", "role", "note", "in_note", "text", "url",
    "line", "column", "end_line", "end_column", "page", "paragraph", "heading",
)  # fmt: skip
"""The columns of the CSV form: one row for each note, quotation, link and reference."""

_WORDS = 16  # of a quotation or note in the listing
_WIDTH = 110
_PLACE = 28  # columns at most for where something stands
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def extracted(manuscripts: Sequence[Manuscript]) -> dict[str, Any]:
    """The `extract` report, version 1 (docs/report-v1.schema.json), as plain dictionaries.

    `quotations` are the outer ones: one inside another is part of its words, and stands in its `nested`.
    `unbalanced` are the places of quotation marks without a partner.
    """
    return {"version": VERSION, "documents": [_document(manuscript) for manuscript in manuscripts]}


def _document(manuscript: Manuscript) -> dict[str, Any]:
    shown = document_of(manuscript)
    every = dict(zip((each.id for each in manuscript.quotations), shown["quotations"], strict=True))
    outer: list[dict[str, Any]] = []
    for quotation in manuscript.quotations:
        entry = every[quotation.id]
        if quotation.depth == 0:
            outer.append(entry | {"balanced": quotation.balanced, "nested": []})
        elif outer:
            outer[-1]["nested"].append({"id": quotation.id, "text": quotation.text, "position": entry["position"]})
    shown["quotations"] = outer
    locate = manuscript.document.locate
    shown["unbalanced"] = [position_of(locate(offset, offset + 1)) for offset in manuscript.unbalanced]
    return shown


def rows(manuscripts: Sequence[Manuscript]) -> Iterator[dict[str, str]]:
    """The CSV form: dictionaries with the keys of `COLUMNS`, everything as text, what does not apply as ""."""
    for document in extracted(manuscripts)["documents"]:
        for note in document["notes"]:
            yield _row(document, "note", note, id=note["id"], note=note["label"], text=note["body"])
        for quotation in document["quotations"]:
            yield _row(document, "quotation", quotation, id=quotation["id"], role=quotation["role"])
        for link in document["links"]:
            yield _row(document, "link", link, in_note=link["note"], note=None, text=link["as_printed"])
        for reference in document["references"]:
            words = {"kind": reference["form"], "in_note": reference["note"], "note": None}
            cited = (*reference.get("authors", ()), reference.get("title", ""), reference.get("year", ""))
            url = reference["links"][0] if reference["links"] else ""
            yield _row(document, "reference", reference, **words, text=", ".join(filter(None, cited)), url=url)


def _row(document: dict[str, Any], what: str, entry: dict[str, Any], **given: str | None) -> dict[str, str]:
    values = {**entry["position"], **{key: entry.get(key) for key in COLUMNS if key in entry}, **given}
    if what == "note":
        values["note"] = entry["label"]
    values |= {"path": document["path"], "what": what}
    return {column: _cell(values.get(column)) for column in COLUMNS}


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection): such text gets an apostrophe before it."""
    text = "" if value is None else clean(str(value), lines=True)
    return "'" + text if text.startswith(_FORMULA) else text


def as_json(manuscripts: Sequence[Manuscript], color: bool = False) -> bytes:  # noqa: ARG001
    """The JSON form in UTF-8."""
    return dumped(extracted(manuscripts))


def as_csv(manuscripts: Sequence[Manuscript], color: bool = False) -> bytes:  # noqa: ARG001
    """The CSV form in UTF-8 (RFC 4180), with a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows(manuscripts))
    return out.getvalue().encode("utf-8", "replace")


def as_listing(manuscripts: Sequence[Manuscript], color: bool = False) -> bytes:
    """A listing to read, in UTF-8: the notes, quotations and links of each manuscript with their places."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=_WIDTH,
        force_terminal=color,
        no_color=not color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    for manuscript in manuscripts:
        _list(console, manuscript)
    lines = (line.rstrip(" ") for line in out.getvalue().splitlines())
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _list(console: Console, manuscript: Manuscript) -> None:
    document = manuscript.document
    labels = Labels(manuscript)
    outer = [quotation for quotation in manuscript.quotations if quotation.depth == 0]
    console.print(Rule(Text(clean(document.path), style="bold"), align="left", style="dim", characters="─"))
    for warning in document.warnings:
        console.print(Text(f"reading: {clean(warning)}", style="yellow"))
    counts = ((len(manuscript.notes), "note"), (len(outer), "quotation"), (len(manuscript.links), "link"))
    console.print(Text(", ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts)))
    notes = [
        (_where(document.locate(at, at + 1)), clean(note.label), shortened(note.body, _WORDS) or "no such note")
        for note in manuscript.notes
        for at in (note.markers[0] if note.markers else note.start,)
    ]
    _table(console, "Notes", ("at", "note", "text"), notes)
    answers = {attribution.quotation: attribution.note for attribution in manuscript.attributions}
    quotations = [
        (
            _where(document.locate(quotation.start, quotation.end)),
            _sort(quotation),
            clean(labels[answers.get(quotation.id)] or ""),
            shortened(quotation.text, _WORDS),
        )
        for quotation in outer
    ]
    _table(console, "Quotations", ("at", "what", "note", "text"), quotations)
    links = [
        (_where(document.locate(link.start, link.end)), clean(labels[link.in_note] or ""), clean(link.url))
        for link in manuscript.links
    ]
    _table(console, "Links", ("at", "note", "address"), links)
    if manuscript.unbalanced:
        places = ", ".join(_where(document.locate(at, at + 1)) for at in manuscript.unbalanced[:20])
        more = len(manuscript.unbalanced) - 20
        console.print(Text(f"\nquotation marks without a partner: {places}{f' and {more} more' if more > 0 else ''}"))
    console.print()


def _table(console: Console, title: str, columns: Sequence[str], found: Sequence[Sequence[str]]) -> None:
    if not found:
        return
    table = Table(*columns, box=None, title_justify="left", pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.columns[0].max_width = _PLACE
    table.columns[-1].min_width = _WIDTH // 2
    for row in found:
        table.add_row(*(Text(cell) for cell in row))
    console.print()
    console.print(Text(title, style="bold"))
    console.print(table)


def _sort(quotation: Quotation) -> str:
    """What kind of quotation it is, in a word or two."""
    role = "" if quotation.role is Role.QUOTATION else str(quotation.role)
    kind = "" if quotation.kind == "inline" else str(quotation.kind)
    within = "in note" if quotation.in_note else ""
    return ", ".join(filter(None, (kind or role or "quotation", within)))


def _where(position: Position) -> str:
    return place("", position).lstrip(":, ") or "–"


EXTRACTS: dict[str, Callable[[Sequence[Manuscript], bool], bytes]] = {
    "terminal": as_listing,
    "json": as_json,
    "csv": as_csv,
}
"""What `extract --format` takes."""
