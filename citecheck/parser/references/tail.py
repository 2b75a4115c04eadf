"""Reads what follows the title of a reference: container, editor, imprint, volume, pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from citecheck.parser.references import pieces
from citecheck.parser.references.atoms import Atom, Kind
from citecheck.parser.references.imprint import is_thesis, place_and_publisher, read_imprint
from citecheck.parser.references.names import people
from citecheck.parser.references.split import is_remark

_IN = re.compile(r"(?:in|In|IN|aus|from)\b:?\s*")
_REMARK = re.compile(
    r"(?:emphasis|italics|my|our|author[’']s|trans(?:lation|l\.)|quoted|cited|hereafter|henceforth|hereinafter"
    r"|original|brackets|also|see|cf|"
    r"reprinted|available|print|web|film|manuscript"
    r"|microfilm|typescript|television|online|video|podcast|audio)\b",
    re.IGNORECASE,
)
_SMALL_LIST = """
    a an and at by de der des di du for für in la le les of on or the to und et von van &
"""
_SMALL = frozenset(_SMALL_LIST.split())
HELD = re.compile(
    r"\b(?:papers|collection|archives?|mss?|records|fonds|correspondence|nachlass|manuscripts)\b", re.IGNORECASE
)
_SERIES = re.compile(r"(?:n|o|new|old)\.?\s?(?:s|ser|series)\.?|\d(?:st|nd|rd|th) ser\.?", re.IGNORECASE)
_YEAR_LAST = re.compile(r"(?P<words>.*\S)\s+(?P<year>1[4-9]\d\d|20\d\d)")
_NUMBERED = re.compile(r"(?P<words>\S(?:.*\S)?)\s+(?P<volume>\d{1,4}(?:\.\d{1,3})?)")
_OF = re.compile(r"(?:vol|volume|bd|book|part)\.?\s+\w{1,6}\s+of\s+(?P<whole>[A-Z].{2,120})", re.IGNORECASE)
_DATABASE = re.compile(
    r"(?:jstor|project muse|muse|proquest|ebsco\w*|hathitrust|google books|internet archive|gale|lexisnexis|nexis"
    r"|factiva|ssrn|doi"
    r"|project gutenberg|kindle"
    r"|scopus|heinonline|westlaw|url|academic search \w+)\b.*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Found:
    """What was read of a reference so far."""

    title: str = ""
    container: str = ""
    editor: str = ""
    translator: str = ""
    place: str = ""
    publisher: str = ""
    year: str = ""
    volume: str = ""
    access: str = ""
    pages: list[str] = field(default_factory=list)
    pinpoint: str = ""
    titled: Kind | None = None
    imprint: bool = False
    day: bool = False
    commas: bool = False  # a comma parts author and title, as in notes
    thesis: bool = False
    loose: list[str] = field(default_factory=list)
    closed: bool = False  # a remark began: what follows is no part of the reference

    @property
    def all_pages(self) -> str:
        """The pages cited: the one singled out, else all."""
        return self.pinpoint or ", ".join(self.pages)


def read_tail(text: str, cut: Sequence[Atom], found: Found) -> None:
    """Fills in the fields from the pieces after the title."""
    reader = _Tail(text, cut, found)
    at = 0
    while at < len(cut) and not found.closed:
        at = reader.step(at)
    reader.settle()


class _Tail:
    def __init__(self, text: str, cut: Sequence[Atom], found: Found) -> None:
        self.text = text
        self.cut = cut
        self.found = found
        self._inside = False  # "in" was read: the next title holds the work
        self._beside_container = bool(found.container)

    def step(self, at: int) -> int:
        """Takes in one piece; gives the index of the next."""
        atom = self.cut[at]
        beside, self._beside_container = self._beside_container, False
        if atom.kind is Kind.BRACKETED:
            return self._bracketed(at)
        if atom.kind in (Kind.ITALIC, Kind.QUOTED):
            return self._set_off(at, beside)
        return self._plain(at, beside)

    def _set_off(self, at: int, beside: bool) -> int:
        atom, found = self.cut[at], self.found
        words = atom.text.strip(" ,.")
        if words.isdigit() or pieces.issued(words):
            found.volume = found.volume or pieces.issued(words) or words
        elif (
            not found.container
            and (found.titled is Kind.QUOTED or self._inside)
            and (atom.kind is Kind.ITALIC or self._inside)
        ):
            found.container = words
            self._beside_container = True
        elif beside and atom.before == ":" and atom.kind is Kind.ITALIC:
            found.container += f": {words}"
            self._beside_container = True
        self._inside = False
        return at + 1

    def _bracketed(self, at: int) -> int:
        atom, found = self.cut[at], self.found
        words = atom.text.strip()
        alone = pieces.role_alone(words)
        page = pieces.pages(words)
        again = (
            words.isdigit() and atom.opening == "[" and any(each.kind is Kind.BRACKETED for each in self.cut[at + 1 :])
        )
        if again:
            # "[1931] (London: …, 1990)": the first is the year of the original.
            return at + 1
        if alone and found.loose:
            self._contribute(found.loose.pop(), *alone)
        elif is_thesis(words) or not (words.isdigit() and len(words) < 4):
            imprint = read_imprint(words)
            if (
                imprint.year
                or (imprint.publisher and ":" in words)
                or imprint.thesis
                or imprint.editor
                or imprint.translator
                or imprint.pages
                or imprint.volume
            ):
                self._take_imprint(words)
            elif page and page[1]:
                found.pinpoint = page[0]
        return at + 1

    def _take_imprint(self, words: str) -> None:
        found, imprint = self.found, read_imprint(words)
        if imprint.day and found.titled is Kind.QUOTED and not found.container and ":" not in words:
            found.container = imprint.words
        elif imprint.day and found.loose and not found.container and not imprint.words:
            found.container = found.loose.pop()
        elif not imprint.day or ":" in words:
            found.place = found.place or imprint.place
            found.publisher = found.publisher or imprint.publisher
        found.year = found.year or imprint.year
        found.editor = found.editor or imprint.editor
        found.translator = found.translator or imprint.translator
        found.volume = found.volume or imprint.volume
        if imprint.pages and found.pages:
            found.pinpoint = imprint.pages
        elif imprint.pages:
            found.pages.append(imprint.pages)
        found.imprint = found.imprint or bool(imprint.year or imprint.publisher)

    def _contribute(self, who: str, editor: bool, translator: bool) -> None:
        who = who.strip(" ,")
        if editor:
            self.found.editor = self.found.editor or who
        if translator:
            self.found.translator = self.found.translator or who

    def _plain(self, at: int, beside: bool) -> int:
        atom = self.cut[at]
        words = atom.text
        lead = _IN.match(words)
        if (
            lead
            and (words[:1] == "I" or atom.before in (",", ".", "") or at == 0)
            and not pieces.dated(words[lead.end() :])
        ):
            return self._within(at, words[lead.end() :])
        said = pieces.role_before(words)
        if said:
            stop = self._more_names(at)
            who = " ".join(self.text[self.cut[at].end - len(said.who) : self.cut[stop - 1].end].split())
            self._contribute(who if stop > at + 1 else said.who, said.editor, said.translator)
            return stop
        after = pieces.role_after(words) if not pieces.is_edition(words) else None
        if after:
            self._contribute(after.who, after.editor, after.translator)
            return at + 1
        if self._figures(at, words, beside):
            return at + 1
        self._words(at, words)
        return at + 1

    def _within(self, at: int, words: str) -> int:
        """What follows "in": editors before the book, or the book."""
        stop = at + 1
        while stop < len(self.cut) and self.cut[stop].kind is Kind.PLAIN and stop < at + 6:
            if pieces.role_alone(self.cut[stop].text):
                break
            stop += 1
        alone = pieces.role_alone(self.cut[stop].text) if stop < len(self.cut) else None
        begin = self.cut[at].start + (len(self.cut[at].text) - len(words))
        if alone and words:
            self._contribute(" ".join(self.text[begin : self.cut[stop].start].split()), *alone)
            self._inside = True
            return stop + 1
        after = pieces.role_after(words)
        if after:
            self._contribute(after.who, after.editor, after.translator)
            self._inside = True
        elif not words or (at + 1 < len(self.cut) and self.cut[at + 1].kind is Kind.ITALIC and people(words)):
            self._inside = True
        else:
            if not self.found.container:
                self._hold(words.strip(" ,."))
        return at + 1

    def _hold(self, words: str) -> None:
        """Takes words for the container, and a figure at their end for its volume."""
        numbered = _NUMBERED.fullmatch(words)
        self.found.container = numbered["words"] if numbered else words
        if numbered:
            self.found.volume = self.found.volume or pieces.issued(numbered["volume"]) or numbered["volume"]
        self._beside_container = True

    def _more_names(self, at: int) -> int:
        """The index after a list of names that goes on over commas up to "and"."""
        for stop in range(at + 1, min(len(self.cut), at + 7)):
            atom = self.cut[stop]
            if (
                atom.kind is not Kind.PLAIN
                or atom.before != ","
                or not people(atom.text.removeprefix("and ").removeprefix("& "))
            ):
                break
            if atom.text.startswith(("and ", "& ")) and not pieces.role_before(atom.text):
                return stop + 1
        return at + 1

    def _figures(self, at: int, words: str, beside: bool) -> bool:
        """Takes in a piece that is a volume, a date, pages or another place in the work."""
        found = self.found
        both = pieces.volume_page(words)
        year = pieces.dated(words)
        page = pieces.pages(words)
        if pieces.volume(words):
            found.volume = found.volume or pieces.volume(words)
            self._inside = words.endswith(" of")
            whole = _OF.fullmatch(words)
            if whole and not found.container:
                found.container = whole["whole"]
        elif both:
            found.volume = found.volume or both[0]
            found.pages.append(both[1])
        elif self._is_volume(at, words, beside):
            found.volume = pieces.issued(words) or words.strip(" .")
        elif year and year == found.year:
            return True
        elif year and self._is_year(words):
            found.year = found.year or year
            found.imprint = True
            found.day = found.day or found.titled is None
        elif pieces.is_day(words):
            found.day = True
        elif pieces.is_edition(words) or _SERIES.fullmatch(words.strip(" ,")):
            self._beside_container = beside
        elif page and (
            page[1]
            or words[:1].isdigit()
            or words[-1:].isdigit()
            or (self.cut[at].before in (":", ",") and found.imprint)
        ):
            found.pages.append(page[0])
        else:
            return pieces.is_locator(words)
        return True

    def _is_year(self, words: str) -> bool:
        """Whether a date gives the year: once it is known, "1500" and "1500–1502" are pages."""
        return not self.found.year or any(char.isalpha() for char in words)

    def _is_volume(self, at: int, words: str, beside: bool) -> bool:
        found = self.found
        after = self.cut[at + 1] if at + 1 < len(self.cut) else None
        bare = words.strip(" .")
        if found.volume:
            return False
        if beside and ((bare.isdigit() and len(bare) < 4) or pieces.issued(bare)) and found.titled is not Kind.ITALIC:
            return self.cut[at].before in ("", ",") and (after is not None or pieces.issued(bare) != "")
        if pieces.is_roman(bare):
            return after is not None and (pieces.pages(after.text) is not None or after.kind is Kind.BRACKETED)
        return False

    def _words(self, at: int, words: str) -> None:
        found = self.found
        if (_REMARK.match(words) and not words[:1].isupper()) or (_REMARK.match(words) and self.cut[at].before == ";"):
            found.closed = True
            return
        said = words.strip(" ,.")
        if _DATABASE.fullmatch(said):
            return
        if is_thesis(said):
            found.thesis = True
            return
        ended = (
            _YEAR_LAST.fullmatch(said)
            if (not found.year and ":" in said) or (not found.year and found.titled is Kind.ITALIC)
            else None
        )
        if ended:
            found.year, found.imprint, said = ended["year"], True, ended["words"]
        last = _NUMBERED.fullmatch(said)
        open_ = not found.container and not found.loose
        if self._inside and open_:
            self._inside = False
            self._hold(said)
        elif last and found.titled is Kind.QUOTED and open_ and _is_name(last["words"]):
            # "Coastal Review 4": a journal that nothing sets off, with its volume.
            self._hold(said)
        elif self.cut[at].before == "." and is_remark(said):
            found.closed = True
        elif _is_name(said) or (
            open_ and found.titled is Kind.QUOTED and said[:1].isupper() and len(said.split()) <= 8
        ):
            if self.cut[at].before == "," and found.loose:
                found.loose[-1] += f", {said}"
            else:
                found.loose.append(said)
            self._beside_container = found.titled is Kind.QUOTED and not found.container

    def settle(self) -> None:
        """Says what the capitalised words are that nothing else has told: a container, a place, a publisher."""
        found = self.found
        held = next((each for words in found.loose for each in words.split(", ") if HELD.search(each)), "")
        if found.titled is Kind.QUOTED and not found.container and held:
            found.container = held
            return
        loose = list(found.loose)
        if found.thesis and not found.publisher and loose:
            found.publisher = loose[-1]
            return
        if found.titled is Kind.QUOTED and not found.container and loose and ":" not in loose[0]:
            first, _, rest = loose.pop(0).partition(", ")
            found.container = first
            if rest:
                loose.insert(0, rest)
        if not loose or found.place or found.publisher or not (found.year or found.imprint):
            return
        if found.day and ":" not in loose[-1]:
            return
        words = next((each for each in loose if ":" in each), loose[-1])
        found.place, found.publisher = place_and_publisher(words, house=not found.commas)
        found.imprint = True


def _is_name(words: str) -> bool:
    """Whether words are set in capitals as names of places and houses are."""
    parts = words.replace(":", " ").split()
    return (
        1 <= len(parts) <= 10
        and parts[0][:1].isupper()
        and all(part[:1].isupper() or part in _SMALL or not part[:1].isalpha() for part in parts)
    )
