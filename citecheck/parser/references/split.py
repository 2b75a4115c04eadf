"""Cuts a note into its references: "see also A; cf. B" are two."""

from __future__ import annotations

import re
from collections.abc import Iterator

SIGNAL = re.compile(
    r"(?:but\s+)?(?:see,?\s+(?:also|e\.g\.|for example|for instance|generally|further|however|in particular"
    r"|especially|inter alia)|see|cf\.(?:\s+also)?|cp\."
    r"|compare|contra|accord|e\.g\.,?|for example,?|(?:also\s+)?(?:as\s+)?(?:quoted|cited|reprinted)\s+(?:in|from"
    r"|after)|qtd\.\s+in|rpt\.\s+in|repr\.\s+in"
    r"|quoting|citing|also|and|vgl\.(?:\s+auch)?|siehe(?:\s+auch)?|s\.\s+auch|zit\.\s+n(?:ach|\.)|voir(?:\s+aussi)?"
    r"|so\s+also)(?:,\s*|\s+)",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?:,\s{0,9}|\s{1,9}|\(\s?)(?=(?:as\s+)?(?:quoted|cited|reprinted)\s+(?:in|from)\s+\S|qtd\.\s+in\s|rpt\.\s+in\s"
    r"|zit\.\s+n|\bquoting\s|\bciting\s)",
    re.IGNORECASE,
)
_LED_IN = re.compile(r"(?<!\w)(?!\s)[^“‘\"(;.\d]{12,160}?[\s,](?=(?:see|compare)(?:\s+also)?,?\s[A-Z]|cf\.\s[A-Z])")
_AND = re.compile(r"(?<=[\d)]),?\s(?=and\s[A-Z][^;(“‘\"]{4,120}[(“‘\"][^;]{0,120}?\d{4}|and\s(?:ibid|idem)\b)")
_SENTENCE = re.compile(r"[.?!]\s(?=[A-Z“‘\"*])")
_OPEN, _CLOSE = "([{“‘«„", ")]}”’»"
_LEAST_REMARK = 4  # words


def after_signals(text: str) -> int:
    """The offset after all signals at the beginning of a reference."""
    at = 0
    while found := SIGNAL.match(text, at):
        at = found.end()
    return at


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of `text[start:end]` that each may hold one reference: cut at semicolons outside brackets and marks.

    A full stop cuts too where a signal ("See", "Cf.") follows it, or a remark stands before it; and "quoted in",
    "quoting" and an "and" between two references part what stands on its two sides.
    """
    for begin, stop in _parts(text, start, end):
        at = begin
        for cut in _cuts(text, begin, stop):
            yield _trimmed(text, at, cut)
            at = cut
        yield _trimmed(text, at, stop)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth = 0
    begin = start
    for at in range(start, end):
        char = text[at]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE and depth and not (char == "’" and text[at + 1 : at + 2].isalnum()):
            depth -= 1
        elif char == ";" and depth == 0:
            yield begin, at
            begin = at + 1
        if char in ".”’)" and _signal_follows(text, at + 1, end):
            yield begin, at + 1
            begin = at + 1
            depth = 0
    yield begin, end


def _cuts(text: str, start: int, end: int) -> list[int]:
    """The offsets within a part at which another reference begins."""
    cuts = [found.end() for found in _WITHIN.finditer(text, start, end) if found.start() > start]
    cuts += [found.end() for found in _AND.finditer(text, start, end)]
    led = _LED_IN.match(text, start, end)
    if led and any(word[:1].islower() for word in led[0].split()):
        cuts.append(led.end())
    cuts += _remarks(text, start, min([*cuts, end]))
    return sorted(set(cuts))


def _remarks(text: str, start: int, end: int) -> list[int]:
    """The offset after the sentences with which a part begins, where they are remarks."""
    last = start
    for found in _SENTENCE.finditer(text, start, end):
        if not is_remark(text[last : found.start()]):
            break
        last = found.end()
    return [last] if last > start else []


def is_remark(sentence: str) -> bool:
    """Whether a sentence is prose: mostly small letters, no figures and nothing set off."""
    words = sentence.split()
    small = sum(word[:1].islower() for word in words)
    return len(words) >= _LEAST_REMARK and small * 2 > len(words) and not re.search(r"[\d“‘\"(]", sentence)


def _signal_follows(text: str, at: int, end: int) -> bool:
    if at >= end or not text[at].isspace() or not text[at + 1 : at + 2].isupper():
        return False
    found = SIGNAL.match(text, at + 1, end)
    return found is not None and found[0].split()[0].casefold().strip(",") not in ("and", "also", "accord")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
