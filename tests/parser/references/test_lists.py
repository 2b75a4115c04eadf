"""Citations by key, and by author and date, against the list of works: printed, or brought in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.checker.facts import Facts
from citecheck.checker.registry import run
from citecheck.checker.rules import FAMILIES
from citecheck.model.manuscript import AttributionWay, Manuscript, ReferenceForm
from citecheck.pipeline import extract

assert FAMILIES

BIB = """
@book{moor, author={Moor, Ann}, title={Salt and Lamp Oil}, publisher={Harbour Press}, address={Leith}, year={1911},
  url={https://harbour.example/salt}}
@article{fell, author={Fell, Jonas}, title={On Tides}, journal={Coastal Review}, volume={4}, year={1859},
  doi={10.5555/tides.1}}
"""
CSL = """[{"id": "moor", "type": "book", "author": [{"family": "Moor", "given": "Ann"}], "title": "Salt and Lamp Oil",
"issued": {"date-parts": [[1911]]}, "URL": "https://harbour.example/salt"},
{"id": "fell", "type": "article-journal", "author": [{"family": "Fell", "given": "Jonas"}], "title": "On Tides",
"issued": {"date-parts": [[1859]]}, "DOI": "10.5555/tides.1"}]"""
RIS = """TY  - BOOK
ID  - moor
AU  - Moor, Ann
TI  - Salt and Lamp Oil
PY  - 1911
UR  - https://harbour.example/salt
ER  -
TY  - JOUR
ID  - fell
AU  - Fell, Jonas
TI  - On Tides
PY  - 1859
DO  - 10.5555/tides.1
ER  -
"""
KEYED = """---
bibliography: {name}
---

Moor wrote that “no lamp is ever lit for the man who holds it” [@moor, 12]. As @fell [p. 3] says, “the tide keeps no
appointments with anybody at all.”

> The oil was never enough for a single winter on that coast.
>
> [@moor, 14]

So says a note.[^1] And “the winters were long and hard.”[^2]

[^1]: See [@fell, p. 9].

[^2]: @moor, 33.
"""
LATEX = r"""\documentclass{article}
\addbibresource{works.bib}
\begin{document}
Moor wrote that ``no lamp is ever lit for the man who holds it'' \cite[12]{moor}. As \textcite[3]{fell} says, ``the
tide keeps no appointments with anybody at all.'' And ``the winters were long and hard''\footcite[33]{moor} there.
\end{document}
"""
PRINTED = """# Lamps

Moor wrote that “no lamp is ever lit for the man who holds it” (Moor 1911, 12). As Fell (1859, 3) says, “the tide
keeps no appointments with anybody at all.”

> The oil was never enough for a single winter on that coast, as everyone knew. (Moor 1911: 14)

As Nash wrote in 1991, “nobody minded when the lights were moved.”

## References

Fell, Jonas. 1859. *On Tides*. London: Orr. <https://tides.example/fell>

Moor, Ann. 1911. *Salt and Lamp Oil*. Leith: Harbour Press.

———. 1915. *Winter Letters*. Leith: Harbour Press.

Nash, Peter. 1991. “Moving Lights.” *Coastal Review* 61: 5–9.
"""


def read(folder: Path, text: str, name: str = "essay.md", **files: str) -> Manuscript:
    for file, words in files.items():
        (folder / file.replace("_", ".")).write_text(words, "utf-8")
    (folder / name).write_text(text, "utf-8")
    return extract([folder / name])[0]


def told(manuscript: Manuscript) -> list[tuple[str, str]]:
    facts = Facts(manuscript, (), (), today="2026-01-01")
    return [(each.code, each.message) for each in run(facts, lambda code: code[0] in "NR")]


def answers(manuscript: Manuscript) -> list[tuple[str, str, AttributionWay, list[str]]]:
    """For each quotation that something answers for: its first words, the works' titles, the way, their URLs."""
    made = {each.quotation: each for each in manuscript.attributions}
    works = {each.id: each for each in manuscript.references}
    return [
        (
            " ".join(q.text.split()[:2]),
            "; ".join(works[id].title.casefold() for id in made[q.id].references),
            made[q.id].way,
            [manuscript.links[index].url for index in made[q.id].links],
        )
        for q in manuscript.quotations
        if q.id in made
    ]


SALT = ("salt and lamp oil", ["https://harbour.example/salt"])
TIDES = ("on tides", ["https://doi.org/10.5555/tides.1"])


@pytest.mark.parametrize(("name", "words"), [("works.bib", BIB), ("works.json", CSL), ("works.ris", RIS)])
def test_a_key_leads_to_the_entry_s_address(tmp_path: Path, name: str, words: str) -> None:
    manuscript = read(tmp_path, KEYED.format(name=name), **{name.replace(".", "_"): words})
    assert answers(manuscript) == [
        ("no lamp", SALT[0], AttributionWay.CITATION_KEY, SALT[1]),
        ("the tide", TIDES[0], AttributionWay.CITATION_KEY, TIDES[1]),
        ("The oil", SALT[0], AttributionWay.CITATION_KEY, SALT[1]),
        ("the winters", SALT[0], AttributionWay.MARKER_AFTER, SALT[1]),
    ]
    assert told(manuscript) == []


def test_latex_s_citations_lead_to_their_entries(tmp_path: Path) -> None:
    manuscript = read(tmp_path, LATEX, "essay.tex", works_bib=BIB)
    assert [(first, title, urls) for first, title, _, urls in answers(manuscript)] == [
        ("no lamp", *SALT),
        ("the tide", *TIDES),
        ("the winters", *SALT),
    ]


def test_a_citation_after_a_displayed_quotation_is_no_part_of_it(tmp_path: Path) -> None:
    keyed = read(tmp_path, KEYED.format(name="works.bib"), works_bib=BIB)
    printed = read(tmp_path, PRINTED)
    blocks = [q.text for each in (keyed, printed) for q in each.quotations if q.kind == "block"]
    assert [words.split()[-1] for words in blocks] == ["coast.", "knew."]


def test_pages_of_a_citation_by_key_are_kept(tmp_path: Path) -> None:
    manuscript = read(tmp_path, KEYED.format(name="works.bib"), works_bib=BIB)
    cited = [(each.key, each.pages) for each in manuscript.references if each.form is ReferenceForm.KEY]
    assert cited[:3] == [("moor", "12"), ("fell", "3"), ("moor", "14")]


def test_an_author_and_date_lead_to_the_printed_list(tmp_path: Path) -> None:
    manuscript = read(tmp_path, PRINTED)
    assert answers(manuscript) == [
        ("no lamp", "salt and lamp oil", AttributionWay.CITATION_KEY, []),
        ("the tide", "on tides", AttributionWay.CITATION_KEY, ["https://tides.example/fell"]),
        ("The oil", "salt and lamp oil", AttributionWay.CITATION_KEY, []),
        ("nobody minded", "moving lights", AttributionWay.AUTHOR_IN_SENTENCE, []),
    ]


def test_a_dash_in_the_list_stands_for_the_author_before(tmp_path: Path) -> None:
    works = [each for each in read(tmp_path, PRINTED).references if each.form is ReferenceForm.LISTED]
    assert [(each.authors, each.year) for each in works][2] == (("Moor, Ann",), "1915")


def test_what_the_list_lacks_and_what_nothing_cites_is_told(tmp_path: Path) -> None:
    text = PRINTED.replace("(Moor 1911, 12)", "(Moor 1911, 12; Okafor 1933)")
    assert [code for code, _ in told(read(tmp_path, text))] == ["R406", "R407"]
    assert told(read(tmp_path, text))[0][1] == "the list of works has no work of “Okafor 1933”"
    assert "Winter Letters" in told(read(tmp_path, text))[1][1]


def test_a_place_and_year_in_brackets_is_no_citation(tmp_path: Path) -> None:
    text = PRINTED.replace("(Moor 1911, 12)", "(Moor 1911, 12). It was cold (London 1859) in those days (May 1968)")
    assert [code for code, _ in told(read(tmp_path, text))] == ["R407"]


def test_a_key_without_an_entry_and_an_entry_without_a_key_are_told(tmp_path: Path) -> None:
    text = KEYED.format(name="works.bib").replace("@fell", "@fall")
    codes = told(read(tmp_path, text, works_bib=BIB))
    assert [code for code, _ in codes] == ["R407", "R406", "R406"]
    assert codes[1][1] == "the list of works has no entry fall"


def test_without_a_list_nothing_is_missing_from_it(tmp_path: Path) -> None:
    text = KEYED.format(name="works.bib").replace("bibliography: works.bib", "title: Lamps")
    assert told(read(tmp_path, text)) == []


def test_a_library_of_which_little_is_cited_is_not_told_entry_by_entry(tmp_path: Path) -> None:
    more = "".join(f"@book{{b{n}, author={{Orr, Mary}}, title={{Lamps {n}}}, year={{1960}}}}\n" for n in range(60))
    assert told(read(tmp_path, KEYED.format(name="works.bib"), works_bib=BIB + more)) == []


def test_the_one_list_beside_the_manuscript_is_taken_where_it_has_a_cited_key(tmp_path: Path) -> None:
    text = KEYED.format(name="works.bib").replace("bibliography: works.bib", "title: Lamps")
    assert [title for _, title, _, _ in answers(read(tmp_path, text, works_bib=BIB))] == [
        SALT[0], TIDES[0], SALT[0], SALT[0],
    ]  # fmt: skip
    (tmp_path / "works.bib").write_text(BIB.replace("moor", "x1").replace("fell", "x2"), "utf-8")
    assert not any(title for _, title, _, _ in answers(read(tmp_path, text)))


def test_of_two_lists_that_the_manuscript_does_not_name_its_namesake_is_taken(tmp_path: Path) -> None:
    text = KEYED.format(name="works.bib").replace("bibliography: works.bib", "title: Lamps")
    assert not any(title for _, title, _, _ in answers(read(tmp_path, text, works_bib=BIB, more_bib=BIB)))
    assert all(title for _, title, _, _ in answers(read(tmp_path, text, essay_bib=BIB)))


def test_author_and_page_lead_to_works_cited(tmp_path: Path) -> None:
    text = (
        "It is said that “no lamp is ever lit for the man who holds it” (Moor 12).\n\n# Works Cited\n\n"
        "Moor, Ann. *Salt and Lamp Oil*. Harbour Press, 1911.\n"
    )
    assert answers(read(tmp_path, text)) == [("no lamp", "salt and lamp oil", AttributionWay.CITATION_KEY, [])]


def test_short_notes_lead_to_the_bibliography(tmp_path: Path) -> None:
    text = (
        "It is said that “no lamp is ever lit for the man who holds it.”[^1] Or not.[^2]\n\n# Bibliography\n\n"
        "Moor, Ann. *Salt and Lamp Oil*. Leith: Harbour Press, 1911.\n\n"
        "[^1]: Moor, *Salt*, 12.\n\n[^2]: Okafor, *Moons*, 4.\n"
    )
    manuscript = read(tmp_path, text)
    assert answers(manuscript) == [("no lamp", "salt and lamp oil", AttributionWay.MARKER_AFTER, [])]
    assert [code for code, _ in told(manuscript)] == ["R406"]


def test_an_author_with_two_works_is_not_guessed_from_the_sentence(tmp_path: Path) -> None:
    text = PRINTED.replace("(Moor 1911, 12)", "there").replace("“no lamp", "in a letter “no lamp")
    assert "no lamp" not in [first for first, *_ in answers(read(tmp_path, text))]
