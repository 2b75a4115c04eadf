"""URLs as they are printed in running text: where one ends, and how one broken by a space goes on.

Where a URL ends follows GFM's extended autolinks (GitHub Flavored Markdown 0.29, 6.9): closing punctuation and
unbalanced brackets belong to the sentence. Between < and > white space does not count (RFC 3986, appendix C).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from citecheck.parser.links.hyphens import Vocabulary, hyphen_readings
from citecheck.parser.links.trailing import kept_length

_FAULTY = r"(?:https?|ftp)(?::/(?!/)|:///|//)(?=\w[\w-]{0,62}\.\w)"  # http:/x.org, http//x.org
START = re.compile(rf"(?:https?|ftp): ?/ ?/ ?|(?<![\w@])(?:{_FAULTY}|www\. ?(?=\w))", re.IGNORECASE)
_FAULTY_START = re.compile(_FAULTY, re.IGNORECASE)
_WORD = re.compile(r"\w")
_STOP = frozenset('<>"“”„«»‹›「」『』')
_TRAILING = frozenset(".,;:!?'‘’…*_`|、。，；([{")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_LONGEST = 4000
_PATH_TOKEN = re.compile(r"[\w.~%!$&'()*+,;=:@/?#-]++")
_PATH_SIGNS = frozenset("/_=?%&#~")
_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp|pdf|txt|xml|docx?|epub)\b", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"[^\W\d_]++/[^\W\d_]++")  # and/or
_DOMAIN = re.compile(r"[^\W_]++(?:[.-][^\W_]++)*\.[^\W\d_]{2,}+(?:[:/?#]|$)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A URL printed in `text[start:end]`: its readings, best first, and what is wrong with its form ("" if nothing)."""

    start: int
    end: int
    readings: tuple[str, ...]
    problem: str = ""


def printed_urls(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Printed]:
    """The URLs printed in one block of text."""
    at = start
    while match := START.search(text, at, end):
        found = _bracketed(text, match.start(), end) or _bare(text, match.start(), match.end(), end, vocabulary)
        at = max(match.end(), found.end)
        if found.readings:
            yield found


def _bracketed(text: str, start: int, end: int) -> Printed | None:
    """A URL between < and >, or None. All white space in it was put there by the printing."""
    if start == 0 or text[start - 1] not in "<⟨":
        return None
    close = min((at for sign in ">⟩" if (at := text.find(sign, start, min(end, start + _LONGEST))) >= 0), default=-1)
    if close < 0 or START.search(text, start + 8, close):
        return None
    inside = text[start:close]
    pieces = inside.split()
    if len(pieces) > 8:
        return None
    whole = with_scheme("".join(pieces).translate(_INVISIBLE))
    broken = len(pieces) > 1
    readings = [whole]
    if broken:
        readings += [with_scheme(joined) for joined in _without_hyphens(pieces)]
    return Printed(start, close, tuple(dict.fromkeys(readings)), "space" if broken else "")


def _without_hyphens(pieces: list[str]) -> list[str]:
    """The other reading of a URL whose lines end with hyphens."""
    if not any(piece.endswith("-") for piece in pieces[:-1]):
        return []
    return ["".join(piece.removesuffix("-") for piece in pieces[:-1]) + pieces[-1]]


def _bare(text: str, start: int, body: int, end: int, vocabulary: Vocabulary) -> Printed:
    """A URL in running text, put together again where a space breaks it."""
    stop = _token_end(text, body, end)
    readings = [text[start:stop].replace(" ", "")]
    problem = "space" if " " in text[start:body] else "scheme" if _FAULTY_START.match(text, start) else ""
    for _ in range(3):
        following = _next_piece(text, readings[0], stop, end)
        if following <= stop:
            break
        piece = text[stop:following].strip()
        if readings[0].endswith("-"):
            readings = list(hyphen_readings(readings[0][:-1] + piece, readings[0] + piece, vocabulary))
            problem = "line-end hyphen"
        else:
            readings = [readings[0] + piece, *readings]
            problem = problem or "space"
        stop = following
    stop = _without_trailing(text, body, stop)
    trimmed = dict.fromkeys(with_scheme(_trim(reading)) for reading in readings)
    whole = [url for url in trimmed if has_domain(host(url))]
    return Printed(start, stop, tuple(whole or [url for url in trimmed if host(url)]), problem)


def _token_end(text: str, at: int, end: int) -> int:
    stop = min(end, at + _LONGEST)
    while at < stop and not text[at].isspace() and text[at] not in _STOP:
        at += 1
    return at


def _without_trailing(text: str, start: int, stop: int) -> int:
    return start + len(_trim(text[start:stop]))


def _trim(url: str) -> str:
    return url[: kept_length(url, _TRAILING)]


def _next_piece(text: str, url: str, stop: int, end: int) -> int:
    """The end of the text that a space has cut off from the URL ending at `stop`; `stop` when nothing was.

    One space (or line end) only, and only when what follows cannot well be the sentence's own words.
    """
    gap = stop + 1
    if stop >= end or not text[stop].isspace() or gap >= end or text[gap].isspace() or url[-1:] in ",;:!?'’)]}":
        return stop
    token = _PATH_TOKEN.match(text, gap, min(end, gap + 400))
    if token is None or START.match(text, gap):
        return stop
    piece = _trim(token.group())
    if not any(char.isalnum() for char in piece):
        return stop
    rest = text[token.end() : token.end() + 1]
    if (rest and not rest.isspace() and rest not in _STOP) or not _goes_on(url, piece, text, token.end(), end):
        return stop
    return token.end()


def _goes_on(url: str, piece: str, text: str, after: int, end: int) -> bool:
    """Whether `piece` is more of `url`: the host is not whole yet, or it looks like a path and not like a word."""
    name = host(url)
    if not has_domain(name) and "/" not in url.partition("://")[2]:
        return _DOMAIN.match(piece) is not None
    if url.endswith("."):
        return _ENDING.match("." + piece) is not None and not url.endswith("..")
    if piece[0].isupper() and url[-1] not in "/_=-%&?":
        return False
    ending = _ENDING.search(piece) is not None
    if url[-1] not in "/_=&?%#-~":
        return piece.count("/") > 1 or (ending and piece[0].islower())
    if ending or (any(sign in piece for sign in _PATH_SIGNS) and _ALTERNATIVE.fullmatch(piece) is None):
        return True
    if url[-1] == "/" and url.partition("://")[2].count("/") > 1 and not _WORD.search(text, after, end):
        # No sentence of one word ends a note.
        return True
    # A hyphened word or a number may be the sentence's own: it is the address's where the sentence ends with it.
    last = text[after - 1 : after] in ".,;)" or not text[after:end].strip()
    mixed = any(char.isdigit() for char in piece) and not piece.isdigit()
    return mixed or (last and ("-" in piece or "/" in piece or url[-1] == "-" or piece.isdigit()))


def host(url: str) -> str:
    """The host of a printed URL, with its port; "" when there is none."""
    rest = url.partition("://")[2] if "://" in url else url
    for sign in "/?#":
        rest = rest.partition(sign)[0]
    return rest.rpartition("@")[2]


def has_domain(name: str) -> bool:
    """Whether a host can be whole: it has a top-level domain, an address or a local name."""
    bare = name.partition(":")[0].rstrip(".")
    labels = bare.split(".")
    if bare == "localhost" or (len(labels) == 4 and all(label.isdigit() for label in labels)) or name.startswith("["):
        return True
    return len(labels) > 1 + (labels[0].lower() == "www") and len(labels[-1]) > 1 and not bare.endswith("-")


def with_scheme(url: str) -> str:
    """A URL with a whole scheme: `www.` stands for http (GFM 6.9). Invisible break marks are taken out."""
    url = url.translate(_INVISIBLE)
    if match := _FAULTY_START.match(url):
        return match.group().rstrip(":/") + "://" + url[match.end() :]
    return url if "://" in url[:12] else "http://" + url
