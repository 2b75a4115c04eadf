"""Reads the findings back out of each report format, so that the formats can be held against each other."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from html import unescape
from io import BytesIO
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import openpyxl
from pypdf import PdfReader

from tests.reporter.word.unpacked import annotations, comments

Told = list[tuple[str, str]]
"""Code and severity of each finding, in the order of the report."""

_LEVELS = {"error": "error", "warning": "warning", "note": "info", "notice": "info"}


def terminal(raw: bytes) -> Told:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", raw.decode())
    return [(code, severity) for severity, code in re.findall(r"(?m)^  (error|warning|info) +([NQLRC]\d{3}) ", plain)]


def json_report(raw: bytes) -> Told:
    return [(each["code"], each["severity"]) for each in json.loads(raw)["findings"]]


def sarif(raw: bytes) -> Told:
    return [(each["ruleId"], _LEVELS[each["level"]]) for each in json.loads(raw)["runs"][0]["results"]]


def junit(raw: bytes) -> Told:
    texts = [each.text or "" for each in ET.fromstring(raw).iter() if each.tag in ("failure", "skipped", "system-out")]
    line = re.compile(r"(?m)^(error|warning|info) ([NQLRC]\d{3}) [a-z-]+: ")
    return [(code, severity) for text in texts for severity, code in line.findall(text)]


def github(raw: bytes) -> Told:
    line = re.compile(r"(?m)^::(error|warning|notice) file=[^:]*,title=([NQLRC]\d{3}) [a-z-]+::")
    return [(code, _LEVELS[level]) for level, code in line.findall(unquote(raw.decode(), errors="strict"))]


def markdown(raw: bytes) -> Told:
    signs = {"🔴": "error", "🟡": "warning", "🔵": "info"}
    return [(code, signs[sign]) for sign, code in re.findall(r"([🔴🟡🔵]) \*\*([NQLRC]\d{3}) ", raw.decode())]


def html(raw: bytes) -> Told:
    line = re.compile(r'<span class="severity s-\w+">(\w+)</span> <a href="#rule-([NQLRC]\d{3})">')
    return [(code, severity) for severity, code in line.findall(raw.decode())]


def docx(raw: bytes) -> Told:
    return _heads(said for said, _ in comments(raw))


def odt(raw: bytes) -> Told:
    return _heads(said for said, _ in annotations(raw))


def pdf(raw: bytes) -> Told:
    annotations = [each.get_object() for page in PdfReader(BytesIO(raw)).pages for each in page.annotations or ()]
    return _heads(str(each["/Contents"]) for each in annotations if each.get("/T") == "citecheck")


def _heads(comments: Iterable[str]) -> Told:
    """The findings that comments name in their first words."""
    heads = [re.match(r"(error|warning|info) ([NQLRC]\d{3}) [a-z-]+: ", said) for said in comments]
    return [(head[2], head[1]) for head in heads if head]


_LINE = re.compile(r"(?m)^(error|warning|info) ([NQLRC]\d{3}) [a-z-]+: ")


def csv_sheet(raw: bytes) -> Told:
    cells = [each["findings"] for each in csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))]
    return [(code, severity) for told in cells for severity, code in _LINE.findall(told)]


def xlsx(raw: bytes) -> Told:
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
    head, *rest = sheet.iter_rows(values_only=True)
    cells = [str(each[head.index("findings")] or "") for each in rest]
    return [(code, severity) for told in cells for severity, code in _LINE.findall(told)]


READERS: dict[str, Callable[[bytes], Told]] = {
    "terminal": terminal,
    "json": json_report,
    "sarif": sarif,
    "junit": junit,
    "github": github,
    "markdown": markdown,
    "html": html,
    "docx": docx,
    "odt": odt,
    "pdf": pdf,
    "csv": csv_sheet,
    "xlsx": xlsx,
}
"""One for each format of `REPORTERS`."""


def _joined(parts: Iterable[object]) -> str:
    return "\n".join(map(str, parts))


def _pdf_notes(raw: bytes) -> str:
    pages = PdfReader(BytesIO(raw)).pages
    return _joined(each.get_object().get("/Contents") for page in pages for each in page.annotations or ())


SAID: dict[str, Callable[[bytes], str]] = {
    "json": lambda raw: _joined([*(read := json.loads(raw))["warnings"], *read["documents"][0]["warnings"]]),
    "sarif": lambda raw: _joined(
        each["message"]["text"] for each in json.loads(raw)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    ),
    "junit": lambda raw: _joined(each.text for each in ET.fromstring(raw).iter("skipped")),
    "github": lambda raw: _joined(line for line in raw.decode().splitlines() if line.startswith("::warning title=")),
    "markdown": lambda raw: unescape(re.sub(r"\\([^\w\s])", r"\1", raw.decode())),
    "html": lambda raw: unescape(raw.decode()),
    "docx": lambda raw: _joined(said for said, _ in comments(raw)),
    "odt": lambda raw: _joined(said for said, _ in annotations(raw)),
    "pdf": _pdf_notes,
    "csv": lambda raw: raw.decode("utf-8-sig"),
    "xlsx": lambda raw: _joined(
        each for row in openpyxl.load_workbook(io.BytesIO(raw)).active.iter_rows(values_only=True) for each in row
    ),
}
"""The words in which formats tell of the run itself."""
