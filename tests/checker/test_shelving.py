from __future__ import annotations

import pytest

from citecheck.checker.shelving import find_works, shelve
from citecheck.model.manuscript import Reference, ReferenceForm
from citecheck.model.source import SourceText, Work


def reference(**fields: object) -> Reference:
    return Reference(**{"id": "r1", "form": ReferenceForm.FULL, "start": 0, "end": 1, **fields})  # type: ignore[arg-type]


def test_a_doi_on_the_first_page_decides() -> None:
    texts = [SourceText("a.pdf", "A paper. doi:10.5555/abc.77 Words."), SourceText("b.pdf", "Other words.")]
    assert find_works([reference(doi="10.5555/abc.77", title="Other")], texts) == {"r1": ["a.pdf"]}


def test_the_title_is_found_in_the_file_name() -> None:
    texts = [SourceText("keepers-of-the-northern-lights.txt", "It was dark."), SourceText("boats.txt", "x")]
    assert find_works([reference(title="Keepers of the Northern Lights")], texts) == {
        "r1": ["keepers-of-the-northern-lights.txt"]
    }


def test_the_author_decides_between_works_of_one_title() -> None:
    texts = [
        SourceText("1.txt", "x", title="Collected Letters", author="Ann Moor"),
        SourceText("2.txt", "x", title="Collected Letters", author="Jon Fell"),
    ]
    assert find_works([reference(title="Collected Letters", authors=("Jon Fell",))], texts) == {"r1": ["2.txt"]}


def test_a_short_title_is_not_found_inside_a_word() -> None:
    assert find_works([reference(title="Emma")], [SourceText("dilemmas.txt", "x")]) == {}


def test_ibid_is_left_to_its_antecedent() -> None:
    texts = [SourceText("keepers.txt", "x", title="Keepers of the Northern Lights")]
    ibid = reference(form=ReferenceForm.IBID, title="Keepers of the Northern Lights")
    assert find_works([ibid], texts) == {}


MOOR = {"title": "Salt and Lamp Oil: A Keeper's Life", "authors": ("Ann Moor",), "year": "1911"}


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (MOOR, SourceText("Moor - 1911 - Salt and Lamp Oil.pdf", "x")),
        (MOOR, SourceText("moor_salt.txt", "x")),
        (MOOR, SourceText("moor1911.pdf", "x")),
        (MOOR, SourceText("Moor 1911.pdf", "x")),
        (MOOR, SourceText("12.pdf", "x", title="Salt and lamp oil")),
        (MOOR, SourceText("12.pdf", "SALT AND\nLAMP OIL\nby Ann Moor\nLeith 1911")),
        (MOOR, SourceText("12.pdf", "SALT AND\nLAMP 0IL\nby Ann Moor\nLeith 1911")),
        (MOOR, SourceText("12.pdf", "x", works=(Work("k", "Salt and Lamp Oil", "", ("A. Moor",)),))),
        ({**MOOR, "authors": ("Moor, Ann",)}, SourceText("moor-salt.txt", "x")),
        ({"isbn": "978-0-306-40615-7"}, SourceText("12.epub", "x", identifiers=("urn:isbn:9780306406157",))),
        ({"isbn": "0-306-40615-2"}, SourceText("12.pdf", "Copyright 1911. ISBN 978-0-306-40615-7. Leith.")),
        ({"isbn": "0306406152"}, SourceText("12.pdf", "x", works=(Work(isbn="978-0-306-40615-7"),))),
        ({"doi": "10.5555/abc.77"}, SourceText("12.pdf", "x", works=(Work(doi="10.5555/ABC.77"),))),
        ({"arxiv": "2101.00001"}, SourceText("2101.00001v2.pdf", "x")),
        ({"arxiv": "2101.00001v1"}, SourceText("12.pdf", "arXiv:2101.00001v3 [math]")),
        ({"key": "moor1911"}, SourceText("moor1911.pdf", "x")),
        ({"key": "moor:salt"}, SourceText("12.pdf", "x", works=(Work("moor:salt"),))),
        (
            {"title": "The Stair", "container": "Letters from the Rock", "publisher": "Quay", "authors": ("B. Fell",)},
            SourceText("letters-from-the-rock.docx", "x"),
        ),
    ],
)
def test_a_work_is_found_by(fields: dict[str, object], text: SourceText) -> None:
    others = [SourceText("fell-tides.txt", "On Tides. By Jon Fell. 1902."), SourceText("scan.pdf", "", whole=False)]
    assert find_works([reference(**fields)], [*others, text]) == {"r1": [text.id]}


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        # an author alone may have written other things
        (MOOR, SourceText("moor.txt", "x")),
        (MOOR, SourceText("moor-tides.txt", "x")),
        (MOOR, SourceText("moor19110.txt", "x")),
        # another author's work of that title, a work that only speaks of it
        (MOOR, SourceText("1.txt", "x", title="Salt and Lamp Oil", author="Jon Fell")),
        (MOOR, SourceText("1.txt", "A review of Salt and Lamp Oil. By Jon Fell.")),
        # a journal's name says nothing of the article
        (
            {"title": "The Stair", "container": "Annals of the Coast", "volume": "12", "authors": ("B. Fell",)},
            SourceText("annals-of-the-coast-12.pdf", "Annals of the Coast. On Gulls. By M. Blyth."),
        ),
        ({"key": "moor"}, SourceText("moor-tides.txt", "x")),
        ({"doi": "10.5555/abc.7"}, SourceText("1.pdf", "doi:10.5555/abc.77")),
    ],
)
def test_a_work_is_not_taken_for_another(fields: dict[str, object], text: SourceText) -> None:
    assert find_works([reference(**fields)], [text]) == {}


def test_a_bibliography_says_what_a_key_means() -> None:
    texts = [SourceText("salt-and-lamp-oil.pdf", "x"), SourceText("tides.pdf", "y")]
    works = [Work("k7", "Salt and Lamp Oil", "", ("Ann Moor",), "1911")]
    assert find_works([reference(key="k7")], texts, works) == {"r1": ["salt-and-lamp-oil.pdf"]}


@pytest.mark.parametrize(
    ("id", "possible"),
    [("scan0001.pdf", True), ("broken.epub", True), ("Moor letters.pdf", True), ("fell-on-tides.pdf", False)],
)
def test_a_file_that_could_not_be_read_may_be_the_work_unless_it_says_that_it_is_another(
    id: str, possible: bool
) -> None:
    texts = [SourceText("moor-salt.txt", "x"), SourceText(id, "", whole=False)]
    shelved = shelve([reference(**MOOR)], texts)
    assert shelved.found == {"r1": ["moor-salt.txt"]}
    assert shelved.possible == ({"r1": [id]} if possible else {})


def test_an_unread_file_that_is_another_cited_work_is_not_this_one() -> None:
    texts = [SourceText("moor-salt.txt", "x"), SourceText("tides.pdf", "", whole=False)]
    tides = reference(id="r2", title="Tides", authors=("Jon Fell",))
    assert shelve([reference(**MOOR), tides], texts).possible == {}


def test_each_of_many_references_finds_its_text_among_many() -> None:
    texts = [SourceText(f"{n}.txt", f"Book number{n} of the coast\nby Author{n}\n" + "words " * 99) for n in range(200)]
    references = [
        reference(id=f"r{n}", title=f"Book number{n} of the coast", authors=(f"A. Author{n}",)) for n in range(200)
    ]
    assert find_works(references, texts) == {f"r{n}": [f"{n}.txt"] for n in range(200)}
