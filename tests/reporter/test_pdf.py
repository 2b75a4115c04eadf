"""The PDF copy: highlights on the words, behind the bytes of the manuscript."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from citecheck.errors import CitecheckError
from citecheck.model.document import Document, Position, Segment
from citecheck.model.report import Report
from citecheck.reporter.pdf import lines
from tests.reporter import sample
from tests.reporter.annotated import rendered, sample_in
from tests.sources.tinypdf import pdf_of

FIRST, SECOND, OTHER_PAGE = (72.0, 700.0, 100.0, 712.0), (104.0, 698.0, 150.0, 712.0), (72.0, 710.0, 90.0, 722.0)


def placed(*places: tuple[int, int, tuple[float, float, float, float]]) -> Document:
    """A document whose segments begin at these offsets, on these pages, in these rectangles."""
    segments = tuple(Segment(start, Position(page=page, rect=rect)) for start, page, rect in places)
    return Document("x.pdf", "pdf", "x" * 100, 100, (), segments=segments)


def test_words_side_by_side_are_one_rectangle() -> None:
    document = placed((0, 1, FIRST), (5, 1, SECOND))
    assert lines(document, 0, 10) == {1: [(72.0, 698.0, 150.0, 712.0)]}


def test_only_the_words_of_the_span() -> None:
    document = placed((0, 1, FIRST), (5, 1, SECOND))
    assert lines(document, 5, 10) == {1: [SECOND]}
    assert lines(document, 2, 4) == {1: [FIRST]}


@pytest.mark.parametrize("next_word", [(72.0, 680.0, 100.0, 692.0), (400.0, 700.0, 440.0, 712.0)])
def test_another_line_and_another_column_are_apart(next_word: tuple[float, float, float, float]) -> None:
    assert lines(placed((0, 1, FIRST), (5, 1, next_word)), 0, 10) == {1: [FIRST, next_word]}


def test_a_span_over_a_page_end() -> None:
    assert lines(placed((0, 1, FIRST), (5, 2, OTHER_PAGE)), 0, 10) == {1: [FIRST], 2: [OTHER_PAGE]}


def in_pdf(folder: Path, data: bytes, *places: tuple[int, int, tuple[float, float, float, float]]) -> Report:
    """The sample report over a PDF file whose words stand at these places."""
    report = sample_in("pdf", folder)
    (folder / "keepers.pdf").write_bytes(data)
    (document,) = report.documents
    segments = tuple(Segment(start, Position(page=page, rect=rect)) for start, page, rect in places)
    there = replace(document.manuscript.document, segments=segments)
    return replace(report, documents=(replace(document, manuscript=replace(document.manuscript, document=there)),))


def marks(data: bytes, page: int = 0) -> list[dict[str, object]]:
    annotations = PdfReader(io.BytesIO(data)).pages[page].annotations or ()
    return [each.get_object() for each in annotations if each.get_object().get("/T") == "citecheck"]


TWO = pdf_of([["The keeper says."], ["And so on."]])
START = sample.SPANS["altered"][0]
HERE = (72.0, 716.0, 160.0, 730.0)


def test_a_highlight_with_its_note_is_added_behind_the_old_bytes(tmp_path: Path) -> None:
    annotated = rendered(in_pdf(tmp_path, TWO, (0, 1, HERE)), "pdf")
    assert annotated.startswith(TWO)
    told = [each for each in marks(annotated) if "Q204" in str(each["/Contents"])]
    assert len(told) == 1
    assert told[0]["/Subtype"] == "/Highlight"
    assert list(told[0]["/QuadPoints"]) == [72, 730, 160, 730, 72, 716, 160, 716]
    assert "Source: “The lamp was not lit until" in str(told[0]["/Contents"])
    assert told[0]["/Popup"].get_object()["/Parent"].get_object()["/NM"] == told[0]["/NM"]
    with pypdfium2.PdfDocument(annotated) as pdf:
        assert "The keeper says." in pdf[0].get_textpage().get_text_range()


def test_a_quotation_over_a_page_end_is_marked_on_both(tmp_path: Path) -> None:
    annotated = rendered(in_pdf(tmp_path, TWO, (0, 1, HERE), (START + 5, 2, HERE)), "pdf")
    assert any(str(each["/Contents"]) == "(goes on from page 1)" for each in marks(annotated, 1))


def test_what_has_no_place_is_a_note_at_the_top_of_the_page(tmp_path: Path) -> None:
    annotated = rendered(sample_in("pdf", tmp_path), "pdf")
    assert {str(each["/Subtype"]) for each in marks(annotated)} == {"/Text"}


def test_annotations_that_are_there_stay(tmp_path: Path) -> None:
    writer = PdfWriter(io.BytesIO(TWO))
    writer.clone_document_from_reader(PdfReader(io.BytesIO(TWO)))
    writer.add_annotation(0, FreeText(text="Is this right?", rect=(10, 10, 100, 40)))
    out = io.BytesIO()
    writer.write(out)
    annotated = rendered(in_pdf(tmp_path, out.getvalue(), (0, 1, HERE)), "pdf")
    contents = [
        str(each.get_object().get("/Contents")) for each in PdfReader(io.BytesIO(annotated)).pages[0].annotations
    ]
    assert contents[0] == "Is this right?"
    assert len(contents) > 2


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    report = in_pdf(tmp_path, TWO, (0, 1, HERE))
    assert rendered(report, "pdf") == rendered(report, "pdf")


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(TWO)))
    writer.encrypt("", "owner")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(CitecheckError, match=r"keepers\.pdf: it is encrypted"):
        rendered(in_pdf(tmp_path, out.getvalue(), (0, 1, HERE)), "pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.4\nnothing more", TWO[: len(TWO) // 2]])
def test_a_damaged_file_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CitecheckError, match=r"keepers\.pdf: ") as caught:
        rendered(in_pdf(tmp_path, data, (0, 1, HERE)), "pdf")
    assert "\n" not in str(caught.value)


def test_only_a_pdf_file_can_be_marked(report: Report) -> None:
    with pytest.raises(CitecheckError, match=r"keepers\.txt: is no PDF file"):
        rendered(report, "pdf")
