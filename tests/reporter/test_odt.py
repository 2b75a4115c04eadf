"""The OpenDocument copy: annotations on the very words, and nothing else changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck.errors import CitecheckError
from citecheck.model.report import Report
from tests.reporter.annotated import LOG, checked, odt, odt_note, rendered
from tests.reporter.word.unpacked import annotations, parts, without_annotations

SOURCE = (
    "The lamp was not lit until the fog had come in from the bar. He counted the boats twice, for the wind was "
    "rising. Nobody went out before the morning."
)
LAMP = "The lamp was lit until the fog had come in from the bar"
NOTE = odt_note(f"The Log, {LOG}.")

Annotate = Callable[..., tuple[bytes, bytes]]


@pytest.fixture
def annotate(tmp_path: Path) -> Annotate:
    """Writes an OpenDocument text, checks it against the log, and gives both files."""

    def made(body: str, **more: str) -> tuple[bytes, bytes]:
        original = odt(body, **more)
        path = tmp_path / "essay.odt"
        path.write_bytes(original)
        annotated = rendered(checked(path, SOURCE), "odt")
        before, after = parts(original), parts(annotated)
        assert list(after) == list(before)
        assert without_annotations(after["content.xml"]) == before["content.xml"]
        assert all(after[name] == before[name] for name in before if name != "content.xml")
        return original, annotated

    return made


def on(data: bytes, code: str) -> list[str]:
    return [text for said, text in annotations(data) if f" {code} " in said.partition("\n")[0]]


@pytest.mark.parametrize(
    "words",
    [
        f"“{LAMP}”",
        "“The lamp <text:span>was lit</text:span> until the fog had come in from the bar”",
        '“The lamp was lit until <text:bookmark text:name="x"/>the fog had come in from the bar”',
        "So &amp; so: “The lamp was lit<text:s/>until<text:line-break/>the fog had come in from the bar”",
        'He: “The <text:a xlink:href="x" xmlns:xlink="http://www.w3.org/1999/xlink">lamp was</text:a> lit until the '
        "fog had come in from the bar”",
    ],
    ids=["plain", "a span", "a bookmark", "blanks", "a link"],
)
def test_an_annotation_stands_on_the_quotation(annotate: Annotate, words: str) -> None:
    _, annotated = annotate(f"<text:p>The keeper writes: {words}{NOTE}. So it was.</text:p>")
    (text,) = on(annotated, "Q204")
    assert "".join(text.split()) in (
        "".join(LAMP.split()),
        "".join(LAMP.replace("lit until the", "lituntilthe").split()),
    )
    (said,) = [said for said, _ in annotations(annotated) if " Q204 " in said]
    assert "Source: “The lamp was not lit until" in said
    assert "Open: https://skerry.example/log#:~:text=" in said


def test_a_field_is_not_parted(annotate: Annotate) -> None:
    _, annotated = annotate(
        f"<text:p>The keeper: “The lamp was lit until the fog had come in from <text:bookmark-ref "
        f'text:ref-name="x" text:reference-format="text">the bar</text:bookmark-ref>”{NOTE}.'
        "</text:p>"
    )
    assert on(annotated, "Q204") == [LAMP]
    assert b">the bar</text:bookmark-ref><office:annotation-end" in parts(annotated)["content.xml"]


def test_what_is_told_of_a_note_stands_at_its_marker(annotate: Annotate) -> None:
    first, second = odt_note("See page 4."), odt_note(f"“{LAMP}. Nobody went out.” The Log, {LOG}.", 2)
    _, annotated = annotate(f"<text:p>One.{first} Two.{second}</text:p>")
    assert all(text.startswith("2") for text in on(annotated, "Q204"))
    assert len(on(annotated, "Q204")) == 1


def test_words_that_were_deleted_are_not_taken_for_the_text(annotate: Annotate) -> None:
    deleted = (
        '<text:tracked-changes><text:changed-region text:id="ct1"><text:deletion><office:change-info/>'
        f"<text:p>“{LAMP}”</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    _, annotated = annotate(f'{deleted}<text:p>He writes: <text:change text:change-id="ct1"/>“{LAMP}”{NOTE}.</text:p>')
    content = parts(annotated)["content.xml"]
    assert on(annotated, "Q204") == [LAMP]
    assert b"office:annotation" not in content[: content.index(b"</text:tracked-changes>")]


def test_without_automatic_styles_nothing_is_bold(annotate: Annotate) -> None:
    _, annotated = annotate(f"<text:p>He writes: “{LAMP}”{NOTE}.</text:p>", styles="<office:automatic-styles/>")
    assert on(annotated, "Q204") == [LAMP]
    assert b"citecheck-strong" not in parts(annotated)["content.xml"]


def test_annotations_that_are_there_stay(annotate: Annotate) -> None:
    old = '<office:annotation office:name="citecheck-1"><text:p>Is this right?</text:p></office:annotation>'
    _, annotated = annotate(f"<text:p>He writes: {old}“{LAMP}”{NOTE}.</text:p>")
    assert parts(annotated)["content.xml"].count(b'office:name="citecheck-1"') == 1
    assert on(annotated, "Q204") == [LAMP]


def test_only_an_opendocument_text_can_be_annotated(report: Report) -> None:
    with pytest.raises(CitecheckError, match=r"keepers\.txt: is no OpenDocument file"):
        rendered(report, "odt")


def test_the_mimetype_stays_first_and_unpacked(annotate: Annotate) -> None:
    _, annotated = annotate(f"<text:p>He writes: “{LAMP}”{NOTE}.</text:p>")
    assert annotated[30:38] == b"mimetype"
    assert annotated[38:77] == b"application/vnd.oasis.opendocument.text"
