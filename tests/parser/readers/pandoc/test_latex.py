"""LaTeX: notes, csquotes, citations, environments, files taken in."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.model.document import BlockKind, NoteKind
from tests.parser.readers.pandoc.reading import citations, document, manuscript, notes, quoted, texts

BIB = "@book{doe, author={Doe, Jane}, title={The Salt Roads}, year={2004}, doi={10.1234/abc}}\n"


def test_footnotes_endnotes_and_marks_apart_from_their_texts(tmp_path: Path) -> None:
    read = manuscript(
        tmp_path,
        "a.tex",
        "One\\footnote{First, \\emph{Daybook}, 14.} two\\footnotemark{} three\\endnote{At the end.} four.\n"
        "\\footnotetext{Second.}\n\n% five\\footnote{Not one.}\n",
    )
    assert notes(read) == [("1", "One", "First, Daybook, 14."), ("2", "two", "Second."), ("1", "three", "At the end.")]
    assert [note.kind for note in read.notes] == [NoteKind.FOOTNOTE, NoteKind.FOOTNOTE, NoteKind.ENDNOTE]


def test_number_given_to_a_note_is_its_label(tmp_path: Path) -> None:
    read = manuscript(tmp_path, "a.tex", "One\\footnote[7]{A.} two\\footnotemark[9].\\footnotetext[9]{B.}\n")
    assert notes(read) == [("7", "One", "A."), ("9", "two", "B.")]


@pytest.mark.parametrize(
    ("source", "texts_"),
    [
        (r"\enquote{one \enquote{inner} word}", ["one ‘inner’ word"]),
        (r"\textquote[{\cite[33]{doe}}][.]{the sea is a road}", ["the sea is a road."]),
        (r"\foreignquote{german}{Der Fluss ist lang}", ["Der Fluss ist lang"]),
        (r"\textcquote[88]{doe}{winds are free}", ["winds are free"]),
        (r"``the \TeX{} way'' and `single words'", ["the TeX way", "single words"]),
        (r"\blockquote[{\cite[44]{doe}}]{a displayed one}", ["a displayed one"]),
        ("\\begin{displayquote}\nset apart\n\\end{displayquote}", ["set apart"]),
        ("\\begin{quote}set apart\\end{quote}", ["set apart"]),
        ("\\begin{quotation}\none\n\ntwo\n\\end{quotation}", ["one\n\ntwo"]),
        ("\\begin{verse}one\\\\\ntwo\\end{verse}", ["one\ntwo"]),
        (r"\enquote{the first \textelp{} and \textins{the} last}", ["the first […] and [the] last"]),
    ],
)
def test_quotation_commands_and_environments(tmp_path: Path, source: str, texts_: list[str]) -> None:
    assert quoted(manuscript(tmp_path, "a.tex", f"He wrote {source} there.\n")) == texts_


def test_german_shorthands_are_quotation_marks(tmp_path: Path) -> None:
    source = '\\usepackage[ngerman]{babel}\n\\begin{document}Er schrieb "`das Wort gilt"\' und ging.\\end{document}\n'
    read = manuscript(tmp_path, "a.tex", source)
    assert quoted(read) == ["das Wort gilt"]
    assert read.document.language == "de"


@pytest.mark.parametrize(
    ("command", "locator"),
    [(r"\cite{doe}", ""), (r"\cite[12]{doe}", "12"), (r"\autocite[see][12]{doe}", "12"), (r"\parencite[12]{doe}", "12"),
     (r"\textcite[12]{doe}", "12"), (r"\citep[p.~3]{doe}", "p. 3"), (r"\citet{doe}", ""), (r"\citealp{doe}", ""),
     (r"\fullcite{doe}", "")],
)  # fmt: skip
def test_cite_commands_of_biblatex_and_natbib(tmp_path: Path, command: str, locator: str) -> None:
    read = document(tmp_path, "a.tex", f"So it is {command}.\n")
    assert [(key, where.replace("\u00a0", " ")) for _, key, where in citations(read)] == [("doe", locator)]


def test_footcite_is_a_note_that_cites(tmp_path: Path) -> None:
    read = document(tmp_path, "a.tex", "So it is.\\footcite[9]{doe}\n")
    assert len(read.note_bodies) == 1
    assert [(key, where) for _, key, where in citations(read)] == [("doe", "9")]


@pytest.mark.parametrize("command", [r"\addbibresource{refs.bib}", r"\bibliography{refs}"])
def test_bibliography_beside_the_manuscript_is_read(tmp_path: Path, command: str) -> None:
    (tmp_path / "refs.bib").write_text(BIB)
    read = document(tmp_path, "a.tex", f"{command}\nSo \\cite{{doe}}.\n")
    assert len(read.bibliography) == 1
    assert '"id": "doe"' in read.bibliography[0]
    assert "10.1234/abc" in read.bibliography[0]


def test_bibliography_outside_the_folder_is_not_read_and_told(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB)
    folder = tmp_path / "book"
    folder.mkdir()
    read = document(folder, "a.tex", "\\addbibresource{../refs.bib}\nSo \\cite{doe}.\n")
    assert read.bibliography == ()
    assert "not in the manuscript's folder" in read.warnings[0]


def test_links_keep_signs_that_mean_something_to_tex(tmp_path: Path) -> None:
    source = r"\url{https://a.example/x_y%20z#k} and \href{https://b.example/c_d}{there}."
    read = manuscript(tmp_path, "a.tex", source)
    assert [link.url for link in read.links] == ["https://a.example/x_y%20z#k", "https://b.example/c_d"]


def test_part_taken_in_stands_in_its_place_with_its_own_lines(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.tex").write_text("\n\nHe wrote “the words of the part” here.\n")
    read = manuscript(tmp_path, "a.tex", "Before.\n\n\\input{parts/one}\n\nAfter “these other words” here.\n")
    assert quoted(read) == ["the words of the part", "these other words"]
    part, after = (read.document.locate(each.start, each.end) for each in read.quotations)
    assert (part.part, part.line, part.column) == ("parts/one.tex", 3, 11)
    assert (after.part, after.line, after.column) == (None, 5, 8)


def test_macros_of_the_author_are_read(tmp_path: Path) -> None:
    source = "\\newcommand{\\said}[1]{“#1”}\nHe \\said{wrote of the river} there.\n"
    assert quoted(manuscript(tmp_path, "a.tex", source)) == ["wrote of the river"]


def test_verbatim_holds_no_notes_or_quotations(tmp_path: Path) -> None:
    source = "Text.\n\\begin{verbatim}\n“no quotation”\\footnote{no}\n\\end{verbatim}\n"
    read = manuscript(tmp_path, "a.tex", source)
    assert (read.quotations, read.notes) == ((), ())
    assert len(texts(read.document, BlockKind.CODE)) == 1
