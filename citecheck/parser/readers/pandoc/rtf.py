"""Rich Text Format before pandoc: characters its reader miscounts, and tags for paragraphs and notes.

Control words are those of the Rich Text Format Specification 1.9.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from citecheck.errors import UnreadableError
from citecheck.model.document import NoteKind
from citecheck.parser.readers.pandoc.indents import Setting, kind_by_style, kinds
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import NOTE, PLACE, NoteTag, PlaceTag, tag

DEEPEST = 2_000
"""Groups inside one another."""

_TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'[0-9a-fA-F]{2}|\\.|[{}]|[^\\{}]+", re.DOTALL)
_BOOKMARK = re.compile(r"\{\\\*\\bkmk(?:start|end) ?[^{}]{0,300}\}")
"""Inside bookmarks pandoc gives every character by itself, and tags would be torn apart."""
_UNREAD = {
    "fonttbl", "colortbl", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
    "footerf", "fldinst", "object", "xe", "tc", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "listtable", "annotation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group. `reads` is False where the text is none of the manuscript's."""

    destination: str = ""
    reads: bool = True
    left: int = 0
    right: int = 0
    first: int = 0
    style: int = 0
    in_table: bool = False
    in_note: bool = False
    gone: bool = False
    fallback: int = 1
    slot: int = -1


def prepare(text: str, _: str) -> Prepared:
    """Prepares a Rich Text file. Raises `UnreadableError`, without a file name, for what is none or is cut short."""
    if not text.lstrip().startswith("{\\rtf"):
        raise UnreadableError("it is no Rich Text file")
    writer = _Writer(_BOOKMARK.sub("", text))
    places: list[PlaceTag] = []
    settings = [replace(each[0], styles=writer.chain(each[0])) for each in writer.paragraphs]
    number = 0
    for index, (setting, kind) in enumerate(zip(settings, kinds(settings), strict=True)):
        at, in_note = writer.paragraphs[index][1:]
        number += not in_note
        shown = kind_by_style(setting.styles) if in_note else kind
        writer.pieces[at] = _encoded(tag(PLACE, index)) if shown or not in_note else ""
        style = setting.styles[0] if setting.styles else ""
        places.append(PlaceTag(0 if in_note else number, style=style, kind=shown, repeats=setting.repeats))
    source = "".join(writer.pieces).encode("ascii", "replace")
    return Prepared(
        source, "rtf", None, tuple(writer.notes), tuple(places), quotes=False, title=writer.title.strip() or None
    )


def _encoded(text: str) -> str:
    """A tag in a group without formatting: formatted characters come through one by one."""
    return (
        "{\\b0\\i0\\ul0\\strike0\\scaps0\\nosupersub\\v0 "
        + "".join(char if char.isascii() else f"\\u{ord(char) - 65536} ?" for char in text)
        + "}"
    )


class _Writer:
    """The file anew. `paragraphs` holds each one's setting, the piece kept free for its tag, and if it is a note's."""

    def __init__(self, text: str) -> None:
        self.pieces: list[str] = []
        self.notes: list[NoteTag] = []
        self.paragraphs: list[tuple[Setting, int, bool]] = []
        self.title = ""
        self._styles: dict[int, str] = {}
        self._state = _State()
        self._stack: list[_State] = []
        self._skip = 0
        self._fresh = True
        self._note_waits: NoteTag | None = None
        for found in _TOKEN.finditer(text):
            self._token(found)

    def chain(self, setting: Setting) -> tuple[str, ...]:
        """The name of a paragraph's style."""
        name = self._styles.get(int(setting.styles[0]) if setting.styles else 0, "")
        return (name,) if name else ()

    def _token(self, found: re.Match[str]) -> None:
        token, word = found[0], found[1]
        if token == "{":
            self._stack.append(self._state)
            if len(self._stack) > DEEPEST:
                raise UnreadableError("it is nested too deeply")
            self.pieces.append(token)
        elif token == "}":
            self._close()
        elif word:
            self._word(token, word, int(found[2]) if found[2] else None)
        elif token == "\\*":
            self._state = replace(self._state, destination="*")
            self.pieces.append(token)
        else:
            self._text(token)

    def _close(self) -> None:
        was = self._state
        self._state = self._stack.pop() if self._stack else _State()
        if was.in_note and not self._state.in_note:
            self._fresh = False
            self._note_waits = None
        self._skip = 0
        self.pieces.append("}")

    def _word(self, token: str, word: str, number: int | None) -> None:
        state = self._state
        if self._skip and word != "u":
            self._skip -= 1
            return
        if word == "u":
            self._text(f"\\u{number or 0} ?", characters=1)
            self._skip = state.fallback
            return
        if word == "uc":
            self._state = replace(state, fallback=max(0, min(number or 0, 10)))
            return
        if state.destination == "*" and word == "footnote":
            self.pieces.pop()  # some programs mark notes as if they might be left out
        elif state.destination == "*" and word not in ("footnote", "shptxt", "shpinst"):
            self._state = state = replace(state, destination=word, reads=False)
        if word == "field" and self.pieces[-1:] == ["{"]:
            # A tag inside a link would be torn apart: it goes before it.
            self._state = state = replace(state, slot=len(self.pieces) - 1)
            self.pieces[-1:] = ["", "{"]
        self.pieces.append(token)
        self._state = self._after_word(state, word, number)

    def _after_word(self, state: _State, word: str, number: int | None) -> _State:
        value = number or 0
        if word in ("par", "sect", "page", "cell", "row"):
            self._fresh = True
        elif word == "pard":
            return replace(state, left=0, right=0, first=0, style=0, in_table=False, destination="")
        elif word == "plain":
            return replace(state, gone=False)
        elif word == "footnote":
            self._fresh = True
            self._note_waits = NoteTag(f"rtf-{len(self.notes)}")
            return replace(state, in_note=True, destination="", reads=True)
        elif word == "ftnalt" and self._note_waits is not None:
            self._note_waits = replace(self._note_waits, kind=NoteKind.ENDNOTE)
        elif word in ("stylesheet", "info", "title") or word in _UNREAD:
            return replace(state, destination=word, reads=False)
        elif word == "deleted":
            return replace(state, gone=number != 0)
        fields = {"li": "left", "lin": "left", "ri": "right", "rin": "right", "fi": "first", "s": "style"}
        if word in fields:
            return replace(state, **{fields[word]: value})  # type: ignore[arg-type]
        return replace(state, in_table=True) if word == "intbl" else state

    def _text(self, text: str, characters: int | None = None) -> None:
        state = self._state
        if self._skip:
            width = len(text) if text[0] != "\\" else 1
            dropped, self._skip = min(self._skip, width), max(0, self._skip - width)
            text = text[dropped:] if text[0] != "\\" else ""
        if state.destination == "stylesheet" and text.strip().endswith(";"):
            self._styles[state.style] = text.strip()[:-1].strip()
        elif state.destination == "title":
            self.title += text
        if state.gone or not text:
            return
        if state.reads and text.strip("\r\n ") and not text.startswith(("\\~", "\\-", "\\_", "\\\n")):
            self._begin(state)
            self._count(characters or len(text))
        self.pieces.append(text)

    def _begin(self, state: _State) -> None:
        """Keeps a place free for the tag of a paragraph whose first text this is."""
        if self._note_waits is not None and state.in_note:
            self.pieces.append(_encoded(tag(NOTE, len(self.notes))))
            self.notes.append(self._note_waits)
            self._note_waits = None
        if self._fresh:
            plain = not (state.in_table or state.in_note)
            setting = Setting((str(state.style),), state.left, state.right, state.first, 0, plain)
            if state.slot < 0:
                self.pieces.append("")
            self.paragraphs.append((setting, state.slot if state.slot >= 0 else len(self.pieces) - 1, state.in_note))
            self._fresh = False

    def _count(self, characters: int) -> None:
        if self.paragraphs:
            setting, at, in_note = self.paragraphs[-1]
            self.paragraphs[-1] = (replace(setting, length=setting.length + characters), at, in_note)
