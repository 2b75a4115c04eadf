"""Reads how a reference begins: its authors, a year that follows them, and its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.parser.references import pieces
from citecheck.parser.references.atoms import Atom, Kind
from citecheck.parser.references.imprint import is_thesis, read_imprint
from citecheck.parser.references.names import people, trailing_people
from citecheck.parser.references.tail import HELD

_DATED = re.compile(
    r"(?:c\.\s?)?(?P<year>1[4-9]\d\d|20\d\d)[a-z]?(?:\s?[-–/]\s?\d{2,4})?(?:,\s.{3,40})?|n\.\s?d\.?(?:-[a-z])?"
    r"|in press|forthcoming",
    re.IGNORECASE,
)
_SIGNALLED = re.compile(r"(?:\b(?:see|cf\.|compare|e\.g\.|especially|esp\.)(?:\s+also|\s+e\.g\.)?,?\s+)", re.IGNORECASE)
_ROLE = re.compile(
    r",?\s{0,9}+\(?\b(?P<role>eds?|editors?|trans|translators?|hrsg|hg|comps?)\b\.?\)?[\s,.]{0,9}$", re.IGNORECASE
)
_ABOUT = re.compile(
    r"(?:^|,?\s)(?:review of\b|(?:introduction|foreword|preface|afterword)(?: to)?(?=[\s,]*$))", re.IGNORECASE
)
_SPOKEN = re.compile(
    r"(?:(?:\w+\s)?(?:interview(?:ed)?|conversation|correspondence|communication|letter|e-?mail|telegram"
    r"|lecture|talk|speech|testimony|paper|note|memorandum|diary)\b).*",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:ed|eds|edited|trans|translated|tr)\.? by\b")
_MARKED = re.compile(r"[“‘«„\"]")
_LONG_QUOTATION = 8  # words of a passage in quotation marks that is no title
_WORD = re.compile(r"[^\W\d_]{3}")
_FIGURE = re.compile(r"\d")
_PAIR = re.compile(r"\S+ [^&]{1,40}? (?:and|&|und|et) \S+ .{1,40}")
_PLACED = re.compile(r"[^\W\d_a-z][\w.-]+(?:,? [^\W\d_a-z][\w.-]+){0,3}: \S.{1,80}")
_LETTER = re.compile(
    r"(?P<writer>[^\W\d_a-z][^,;()]{2,60}?)\s{1,3}to\s{1,3}(?:the\s{1,3})?(?P<reader>[^\W\d_a-z][^,;()]{2,60})"
)
_CLOSING = {"“": "”", "‘": "’", "«": "»", "„": "“", '"': '"'}
_FIRST_NUMBER = re.compile(r"(\d{1,3})\s+(?=[A-Z])")
_LAST_NUMBER = re.compile(r"\s(\d{1,4}(?:[-–]\d{1,4})?)$")


@dataclass(slots=True)
class Head:
    """The beginning of a reference; `rest` is the index of the first piece after the title."""

    authors: tuple[str, ...] = ()
    title: str = ""
    year: str = ""
    editor: str = ""
    translator: str = ""
    volume: str = ""
    pages: str = ""
    rest: int = 0
    kind: Kind | None = None
    marked: bool = False
    about: bool = False  # what bears the title is what a review or an introduction is about
    undated: bool = False  # "n.d." stands in the year's place


def read_head(text: str, cut: Sequence[Atom]) -> Head:
    """Authors, year and title of a reference that was cut into pieces."""
    if not cut:
        return Head()
    return _dated_head(text, cut) or _marked_head(text, cut) or _plain_head(text, cut)


def inner_reference(cut: Sequence[Atom]) -> tuple[int, int] | None:
    """The span of the brackets that hold the reference: "as Nash says (“Moving Lights,” …), nobody minded"."""
    if len(cut) > 1 and cut[0].kind is Kind.QUOTED and len(cut[0].text.split()) >= _LONG_QUOTATION:
        # The note quotes and then says where from: “…” (Moor, *Salt*, 12).
        after = cut[1]
        word = _WORD.search(after.text)
        if after.kind is Kind.BRACKETED and not after.before and word and _FIGURE.search(after.text, word.end()):
            return after.start + 1, after.end - 1
    if any(atom.kind in (Kind.QUOTED, Kind.ITALIC) for atom in cut):
        return None
    for atom in cut[1:]:
        if atom.kind is Kind.BRACKETED and _MARKED.match(atom.text) and pieces.YEAR.search(atom.text):
            return atom.start + 1, atom.end - 1
    return None


def _dated_head(text: str, cut: Sequence[Atom]) -> Head | None:
    """ "Moor, A. (1911). Title" and "Moor, Ann. 1911. Title": the year stands between the authors and the title."""
    for index, atom in enumerate(cut[1:9], 1):
        if atom.kind in (Kind.QUOTED, Kind.ITALIC):
            return None
        found = _DATED.fullmatch(atom.text.strip(" ."))
        if not found:
            continue
        after = cut[index + 1] if index + 1 < len(cut) else None
        if after is None or after.before in (",", ":", ";") or after.text[:1].isdigit() or after.kind is Kind.BRACKETED:
            return None
        if atom.kind is Kind.PLAIN and atom.before != ".":
            return None
        head = Head(year=found["year"] or "", undated=not found["year"])
        who = text[: atom.start].strip(" ,")
        if not _authors(who, head):
            return None
        _take_title(cut, index + 1, head)
        return head
    return None


def _take_title(cut: Sequence[Atom], index: int, head: Head) -> None:
    """The title at a place: set off, or plain up to the next full stop, italics or bracket."""
    atom = cut[index]
    head.kind, head.marked, head.rest = atom.kind, atom.kind is not Kind.PLAIN, index + 1
    head.title = atom.text.strip(" ,.")
    following = cut[index + 1] if index + 1 < len(cut) else None
    goes_on = following is not None and following.kind is Kind.PLAIN and following.before == ":"
    if atom.kind is Kind.PLAIN or (atom.kind is Kind.QUOTED and goes_on and head.year):
        stop = index + 1
        while stop < len(cut) and cut[stop].kind is Kind.PLAIN and cut[stop].before in (",", ";", ":"):
            stop += 1
        first = f"{atom.opening}{atom.text}{_CLOSING.get(atom.opening, '')}"
        words = [first] + [f"{each.before} {each.text}" for each in cut[index + 1 : stop]]
        head.title, head.rest = "".join(words).strip(" ,."), stop
        # What follows in italics holds the work: it is an article's or a chapter's title.
        if stop < len(cut) and (
            cut[stop].kind is Kind.ITALIC or cut[stop].text.startswith("In ") or _is_journal(cut, stop)
        ):
            head.kind = Kind.QUOTED
        else:
            head.kind = Kind.ITALIC
    else:
        _with_subtitle(cut, head)


def _is_journal(cut: Sequence[Atom], index: int) -> bool:
    """Whether a plain piece is a journal's name: its volume follows."""
    after = cut[index + 1] if index + 1 < len(cut) else None
    return (
        cut[index].kind is Kind.PLAIN
        and after is not None
        and ((after.text.isdigit() and len(after.text) < 4) or bool(pieces.issued(after.text)))
    )


def _with_subtitle(cut: Sequence[Atom], head: Head) -> None:
    """Takes in a subtitle that is set in italics of its own."""
    after = cut[head.rest] if head.rest < len(cut) else None
    if after is not None and head.kind is after.kind is Kind.ITALIC and after.before == ":":
        head.title += f": {after.text.strip(' ,.')}"
        head.rest += 1


def _authors(who: str, head: Head) -> bool:
    """Fills in who stands before the title: authors, or editors and translators; False where it is nobody."""
    volume = _FIRST_NUMBER.match(who)
    if volume:
        who = who[volume.end() :]
    role = _ROLE.search(who)
    names = people(who[: role.start()] if role else who)
    if not names:
        return False
    head.volume = volume[1] if volume else head.volume
    if not role:
        head.authors = names
    elif role["role"].casefold().startswith("t"):
        head.translator = who[: role.start()].strip(" ,")
    else:
        head.editor = who[: role.start()].strip(" ,")
    return True


def _marked_head(text: str, cut: Sequence[Atom]) -> Head | None:
    """Quotation marks or italics tell where the title begins; names stand before it."""
    index = next((i for i, atom in enumerate(cut) if atom.kind in (Kind.QUOTED, Kind.ITALIC)), None)
    if index is None:
        return None
    before = [atom for atom in cut[:index] if atom.kind is Kind.BRACKETED and read_imprint(atom.text).year]
    if before and before[-1].text.strip().isdigit() is False:
        return None
    head = Head()
    who = text[: cut[index].start].strip(" \n\t,:;")
    if who:
        _names_before(who, head)
        spoken = _letter(cut, index, head)
        if spoken:
            return spoken
    if who.endswith(" in") or who == "in":
        head.kind = None
        return _in_something(cut, index, head)
    _take_title(cut, index, head)
    head.kind = Kind.QUOTED if head.about else head.kind
    return head


def _in_something(cut: Sequence[Atom], index: int, head: Head) -> Head:
    """A work without a title of its own in a book: "Ann Moor in *Letters*"."""
    _take_title(cut, index, head)
    return head


def _names_before(who: str, head: Head) -> None:
    if _authors(who, head):
        return
    about = _ABOUT.search(who)
    if about and _authors(who[: about.start()].strip(" ,"), head):
        head.about = True
        return
    signals = list(_SIGNALLED.finditer(who))
    if signals and _authors(who[signals[-1].end() :].strip(" ,"), head):
        return
    first, _, rest = who.partition(",")
    if rest and (_SPOKEN.match(rest.strip()) or rest.strip()[:1].islower()) and _authors(first, head):
        return
    role = _ROLE.search(who)
    names = trailing_people(who[: role.start()] if role else who.removesuffix(" in").strip(" ,"))
    if role:
        head.editor = ", ".join(names)
    else:
        head.authors = names


def _letter(cut: Sequence[Atom], stop: int, head: Head) -> Head | None:
    """A letter: "Ann Moor to Jon Fell, 4 May 1899"."""
    found = _LETTER.fullmatch(cut[0].text) if cut[0].kind is Kind.PLAIN and stop else None
    if not found or not people(found["writer"]) or not people(found["reader"]):
        return None
    head.authors = people(found["writer"])
    head.title, head.rest, head.kind = cut[0].text, 1, Kind.QUOTED
    return head


def _plain_head(text: str, cut: Sequence[Atom]) -> Head:
    """Nothing sets the title off: the first piece is the author where it is a name, the next the title."""
    head = Head()
    letter = _letter(cut, len(cut), head)
    if letter:
        return letter
    if not any(atom.kind is Kind.BRACKETED for atom in cut) and any(HELD.search(atom.text) for atom in cut):
        # A paper in an archive has no author or title to be read without marks.
        return Head(kind=Kind.QUOTED)
    sentences = _sentence_head(text, cut)
    if sentences:
        return sentences
    stop = next((i for i, atom in enumerate(cut) if _ends_title(cut, i)), len(cut))
    names = _listed(cut[:stop])
    head.rest = stop
    led = not names and stop > 1 and stop < len(cut) and cut[stop].kind is Kind.BRACKETED
    said = trailing_people(cut[0].text) if led else ()
    if said and " " in said[0]:
        # "The best account is Ann Moor, …"
        head.authors, names = said, 1
    elif names:
        who = text[: cut[names - 1].end].strip(" ,")
        _authors(who, head)
    titled = cut[names:stop]
    if titled:
        head.title = _joined(text, titled)
        head.kind = None if _SPOKEN.fullmatch(titled[0].text) else Kind.ITALIC
        if head.kind is None:
            head.title, head.rest = titled[0].text, names + 1
        _cut_pages(cut, stop, head)
    return head


def _joined(text: str, titled: Sequence[Atom]) -> str:
    return " ".join(text[titled[0].start : titled[-1].end].split()).strip(" ,.")


def _cut_pages(cut: Sequence[Atom], stop: int, head: Head) -> None:
    """In "ON TIDES 33 (2d ed. 1863)" the figure after the title is the page."""
    number = _LAST_NUMBER.search(head.title)
    if not number or stop != len(cut) - 1 or cut[stop].kind is not Kind.BRACKETED or ":" in cut[stop].text:
        return
    if "," not in cut[stop].text or " ed" in cut[stop].text or " trans" in cut[stop].text:
        head.title, head.pages = head.title[: number.start()], number[1]


def _ends_title(cut: Sequence[Atom], index: int) -> bool:
    """Whether a plain title cannot go on at a piece: an imprint, figures, an editor, a date."""
    atom = cut[index]
    if atom.kind is Kind.BRACKETED:
        return bool(read_imprint(atom.text).year) or is_thesis(atom.text) or pieces.role_alone(atom.text) is None
    if index == 0:
        return False
    words = atom.text
    after = cut[index + 1].text if index + 1 < len(cut) else ""
    placed = _PLACED.fullmatch(words) and (pieces.YEAR.search(words) or pieces.dated(after))
    if index > 1 and (placed or pieces.YEAR.fullmatch(after)):
        return True
    figures = pieces.pages(words) or pieces.volume(words) or pieces.volume_page(words) or pieces.dated(words)
    told = pieces.is_edition(words) or pieces.is_locator(words) or pieces.is_day(words) or pieces.role_before(words)
    return bool(figures or told or _BY.match(words) or words.startswith(("in ", "In ")))


def _listed(cut: Sequence[Atom]) -> int:
    """How many of the pieces before the end of a plain title are authors."""
    if not cut or cut[0].kind is not Kind.PLAIN or not people(cut[0].text):
        return 0
    if len(cut) == 1 and "’s " in cut[0].text:
        # "Moor’s Salt, 12" is a title with its author, not a person.
        return 0
    if len(cut) > 1 and pieces.role_alone(cut[1].text):
        return 2
    for count in range(len(cut) - 1, 1, -1):
        names = cut[:count]
        several = all(" " in each.text.removeprefix("and ") for each in names)
        if several and _PAIR.fullmatch(names[-1].text) and all(people(each.text) for each in names):
            return count
        if (
            several
            and names[-1].text.startswith(("and ", "& "))
            and all(people(each.text.removeprefix("and ")) for each in names)
        ):
            return count
    return 1 if len(cut) > 1 or not cut[0].text.count(" ") > 3 else 0


def _sentence_head(text: str, cut: Sequence[Atom]) -> Head | None:
    """ "Moor, Ann. Title. Press, 1911.": full stops part author, title and imprint."""
    stops = [i for i, atom in enumerate(cut) if i and atom.before == "." and atom.kind is Kind.PLAIN]
    if not stops or stops[0] > 6 or any(atom.kind is Kind.BRACKETED for atom in cut[: stops[0]]):
        return None
    head = Head()
    who = text[: cut[stops[0]].start].strip(" ,")
    if len(stops) < 2 or not _authors(who, head):
        return None
    _take_title(cut, stops[0], head)
    head.marked = False
    return head
