"""The rules of references of both sides: agreement, page ranges, identifiers and dates."""

from __future__ import annotations

import pytest

from citecheck.checker.identifiers import isbn_holds, wrong_day
from tests.parser.references.test_chains import manuscript_of, told

SALT = "Ann Moor, *Salt and Lamp Oil* (Leith: Harbour Press, 1911), 12."
ARTICLE = "Ruth Okafor, “Who Owns the Tide?,” *Coastal Review* 4 (1933): 121–34."


def changed(old: str, new: str, note: str = SALT) -> tuple[str, ...]:
    """Three notes that cite one work, the third with a change."""
    assert old in note
    return note, note.replace("12.", "14."), note.replace(old, new)


@pytest.mark.parametrize(
    "notes",
    [
        changed("12.", "99."),
        changed("Harbour Press", "Harbour"),
        changed("Ann Moor", "A. Moor"),
        changed("Ann Moor", "Moor, Ann"),
        changed("1911", "2nd ed., 1920"),
        changed(" (Leith", ", rev. ed. (Leith"),
        changed(", *Salt", ", ed., *Salt"),
        changed("Oil* (Leith: Harbour Press, 1911)", "Oil*, vol. 2 (Leith: Harbour Press, 1913)"),
        (SALT, SALT.replace("Ann Moor", "Jonas Fell").replace("1911", "1950")),
        (SALT, SALT.replace("Salt and Lamp Oil", "Salt and Tar").replace("1911", "1950")),
        ("Ann Moor, *Lamps 1* (Leith: Fen, 1911), 2.", "Ann Moor, *Lamps 2* (Leith: Fen, 1913), 2."),
        ("Ann Moor to Jonas Fell, 4 May 1899, Moor Papers.", "Ann Moor to Jonas Fell, 4 May 1901, Moor Papers."),
    ],
)
def test_references_that_agree(notes: tuple[str, ...]) -> None:
    assert "R401" not in told(manuscript_of(*notes))


@pytest.mark.parametrize(
    "notes",
    [
        changed("1911", "1912"),
        changed("Harbour Press", "Meridian Books"),
        changed("Leith", "London"),
        changed("Lamp Oil", "Lamp Oils"),
        changed("Ann Moor", "Ann Moore"),
        changed("Ann Moor", "Jane Moor"),
        changed("1933", "1934", ARTICLE),
        changed("Who Owns the Tide", "Who Owns the Tides", ARTICLE),
        changed("Okafor", "Okafar", ARTICLE),
    ],
)
def test_references_that_do_not_agree(notes: tuple[str, ...]) -> None:
    assert told(manuscript_of(*notes)) == ["R401"]


@pytest.mark.parametrize("pages", ["123–24", "100–104", "1496–500", "3–10", "12, 15–17", "A3–A5", "42–42", "xii–xiv"])
def test_ranges_that_are_right(pages: str) -> None:
    assert told(manuscript_of(SALT.replace("12.", f"{pages}."))) == []


@pytest.mark.parametrize("pages", ["142–23", "123–21", "1500–496", "45–4", "12, 17–15", "200–100", "142-23", "142—23"])
def test_ranges_that_are_not(pages: str) -> None:
    assert told(manuscript_of(SALT.replace("12.", f"{pages}."))) == ["R402"]


@pytest.mark.parametrize(
    "words",
    [
        "ISBN 978-0-306-40615-7",
        "ISBN 0-306-40615-2",
        "ISBN 080442957X",
        "https://doi.org/10.5555/abc.1",
        "doi:10.5555/abc",
        "DOI 10.1000/182",
        "arXiv:2103.01234",
        "arXiv:0704.0001",
        "arXiv:math/0309136",
        "https://a.example/x, accessed 29 February 2024",
        "https://a.example/x, accessed December 31, 2025",
        "https://a.example/x (accessed 13/12/2019)",
        "https://a.example/x [accessed 2024-02-29]",
    ],
)
def test_identifiers_that_can_be(words: str) -> None:
    assert told(manuscript_of(f"{SALT[:-1]}, {words}.")) == []


@pytest.mark.parametrize(
    "words",
    [
        "ISBN 978-0-306-40615-8",
        "ISBN 0-306-40615-3",
        "ISBN 978-0-306-4061",
        "https://doi.org/11.5555/abc.1",
        "doi:10.55/abc",
        "doi:10.5555",
        "arXiv:2113.01234",
        "arXiv:2103.0123",
        "arXiv:1403.01234",
        "https://a.example/x, accessed 31 February 2015",
        "https://a.example/x, accessed February 30, 2015",
        "https://a.example/x (accessed 13/13/2019)",
        "https://a.example/x [accessed 2026-02-01]",
        "https://a.example/x, accessed 3 May 2031",
        "https://a.example/x, accessed 3 May 1975",
    ],
)
def test_identifiers_that_cannot(words: str) -> None:
    assert told(manuscript_of(f"{SALT[:-1]}, {words}.")) == ["R403"]


def test_a_year_to_come_is_told_and_next_year_is_not() -> None:
    assert told(manuscript_of(SALT.replace("1911", "2041"))) == ["R403"]
    assert told(manuscript_of(SALT.replace("1911", "2027"))) == []


@pytest.mark.parametrize("isbn", ["9780306406157", "0306406152", "080442957X"])
def test_every_single_changed_figure_breaks_an_isbn(isbn: str) -> None:
    assert isbn_holds(isbn)
    for place, figure in enumerate(isbn[:-1]):
        assert not isbn_holds(isbn[:place] + str((int(figure) + 1) % 10) + isbn[place + 1 :])


@pytest.mark.parametrize("printed", ["last spring", "3 Brumaire 1999 x", ""])
def test_a_day_that_cannot_be_read_is_not_judged(printed: str) -> None:
    assert wrong_day(printed, "2026-01-01") == ""
