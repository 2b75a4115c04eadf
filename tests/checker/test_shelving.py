from __future__ import annotations

from citecheck.checker.shelving import find_works
from citecheck.model.manuscript import Reference, ReferenceForm
from citecheck.model.source import SourceText


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
