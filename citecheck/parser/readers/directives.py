"""Finds the comments in which a manuscript speaks to citecheck."""

from __future__ import annotations

import re
from bisect import bisect_right

from citecheck.model.document import Directive, Position

_ANGLED = re.compile(r"<!--\s{0,20}+citecheck:((?:(?!-->)[\s\S]){0,1000}+)-->")
_LINE = r"[ \t]{0,20}+citecheck:([^\n]{0,1000}+)"
_PERCENT = re.compile(r"(?<!\\)%[% \t]{0,20}+citecheck:([^\n]{0,1000}+)")
_SLASHES = re.compile(r"(?<![:/])//+" + _LINE)
_STARRED = re.compile(r"/\*\s{0,20}+citecheck:((?:(?!\*/)[\s\S]){0,1000}+)\*/")
_DOTS = re.compile(r"^[ \t]{0,40}+\.\.[ \t]" + _LINE, re.MULTILINE)
_HASH = re.compile(r"^[ \t]{0,40}+#[ \t]" + _LINE, re.MULTILINE)
_BRACED = re.compile(r"\{%\s{0,20}+citecheck:((?:(?!%\})[\s\S]){0,1000}+)%\}")

COMMENTS: dict[str, tuple[re.Pattern[str], ...]] = {
    **dict.fromkeys(
        ("markdown", "quarto", "multimarkdown", "commonmark", "gfm", "html", "mediawiki", "textile", "jats", "docbook",
         "fb2"),
        (_ANGLED,),
    ),
    "latex": (_PERCENT,),
    "typst": (_SLASHES, _STARRED),
    "asciidoc": (re.compile("^//" + _LINE, re.MULTILINE),),
    "rst": (_DOTS,),
    "org": (_HASH,),
    "djot": (_BRACED,),
}  # fmt: skip
"""How a comment to citecheck looks in each format that has comments."""

_IGNORE = re.compile(r"ignore(?![\w-])[ \t:]*+")
_CODE = re.compile(r"([A-Z]\d{1,3})(?!\w)[ \t,]*+")
_BEFORE_REASON = " \t\n:;,.–—-("


def directives_in(text: str, format: str) -> tuple[Directive, ...]:
    """The comments to citecheck in a text whose line ends are "\\n", with their lines; none for a format without."""
    if "citecheck:" not in text:
        return ()
    found = [match for pattern in COMMENTS.get(format, ()) for match in pattern.finditer(text)]
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return tuple(_directive(match, text, starts) for match in sorted(found, key=lambda match: match.start()))


def _directive(match: re.Match[str], text: str, starts: list[int]) -> Directive:
    said = " ".join(match[1].split())
    first, last = bisect_right(starts, match.start()), bisect_right(starts, max(match.start(), match.end() - 1))
    column = match.start() - starts[first - 1] + 1
    before = text[starts[first - 1] : match.start()]
    end = text.find("\n", match.end())
    after = text[match.end() : end if end >= 0 else len(text)]
    place = Position(first, column, last, match.end() - starts[last - 1] + 1)
    codes, reason = _parsed(said)
    return Directive(place, said, codes, reason, alone=not before.strip() and not after.strip())


def _parsed(said: str) -> tuple[tuple[str, ...], str]:
    """The codes and the reason; no codes where it is not understood."""
    verb = _IGNORE.match(said)
    if verb is None:
        return (), ""
    codes = []
    at = verb.end()
    while code := _CODE.match(said, at):
        codes.append(code[1])
        at = code.end()
    reason = said[at:].strip(_BEFORE_REASON)
    if reason.count(")") > reason.count("("):
        reason = reason.removesuffix(")")  # of one that stood in brackets
    return tuple(dict.fromkeys(codes)), reason
