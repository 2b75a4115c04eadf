"""Bibliographies: what entries say of works, the files they attach, and that these never lead outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.source import Work
from citecheck.sources.bibliography import NoBibliography, paths_in, read_entries, tails
from citecheck.sources.bibtex import fields_of
from citecheck.sources.library import Library

BIBTEX = r"""
@string{harbour = "Harbour Press"}
@book{moor1911,
  title = {Salt and {Lamp} Oil},
  author = {Moor, Ann and Fell, J{\"o}rn},
  publisher = harbour # { Leith},
  year = 1911,
  isbn = {978-0-306-40615-7},
  file = {Full Text PDF:files/12/Moor - 1911 - Salt.pdf:application/pdf;Snapshot:files/13/salt.html:text/html},
}
@article{fell1902, title = "On {T}ides", author = "Fell, Jon", date = "1902-03", doi = {10.5555/tide.1},
  journal = "Annals" , file = {:home/jon/tides.pdf:PDF}}
@misc{blyth, title = {Third}, eprint = {2101.00001}, archiveprefix = {arXiv}}
"""


def test_bibtex_entries() -> None:
    moor, fell, blyth = read_entries(BIBTEX.encode(), ".bib")
    assert moor.work.key == "moor1911"
    assert moor.work.title.casefold() == "salt and lamp oil"
    assert moor.work.authors == ("Ann Moor", "Jörn Fell")
    assert (moor.work.year, moor.work.isbn) == ("1911", "978-0-306-40615-7")
    assert [paths[0] for paths in moor.files] == ["files/12/Moor - 1911 - Salt.pdf", "files/13/salt.html"]
    assert (fell.work.doi, fell.work.container, fell.files[0][0]) == ("10.5555/tide.1", "Annals", "home/jon/tides.pdf")
    assert (blyth.work.arxiv, blyth.files) == ("2101.00001", ())


def test_entries_that_pandoc_refuses_are_taken_as_they_stand() -> None:
    broken = "@book{a, title = {One \\& {Two}}, author = {Ann Moor and Jon Fell}, year = {1911}}\n@book{b, title={"
    (entry, *_) = read_entries(broken.encode(), ".bib")
    assert entry.work == Work("a", "One & Two", "", ("Ann Moor", "Jon Fell"), "1911")


@pytest.mark.parametrize(
    ("value", "first"),
    [
        ("files/12/x.pdf", ["files/12/x.pdf"]),
        ("Full Text PDF:files/12/x.pdf:application/pdf", ["files/12/x.pdf"]),
        (":x.pdf:PDF", ["x.pdf"]),
        ("a.pdf;b.html", ["a.pdf", "b.html"]),
        (r"A\: title\; long:files/1/a\;b.pdf:application/pdf", ["files/1/a;b.pdf"]),
        (r"PDF:C\:\\Users\\me\\Zotero\\storage\\AB\\x.pdf:application/pdf", [r"C:\Users\me\Zotero\storage\AB\x.pdf"]),
        ("file:///home/me/a%20b.pdf", ["/home/me/a b.pdf"]),
        ("", []),
    ],
)
def test_what_a_file_field_attaches(value: str, first: list[str]) -> None:
    assert [paths[0] for paths in paths_in(value)] == first


def test_ris_entries() -> None:
    ris = (
        "TY  - BOOK\r\nID  - moor\r\nA1  - Moor, Ann\r\nT1  - Salt\r\nPY  - 1911/03\r\nDO  - https://doi.org/10.5555/a\r\n"
        "L1  - file:///x/a.pdf\r\nL1  - http://a.example/b.pdf\r\nER  - \r\n\r\nTY  - JOUR\r\nTI  - Tides\r\nER  - \r\n"
    )
    moor, tides = read_entries(ris.encode(), ".ris")
    assert moor.work == Work("moor", "Salt", "", ("Ann Moor",), "1911", "10.5555/a")
    assert moor.files == (("/x/a.pdf",),)
    assert tides.work.title == "Tides"


def test_csl_json_and_better_bibtex_json() -> None:
    csl = [
        {
            "id": "moor", "type": "book", "title": "Salt", "author": [{"family": "Moor", "given": "Ann"}],
            "issued": {"date-parts": [[1911]]}, "DOI": "10.5555/a", "ISBN": "0306406152",
        }
    ]  # fmt: skip
    (moor,) = read_entries(json.dumps(csl).encode(), ".json")
    assert moor.work == Work("moor", "Salt", "", ("Ann Moor",), "1911", "10.5555/a", "0306406152")
    better = {
        "items": [
            {
                "itemType": "book", "citationKey": "moor", "title": "Salt", "date": "1911",
                "creators": [{"lastName": "Moor", "firstName": "Ann"}], "attachments": [{"path": "files/1/a.pdf"}],
            }
        ]
    }  # fmt: skip
    (moor,) = read_entries(json.dumps(better).encode(), ".json")
    assert moor.work == Work("moor", "Salt", "", ("Ann Moor",), "1911")
    assert moor.files == (("files/1/a.pdf",),)


@pytest.mark.parametrize(
    ("text", "suffix"), [("{}", ".json"), ("[1, 2]", ".json"), ("not", ".json"), ("x", ".ris"), ("y", ".bib")]
)
def test_what_is_no_bibliography(text: str, suffix: str) -> None:
    with pytest.raises(NoBibliography):
        read_entries(text.encode(), suffix)


@given(st.text(alphabet='@bok{},="\\#a1 \n', max_size=200))
def test_any_text_is_read_to_its_end(text: str) -> None:
    for _, fields in fields_of(text):
        assert all(value in text or "#" in text for value in fields.values())


def test_a_path_of_another_machine_ends_in_parts_that_may_be_here() -> None:
    assert list(tails(r"C:\Zotero\storage\AB\x.pdf"))[1:] == ["storage/AB/x.pdf", "AB/x.pdf", "x.pdf"]


def library(folder: Path, bibliography: str, name: str = "refs.bib") -> Library:
    (folder / name).write_text(bibliography, encoding="utf-8")
    return Library([folder])


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_file_knows_the_works_that_entries_attach_it_to(tmp_path: Path) -> None:
    put(tmp_path / "files" / "12" / "scan.txt", "The lamp was lit.")
    shelf = library(tmp_path, "@book{moor, title={Salt}, author={Ann Moor}, file={PDF:files/12/scan.txt:text/plain}}")
    (text,) = shelf.texts()
    assert (text.id, [work.key for work in text.works]) == ("files/12/scan.txt", ["moor"])
    assert [work.key for work in shelf.works] == ["moor"]


def test_a_bibliography_given_by_itself_brings_its_files_and_no_others(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "attached")
    put(tmp_path / "b.txt", "not attached")
    bib = put(tmp_path / "refs.bib", "@book{a, title={A}, file={a.txt}}")
    assert [text.text for text in Library([bib]).texts()] == ["attached"]


def test_a_library_copied_from_another_machine_finds_its_files(tmp_path: Path) -> None:
    put(tmp_path / "storage" / "AB12" / "x.txt", "words")
    shelf = library(tmp_path, "@book{a, title={A}, file={/home/me/Zotero/storage/AB12/x.txt}}")
    (text,) = shelf.texts()
    assert (len(text.works), shelf.warnings) == (1, ())


@pytest.mark.parametrize("path", ["../secret.txt", "{absolute}", "a/../../secret.txt", "file://{absolute}", "link.txt"])
def test_paths_never_lead_out_of_the_folder(tmp_path: Path, path: str) -> None:
    secret = put(tmp_path / "secret.txt", "a secret")
    root = tmp_path / "root"
    put(root / "x.txt", "words")
    (root / "link.txt").symlink_to(secret)
    bib = put(root / "refs.bib", f"@book{{a, title={{A}}, file={{{path.format(absolute=secret)}}}}}")
    for shelf in (Library([root]), Library([bib])):
        assert "a secret" not in [text.text for text in shelf.texts()]
        assert any("outside" in warning or "out of" in warning for warning in shelf.warnings)


def test_missing_attachments_are_told_once(tmp_path: Path) -> None:
    shelf = library(tmp_path, "".join(f"@book{{k{n}, title={{T}}, file={{files/{n}.pdf}}}}\n" for n in range(5)))
    assert list(shelf.texts()) == []
    assert shelf.warnings == ("refs.bib: attached but not at hand: files/0.pdf, files/1.pdf, files/2.pdf and 2 more",)


def test_other_json_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    shelf = library(tmp_path, '{"name": "settings"}', "package.json")
    assert (list(shelf.texts()), shelf.warnings) == ([], ())
