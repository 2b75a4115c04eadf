from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from syrupy.assertion import SnapshotAssertion

from citecheck.model.report import Report
from citecheck.reporter.extract import extracted
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.json_report import JsonReporter
from citecheck.reporter.serialise import dumped, dumped_object
from tests.reporter import sample

SCHEMA = Path(__file__).parents[2] / "docs" / "report-v1.schema.json"


def render(report: Report) -> bytes:
    return JsonReporter().render(report, ReportOptions())


def closed(schema: Any) -> Any:
    """The schema with no field allowed that it does not describe, so that none goes undescribed."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if "properties" in made and isinstance(made["properties"], dict) and made.get("type", "object") == "object":
        made.setdefault("unevaluatedProperties", False)
    return made


def opened_bases(schema: dict[str, Any]) -> dict[str, Any]:
    """Bases that others extend stay open, as `unevaluatedProperties` is judged where the extension stands."""
    for name in ("document", "quotation", "link"):
        schema["$defs"][name].pop("unevaluatedProperties", None)
    return schema


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text()))


@pytest.mark.parametrize("strict", [False, True])
def test_a_check_fits_the_schema(report: Report, strict: bool) -> None:
    schema = json.loads(SCHEMA.read_text())
    if strict:
        schema = opened_bases(closed(schema))
    only = {"$ref": "#/$defs/check", "$defs": schema["$defs"]}
    Draft202012Validator(only).validate(json.loads(render(report)))
    Draft202012Validator(schema).validate(json.loads(render(report)))


def test_the_schema_refuses_what_it_does_not_describe(report: Report) -> None:
    schema = opened_bases(closed(json.loads(SCHEMA.read_text())))
    strict = Draft202012Validator({"$ref": "#/$defs/check", "$defs": schema["$defs"]})
    told = json.loads(render(report))
    told["documents"][0]["quotations"][0]["colour"] = "red"
    assert not strict.is_valid(told)
    told = json.loads(render(report))
    told["documents"][0]["quotations"][0]["verdict"] = "perhaps"
    assert not strict.is_valid(told)


def test_an_extract_fits_the_schema() -> None:
    schema = opened_bases(closed(json.loads(SCHEMA.read_text())))
    told = json.loads(dumped(extracted([sample.manuscript()])))
    Draft202012Validator({"$ref": "#/$defs/extract", "$defs": schema["$defs"]}).validate(told)


def test_the_same_report_in_the_same_bytes(report: Report) -> None:
    assert render(report) == render(sample.report())


def test_hostile_text_is_escaped_and_reads_back(report: Report) -> None:
    raw = render(report)
    text = raw.decode("utf-8")
    for acting in ("\x1b", "\x9b", "\u202e", "</script", "##[", "\n::"):
        assert acting not in text
    assert "\\ud800" not in text  # strict readers refuse a lone surrogate even as an escape
    quotation = next(each for each in json.loads(raw)["documents"][0]["quotations"] if each["id"] == "q-hostile")
    assert quotation["text"] == sample.quotation("hostile").text.replace("\ud800", "\ufffd")


def test_verdicts_and_edits(report: Report) -> None:
    told = json.loads(render(report))["documents"][0]
    by_id = {each["id"]: each for each in told["quotations"]}
    assert {id: each["verdict"] for id, each in by_id.items()} == {
        "q-altered": "altered",
        "q-match": "match",
        "q-misattributed": "misattributed",
        "q-not-found": "not-found",
        "q-unchecked": "unchecked",
        "q-term": "unchecked",
        "q-minor": "minor",
        "q-hidden": "altered",
        "q-hostile": "altered",
    }
    (edit,) = by_id["q-altered"]["edits"]
    assert (edit["kind"], edit["source"], edit["quote"]) == ("negation", "not ", "")
    source = by_id["q-altered"]["source"]
    assert sample.LOG.text[source["start"] : source["end"]] == source["text"] == sample.LAMP
    assert source["page"] == "11"
    assert by_id["q-unchecked"]["reason"] == "bot wall"
    assert by_id["q-unchecked"]["similarity"] is None


def test_links_and_their_states(report: Report) -> None:
    links = json.loads(render(report))["documents"][0]["links"]
    assert [(link["state"], link["status"]) for link in links] == [
        ("ok", 200),
        ("dead", 404),
        ("moved", 200),
        ("unchecked", 403),
    ]
    assert links[2]["final_url"] == "https://moved.example/b"


def test_findings_carry_their_document(report: Report) -> None:
    told = json.loads(render(report))
    assert len(told["findings"]) == len(report.findings)
    assert {each["path"] for each in told["findings"]} == {"essays/keepers.txt"}
    assert [{"path": "essays/keepers.txt", **each} for each in told["documents"][0]["findings"]] == told["findings"]
    assert {each["note"] for each in told["findings"]} == {"*"}


def test_permitted_edits_stand_apart(report: Report) -> None:
    document = report.documents[0]
    first = document.quotations[0]
    (edit,) = first.match.edits
    permitted = replace(first, match=replace(first.match, edits=(replace(edit, permitted="ellipsis"),)))
    changed = replace(report, documents=(replace(document, quotations=(permitted, *document.quotations[1:])),))
    quotation = json.loads(render(changed))["documents"][0]["quotations"][0]
    assert quotation["edits"] == []
    assert quotation["permitted"][0]["by"] == "ellipsis"


def test_secrets_in_urls_are_masked(report: Report) -> None:
    document = report.documents[0]
    link = document.links[0]
    secret = replace(link, fetched=replace(link.fetched, final_url="https://u:hunter2@skerry.example/?token=hunter2"))
    changed = replace(report, documents=(replace(document, links=(secret, *document.links[1:])),))
    assert b"hunter2" not in render(changed)


def test_snapshot(report: Report, snapshot: SnapshotAssertion) -> None:
    assert render(report).decode() == snapshot


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=4), _VALUES, max_size=4))
def test_an_object_written_piece_by_piece_is_the_same_as_written_at_once(value: dict[str, object]) -> None:
    pieces = [(name, iter(each) if isinstance(each, list) else each) for name, each in value.items()]

    assert dumped_object(pieces) == dumped(value)
