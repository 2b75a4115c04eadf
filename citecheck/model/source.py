"""What a cited address or file gave: its state, and its text when it could be read."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum

from citecheck.model.text import Text, characters, held, opening


class LinkState(StrEnum):
    """The state of a link. Nothing is dead that only could not be read."""

    OK = "ok"
    MOVED = "moved"
    DEAD = "dead"
    UNCHECKED = "unchecked"


class Reason(StrEnum):
    """Why something could not be checked: the short word that reports and programs use."""

    NONE = ""
    NO_SOURCE = "no source at hand"
    NO_CITATION = "nothing cites it"
    OFFLINE = "offline"
    NOT_RECORDED = "not in the evidence file"
    BLOCKED_ADDRESS = "blocked address"
    BAD_URL = "not a usable URL"
    WALL = "bot wall"
    LOGIN = "log-in"
    PAYWALL = "paywall"
    CONSENT = "consent page"
    SCRIPT_ONLY = "needs a browser"
    SOFT_404 = "soft 404"
    PARKED = "parked domain"
    ROBOTS = "robots.txt"
    TIMEOUT = "time-out"
    RUN_TIME = "out of time"
    CONNECTION = "no connection"
    DNS = "name not found"
    TLS = "tls"
    REDIRECTS = "too many redirects"
    STATUS = "status"
    TOO_LARGE = "too large"
    INCOMPLETE = "incomplete page"
    ENCODING = "unknown encoding"
    UNREADABLE = "unreadable content"
    TOO_SHORT = "too little text"
    GONE = "gone"
    RETRY_LATER = "asked to wait"
    WORKER = "reader failed"


class Paging(StrEnum):
    """What the page labels of a source rest on."""

    NONE = ""
    SHEET = "sheet"  # a mere count of the file's pages, which says nothing of the printed number
    DECLARED = "declared"  # the file says them: PDF page labels, an EPUB's page list
    PRINTED = "printed"  # read in the running heads or feet
    AGREED = "agreed"  # declared, and printed alike


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page of a source begins at `start` of its text; `label` is the page number as printed or declared.

    An empty label says that nothing is known of the page's number.
    """

    start: int
    label: str
    sheet: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """What a bibliography's entry says of a work. Identifiers are bare, `authors` are one string a person."""

    key: str = ""
    title: str = ""
    container: str = ""
    authors: tuple[str, ...] = ()
    year: str = ""
    doi: str = ""
    isbn: str = ""
    arxiv: str = ""


@dataclass(frozen=True)
class SourceText:
    """The plain text of a source. `id` is a URL or a library path, unique in a run.

    `whole` is False when less than the whole may have been read: then "not found" may not be said, and `reason` and
    `detail` say why; a file of which nothing could be read has an empty text. `anchors` are the fragment ids of an
    HTML page. `identifiers` are what the document says of itself (ISBN, DOI), `works` what bibliographies say of it.
    """

    id: str
    text: Text = Text()  # noqa: RUF009
    title: str = ""
    url: str = ""
    kind: str = "text"  # html, text, pdf, epub, docx …
    whole: bool = True
    pages: tuple[PageBreak, ...] = ()
    anchors: frozenset[str] = field(default_factory=frozenset)
    author: str = ""
    year: str = ""
    retrieved: str = ""  # RFC 3339, "" for a local file
    paging: Paging = Paging.NONE
    identifiers: tuple[str, ...] = ()
    works: tuple[Work, ...] = ()
    reason: Reason = Reason.NONE
    detail: str = ""

    @property
    def characters(self) -> int:
        """The length of the text, for which it need not be read."""
        return characters(held(self))

    def opening(self, count: int) -> str:
        """The first `count` characters of the text."""
        return opening(held(self), count)

    def page_at(self, offset: int) -> str:
        """The label of the page that holds a character, "" when the source has no pages."""
        starts = [page.start for page in self.pages]
        index = bisect_right(starts, offset) - 1
        return self.pages[index].label if index >= 0 else ""


@dataclass(frozen=True)
class Fetched:
    """The answer for one URL. `reason` and `detail` say in a word and in a sentence why, when it is not OK.

    `permanent` is True when every redirect on the way was a permanent one (RFC 9110, 301 and 308).
    `advice` tells an editor what can be done about it.
    """

    url: str
    state: LinkState
    reason: Reason = Reason.NONE
    detail: str = ""
    advice: str = ""
    status: int | None = None
    final_url: str = ""
    hops: tuple[str, ...] = ()
    permanent: bool = False
    source: SourceText | None = None
    fragment_missing: bool = False
    archived_url: str = ""
    secure_url: str = ""  # the https address under which the same page is to be had
