"""PDF files made by engines that people use, and hostile ones."""

from __future__ import annotations

import importlib
import zlib
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest
from click.testing import CliRunner
from pypdf import PdfReader as Pypdf
from pypdf import PdfWriter
from pypdf.actions import JavaScript

from citecheck.cli import main
from citecheck.errors import UnreadableError
from citecheck.model.document import BlockKind, Document, MarkKind
from citecheck.model.manuscript import Manuscript
from citecheck.parser.parse import parse
from citecheck.parser.readers.interface import ReadOptions
from citecheck.parser.readers.pdf import PdfReader
from tests.sources.tinypdf import pdf_of

typst = pytest.importorskip("typst")

FILLER = (
    "The harbour office kept a list of boats, with the name of each owner and the number of oars, and every spring "
    "the list was read aloud on the quay, so that whoever had lost a boat in the winter could say so before all. "
)
ESSAY = """
#set document(title: "Of Lights")
#set page(width: 148mm, height: 210mm, margin: 16mm, {page})
#set par(justify: true, {par})
#set text(size: 10pt, lang: "en", font: "Libertinus Serif")

= Of Lights

{filler}
The keepers, as Lindt says, “kept the office of the efficient lamp, and were never thanked for it”.#footnote[Anna
Lindt, _The Mill_ (Bergen: Holm, 1931), 44, #link("https://archive.example.org/mill/works-papers/part-4.html").]
{filler}

{filler} She adds:

#quote(block: true)[They had no fixed hours, no fixed wages and no fixed abode, and yet the light was never out for a
single night in all the forty years of which the logs have been kept and can still be read.#footnote[{long}]]

{filler}

#text(tracking: 0.3em)[THE STAIRS]

{filler} “No two of the stairs were alike,” said one of them.#footnote[Ibid., 52.] {filler}
"""
LONG = "Per Moe, _The Lamp_ (Oslo: Dahl, 1902), 7. " + FILLER * 12


def made(folder: Path, page: str = 'numbering: "1"', par: str = "", columns: int = 1) -> Path:
    source = folder / "essay.typ"
    text = ESSAY.replace("{page}", f"columns: {columns}, {page}").replace("{par}", par)
    source.write_text(text.replace("{filler}", FILLER * 3).replace("{long}", LONG), encoding="utf-8")
    out = folder / "essay.pdf"
    typst.compile(str(source), output=str(out))
    return out


def read(path: Path) -> Document:
    return PdfReader().read(path, path.read_bytes(), "pdf", ReadOptions())


HEAD = "numbering: none, header: context [#h(1fr) #smallcaps[Of Lights and Keepers] #h(1fr) #counter(page).display()]"
ROMAN = 'numbering: "i"'
INDENT = "first-line-indent: 1.2em, spacing: 0.65em"


@pytest.fixture(
    scope="module",
    params=[("", "", 1), (HEAD, "", 1), (ROMAN, INDENT, 1), (HEAD, INDENT, 2)],
    ids=lambda each: str(each[2]),
)
def essay(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manuscript]:
    page, par, columns = request.param
    path = made(tmp_path_factory.mktemp("essay"), page or 'numbering: "1"', par, columns)
    return path, parse(read(path))


def test_notes_of_an_essay(essay: tuple[Path, Manuscript]) -> None:
    _, found = essay
    assert [note.label for note in found.notes] == ["1", "2", "3"]
    assert found.notes[0].body.startswith("Anna Lindt, The Mill (Bergen: Holm, 1931), 44, https://")
    assert " ".join(found.notes[1].body.split()) == " ".join(LONG.replace("_", "").split())
    assert found.notes[2].body == "Ibid., 52."


def test_quotations_of_an_essay(essay: tuple[Path, Manuscript]) -> None:
    _, found = essay
    assert [(str(each.kind), each.text[:40]) for each in found.quotations] == [
        ("inline", "kept the office of the efficient lamp, a"),
        ("block", "They had no fixed hours, no fixed wages "),
        ("inline", "No two of the stairs were alike,"),
    ]
    assert found.quotations[1].text.endswith("kept and can still be read.")


def test_links_of_an_essay(essay: tuple[Path, Manuscript]) -> None:
    assert [link.url for link in essay[1].links] == ["https://archive.example.org/mill/works-papers/part-4.html"]


def test_headings_heads_and_page_numbers_of_an_essay(essay: tuple[Path, Manuscript]) -> None:
    document = essay[1].document
    kinds = {document.text[block.start : block.end]: block.kind for block in document.blocks}
    assert kinds["Of Lights"] is BlockKind.HEADING and kinds["THE STAIRS"] is BlockKind.HEADING
    assert "Keepers" not in document.text
    assert not any(text.strip().strip("ivx0123456789") == "" for text in kinds)
    assert document.title == "Of Lights" and document.language == "en"


def key(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def test_a_rectangle_holds_its_quotation(essay: tuple[Path, Manuscript]) -> None:
    path, found = essay
    pdf = pypdfium2.PdfDocument(path)
    for quotation in found.quotations:
        at = found.document.locate(quotation.start, quotation.end)
        last = found.document.locate(quotation.end - 1, quotation.end)
        assert at.page is not None and at.rect is not None
        inside = key(pdf[at.page - 1].get_textpage().get_text_bounded(*at.rect))
        assert key(quotation.text.split()[0]) in inside
        if last.page == at.page:
            assert all(key(word) in inside for word in quotation.text.split())


def test_ligatures_and_small_capitals_are_letters(essay: tuple[Path, Manuscript]) -> None:
    assert "efficient" in essay[1].document.text and "office" in essay[1].document.text


@pytest.fixture
def weasyprint() -> ModuleType:
    try:
        return importlib.import_module("weasyprint")
    except OSError:
        pytest.skip("Pango is not there")


@pytest.mark.parametrize("family", ["serif", "DejaVu Serif", "sans-serif"])
def test_ligatures_as_wide_as_two_letters(tmp_path: Path, family: str, weasyprint: ModuleType) -> None:
    words = "By the fire the officer found five flat fish, and offered a fjord of coffee to the baffled waffle chef."
    path = tmp_path / "page.pdf"
    weasyprint.HTML(string=f"<html lang=en><p style='font-family: {family}'>{words}").write_pdf(str(path))
    assert read(path).text == words


STYLE = """@page { size: A5; margin: 16mm; @bottom-center { content: counter(page) } @footnote { border-top: 1px solid }
}
html { font-size: 10pt } p { margin: 0; text-indent: 1em; text-align: justify }
.n { float: footnote; font-size: 8pt } .n::footnote-call { font-size: 65%; vertical-align: super; line-height: 0 }"""


def test_a_page_printed_by_a_browser_like_engine(tmp_path: Path, weasyprint: ModuleType) -> None:
    body = "".join(
        f"<p>{FILLER * 2}As Lindt says, “the light was never out in year {number} of the logs”.<span class=n>Anna"
        f" Lindt, The Mill (Bergen: Holm, 1931), {number}.</span> {FILLER}</p>"
        for number in range(1, 9)
    )
    path = tmp_path / "page.pdf"
    weasyprint.HTML(string=f"<html lang=en><style>{STYLE}</style><h1>Of Lights</h1>{body}").write_pdf(str(path))
    found = parse(read(path))
    assert [(note.label, note.body) for note in found.notes] == [
        (str(number), f"Anna Lindt, The Mill (Bergen: Holm, 1931), {number}.") for number in range(1, 9)
    ]
    assert [each.text for each in found.quotations] == [
        f"the light was never out in year {number} of the logs" for number in range(1, 9)
    ]
    for note in found.notes:
        assert found.document.text[: note.markers[0]].rstrip().endswith("logs”.")


def test_a_word_program_gives_the_same(tmp_path: Path, word_processor: str) -> None:
    import subprocess

    from docx import Document as Docx

    docx = Docx()
    docx.add_heading("Of Lights", 1)
    for _ in range(4):
        docx.add_paragraph(FILLER * 4)
    docx.add_paragraph("As Lindt says, “the light was never out for a single night in all those years”, and so on.")
    docx.save(str(tmp_path / "essay.docx"))
    command = [word_processor, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "essay.docx")],
        check=True,
        capture_output=True,
        timeout=170,
    )
    document = read(tmp_path / "essay.pdf")
    found = [document.text[block.start : block.end] for block in document.blocks]
    assert found[:2] == ["Of Lights", (FILLER * 4).strip()] and len(found) == 6
    assert [each.text for each in parse(document).quotations] == [
        "the light was never out for a single night in all those years"
    ]


@pytest.fixture
def word_processor() -> str:
    import shutil

    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        pytest.skip("needs LibreOffice")
    return found


def refused(path: Path) -> str:
    """The one line with which the program ends."""
    result = CliRunner().invoke(main, ["extract", str(path), "--quiet"])
    assert result.exit_code == 2 and "Traceback" not in result.output
    (line,) = result.output.strip().splitlines()
    return line


def test_a_scan_is_told(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_of([[], [], []]))
    assert "is a scan" in refused(path)


def test_a_locked_file_is_told(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=Pypdf(made(tmp_path)))
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(tmp_path / "locked.pdf")
    assert "is locked by a password" in refused(tmp_path / "locked.pdf")


def test_a_file_locked_for_its_owner_alone_is_read(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=Pypdf(made(tmp_path)))
    writer.encrypt("", "owner", algorithm="AES-256")
    writer.write(tmp_path / "open.pdf")
    assert "never thanked" in read(tmp_path / "open.pdf").text


@pytest.mark.parametrize("keep", [0.02, 0.5, 0.97])
def test_a_file_cut_short_is_told_or_read(tmp_path: Path, keep: float) -> None:
    data = made(tmp_path).read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: int(len(data) * keep)])
    try:
        read(path)
    except UnreadableError as error:
        assert str(error).startswith(str(path)) and "\n" not in str(error)


def raw_pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first of them its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + tail


def page_of(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    stream = b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(content), filters, content)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"
    return raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, stream])


def bomb() -> bytes:
    """A page whose content unpacks, twice over, to a gibibyte."""
    inner = zlib.compressobj(1, wbits=-15)
    piece = inner.compress(b" " * 2**24) + inner.flush(zlib.Z_FULL_FLUSH)
    # Pieces that end at a byte can be laid one after another; what is unpacked is never summed up by the reader.
    once = b"\x78\x01" + piece * 64 + zlib.compressobj(1, wbits=-15).flush() + b"\0\0\0\0"
    return page_of(zlib.compress(once, 9), b"[/FlateDecode /FlateDecode]")


LOOPS = {
    "pages": raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"]),
    "parent": raw_pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Parent 2 0 R /Kids [1 0 R] /Count 1 >>"]
    ),
    "no pages": raw_pdf([b"<< /Type /Catalog >>"]),
    "count": raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 2000000000 >>"]),
    "form": page_of(zlib.compress(b"/X Do")),
}


@pytest.mark.parametrize("name", LOOPS)
def test_case_49_loops_end_with_one_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / "loop.pdf"
    path.write_bytes(LOOPS[name])
    assert refused(path).startswith("citecheck: ")


def test_case_49_a_bomb_ends_with_one_line(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(bomb())
    assert refused(path).startswith("citecheck: ")


def test_case_49_ten_thousand_pages_are_too_many(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    one = pdf_of([["words"]])
    path.write_bytes(one.replace(b"/Kids [4 0 R] /Count 1 ", b"/Kids [" + b"4 0 R " * 10_000 + b"] /Count 10000 "))
    assert "has 10000 pages" in refused(path)


def test_a_program_in_a_pdf_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "script.pdf"
    writer = PdfWriter(clone_from=Pypdf(made(tmp_path)))
    writer.add_open_action(JavaScript("app.alert('run')"))
    writer.write(path)
    document = read(path)
    assert "alert" not in document.text and not any(
        mark.kind is MarkKind.LINK and "alert" in mark.target for mark in document.marks
    )
