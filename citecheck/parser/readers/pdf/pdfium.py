"""PDF → what is printed on its sheets, by PDFium.

PDFium cannot be interrupted, and hostile files fell it: this runs in a process that can be killed (see
`citecheck.manuscripts`). Nothing here judges what the letters are for.
"""

from __future__ import annotations

import ctypes
import math
import re
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from citecheck.parser.readers.pdf.sheet import Box, Font, LinkArea, Printed, Rule, Sheet, Word

MOST_SHEETS = 5_000
MOST_CHARACTERS = 20_000_000
_MOST_OBJECTS = 20_000  # of one sheet, that are looked at for rules
_MOST_LINKS = 2_000  # of one sheet
_WIDE = 20.0  # points; a shorter line is no rule
_THIN = 3.0
_LINE_END = "\x02\ufffe"  # what PDFium gives for the hyphen at a line's end, right before the next line's word
_WORD = re.compile(f"[^\\s\x00{_LINE_END}]*[{_LINE_END}]|[^\\s\x00{_LINE_END}]+")
_MAY_CHANGE = re.compile(r"[\d*†‡§‖¶#\x02\ufffe]")
_ODD = re.compile(r"[^\x20-\xac\xae-\u1fff\u2010-\u205f\u2070-\ud7ff]")
_REWRITTEN = {
    **dict.fromkeys(map(ord, "\x02\ufffe\u00ad"), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\ufffd"), ""),
    **dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), 0xFB00)),
}
_ITALIC = ("italic", "oblique", "slanted", "kursiv")
_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_FIXED_PITCH, _ITALIC_FLAG, _FORCE_BOLD = 1, 1 << 6, 1 << 18


class PdfError(Exception):
    """A PDF that cannot be read; the message is a clause that goes on from the file's name."""


def printed(data: bytes) -> Printed:
    """What is printed in a PDF. Raises `PdfError`."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = str(error).lower()
        if "password" in reason:
            raise PdfError("is locked by a password; save it without one") from None
        if "security" in reason:
            raise PdfError("is encrypted in a way that cannot be opened; save it without encryption") from None
        raise PdfError("is not a whole PDF file; export it again") from None
    try:
        count = len(document)
        if count > MOST_SHEETS:
            raise PdfError(f"has {count} pages; at most {MOST_SHEETS} are read, so split it")
        sheets = []
        characters = 0
        for index in range(count):
            sheets.append(_sheet(document, index))
            characters += sum(len(word.text) for word in sheets[-1].words)
            if characters > MOST_CHARACTERS:
                raise PdfError("holds far more text than a manuscript does")
        return Printed(tuple(sheets), _title(document), _language(document))
    finally:
        document.close()


def _title(document: Any) -> str:
    return str(document.get_metadata_value("Title") or "").strip()


def _language(document: Any) -> str:
    length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < length < 200:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFCatalog_GetLanguage(document, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\x00")


def _sheet(document: Any, index: int) -> Sheet:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        # One broken page does not make the others unreadable.
        return Sheet(index + 1, str(index + 1), 0.0, 0.0)
    try:
        label = document.get_page_label(index) or str(index + 1)
        width, height = page.get_size()
        words = _Letters(page).words()
        return Sheet(index + 1, label, width, height, words, _rules(page), _links(document, page))
    except pypdfium2.PdfiumError as error:
        raise PdfError(f"cannot be read on page {index + 1}; export it again") from error
    finally:
        page.close()


class _Letters:
    """Puts the characters of one page together into words.

    A call into PDFium costs more than all that is done with its answer, so a word is known by its first and last
    letter where nothing speaks for a change inside it.
    """

    def __init__(self, page: Any) -> None:
        self._page = page
        self._crop = page.get_cropbox()
        self._fonts: dict[tuple[bytes, int], Font] = {}
        self._words: list[Word] = []
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._loose = pdfium.FS_RECTF()
        self._line: tuple[float, float] | None = None  # bottom and top of the last letter's font box
        self._base = self._size = 0.0
        self._tight = [ctypes.c_double() for _ in range(4)]
        self._matrix = pdfium.FS_MATRIX()
        self._flags = ctypes.c_int()
        self._name = ctypes.create_string_buffer(128)

    def words(self) -> tuple[Word, ...]:
        """The words in the order in which they are drawn."""
        textpage = self._page.get_textpage()
        try:
            self._raw = textpage.raw
            text = self._text(textpage.count_chars())
            for found in _WORD.finditer(text):
                self._word(text, found.start(), found.end())
        finally:
            textpage.close()
        return tuple(self._words)

    def _text(self, count: int) -> str:
        """One character for every character that PDFium counts."""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(self._raw, 0, count, buffer)
        text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
        if len(text) != count or any("\ud800" <= char <= "\udfff" for char in text):
            codes = (pdfium.FPDFText_GetUnicode(self._raw, at) for at in range(count))
            text = "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)
        return text

    def _word(self, text: str, start: int, end: int) -> None:
        first = self._letter(start)
        last = self._letter(end - 1) if end - start > 1 else first
        inner = text[start + 1 : end - 1]
        plain = first.same_as(last) and first.left <= last.left and not _MAY_CHANGE.search(text, start, end)
        if plain and last.right - first.left < first.size * 1.5 * (len(inner) + 2):
            self._put(text[start:end], start, first, last, glued=False)
            return
        begin, before, head = start, first, first
        lifted = self._is_lifted(text, start, first)
        for at in range(start + 1, end):
            letter = self._letter(at)
            high = self._is_lifted(text, at, letter)
            # A step back or far ahead is another place; letters of one word may overlap a little.
            beside = -0.6 * letter.size < letter.left - before.right < 0.45 * letter.size
            # The letters of a ligature all stand where it does.
            beside = beside or (letter.left, letter.right) == (before.left, before.right)
            if not (beside and letter.same_as(before) and high == lifted):
                self._put(text[begin:at], begin, head, before, glued=begin > start, raised=lifted)
                begin, head, lifted = at, letter, high
            before = letter
        self._put(text[begin:end], begin, head, before, glued=begin > start, raised=lifted)

    def _letter(self, at: int) -> _Letter:
        box = self._loose
        pdfium.FPDFText_GetLooseCharBox(self._raw, at, box)
        # A font box of the same height at the same place: same base line, same size.
        if (box.bottom, box.top) != self._line:
            self._line = (box.bottom, box.top)
            pdfium.FPDFText_GetCharOrigin(self._raw, at, self._x, self._y)
            self._base = round(self._y.value, 2)
            self._size = round(pdfium.FPDFText_GetFontSize(self._raw, at) * self._scale(at), 2)
        return _Letter(box.left, box.right, self._base, self._size)

    def _is_lifted(self, text: str, at: int, letter: _Letter) -> bool:
        """Whether a figure or letter is drawn above its base line, as a font's own superior figures are."""
        if not text[at].isalnum():
            return False
        pdfium.FPDFText_GetCharBox(self._raw, at, *self._tight)
        _, _, bottom, top = self._tight
        return top.value > bottom.value and bottom.value - letter.base > 0.25 * (top.value - letter.base) > 0

    def _put(self, text: str, at: int, first: _Letter, last: _Letter, *, glued: bool, raised: bool = False) -> None:
        if first.size <= 0 or not self._inside(first.left, first.base):
            return
        if _ODD.search(text):
            text = text.translate(_REWRITTEN).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        left, right = min(first.left, last.left), max(first.right, last.right)
        if text and math.isfinite(left + right + first.base + first.size):
            self._words.append(Word(text, left, right, first.base, first.size, self._font(at), glued, raised))

    def _inside(self, x: float, y: float) -> bool:
        """Whether a place is inside what is shown of the page: proofs have printers' marks around it."""
        left, bottom, right, top = self._crop
        return bool(left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1)

    def _scale(self, at: int) -> float:
        """How much the page enlarges a character's font; 0 for one that does not stand upright."""
        matrix = self._matrix
        if not pdfium.FPDFText_GetMatrix(self._raw, at, matrix):
            return 1.0
        if abs(matrix.b) > 0.2 * abs(matrix.a) or not math.isfinite(matrix.d):
            return 0.0
        return abs(float(matrix.d))

    def _font(self, at: int) -> Font:
        pdfium.FPDFText_GetFontInfo(self._raw, at, self._name, 128, self._flags)
        key = (self._name.value, self._flags.value)
        if key not in self._fonts:
            name, flags = key[0].decode("utf-8", "replace"), key[1]
            bold = any(sign in name.lower() for sign in _BOLD) or bool(flags & _FORCE_BOLD)
            italic = any(sign in name.lower() for sign in _ITALIC) or bool(flags & _ITALIC_FLAG)
            fixed = bool(flags & _FIXED_PITCH) or "mono" in name.lower() or "courier" in name.lower()
            self._fonts[key] = Font(name, bold, italic, fixed)
        return self._fonts[key]


class _Letter(NamedTuple):
    """Where a letter stands: its left and right, its base line, its size; 0 for one that does not stand upright."""

    left: float
    right: float
    base: float
    size: float

    def same_as(self, other: _Letter) -> bool:
        """Whether two letters stand on one base line in one size."""
        return self.size == other.size and abs(self.base - other.base) < 0.05 * (self.size or 1.0)


def _rules(page: Any) -> tuple[Rule, ...]:
    found = []
    raw = page.raw
    edges = [ctypes.c_float() for _ in range(4)]
    left, bottom, right, top = edges
    for index in range(min(pdfium.FPDFPage_CountObjects(raw), _MOST_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(raw, index)
        if pdfium.FPDFPageObj_GetType(item) not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING):
            continue
        if not pdfium.FPDFPageObj_GetBounds(item, *(ctypes.byref(edge) for edge in edges)):
            continue
        if top.value - bottom.value <= _THIN and right.value - left.value >= _WIDE:
            found.append(Rule(left.value, right.value, (top.value + bottom.value) / 2))
    return tuple(found)


def _links(document: Any, page: Any) -> tuple[LinkArea, ...]:
    found: list[LinkArea] = []
    start = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    while len(found) < _MOST_LINKS and pdfium.FPDFLink_Enumerate(page.raw, ctypes.byref(start), ctypes.byref(link)):
        action = pdfium.FPDFLink_GetAction(link)
        if not action:
            continue
        length = pdfium.FPDFAction_GetURIPath(document.raw, action, None, 0)
        if not 1 < length < 5_000:
            continue
        buffer = ctypes.create_string_buffer(length)
        pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, length)
        url = buffer.value.decode("utf-8", "replace")
        found.extend(LinkArea(box, url) for box in _areas(link))
    return tuple(found)


def _areas(link: Any) -> list[Box]:
    """The rectangles of a link; one broken over a line's end has two."""
    quads = pdfium.FS_QUADPOINTSF()
    boxes: list[Box] = []
    for index in range(min(100, max(0, pdfium.FPDFLink_CountQuadPoints(link)))):
        if pdfium.FPDFLink_GetQuadPoints(link, index, ctypes.byref(quads)):
            across = (quads.x1, quads.x2, quads.x3, quads.x4)
            up = (quads.y1, quads.y2, quads.y3, quads.y4)
            boxes.append((min(across), min(up), max(across), max(up)))
    if boxes:
        return boxes
    area = pdfium.FS_RECTF()
    if not pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(area)):
        return []
    left, right = sorted((float(area.left), float(area.right)))
    bottom, top = sorted((float(area.bottom), float(area.top)))
    return [(left, bottom, right, top)]
