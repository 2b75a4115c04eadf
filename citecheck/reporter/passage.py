"""Links that open a source at a passage, and addresses as they are shown."""

from __future__ import annotations

from urllib.parse import quote

from citecheck.model.source import SourceText
from citecheck.reporter.cleaning import clean
from citecheck.sources.mask import mask, split_url, web_address

_WORDS_AT_EACH_END = 5
_MOST_WORDS_WHOLE = 12
_UNRESERVED = "!*'()/;:@$?+~._="  # beyond letters and digits; RFC 3986 "pchar" less what a text directive parses


def passage_link(source: SourceText, start: int, end: int) -> str:
    """The source's URL made to open at `source.text[start:end]`; "" where no browser can open the source.

    A page gets a text fragment (WICG Scroll to Text Fragment: `#:~:text=[prefix-,]start[,end]`, each part
    percent-encoded, with "-", "," and "&" too), a PDF its page (`#page=`, RFC 8118).
    """
    url = web_address(source.url)
    if not url or end <= start:
        return url
    if source.kind == "pdf":
        sheet = max((page.sheet for page in source.pages if page.start <= start), default=0)
        return f"{url.partition('#')[0]}#page={sheet}" if sheet else url
    return url + ("" if "#" in url else "#") + ":~:" + _directive(source.text, start, end)


def _directive(text: str, start: int, end: int) -> str:
    passage = text[start:end]
    first_line, last_line = _first_line(passage).split(), _last_line(passage).split()
    if len(passage.split()) == len(first_line) <= _MOST_WORDS_WHOLE:
        parts = [" ".join(first_line)]
    else:
        parts = [" ".join(first_line[:_WORDS_AT_EACH_END]), " ".join(last_line[-_WORDS_AT_EACH_END:])]
    encoded = [_encoded(part) for part in parts if part]
    if 0 <= text.find(parts[0]) < start:
        # The words also stand above: without the words before them a browser would stop there.
        before = " ".join(_last_line(text[max(0, start - 200) : start].rstrip()).split()[-4:])
        if before:
            encoded.insert(0, _encoded(before) + "-")
    return "text=" + ",".join(encoded)


def _first_line(text: str) -> str:
    return text.lstrip().partition("\n")[0]


def _last_line(text: str) -> str:
    return text.rstrip().rpartition("\n")[2]


def _encoded(words: str) -> str:
    return quote(words.encode("utf-8", "replace"), safe=_UNRESERVED).replace("-", "%2D")


def shown_address(url: str) -> str:
    """A URL as text: cleaned, passwords and keys masked.

    A host in other letters than ASCII is followed by its ASCII form, so that one that only looks like another is
    told from it.
    """
    parts = split_url(url)
    shown = clean(mask(url))
    host = (parts.hostname or "") if parts else ""
    if host.isascii():
        return shown
    try:
        return f"{shown} [{host.encode('idna').decode('ascii')}]"
    except UnicodeError:
        return f"{shown} [not a valid host name]"
