"""Splits text into words that know their place, by Unicode word boundaries; scripts without spaces by character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from citecheck.matching.normalise import LINE_HYPHENS, SUPERSCRIPTS, fold, key, signature
from citecheck.matching.parts import REMARK

# Everything in the ranges below ends a word (Unicode UAX 29 read for prose: punctuation, blanks, symbols).
_ENDS_WORD = (
    r"\s\x00-\x2f:-@\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb\xbf\xd7\xf7"
    r"\u02b9-\u02bc\u037e\u0387\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u060c\u061b\u061f"
    r"\u066a-\u066d\u06d4\u0964\u0965\u1361-\u1368\u17d4-\u17da\u1800-\u180a\u2000-\u2071\u2074-\u207f\u20a0-\u20cf"
    r"\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d\u30fb\ue000-\uf8ff\ufe10-\ufe19\ufe30-\ufe6f"
    r"\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufffc-\uffff"
) + SUPERSCRIPTS
# Han, kana, Thai, Lao, Khmer and Burmese are written without spaces between words.
_ALONE = (
    r"\u0e01-\u0e4e\u0e80-\u0ede\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3041-\u30fa"
    r"\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f"
    r"\U00020000-\U0003ffff"
)
_SIGNS = r"$£€¥¢%‰‱&+=<>×÷±°@\u20a0-\u20c0"
_LETTER = rf"[^{_ENDS_WORD}{_ALONE}]"
_INNER = (
    r"(?:['’‘ʼ＇`´′\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]++"
    r"|(?<=[0-9])[.,](?=[0-9])"
    rf"|[{LINE_HYPHENS}][ \t\r]*+\n\s*+)"
)
_WORD_FORM = rf"{_LETTER}++(?:{_INNER}{_LETTER}++)*+"
_ALONE_FORM = rf"[{_ALONE}][\u0300-\u036f\u3099\u309a]*+"
_SIGN_FORM = rf"[{_SIGNS}]"
_WORD = re.compile(f"({_WORD_FORM}|{_ALONE_FORM}|{_SIGN_FORM})")
# In a quotation: [A]s, walk[ed], h[is], judgment[] are one word; [the king] is one insertion.
_WORD_OR_BRACKET = re.compile(
    rf"({_LETTER}*+\[{_LETTER}{{0,8}}\]{_WORD_FORM}|{_LETTER}++\[{_LETTER}{{0,8}}\]"
    rf"|[\[［][^\[\]［］]*+[\]］]|{REMARK}|{_WORD_FORM}|{_ALONE_FORM}|{_SIGN_FORM})"
)
BREAK = "\x1e"  # stands between two windows of one source: nothing runs across it


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words, in lists that run side by side.

    `keys` compare, `forms` keep case; `starts`, `ends` are offsets in the text that was read; `gaps[i]` is the
    signature of the marks between word i and the next (after the last word: of what is left).
    """

    keys: list[str]
    forms: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[str]

    def __len__(self) -> int:
        return len(self.keys)


def read_words(text: str, offset: int = 0, *, brackets: bool = False) -> Words:
    """The words of a text whose first character stands at `offset`.

    With `brackets`, square brackets in it are a quoting editor's: a bracketed insertion counts as one word.
    """
    pattern = _WORD_OR_BRACKET if brackets and ("[" in text or "［" in text or "(" in text) else _WORD
    pieces = pattern.split(text)
    bounds = list(accumulate(map(len, pieces), initial=offset))
    forms = list(map(fold, pieces[1::2]))
    return Words(list(map(key, forms)), forms, bounds[1:-1:2], bounds[2::2], list(map(signature, pieces[2::2])))


def joined(runs: list[Words]) -> Words:
    """Several windows of one source as one, with a BREAK between them."""
    if len(runs) == 1:
        return runs[0]
    whole = Words([], [], [], [], [])
    for index, run in enumerate(runs):
        if index:
            at = run.starts[0] if run.starts else whole.ends[-1] if whole.ends else 0
            for column in (whole.keys, whole.forms):
                column.append(BREAK)
            whole.starts.append(at)
            whole.ends.append(at)
            whole.gaps.append("")
        whole.keys.extend(run.keys)
        whole.forms.extend(run.forms)
        whole.starts.extend(run.starts)
        whole.ends.extend(run.ends)
        whole.gaps.extend(run.gaps)
    return whole
