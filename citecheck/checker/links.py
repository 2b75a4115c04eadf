"""Rules of links: what their addresses gave. Nothing is called dead that only could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from citecheck.checker.facts import Facts
from citecheck.checker.registry import Told, rule
from citecheck.model.manuscript import Confidence, LinkKind
from citecheck.model.report import CheckedLink, Severity
from citecheck.model.source import LinkState, Reason


def _told(link: CheckedLink, confidence: Confidence, message: str) -> Told:
    place, url = link.link.start, link.link.url
    return Told(message, link.position, place, confidence, note=link.link.in_note, url=url, advice=link.fetched.advice)


def _where(facts: Facts, holds: Callable[[CheckedLink], bool]) -> Iterator[CheckedLink]:
    return (link for link in facts.links if holds(link))


@rule("L301", "dead-link", Severity.ERROR)
def dead_link(facts: Facts) -> Iterator[Told]:
    """The address is gone: its server said so twice, or its name exists no longer.

    Only 404 and 410 asked for twice, and a host name that twice does not exist, count. Everything else (403, time-outs,
    bot walls, server errors) is L304, because a person may well see the page.

    Before: `https://harbour.example/salt` answers 404 Not Found.

    After: `https://harbour.example/archive/salt`, where the page now is.

    What to do: look for the page under its title, or cite an archived copy.

    Source: RFC 9110, 15.5.5 (404) and 15.5.11 (410).
    """
    for link in _where(facts, lambda link: link.fetched.state is LinkState.DEAD and not link.fetched.archived_url):
        yield _told(link, Confidence.HIGH, f"{link.link.url} is gone: {link.fetched.detail or link.fetched.status}")


@rule("L302", "moved-link", Severity.WARNING)
def moved_link(facts: Facts) -> Iterator[Told]:
    """The address has moved for good.

    The server answers with a permanent redirect. Such redirects are often dropped after some years.

    Before: `http://harbour.example/salt`, which sends on to `https://www.harbour.example/salt`.

    After: `https://www.harbour.example/salt`.

    What to do: cite the new address.

    Source: RFC 9110, 15.4.2 (301) and 15.4.9 (308).
    """
    for link in _where(facts, lambda link: link.fetched.state is LinkState.MOVED):
        yield _told(link, Confidence.HIGH, f"{link.link.url} has moved to {link.fetched.final_url}")


@rule("L303", "malformed-link", Severity.WARNING)
def malformed_link(facts: Facts) -> Iterator[Told]:
    """The address is not printed as it is: a line's end broke it, or a stray mark stands in it.

    A hyphen at a line's end that is not the address's own makes readers type a wrong one. All readings are asked
    for; the one that resolves is taken for the link.

    Example: `http://example.org/com-` / `munity.htm` for `http://example.org/community.htm`.

    Before: `https://harbour.example/win-ter` (broken at a line’s end with a hyphen).

    After: `https://harbour.example/winter`.

    What to do: break addresses before a slash or a dot, and without a hyphen.

    Source: Chicago Manual of Style 7.46 (breaking URLs over lines).
    """
    for link in _where(facts, lambda link: bool(link.link.problem)):
        resolved = link.fetched.state in (LinkState.OK, LinkState.MOVED)
        reading = f"read as {link.link.url}, which resolves" if resolved else f"read as {link.link.url}"
        sure = Confidence.HIGH if resolved else Confidence.MEDIUM
        yield _told(link, sure, f"printed as {link.link.as_printed} ({link.link.problem}); {reading}")


@rule("L304", "unchecked-link", Severity.INFO)
def unchecked_link(facts: Facts) -> Iterator[Told]:
    """The address could not be checked; this accuses nobody.

    A bot wall, a log-in, a time-out, a server error, a page that says "not found" with a good status, a blocked
    address: the reason is told, and what can be done about it.

    Before: a page that asks whether the visitor is a robot.

    After: the same page, opened by a person, or laid beside with `--source`.

    What to do: open the page yourself, or lay a copy beside the manuscript with `--source`.
    """
    other = (Reason.BLOCKED_ADDRESS, Reason.TLS)
    for link in _where(facts, lambda link: link.fetched.state is LinkState.UNCHECKED):
        if link.fetched.reason in other or link.link.kind is LinkKind.ISBN:
            continue
        detail = f": {link.fetched.detail}" if link.fetched.detail else ""
        yield _told(link, Confidence.HIGH, f"{link.link.url} could not be checked ({link.fetched.reason}){detail}")


@rule("L305", "only-archived", Severity.WARNING)
def only_archived(facts: Facts) -> Iterator[Told]:
    """The page is gone, but an archive holds a copy.

    Before: `https://harbour.example/salt`, gone since 2019.

    After: `https://web.archive.example/2018/https://harbour.example/salt`.

    What to do: cite the archived copy beside the original address.

    Source: Chicago Manual of Style 14.10 (archived copies of pages).
    """
    for link in _where(facts, lambda link: bool(link.fetched.archived_url)):
        yield _told(link, Confidence.HIGH, f"{link.link.url} is read in its archived copy {link.fetched.archived_url}")


@rule("L306", "fragment-missing", Severity.WARNING)
def fragment_missing(facts: Facts) -> Iterator[Told]:
    """The page has no place of the name after the `#`.

    The reader lands at the page's top. Often the page was rebuilt.

    Before: `https://harbour.example/salt#winter`, and the page has no part `winter`.

    After: `https://harbour.example/salt#winters`.

    What to do: look for the section's new name in the page, or cite the page alone.

    Source: RFC 3986, 3.5 (fragments); HTML Living Standard, "scroll to the fragment".
    """
    for link in _where(facts, lambda link: link.fetched.fragment_missing):
        fragment = link.link.url.partition("#")[2]
        yield _told(link, Confidence.MEDIUM, f"the page has no place #{fragment}: {link.link.url}")


@rule("L307", "insecure-link", Severity.INFO)
def insecure_link(facts: Facts) -> Iterator[Told]:
    """The address is cited by http, and the site gives the same page by https.

    Anyone on the way can read and change what comes by http. For each site one page is asked for by https, and
    compared; `--no-probe` leaves that out. Sites at other ports than 80 (and 8080) are not asked.

    Before: `http://example.org/lamps`.

    After: `https://example.org/lamps`.

    What to do: cite the https address.

    Source: RFC 9110, 4.2.2 (https); W3C TAG, "Securing the Web" (2015).
    """
    for link in _where(facts, lambda link: bool(link.fetched.secure_url)):
        if link.link.url.lower().startswith("http:"):
            yield _told(link, Confidence.HIGH, f"{link.link.url} is to be had by https: {link.fetched.secure_url}")


@rule("L308", "blocked-address", Severity.WARNING)
def blocked_address(facts: Facts) -> Iterator[Told]:
    """The address leads into a private network, or by a scheme that is not fetched; it was not asked.

    A published text should not cite what its readers cannot reach. citecheck never connects to such addresses by
    itself, whoever asks, because manuscripts come from strangers.

    Before: `http://192.168.1.20/salt`, an address inside a house.

    After: `https://harbour.example/salt`.

    What to do: cite a public address; or allow the network with `--allow-network` if it is yours.

    Source: RFC 6890 (special-purpose addresses).
    """
    for link in _where(facts, lambda link: link.fetched.reason is Reason.BLOCKED_ADDRESS):
        yield _told(link, Confidence.HIGH, f"{link.link.url} was not asked: {link.fetched.detail or 'blocked address'}")


@rule("L309", "tls-failure", Severity.WARNING)
def tls_failure(facts: Facts) -> Iterator[Told]:
    """The site's certificate does not hold: expired, for another name, or by nobody known.

    The page was not read, since nobody can say whose it is. Readers are warned off by their browsers.

    Before: `https://harbour.example/salt`, whose certificate ran out in May.

    After: the same address, once its certificate is renewed; or an archived copy.

    What to do: tell the site's owner, or cite another copy.

    Source: RFC 9110, 4.3.4 (https certificate verification).
    """
    for link in _where(facts, lambda link: link.fetched.reason is Reason.TLS):
        yield _told(link, Confidence.HIGH, f"{link.link.url}: {link.fetched.detail or 'the certificate does not hold'}")
