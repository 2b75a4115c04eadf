"""The Word copy: comments on the very words, and nothing else changed."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from citecheck.errors import CitecheckError
from citecheck.model.report import Report
from tests.parser.readers.pandoc import packages
from tests.parser.readers.pandoc.packages import marker, note, p, r
from tests.reporter.annotated import checked, rendered
from tests.reporter.word.unpacked import comments, is_only_anchored, parts

LOG = (
    "The lamp was not lit until the fog had come in from the bar. He counted the boats twice, for the wind was "
    "rising. Nobody went out before the morning, and the bell was silent all that night."
)
LAMP = "The lamp was lit until the fog had come in from the bar"
BOATS = "He counted the boats thrice, for the wind was rising"

SO = marker("footnote", 2) + r(" So it was.")
CITED = note("footnote", 2, p(r(" The Log, https://skerry.example/log.")))


def on(data: bytes, code: str) -> list[str]:
    """The texts that the comments of a code are on."""
    return [text for said, text in comments(data) if f" {code} " in said.partition("\n")[0]]


@pytest.fixture
def annotate(tmp_path: Path):
    """Writes a Word file of this body, checks it against the log, and gives both files."""

    def made(body: str | bytes, changes: str = "accept", **more: str) -> tuple[bytes, bytes]:
        original = body if isinstance(body, bytes) else packages.docx(body, **{"footnotes": CITED, **more})
        path = tmp_path / "essay.docx"
        path.write_bytes(original)
        return original, rendered(checked(path, LOG, changes), "docx")

    return made


def differing(original: bytes, annotated: bytes) -> set[str]:
    before, after = parts(original), parts(annotated)
    assert list(after)[: len(before)] == list(before), "the old parts come first, in their order"
    assert is_only_anchored(before["word/document.xml"], after["word/document.xml"])
    return {name for name in after if before.get(name) != after[name]}


def test_a_comment_stands_on_the_quotation_and_says_what_differs(annotate) -> None:
    original, annotated = annotate(p(f"The keeper writes: “{LAMP}.”", SO))
    (said,) = [said for said, _ in comments(annotated) if "Q204" in said]
    assert said.splitlines()[0].startswith("error Q204 meaning-changed: ")
    assert "Source: “The lamp was not lit until" in said
    assert "Quotation: “The lamp was lit until" in said
    assert "In: The Log" in said
    assert "Open: https://skerry.example/log#:~:text=The%20lamp" in said
    assert on(annotated, "Q204") == [f"{LAMP}."]
    assert differing(original, annotated) == {
        "[Content_Types].xml",
        "word/document.xml",
        "word/comments.xml",
        "word/_rels/document.xml.rels",
        "word/_rels/comments.xml.rels",
    }


def test_the_words_that_differ_are_bold_and_the_link_can_be_followed(annotate) -> None:
    _, annotated = annotate(p(f"The keeper writes: “{LAMP}.”", SO))
    held = parts(annotated)
    bold = re.findall(rb"<w:b/></w:rPr><w:t[^>]*>([^<]*)", held["word/comments.xml"])
    assert b"not" in bold
    (link,) = re.findall(rb'<w:hyperlink [^>]*r:id="(\w+)"', held["word/comments.xml"])
    assert b'Id="' + link + b'"' in held["word/_rels/comments.xml.rels"]
    assert b'Target="https://skerry.example/log#:~:text=' in held["word/_rels/comments.xml.rels"]


def test_python_docx_reads_the_comments(annotate) -> None:
    _, annotated = annotate(p(f"The keeper writes: “{LAMP}.”", SO))
    read = docx.Document(io.BytesIO(annotated))
    assert {comment.author for comment in read.comments} == {"citecheck"}
    assert any(comment.text.startswith("error Q204") for comment in read.comments)
    assert read.paragraphs[0].text == f"The keeper writes: “{LAMP}.” So it was."


@pytest.mark.parametrize(
    "runs",
    [
        [r("He wrote: “"), r(LAMP, "<w:i/>"), r(".”")],
        [r("He wrote: “The lamp "), r("was lit", "<w:b/><w:i/>"), r(" until the fog had come in from the bar.”")],
        ["<w:r><w:t>He wrote: “The lamp was </w:t><w:tab/><w:t>lit until the fog had come in from the bar.”</w:t>"
         "</w:r>"],
        [r("He wrote: “The lamp"), '<w:bookmarkStart w:id="7" w:name="x"/>', r(" was lit until the fog had come in"),
         '<w:bookmarkEnd w:id="7"/>', "<w:proofErr w:type='spellStart'/>", r(" from the bar.”")],
        ['<w:hyperlink w:anchor="x">' + r("He wrote: “The lamp was lit until the fog") + "</w:hyperlink>",
         r(" had come in from the bar.”")],
        ["<w:sdt><w:sdtContent>" + r("He wrote: “The lamp was lit until the fog") + "</w:sdtContent></w:sdt>",
         r(" had come in from the bar.”")],
        [r("He wrote: “The lamp was lit until "),
         '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> QUOTE "x" </w:instrText>'
         '<w:fldChar w:fldCharType="separate"/><w:t>the fog had come</w:t><w:fldChar w:fldCharType="end"/></w:r>',
         r(" in from the bar.”")],
        ["<w:r w:rsidR='00A1>00'><w:rPr><w:lang w:val='en-GB'/></w:rPr><w:t>He wrote: “The lamp was lit until the "
         "fog had come in from the bar.” &amp; &#8212;</w:t></w:r>"],
    ],
    ids=["its own run", "in italics", "a tab in the run", "bookmarks", "a hyperlink", "a control", "a field", "quotes"],
)  # fmt: skip
def test_the_words_are_met_however_their_runs_lie(annotate, runs: list[str]) -> None:
    original, annotated = annotate("<w:p>" + "".join(runs) + SO + "</w:p>")
    (text,) = set(on(annotated, "Q204"))
    assert text.rstrip(".") == LAMP
    differing(original, annotated)


def test_a_run_is_parted_with_its_formatting(annotate) -> None:
    original, annotated = annotate(
        p(r(f"He wrote: “{LAMP}.” So it was.", "<w:color w:val='FF0000'/>"), marker("footnote", 2))
    )
    read = docx.Document(io.BytesIO(annotated))
    colours = {str(run.font.color.rgb) for run in read.paragraphs[0].runs if run.text}
    assert colours == {"FF0000"}
    assert read.paragraphs[0].text == docx.Document(io.BytesIO(original)).paragraphs[0].text


def test_blanks_at_the_place_of_parting_stay(annotate) -> None:
    original, annotated = annotate(f"<w:p><w:r><w:t>He wrote: {LAMP} “{BOATS}” so it was.</w:t></w:r></w:p>")
    assert docx.Document(io.BytesIO(annotated)).paragraphs[0].text == (
        docx.Document(io.BytesIO(original)).paragraphs[0].text
    )
    differing(original, annotated)


def test_what_is_told_of_a_note_stands_at_its_marker(annotate) -> None:
    original, annotated = annotate(
        p("Before.", marker("footnote", 2), " The bell was silent.", marker("footnote", 5), " After it."),
        footnotes=note("footnote", 2, p(r(" See page 4.")))
        + note(
            "footnote", 5, p(r(f" The keeper wrote: “{LAMP}. Nobody went out.” The Log, https://skerry.example/log."))
        ),
    )
    assert set(on(annotated, "Q204")) == {"[5]"}
    assert any("About: note 2" in said for said, _ in comments(annotated) if "Q204" in said)
    assert "word/footnotes.xml" not in differing(original, annotated)


def test_what_is_wrong_with_a_note_itself_stands_at_its_marker_too(annotate) -> None:
    # Moor's work is cited by nobody before: the note has a finding, and no words of the text have.
    _, annotated = annotate(
        p("The bell was silent.", marker("footnote", 2)) + p("After it nobody went out."),
        footnotes=note("footnote", 2, p(r(" Moor, "), r("Salt", "<w:i/>"), r(", 40."))),
    )
    assert on(annotated, "N108") == ["[2]"]
    assert any("About: note 1" in said for said, _ in comments(annotated) if "N108" in said)


TRACKED = (
    p(
        r("The keeper writes: “The lamp was "),
        '<w:ins w:id="90" w:author="A" w:date="2026-01-01T00:00:00Z">' + r("never ") + "</w:ins>",
        '<w:del w:id="91" w:author="A"><w:r><w:delText xml:space="preserve">not </w:delText></w:r></w:del>',
        r("lit until the fog had come in from the bar.”"),
        SO,
    )
    + p('<w:moveFrom w:id="92" w:author="A">' + r(f"Moved: “{BOATS}.”") + "</w:moveFrom>", r("It is quiet."))
    + p('<w:moveTo w:id="93" w:author="A">' + r(f"Moved: “{BOATS}.”") + "</w:moveTo>")
)


@pytest.mark.parametrize(
    ("changes", "words"),
    [("accept", "The lamp was never not lit"), ("reject", None), ("all", "The lamp was never not lit")],
)
def test_tracked_changes_stay(annotate, changes: str, words: str | None) -> None:
    original, annotated = annotate(TRACKED, changes)
    texts = [text for _, text in comments(annotated) if text.startswith("The lamp")]
    assert bool(texts) is bool(words)
    if words:
        assert all(text.startswith(words) for text in texts)
    differing(original, annotated)
    xml = parts(annotated)["word/document.xml"]
    for element in (b"<w:ins ", b"<w:del ", b"<w:moveFrom ", b"<w:moveTo "):
        assert xml.count(element) == 1


def test_a_moved_quotation_is_marked_where_it_has_gone(annotate) -> None:
    _, annotated = annotate(TRACKED)
    xml = parts(annotated)["word/document.xml"]
    moved = xml.index(b"<w:moveTo")
    assert b"commentRangeStart" in xml[moved:]
    assert b"commentRangeStart" not in xml[xml.index(b"<w:moveFrom") : moved]


BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData>'
    "<wps:wsp><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{0}"
    "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_quotation_in_a_text_box_is_marked_at_the_box(annotate) -> None:
    original, annotated = annotate(
        p("A picture with words stands here.", BOX.format(p(f"The Log has “{LAMP}.”")), "And it goes on.")
    )
    xml = parts(annotated)["word/document.xml"]
    assert on(annotated, "Q212")
    box = xml[xml.index(b"<w:txbxContent") : xml.rindex(b"</w:txbxContent")]
    assert b"commentRange" not in box
    assert xml.index(b"commentRangeStart") < xml.index(b"<mc:AlternateContent")
    differing(original, annotated)


OLD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:comments '
    f'xmlns:w="{packages.W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
    '<w:comment w:id="3" w:author="Ann" w:date="2026-01-01T00:00:00Z"><w:p w14:paraId="11111111">'
    "<w:r><w:t>Is this right?</w:t></w:r></w:p></w:comment></w:comments>"
)


def commented() -> bytes:
    """A Word file that has a comment and its extended part."""
    held = packages.docx_parts(
        p('<w:commentRangeStart w:id="3"/>', f"The keeper writes: “{LAMP}", '<w:commentRangeEnd w:id="3"/>',
          '<w:r><w:commentReference w:id="3"/></w:r>', ".”", SO),
        footnotes=CITED,
    )  # fmt: skip
    held["word/comments.xml"] = OLD
    held["word/commentsExtended.xml"] = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="11111111" w15:done="1"/></w15:commentsEx>'
    )
    held["word/_rels/document.xml.rels"] = held["word/_rels/document.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="rId8" Type="{packages.R}/comments" Target="comments.xml"/><Relationship Id="rId9" '
        'Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" '
        'Target="commentsExtended.xml"/></Relationships>',
    )
    return packages.pack(held)


def test_comments_that_are_there_stay_and_keep_their_numbers(annotate) -> None:
    original, annotated = annotate(commented())
    assert differing(original, annotated) == {
        "word/document.xml",
        "word/comments.xml",
        "word/_rels/comments.xml.rels",
    }
    xml = parts(annotated)["word/comments.xml"].decode()
    assert xml.startswith(OLD.removesuffix("</w:comments>"))
    ids = re.findall(r'<w:comment [^>]*w:id="(\d+)"', xml)
    assert len(ids) == len(set(ids)) > 1
    assert min(map(int, ids[1:])) == 4
    assert set(on(annotated, "Q204")) == {f"{LAMP}."}


def test_a_file_without_findings_is_given_back_as_it_was(annotate) -> None:
    original, annotated = annotate(p("No quotation stands here, and no note."))
    assert parts(annotated) == parts(original)


@pytest.mark.parametrize("way", ["strict", "byte order mark"])
def test_files_of_other_makers(annotate, way: str) -> None:
    held = packages.docx_parts(p(f"The keeper writes: “{LAMP}.”", SO), footnotes=CITED)
    main = held["word/document.xml"]
    if way == "strict":
        strict = {
            packages.W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
            packages.R: "http://purl.oclc.org/ooxml/officeDocument/relationships",
        }
        for name in held:
            for old, new in strict.items():
                held[name] = held[name].replace(old, new)
    else:
        held["word/document.xml"] = "\ufeff" + main
    original = packages.pack(held)
    _, annotated = annotate(original)
    before, after = parts(original)["word/document.xml"], parts(annotated)["word/document.xml"]
    assert set(on(annotated, "Q204")) == {f"{LAMP}."}
    assert is_only_anchored(before, after)


def test_the_same_bytes_each_time(annotate) -> None:
    body = p(f"The keeper writes: “{LAMP}.”", SO)
    assert annotate(body)[1] == annotate(body)[1]


def test_only_a_word_file_can_be_annotated(report: Report) -> None:
    with pytest.raises(CitecheckError, match=r"keepers\.txt: is no Word file"):
        rendered(report, "docx")


def test_one_file_at_a_time(annotate, tmp_path: Path) -> None:
    annotate(p("One."))
    report = checked(tmp_path / "essay.docx", LOG)
    with pytest.raises(CitecheckError, match="one manuscript, and there are 2"):
        rendered(Report(report.documents * 2), "docx")


def test_a_file_that_has_gone(annotate, tmp_path: Path) -> None:
    annotate(p("One."))
    report = checked(tmp_path / "essay.docx", LOG)
    (tmp_path / "essay.docx").unlink()
    with pytest.raises(CitecheckError, match="cannot be read again"):
        rendered(report, "docx")


def run(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "citecheck", *map(str, args)], capture_output=True, text=True, timeout=60
    )


def test_by_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text(LOG)
    path = tmp_path / "essay.docx"
    path.write_bytes(packages.docx(p(f"The keeper writes: “{LAMP}.”", marker("footnote", 2)),
                                   footnotes=note("footnote", 2, p(r(" The Log.")))))  # fmt: skip
    before = path.read_bytes()
    out = tmp_path / "annotated.docx"
    ran = run("check", path, "--source", tmp_path / "log.txt", "--offline", "--format", "docx", "--output", out)
    assert ran.returncode == 1, ran.stderr
    assert on(out.read_bytes(), "Q204") == [f"{LAMP}."]
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["essay.docx", "link.docx", "."])
def test_the_manuscript_is_never_written_over(tmp_path: Path, name: str) -> None:
    path = tmp_path / "essay.docx"
    path.write_bytes(packages.docx(p("One “word of it.”")))
    (tmp_path / "link.docx").symlink_to(path)
    before = path.read_bytes()
    ran = run("check", path, "--offline", "--format", "docx", "--output", tmp_path / name)
    assert ran.returncode == 2
    assert len(ran.stderr.splitlines()) == 1
    assert path.read_bytes() == before


def test_a_terminal_gets_no_word_file(tmp_path: Path) -> None:
    path = tmp_path / "essay.docx"
    path.write_bytes(packages.docx(p("One.")))
    master, slave = pty.openpty()
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "citecheck", "check", str(path), "--offline", "--format", "docx"],
            stdout=slave, stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip
    finally:
        os.close(slave)
        os.close(master)
    assert ran.returncode == 2
    assert "--output FILE.docx" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_another_format_is_refused_before_the_work(tmp_path: Path) -> None:
    path = tmp_path / "essay.md"
    path.write_text("One.\n")
    ran = run("check", path, "--offline", "--format", "docx", "--output", tmp_path / "x.docx")
    assert ran.returncode == 2
    assert "is no Word file" in ran.stderr
    assert not (tmp_path / "x.docx").exists()
