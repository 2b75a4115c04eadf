"""A made-up sibling address, and whether a page is the one that the server gives for it (Bar-Yossef et al. 2004)."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlsplit, urlunsplit

from citecheck.sources.text import Reading

_SHINGLE = 4  # words
_LIKE = 0.9
_PREFIX = "no-such-page-"


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL as one string."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def made_up_sibling(url: str) -> str:
    """An address beside this one that no site has; always the same for one origin and folder."""
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    suffix = name.rpartition(".")[2] if "." in name else ""
    suffix = f".{suffix}" if suffix.isalnum() and len(suffix) <= 5 else ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], f"{folder}/{_made_up_name(url)}{suffix}", "", ""))


def is_made_up(url: str) -> bool:
    """Whether a URL is one that `made_up_sibling` gave."""
    return f"/{_made_up_name(url)}" in urlsplit(url).path


def alike(page: Reading, other: Reading) -> bool:
    """Whether two pages say the same but for a few words: they share nine tenths of their runs of four words."""
    first, second = _shingles(page.text), _shingles(other.text)
    if not first or not second:
        return False
    return len(first & second) >= _LIKE * len(first | second)


def _made_up_name(url: str) -> str:
    return _PREFIX + sha256(origin_of(url).encode()).hexdigest()[:12]


def _shingles(text: str) -> set[int]:
    words = text.casefold().split()[:20_000]
    return (
        {hash(tuple(words[at : at + _SHINGLE])) for at in range(max(1, len(words) - _SHINGLE + 1))} if words else set()
    )
