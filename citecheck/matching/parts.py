"""Splits a quotation at its ellipses, and finds what its editor put in brackets."""

from __future__ import annotations

import re

from citecheck.matching.interface import Part

_BLANKS = " \t\n\r\u00a0\u2000-\u200a\u202f\u205f\u3000"
_DOTS = re.compile(f"[.…⋯‥](?:[{_BLANKS}]{{0,3}}+[.…⋯‥])*+")
_TWO_DOTS = re.compile(f"\\.[{_BLANKS}]{{0,3}}+\\.")
_BRACKETS = {"[": "]", "(": ")", "⟨": "⟩", "{": "}", "［": "］", "（": "）", "<": ">", "‹": "›", "〔": "〕"}
# "(omitted in between)" in Japanese and Chinese, two dots in brackets, and the row of asterisks of older legal works.
_OTHER_ELLIPSES = re.compile(
    rf"[（(〔\[](?:中略|前略|後略|后略|略)[）)〕\]]|\[[{_BLANKS}]?\.\.[{_BLANKS}]?\]|\[? ?\*(?: \*){{2,4}}+ ?\]?"
)
# What a quoting editor says of the type: (emphasis added), (the italics are mine), (Hervorhebung im Original).
_TYPE = (
    r"(?:emphas[ie]s|italics|underlining|hervorhebung(?:en)?|herv\.|kursiv|souligné|soulignons|italiques|corsivo|"
    r"cursivas?|énfasis|sottolineatura|bold|grifo|nadruk|cursivering|citations?|footnotes?|quotation marks|translation)"
)
_SAYING = (
    r"(?:my|our|his|her|the|author['’]?s?|original|internal|is|are|im|des|der|d\.|del|nous|c['’]est nous qui|nostro|"
    r"mio|meu|de)"
)
_SAID = (
    r"(?:is|are|added|mine|ours|his|hers|supplied|omitted|propio|propias?|nuestro|mío|míos?|removed|altered|in|the|original|author|hinzugefügt|im|d\.|verf\.|v\.|"
    r"verfassers?|von|mir|uns|ajoutée?|par|nous|moi|dans|l['’]original|mio|mia|nostro|nostra|aggiunto|aggiunta|mía|"
    r"nuestra|añadida|nosso|meu|toegevoegd)"
)
_REMARKS = (
    r"(?:c['’]est )?(?:je|nous|moi qui|nous qui) soulign(?:e|ons)|курсив (?:мой|наш|автора)|выделено (?:мной|автором)|"
    r"[强強]调为?[引笔筆]?者?所?加|[傍圏]点(?:筆者|引用者|原文)"
)
_OF_TYPE = rf"{_TYPE}(?:,? {_SAID}){{0,4}}"
REMARK = rf"\((?i:{_REMARKS}|(?:{_SAYING} ){{0,3}}{_OF_TYPE}(?:; {_OF_TYPE})?|sic|!|\?)[.!]?\)"
_SIC = re.compile(r"(?i:sic|!|\?)[.!]?")
_SQUARE_MARKS = re.compile(r"[\[\]［］]")
_INSERTION_MARKS = re.compile(rf"[\[\]［］]|{REMARK}")
_WORTH = {".": 1, "‥": 2, "…": 3, "⋯": 3}
_SQUARE = {"[": "]", "［": "］"}


def ellipses(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the ellipses of a quotation, brackets included: `…`, `...`, `. . .`, `. . . .`, `[...]`, `(…)`.

    Three dots or more make an ellipsis, with or without blanks of any width between them. Of four, the first one
    is the full stop of the sentence before when it touches its last word (Chicago 13.53), and not in the span.
    """
    spans = (
        [match.span() for match in _OTHER_ELLIPSES.finditer(text)] if "*" in text or "略" in text or "[" in text else []
    )
    return tuple(sorted(spans + _dotted(text))) if spans else tuple(_dotted(text))


def _dotted(text: str) -> list[tuple[int, int]]:
    """The spans of ellipses of dots."""
    spans: list[tuple[int, int]] = []
    special = not text.isascii() and ("…" in text or "⋯" in text or "‥" in text)
    if not special and (text.count(".") < 2 or not _TWO_DOTS.search(text)):
        return []
    for run in _DOTS.finditer(text):
        start, end = run.span()
        worth = sum(_WORTH.get(character, 0) for character in run.group())
        if worth < 3:
            continue
        if worth > 3 and text[start] == "." and start and not text[start - 1].isspace() and text[start - 1] not in "[(":
            start += 1
            while text[start].isspace():
                start += 1
        spans.append(_with_brackets(text, start, end))
    return spans


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """The span widened by a pair of brackets close around it."""
    left, right = start, end
    while left and start - left < 3 and text[left - 1].isspace():
        left -= 1
    while right < len(text) and right - end < 3 and text[right].isspace():
        right += 1
    if left and right < len(text) and _BRACKETS.get(text[left - 1]) == text[right]:
        return left - 1, right + 1
    return start, end


def parts(text: str) -> tuple[Part, ...]:
    """The runs of a quotation between its ellipses, in order; those without a letter or digit are left out."""
    gaps = ellipses(text)
    if not gaps:
        return _part(text, 0, len(text))
    starts, ends = [0, *[end for _, end in gaps]], [*[start for start, _ in gaps], len(text)]
    return tuple([part for start, end in zip(starts, ends, strict=True) for part in _part(text, start, end)])


def _part(text: str, start: int, end: int) -> tuple[Part, ...]:
    """The part of a quotation in a stretch of it, if it holds any."""
    inner = text[start:end].strip()
    if not any(map(str.isalnum, inner)):
        return ()
    at = text.find(inner[0], start)
    return (Part(inner, at, at + len(inner)),)


def is_remark(inside: str) -> bool:
    """Whether what stands in an editor's brackets says something of the words and stands for none of them."""
    return bool(_SIC.fullmatch(inside.strip()) or re.fullmatch(REMARK, f"({inside.strip()})"))


def insertions(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of what stands for words of the editor: `[the king]`, `[sic]`, `(emphasis added)`, not `walk[ed]`.

    A bracket that touches a letter outside it changes letters of a word and is not among them, nor is an
    ellipsis in brackets, nor one without its closing bracket. Of brackets in brackets the inner ones count.
    """
    spans = []
    opened = -1
    for mark in (_INSERTION_MARKS if "(" in text else _SQUARE_MARKS).finditer(text):
        at = mark.start()
        if mark.group()[0] == "(":
            spans.append(mark.span())
        elif mark.group() in _SQUARE:
            opened = at
        elif opened >= 0:
            touches = (opened and text[opened - 1].isalnum()) or text[at + 1 : at + 2].isalnum()
            if not touches and any(map(str.isalnum, text[opened + 1 : at])):
                spans.append((opened, at + 1))
            opened = -1
    return tuple(spans)
