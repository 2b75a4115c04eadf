"""Hostile text in every place that a stranger writes to: titles, quotations, addresses, names of files, reasons.

The numbers are those of the list of hostile cases; 54 and 57 have tests in Chromium and LibreOffice, too.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree as ET

import html5lib
import openpyxl
import pytest
from jsonschema import Draft4Validator
from lxml import etree

from citecheck.reporter import REPORTERS
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.manuscript import ANNOTATED
from tests.parser.readers.pandoc import packages
from tests.reporter.annotated import rendered, sample_in
from tests.reporter.hostile import hostile
from tests.reporter.reading import SAID
from tests.reporter.word.unpacked import parts
from tests.running import run

TEXTS = [name for name in REPORTERS if not REPORTERS[name]().binary]
SCHEMAS = Path(__file__).parent / "schemas"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# JSON keeps what stands in the manuscript, with escapes for what does not print.
SHOWN = [name for name in TEXTS if name != "json"]
SETTING_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def text_of(name: str, evil: str) -> str:
    options = ReportOptions(verbose=True)
    return REPORTERS[name]().render(hostile(evil), options).decode("utf-8-sig" if name == "csv" else "utf-8")


def controls(text: str) -> set[str]:
    return {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char != "\n"}


ACTING = [
    "\x1b[2J\x1b[1;1H",
    "\x1b]8;;https://evil.example\x07x\x1b]8;;\x07",
    "\x9b31m",
    "over\rwritten",
    "back\b\b\b\bspace",
    "\x00\x7f\x85",
]


@pytest.mark.parametrize("evil", ACTING, ids=range(len(ACTING)))
@pytest.mark.parametrize("name", TEXTS)
def test_case_51_no_control_reaches_a_report(name: str, evil: str) -> None:
    assert controls(text_of(name, evil)) == set()


@pytest.mark.parametrize("evil", ACTING, ids=range(len(ACTING)))
def test_case_51_a_coloured_report_holds_only_its_own_colours(evil: str) -> None:
    raw = REPORTERS["terminal"]().render(hostile(evil), ReportOptions(color=True, verbose=True)).decode()
    assert SETTING_COLOURS.search(raw)
    assert controls(SETTING_COLOURS.sub("", raw)) == set()


@pytest.mark.parametrize("name", ["docx", "odt", "pdf", "xlsx"])
def test_case_51_no_control_reaches_a_file_of_an_office(name: str, tmp_path: Path) -> None:
    for evil in ACTING:
        report = hostile(evil, sample_in(name, tmp_path)) if name in ANNOTATED else hostile(evil)
        assert controls(SAID[name](rendered(report, name))) - {"\r"} == set()


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("evil", ["[/]", "[bold]x", "[link=https://evil.example]x[/link]", "x[/bold", "end\\", ":cat:"])
def test_case_52_markup_of_terminals_is_text(evil: str, color: bool) -> None:
    raw = REPORTERS["terminal"]().render(hostile(f"a{evil}"), ReportOptions(color=color, width=200)).decode()
    assert raw.count(f"a{evil}") > 5
    assert "\x1b]8" not in raw


@pytest.mark.parametrize(
    "evil",
    [
        "x\n::error::y",
        "x\r\n::stop-commands::t",
        "::error file=a::y",
        "##[error]y",
        "##vso[task.setvariable]y",
        "%0A::error::y",
    ],
)
@pytest.mark.parametrize("name", TEXTS)
def test_case_53_a_runner_finds_no_command_of_a_stranger(name: str, evil: str) -> None:
    text = text_of(name, evil)
    assert "##[" not in text
    assert "##vso[" not in text
    commands = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert bool(commands) == (name == "github")
    for command in commands:
        # The runner takes the words of a command up to the first "::" behind its fields, which are escaped.
        fields, _, said = command.removeprefix("::").partition("::")
        assert re.fullmatch(r"(error|warning|notice) (?:\w+=[^:,=]*,?)+", fields)
        assert "%0A::" not in said


def test_case_53_a_manuscript_may_have_any_name(tmp_path: Path) -> None:
    name = "a\n::error::b [link=x] \x1b[31m.md"
    (tmp_path / name).write_text("One “that the keeper did not light the lamp until the fog came in.”\n")
    for each in TEXTS:
        done = run("check", name, "--offline", "--format", each, "--fail-on", "never", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert controls(done.stdout.removeprefix("\ufeff")) == set()
        assert not [line for line in done.stdout.splitlines() if line.startswith("::error::")]


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        'x" onerror="alert(1)',
        "javascript:alert(1)",
        "</title><script>x</script>",
        "</style>",
    ],
)
def test_case_54_nothing_in_a_page_is_a_strangers(evil: str) -> None:
    page = html5lib.parse(rendered(hostile(evil), "html"), namespaceHTMLElements=False, transport_encoding="utf-8")
    for each in page.iter():
        assert each.tag not in ("script", "img", "iframe", "object", "base", "form")
        assert not any(name.startswith("on") for name in each.attrib)
        assert re.match(r"#|https?://|$", each.get("href", ""))
    assert evil.split(">")[0] in "".join(page.itertext())
    shown = text_of("markdown", evil)
    assert "<script" not in shown
    assert "](javascript:" not in shown
    json.loads(rendered(hostile(evil), "json"))


@pytest.mark.parametrize("evil", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"])
def test_case_55_no_cell_of_a_sheet_acts(evil: str) -> None:
    rows = list(csv.reader(io.StringIO(rendered(hostile(evil), "csv").decode("utf-8-sig"), newline="")))
    assert any(evil.strip() in cell for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    sheet = openpyxl.load_workbook(io.BytesIO(rendered(hostile(evil), "xlsx"))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.parametrize(
    "evil", ["]]>", "a\x00b", "\ufffe", "\udcff", "![x](https://evil.example/p.png)", "[x](javascript:1)", "{0} {x}"]
)
def test_case_55_the_reports_for_machines_are_well_formed(evil: str) -> None:
    raw = rendered(hostile(evil), "junit")
    etree.XMLSchema(etree.parse(str(SCHEMAS / "junit-4.xsd"))).assertValid(etree.fromstring(raw))
    log = json.loads(rendered(hostile(evil), "sarif"))
    Draft4Validator(json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text())).validate(log)
    # A link of SARIF is [words](target), and a placeholder {0} (3.11.5 and 3.11.6).
    for each in log["runs"][0]["results"]:
        assert not re.search(r"(?<!\\)[\[\]]|(?<!\{)\{(?!\{)", each["message"]["text"])


@pytest.mark.parametrize(
    "evil", ["\u202egnp.exe\u202c", "\u2066x", "\U000e0041\U000e0042", "\u200b\u2060", "a" + "\u0301" * 500]
)
@pytest.mark.parametrize("name", SHOWN)
def test_case_56_what_cannot_be_seen_is_shown(name: str, evil: str) -> None:
    text = text_of(name, evil)
    assert controls(text) == set()
    assert "\u0301" * 7 not in text
    assert "⟨" in text


@pytest.mark.parametrize("name", SHOWN)
def test_case_56_a_host_that_looks_like_another_is_shown_in_punycode(name: str) -> None:
    assert "xn--" in text_of(name, "https://раураl.example/x")


@pytest.mark.parametrize(
    "evil",
    [
        '</w:t></w:r><w:fldSimple w:instr="INCLUDETEXT /etc/passwd"/>',
        "DDEAUTO c:\\\\windows\\\\cmd.exe",
        "<w:instrText>INCLUDEPICTURE https://evil.example/x.png</w:instrText>",
        "</text:p><text:dde-connection office:name='x'/>",
        "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    ],
)
@pytest.mark.parametrize("name", ["docx", "odt"])
def test_case_57_what_is_injected_into_a_manuscript_is_literal_text(name: str, evil: str, tmp_path: Path) -> None:
    report = sample_in(name, tmp_path)
    before = Path(report.documents[0].manuscript.document.path).read_bytes()
    raw = rendered(hostile(evil, report), name)
    assert "".join(evil.split()) in "".join(SAID[name](raw).split())
    files = ("word/document.xml", "word/comments.xml") if name == "docx" else ("content.xml",)
    fresh = {each.tag for file in files for each in ET.fromstring(parts(raw)[file]).iter()}
    known = {each.tag for each in ET.fromstring(parts(before)[files[0]]).iter()}
    made = {each.rpartition("}")[2] for each in fresh - known}
    assert made <= MADE[name]


MADE = {
    "docx": {
        "comments",
        "comment",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "hyperlink",
        "b",
        "rPr",
    },
    "odt": {"annotation", "annotation-end", "creator", "a", "span", "style", "text-properties"},
}


@pytest.mark.parametrize("name", ["json", "docx", "xlsx"])
@pytest.mark.parametrize("output", ["essay.docx", "hard.docx", "link.docx", "folder", "none/report", "fifo"])
def test_case_64_a_report_goes_over_nothing_that_it_must_not(name: str, output: str, tmp_path: Path) -> None:
    essay = tmp_path / "essay.docx"
    essay.write_bytes(packages.docx(packages.p("One “word of it.”")))
    before = essay.read_bytes()
    (tmp_path / "hard.docx").hardlink_to(essay)
    (tmp_path / "link.docx").symlink_to(essay)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    done = run("check", "essay.docx", "--offline", "--format", name, "--output", output, cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert essay.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "essay.docx",
        "fifo",
        "folder",
        "hard.docx",
        "link.docx",
    ]
