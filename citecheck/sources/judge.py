"""From the way to a URL to what may be said of it. Knows no network: the web and the evidence file share it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import unquote, urlsplit

from citecheck.isolation.spool import SPOOL
from citecheck.model.source import Fetched, LinkState, Reason, SourceText
from citecheck.model.text import held
from citecheck.sources.advice import advice_for
from citecheck.sources.exchange import Answer, Chain, End, Failure, fragment_of, without_fragment
from citecheck.sources.html import count_words
from citecheck.sources.mask import mask
from citecheck.sources.retry import asked_to_wait
from citecheck.sources.signs import (
    Sign,
    leaves_doubt,
    says_not_free,
    sign_of_login,
    sign_of_missing,
    sign_of_shell,
    sign_of_wall,
)
from citecheck.sources.text import Reading
from citecheck.sources.unpack import CutShort, PackedWrong, TooLarge, UnknownCoding, proves_end, unpack
from citecheck.sources.worker import TIME_LIMIT, read_safely

_GONE = (404, 410)
_WHOLE_PAGES = (200, 203)
_LEAST_WORDS = 200
_LEAST_READING = 0.7  # seconds for the reading of a page that came with the last of its URL's time
_HOME_NAMES = ("/index.html", "/index.htm", "/index.php", "/home", "/home.html", "/default.aspx", "/default.html")
_FRAGMENTS_OF_SCRIPTS = ("!", "/", ":~:")
_PAYWALLED_WORDS = 400
_MEANING = {
    400: "Bad Request",
    401: "Unauthorized: it asks for a log-in",
    402: "Payment Required",
    403: "Forbidden: closed to programs, or to everybody",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    407: "Proxy Authentication Required",
    429: "Too Many Requests",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    520: "an unknown error behind Cloudflare",
    526: "an invalid certificate behind Cloudflare",
    999: "refused to programs",
}
_STATUS_REASONS = {401: Reason.LOGIN, 407: Reason.LOGIN, 402: Reason.PAYWALL, 429: Reason.RETRY_LATER, 999: Reason.WALL}


@dataclass(frozen=True)
class Judged:
    """A judgement with the reading it rests on, which judgements over several pages need."""

    fetched: Fetched
    reading: Reading | None = None
    etag: str = ""
    modified: str = ""


def judge(chain: Chain) -> Fetched:
    """What may be said of a URL after this way. Reads the body, in a worker when that is safer; never raises."""
    return judge_reading(chain).fetched


def judge_reading(chain: Chain) -> Judged:
    """As `judge`, with the reading of the last answer's body."""
    if chain.failure is not None:
        return Judged(_failed(chain, chain.failure))
    answer = chain.last
    if answer is None:
        return Judged(_unchecked(chain, Reason.CONNECTION, "there was no answer"))
    try:
        body = unpack(answer.body, answer.header("content-encoding"))
    except PackedWrong as fault:
        return Judged(_packed_wrong(chain, answer, fault))
    seconds = min(TIME_LIMIT, max(_LEAST_READING, round(chain.left, 1)))
    name = urlsplit(answer.url).path
    reading = read_safely(body, answer.header("content-type"), name, seconds) if body else Reading("empty")
    redirected = bool(chain.hops)
    sign = sign_of_wall(answer, body, reading, redirected=redirected)
    if sign is not None and (sign.reason is Reason.WALL or answer.status // 100 != 2):
        return Judged(_unchecked(chain, sign.reason, sign.detail), _lean(reading))
    if answer.status // 100 != 2:
        return Judged(_status(chain, answer), _lean(reading))
    fetched, lean = _page(chain, answer, body, reading, sign), _lean(reading)
    if fetched.source is not None:
        fetched = replace(fetched, source=replace(fetched.source, text=held(lean)))
    return Judged(fetched, lean, answer.header("etag")[:200], answer.header("last-modified")[:100])


def _lean(reading: Reading) -> Reading:
    """The reading without what only its own judgement needed: a run keeps those of all its pages, and these aside."""
    page = replace(reading.page, main="", unscripted="") if reading.page is not None else None
    return replace(reading, page=page, text=SPOOL.keep(reading.text))


def _failed(chain: Chain, failure: Failure) -> Fetched:
    if failure.reason is Reason.DNS and chain.confirmed and not chain.answers:
        host = urlsplit(failure.url).hostname or ""
        return _answer(chain, LinkState.DEAD, Reason.GONE, f"there is no host of the name {host}")
    return _unchecked(chain, failure.reason, failure.detail)


def _packed_wrong(chain: Chain, answer: Answer, fault: PackedWrong) -> Fetched:
    if answer.status // 100 != 2:
        sign = sign_of_wall(answer, b"", Reading("empty"))
        return _unchecked(chain, sign.reason, sign.detail) if sign else _status(chain, answer)
    reason = Reason.UNREADABLE
    if isinstance(fault, CutShort):
        reason = Reason.INCOMPLETE
    elif isinstance(fault, TooLarge):
        reason = Reason.TOO_LARGE
    elif isinstance(fault, UnknownCoding):
        reason = Reason.ENCODING
    return _unchecked(chain, reason, f"the page cannot be unpacked: {fault}")


def _status(chain: Chain, answer: Answer) -> Fetched:
    said = _MEANING.get(answer.status) or ""
    shown = f"the server answered {answer.status}" + (f" ({said})" if said else "")
    if answer.status in _GONE:
        gone = "Not Found" if answer.status == 404 else "Gone"
        if chain.confirmed:
            return _answer(chain, LinkState.DEAD, Reason.GONE, f"the server answered {answer.status} ({gone})")
        return _unchecked(chain, Reason.STATUS, f"the server answered {answer.status} ({gone}), but only once")
    wait = asked_to_wait(chain, _moment(answer.time))
    if wait is not None and answer.status in (429, 503):
        return _unchecked(chain, Reason.RETRY_LATER, f"{shown} and asked to wait {_in_words(wait)}")
    return _unchecked(chain, _STATUS_REASONS.get(answer.status, Reason.STATUS), shown)


def _moment(time: str) -> datetime | None:
    """The time of an answer, from which a date to wait for is reckoned."""
    try:
        return datetime.fromisoformat(time)
    except ValueError:
        return None


def _in_words(seconds: float) -> str:
    if seconds < 600:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} minutes" if seconds < 2 * 86_400 else "for days"


def _page(chain: Chain, answer: Answer, body: bytes, reading: Reading, sign: Sign | None) -> Fetched:
    if answer.status in (204, 205) or not body.strip():
        return _unchecked(chain, Reason.TOO_SHORT, "the page is empty")
    if answer.status == 206:
        return _doubtful(chain, reading, Sign(Reason.INCOMPLETE, "the server sent a part of the page unasked"))
    if answer.status not in _WHOLE_PAGES:
        return _doubtful(chain, reading, Sign(Reason.STATUS, f"the server answered {answer.status} instead of 200"))
    if answer.end is End.CUT:
        return _doubtful(chain, reading, Sign(Reason.INCOMPLETE, "the page was cut off before its end"))
    if reading.reason is not Reason.NONE:
        return _doubtful(chain, reading, Sign(reading.reason, reading.detail))
    sign = (
        sign
        or sign_of_login(reading)
        or sign_of_missing(reading)
        or _sign_of_home(chain, answer)
        or sign_of_shell(reading, body)
    )
    if sign is not None:
        return _doubtful(chain, reading, sign)
    if not reading.text.strip():
        return _unchecked(chain, Reason.TOO_SHORT, "the page holds no text")
    if reading.page is not None and reading.page.words < _PAYWALLED_WORDS and says_not_free(body):
        return _doubtful(chain, reading, Sign(Reason.PAYWALL, "the page says that its text is not free to read"))
    return _read(chain, answer, reading, _doubt(answer, body, reading))


def _doubt(answer: Answer, body: bytes, reading: Reading) -> str:
    """Why a page that was read may not be the whole of what is cited, "" when it is."""
    if answer.end not in (End.LENGTH, End.CHUNKED) and not proves_end(answer.header("content-encoding")):
        return "it may not be the whole page"
    if reading.page is not None and says_not_free(body):
        return "the page says that not all of its text is free to read"
    words = reading.page.words if reading.page is not None else count_words(reading.text)
    if words < _LEAST_WORDS:
        return "it has too few words to say that some are missing"
    return "it may be the beginning of a page, or stand before one" if leaves_doubt(reading, body) else ""


def _read(chain: Chain, answer: Answer, reading: Reading, doubt: str) -> Fetched:
    state = LinkState.MOVED if chain.permanent else LinkState.OK
    fetched = _answer(chain, state, Reason.NONE, _detail(chain, reading, doubt))
    source = _source(chain, answer, reading, not doubt)
    return replace(fetched, source=source, fragment_missing=_lacks_fragment(chain, reading))


def _source(chain: Chain, answer: Answer, reading: Reading, whole: bool) -> SourceText:
    id = mask(without_fragment(chain.url))
    return reading.as_source(id, url=mask(answer.url), retrieved=answer.time, whole=whole)


def _detail(chain: Chain, reading: Reading, doubt: str) -> str:
    said = []
    if chain.permanent:
        said.append(f"moved for good to {mask(chain.hops[-1])}")
    if chain.url.startswith("https:") and any(hop.startswith("http:") for hop in chain.hops):
        said.append("it leads from https to unprotected http")
    if doubt:
        said.append(doubt)
    if reading.detail:
        said.append(reading.detail)
    return "; ".join(said)


def _sign_of_home(chain: Chain, answer: Answer) -> Sign | None:
    """A deep address that ends at a site's root was most likely not found there (Bar-Yossef et al. 2004)."""
    start, end = urlsplit(chain.url), urlsplit(answer.url)
    if not chain.hops or end.path not in ("", "/") or end.query or start.query:
        return None
    if len([part for part in start.path.split("/") if part]) < 1 or start.path.lower() in _HOME_NAMES:
        return None
    return Sign(Reason.SOFT_404, "the address leads to the site's home page")


def _lacks_fragment(chain: Chain, reading: Reading) -> bool:
    fragment = fragment_of(chain.url).partition(":~:")[0]
    if reading.kind != "html" or not fragment or fragment.startswith(_FRAGMENTS_OF_SCRIPTS) or fragment == "top":
        return False
    return fragment not in reading.anchors and unquote(fragment) not in reading.anchors


def _doubtful(chain: Chain, reading: Reading, sign: Sign) -> Fetched:
    """Unchecked, but with the text that was had: a quotation that stands in it does stand there."""
    fetched = _unchecked(chain, sign.reason, sign.detail)
    if not reading.text.strip():
        return fetched
    answer = chain.last
    assert answer is not None
    return replace(fetched, source=_source(chain, answer, reading, False))


def _unchecked(chain: Chain, reason: Reason, detail: str) -> Fetched:
    return _answer(chain, LinkState.UNCHECKED, reason, detail)


def _answer(chain: Chain, state: LinkState, reason: Reason, detail: str) -> Fetched:
    last = chain.answers[-1] if chain.answers else None
    hops = tuple(mask(hop) for hop in chain.hops)
    return Fetched(
        url=mask(chain.url),
        state=state,
        reason=reason,
        detail=mask(detail),
        advice=advice_for(reason, state),
        status=last.status if last else None,
        final_url=hops[-1] if hops else mask(without_fragment(chain.url)),
        hops=hops,
        permanent=chain.permanent,
    )
