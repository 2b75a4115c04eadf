"""The rules that tell a wall, a log-in, a paywall, a shell or a missing page from the page asked for."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from citecheck.model.source import Reason
from citecheck.sources.exchange import Answer
from citecheck.sources.html import count_words
from citecheck.sources.text import Reading

_GONE = (404, 410)
_BODY_WINDOW = 2**18
_TEXT_WINDOW = 4_000
_MISSING_WORDS = 150
_SHELL_WORDS = 25
_DOUBT_WINDOW = 12_000
_DOUBT_WALL = 300
_DOUBT_WORDS = 800
_LABEL_WORDS = 3
_LINE_WORDS = 40
_DOUBT_MISSING = 300
_DOUBT_SURELY = 1_500
_DOUBT_CONSENT = 1_500
_CONSENT_EVERY = 20  # words
_CONSENT = re.compile(
    r"cookie|consent|einwilligung|zustimm|datenschutz|privacy|tracking|werbung|publicité|confidentialité|toestemming"
    r"|privacidad|samtycke|zgod[aęy]|souhlas|согласи|конфиденциальн|同意|隐私|プライバシー"
)
_HOLLOW = re.compile(
    rb"""\bid=["']?(?:root|app|__next|__nuxt|___gatsby|main-app|react-root|ember-basic)\b|<app-root\b|\bng-app\b""",
    re.I,
)
_NOT_FREE = re.compile(rb'"isAccessibleForFree"\s{0,9}:\s{0,9}"?false', re.I)


@dataclass(frozen=True, slots=True)
class Sign:
    """What a page turned out to be instead of the page asked for."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class _Rule:
    reason: Reason
    name: str
    headers: tuple[tuple[str, str], ...] = ()
    hints: tuple[tuple[str, str], ...] = ()
    title: tuple[str, ...] = ()
    body: tuple[bytes, ...] = ()
    text: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    words_under: int = 150
    doubt_under: int = 0


def sign_of_wall(answer: Answer, body: bytes, reading: Reading, *, redirected: bool = False) -> Sign | None:
    """The rule that an answer meets, if any. `body` is unpacked; `reading` may be empty for a body not read."""
    page = reading.page
    words = page.words if page else count_words(reading.text)
    titles, text = _titles(reading), reading.text[:_TEXT_WINDOW].casefold()
    if page and len(page.unscripted) < 600:
        text += " " + page.unscripted.casefold()
    good = 200 <= answer.status < 300
    for rule in _rules():
        if any(_has_header(answer, name, part) for name, part in rule.headers):
            return _sign(rule)
        if good and words >= rule.words_under:
            continue
        if not good and rule.reason is not Reason.WALL:
            continue
        if answer.status not in _GONE and any(_has_header(answer, name, part) for name, part in rule.hints):
            return _sign(rule)
        if _shows(rule, titles, text, body[:_BODY_WINDOW], _place(answer.url) if redirected else ""):
            return _sign(rule)
    return None


def leaves_doubt(reading: Reading, body: bytes = b"") -> bool:
    """Whether a page that is too long for the rules of walls may be one all the same, or only the beginning of a page.

    Its words may speak for a quotation, never against it.
    """
    page = reading.page
    if page is None:
        return False
    titles, text = _titles(reading), reading.text[:_DOUBT_WINDOW].casefold()
    if page.words < _DOUBT_WORDS and (page.password_field or _may_be_another(titles, page.main.casefold())):
        return True
    if page.words < _DOUBT_WALL and any(
        rule.reason is Reason.WALL and _shows(rule, titles, text, body[:_BODY_WINDOW], "") for rule in _rules()
    ):
        return True
    if any(page.words < rule.doubt_under and _shows(rule, titles, text, b"", "") for rule in _rules()):
        return True
    if page.words < _DOUBT_SURELY and any(_is_said(title) for title in titles):
        return True
    if page.words < _DOUBT_MISSING and any(_says(title, phrase) for title in titles for phrase in _missing_phrases()):
        return True
    asked = sum(1 for _ in _CONSENT.finditer(text))
    return page.words < _DOUBT_CONSENT and asked * _CONSENT_EVERY > page.words


def _may_be_another(titles: list[str], main: str) -> bool:
    """Whether titles or a short line of the main text speak of what stands before pages, or in their place."""
    of_titles, of_lines = _doubts()
    if any(of_titles.search(title) for title in titles):
        return True
    return any(
        _LABEL_WORDS < count_words(line) < _LINE_WORDS and of_lines.search(line) for line in main.split("\n") if line
    )


def sign_of_missing(reading: Reading) -> Sign | None:
    """Whether a short page says in its title or first headings that it is not there."""
    page = reading.page
    if page is None or page.words >= _MISSING_WORDS:
        return None
    lines = [line.casefold() for line in (reading.title, *page.headings) if line]
    if page.words < 60:
        lines += [line.casefold() for line in reading.text.split("\n")[:4] if len(line) < 60]
    for phrase in _missing_phrases():
        if any(_says(line, phrase) for line in lines):
            return Sign(Reason.SOFT_404, f"the page says “{phrase}” though the server calls it found")
    return None


def sign_of_shell(reading: Reading, body: bytes) -> Sign | None:
    """Whether a page is an empty shell that a script is to fill."""
    page = reading.page
    if page is None or page.words >= _SHELL_WORDS:
        return None
    if page.scripts and (page.words < 5 or _HOLLOW.search(body[:_BODY_WINDOW])):
        return Sign(Reason.SCRIPT_ONLY, "the page is an empty shell that a script fills")
    return None


def sign_of_login(reading: Reading) -> Sign | None:
    """Whether a short page asks for a password."""
    page = reading.page
    if page is not None and page.password_field and page.words < 120:
        return Sign(Reason.LOGIN, "the page asks for a password")
    return None


def says_not_free(body: bytes) -> bool:
    """Whether a page declares that its text is not free to read (schema.org, isAccessibleForFree)."""
    return bool(_NOT_FREE.search(body[: _BODY_WINDOW * 2]))


def _titles(reading: Reading) -> list[str]:
    headings = reading.page.headings if reading.page else ()
    return [reading.title.casefold(), *(heading.casefold() for heading in headings)]


def _sign(rule: _Rule) -> Sign:
    if rule.reason is Reason.WALL:
        return Sign(rule.reason, f"the server puts a wall against programs before the page ({rule.name})")
    if rule.reason is Reason.SCRIPT_ONLY:
        return Sign(rule.reason, "the page asks for JavaScript and holds no text without it")
    return Sign(rule.reason, f"the address leads to {rule.name}")


def _shows(rule: _Rule, titles: list[str], text: str, body: bytes, place: str) -> bool:
    if any(_says(title, phrase) for title in titles for phrase in rule.title):
        return True
    if any(phrase in text for phrase in rule.text) or any(needle in body for needle in rule.body):
        return True
    return bool(place) and any(part in place if part.startswith("/") else place.startswith(part) for part in rule.url)


def _says(line: str, phrase: str) -> bool:
    """Whether a title says a phrase; one word alone counts only when it is the title, or a part set off in it."""
    if phrase not in line:
        return False
    if not phrase.isascii() or " " in phrase:
        return True
    parts = (part.strip(" .!?…:") for part in re.split(r"[|–—:·»«]| - ", line))
    return phrase.strip(" .!?") in parts


def _is_said(title: str) -> bool:
    """Whether a title, or a part set off in it, is nothing but a phrase of a missing page."""
    parts = [part.strip(" .!?…0123456789") for part in re.split(r"[|–—·»«]| - ", title)]
    return any(part in _missing_phrases() for part in parts if part)


def _has_header(answer: Answer, name: str, part: str) -> bool:
    value = answer.header(name)
    return bool(value) and part in value.casefold()


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{parts.path}".casefold()


@cache
def _rules() -> tuple[_Rule, ...]:
    table = tomllib.loads((files("citecheck.sources") / "data" / "walls.toml").read_text(encoding="utf-8"))
    return tuple(
        _Rule(
            reason=Reason(rule["reason"]),
            name=rule["name"],
            headers=tuple(_header_rule(each) for each in rule.get("headers", ())),
            hints=tuple(_header_rule(each) for each in rule.get("hints", ())),
            title=tuple(each.casefold() for each in rule.get("title", ())),
            body=tuple(each.encode() for each in rule.get("body", ())),
            text=tuple(each.casefold() for each in rule.get("text", ())),
            url=tuple(each.casefold() for each in rule.get("url", ())),
            words_under=rule.get("words_under", 150),
            doubt_under=rule.get("doubt_under", 0),
        )
        for rule in table["rule"]
    )


@cache
def _doubts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads((files("citecheck.sources") / "data" / "doubt.toml").read_text(encoding="utf-8"))
    return _any_of(table["titles"]), _any_of(table["lines"])


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """What finds any of the phrases, from a word's beginning where the first letter is of a script with blanks."""
    folded = sorted({phrase.casefold() for phrase in phrases})
    literal = "|".join(("" if phrase[0] > "\u0e00" else r"\b") + re.escape(phrase) for phrase in folded)
    return re.compile(f"(?:{literal})")


def _header_rule(line: str) -> tuple[str, str]:
    name, _, part = line.partition(":")
    return name.strip(), part.strip().casefold()


@cache
def _missing_phrases() -> tuple[str, ...]:
    table = tomllib.loads((files("citecheck.sources") / "data" / "missing.toml").read_text(encoding="utf-8"))
    phrases = dict.fromkeys(phrase.casefold() for group in table["phrases"].values() for phrase in group)
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
