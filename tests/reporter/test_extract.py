"""What `extract` shows: JSON, CSV, a listing."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from citecheck.model.document import BlockKind, Document
from citecheck.parser.parse import parse
from citecheck.reporter.extract import COLUMNS, EXTRACTS, as_csv, as_json, as_listing, extracted, rows
from tests.parser.built import build


def essay() -> Document:
    return build(
        "He wrote that “the ‘sea’ was calm and the wind fell.”[^1] She said “no.",
        (BlockKind.BLOCK_QUOTATION, "The shore was far."),
        notes={"1": "A. Author, “On the Sea,” https://example.org/sea."},
    )


def only(document: Document) -> dict[str, Any]:
    (shown,) = extracted([parse(document)])["documents"]
    assert isinstance(shown, dict)
    return shown


def test_the_fields_that_programs_rely_on() -> None:
    report = extracted([parse(essay())])
    assert report["version"] == 1
    (shown,) = report["documents"]
    assert (shown["path"], shown["format"]) == ("essay.md", "markdown")
    assert {"label", "kind", "before", "body", "position"} <= set(shown["notes"][0])
    wanted = {"id", "kind", "role", "text", "in_note", "note", "attribution", "position"}
    assert all(wanted <= set(quotation) for quotation in shown["quotations"])
    assert {"url", "as_printed", "note", "position"} <= set(shown["links"][0])
    assert isinstance(shown["references"], list)


def test_a_note_shows_the_text_before_its_marker() -> None:
    (note,) = only(essay())["notes"]
    assert note["before"].endswith("the wind fell.”")
    assert len(note["before"]) == 40
    assert note["body"] == "A. Author, “On the Sea,” https://example.org/sea."


def test_a_quotation_inside_another_stands_in_it() -> None:
    first, *others = only(essay())["quotations"]
    assert first["text"] == "the ‘sea’ was calm and the wind fell."
    assert [each["text"] for each in first["nested"]] == ["sea"]
    assert [each["text"] for each in others] == ["no.", "The shore was far.", "On the Sea,"]


def test_notes_are_named_by_their_labels() -> None:
    shown = only(essay())
    assert [quotation["in_note"] for quotation in shown["quotations"]] == [None, None, None, "1"]
    assert [link["note"] for link in shown["links"]] == ["1"]


def test_an_unclosed_quotation_is_told() -> None:
    shown = only(essay())
    assert [quotation["balanced"] for quotation in shown["quotations"]] == [True, False, True, True]
    assert len(shown["unbalanced"]) == 1


def test_json_is_the_same_each_time_and_reads_back() -> None:
    manuscript = parse(essay())
    assert as_json([manuscript]) == as_json([manuscript])
    assert json.loads(as_json([manuscript])) == extracted([manuscript])


def test_csv_has_a_row_for_each_thing() -> None:
    read = list(csv.DictReader(io.StringIO(as_csv([parse(essay())]).decode("utf-8"), newline="")))
    assert tuple(read[0]) == COLUMNS
    assert [row["what"] for row in read if row["what"] != "reference"] == ["note"] + ["quotation"] * 4 + ["link"]
    assert read[0]["note"] == "1"
    assert read[1]["text"] == "the ‘sea’ was calm and the wind fell."
    assert read[5]["url"] == read[5]["text"] == "https://example.org/sea"


def test_csv_cells_are_no_formulas() -> None:
    texts = [row["text"] for row in rows([parse(build('He typed "=1+2" and "@sum" and "-3 days" there.'))])]
    assert texts == ["'=1+2", "'@sum", "'-3 days"]


def test_nothing_acts_in_a_listing_or_a_table() -> None:
    manuscript = parse(build("He wrote “\x1b[31mred\u202e” and [bold]so[/bold] “[red]x[/red]”."))
    for form in (as_listing, as_csv):
        shown = form([manuscript], False).decode("utf-8")
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert "[red]x[/red]" in as_listing([manuscript]).decode("utf-8")


def test_the_listing_names_everything() -> None:
    shown = as_listing([parse(essay())]).decode("utf-8")
    assert "1 note, 4 quotations, 1 link" in shown
    assert "On the Sea," in shown
    assert "https://example.org/sea" in shown
    assert "quotation marks without a partner" in shown
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_the_listing_has_colours_only_when_asked() -> None:
    manuscript = parse(essay())
    assert b"\x1b[" not in as_listing([manuscript], False)
    assert b"\x1b[" in as_listing([manuscript], True)


def test_a_manuscript_without_anything() -> None:
    manuscript = parse(build("Only words."))
    for form in EXTRACTS.values():
        assert form([manuscript], False)
    assert only(build("Only words."))["quotations"] == []


def test_each_manuscript_has_its_entry() -> None:
    manuscript = parse(essay())
    assert len(extracted([manuscript, manuscript])["documents"]) == 2
