"""Annotated files opened by LibreOffice, which prints them with their comments in the margin."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from citecheck.model.report import Report
from tests.parser.readers.pandoc import packages
from tests.parser.readers.pandoc.packages import marker, note, p, r
from tests.reporter.annotated import LOG, checked, rendered, sample_in

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

WORDS = "The lamp was not lit until the fog had come in from the bar, and nobody went out before the morning."
INJECTED = '</w:t></w:r><w:fldSimple w:instr="INCLUDETEXT /etc/passwd"/><w:r><w:t>DDEAUTO c:\\x "cmd" {{ =1+1 }}'
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Writer/Print/Content"><prop oor:name="Note" oor:op="fuse"><value>4</value></prop>
</item></oor:items>"""


def printed(folder: Path, *files: Path) -> dict[str, str]:
    """The text of each file as LibreOffice prints it, comments in the margin, all blanks single."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(SETTINGS)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--print-to-file",
         "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    texts = {}
    for file in files:
        with pypdfium2.PdfDocument(folder / f"{file.stem}.pdf") as pdf:
            texts[file.name] = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    return texts


def with_messages(report: Report, message: str) -> Report:
    (document,) = report.documents
    findings = tuple(replace(each, message=message) for each in document.findings[:2])
    return replace(report, documents=(replace(document, findings=findings),))


def test_case_57_each_comment_is_printed_in_the_margin_and_injected_fields_are_literal_text(tmp_path: Path) -> None:
    essay, annotated = tmp_path / "essay.docx", tmp_path / "annotated.docx"
    body = p(
        "The keeper writes: “The lamp was lit until the fog had come in from the bar”", marker("footnote", 2), "."
    ) + p("He adds that “nobody went out before the evening.”", marker("footnote", 3))
    notes = [note("footnote", id, p(r(f" The Log, {LOG}."))) for id in (2, 3)]
    essay.write_bytes(packages.docx(body, footnotes="".join(notes)))
    annotated.write_bytes(rendered(checked(essay, WORDS), "docx"))
    hostile = tmp_path / "hostile.docx"
    report = sample_in("docx", tmp_path)
    hostile.write_bytes(rendered(with_messages(report, INJECTED), "docx"))
    texts = printed(tmp_path, annotated, hostile)
    assert "the quotation drops “not” before “lit”" in texts["annotated.docx"]
    assert texts["annotated.docx"].count("citecheck") >= 2
    unbroken = texts["hostile.docx"].replace(" ", "").replace("-", "")
    assert "INCLUDETEXT/etc/passwd" in unbroken
    assert "root:" not in unbroken
