"""LaTeX source as text, commands and what is not to be touched; groups are matched once for the whole file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_OPTION = 5_000
"""Characters looked through for the end of an optional argument."""

_PIECE = re.compile(
    r"""
    (?P<verbatim>\\begin\{(?P<env>verbatim\*?|Verbatim|lstlisting|minted|comment|filecontents\*?)\})
  | (?P<verb>\\(?:verb\*?|lstinline)(?P<mark>[^A-Za-z*\s{\\]))
  | (?P<address>\\(?:url|nolinkurl|path|href)\s?\{)
  | (?P<command>\\(?:[A-Za-z@]+\*?|.))
  | (?P<comment>%[^\n]*)
    """,
    re.VERBOSE | re.DOTALL,
)
_BLANKS = re.compile(r"[ \t]*+(?:\n[ \t]*+)?+")
_BABEL = re.compile(r"\\usepackage\[([^\]]{1,200})\]\{(?:babel|polyglossia)\}")
_CLASS = re.compile(r"\\documentclass\[([^\]]{1,300})\]")
_MAIN = re.compile(r"\\set(?:default|main)language(?:\[[^\]]{0,100}\])?\{([a-z]{2,20})\}")
_LANGUAGES = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB",
    "german": "de", "ngerman": "de", "austrian": "de-AT", "naustrian": "de-AT", "swissgerman": "de-CH",
    "nswissgerman": "de-CH", "french": "fr", "francais": "fr", "italian": "it", "spanish": "es", "catalan": "ca",
    "portuguese": "pt", "brazilian": "pt-BR", "brazil": "pt-BR", "dutch": "nl", "danish": "da", "swedish": "sv",
    "norwegian": "nb", "norsk": "nb", "nynorsk": "nn", "finnish": "fi", "icelandic": "is", "polish": "pl",
    "czech": "cs", "slovak": "sk", "hungarian": "hu", "magyar": "hu", "romanian": "ro", "russian": "ru",
    "ukrainian": "uk", "greek": "el", "turkish": "tr", "latin": "la", "japanese": "ja", "croatian": "hr",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument's inside, `text[start:end]`, and where the source goes on after it."""

    start: int
    end: int
    after: int


class LatexSource:
    """A source that is looked at by offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces = list(self._split())
        self._closing = self._match_groups()
        self._starts = [piece[1] for piece in self._pieces]

    def pieces(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """What stands between two offsets: ("text" | "raw" | a command's name, start, end)."""
        low, high = 0, len(self._starts)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._pieces[middle][2] <= start else (low, middle)
        for index in range(low, len(self._pieces)):
            kind, begin, stop = self._pieces[index]
            if begin >= end:
                return
            yield kind, max(begin, start), min(stop, end)

    def group(self, at: int) -> Argument | None:
        """The group that begins at an offset, after blanks."""
        at = self._past_blanks(at)
        if self.text[at : at + 1] != "{" or at not in self._closing:
            return None
        return Argument(at + 1, self._closing[at], self._closing[at] + 1)

    def optional(self, at: int) -> Argument | None:
        """The optional argument that begins at an offset, after blanks."""
        start = self._past_blanks(at)
        if self.text[start : start + 1] != "[":
            return None
        at, depth = start + 1, 0
        limit = min(len(self.text), start + LONGEST_OPTION)
        while at < limit:
            char = self.text[at]
            if char == "{" and at in self._closing:
                at = self._closing[at]
            elif char == "\\":
                at += 1
            elif char == "[":
                depth += 1
            elif char == "]":
                if not depth:
                    return Argument(start + 1, at, at + 1)
                depth -= 1
            at += 1
        return None

    def _past_blanks(self, at: int) -> int:
        found = _BLANKS.match(self.text, at)
        return found.end() if found else at

    def _split(self) -> Iterator[tuple[str, int, int]]:
        text, at = self.text, 0
        while True:
            found = _PIECE.search(text, at)
            if found is None:
                break
            if found.start() > at:
                yield "text", at, found.start()
            at = self._end_of_raw(found)
            kind = found["command"][1:] if found["command"] else "raw"
            yield kind, found.start(), at
        if at < len(text):
            yield "text", at, len(text)

    def _end_of_raw(self, found: re.Match[str]) -> int:
        if found["verbatim"]:
            end = self.text.find(f"\\end{{{found['env']}}}", found.end())
        elif found["verb"]:
            end = self.text.find(found["mark"], found.end())
            end = end + 1 if end >= 0 else end
        elif found["address"]:
            end = self.text.find("}", found.end())
        else:
            return found.end()
        return end if end >= 0 else found.end()

    def _match_groups(self) -> dict[int, int]:
        closing: dict[int, int] = {}
        opened: list[int] = []
        for kind, start, end in self._pieces:
            if kind == "raw" and self.text.startswith("\\", start) and self.text[end - 1] != "{":
                # An address: its group is open here and is closed in the text that follows.
                brace = self.text.find("{", start, end)
                opened += [brace] if brace >= 0 and self.text.startswith("}", end) else []
            elif kind == "text":
                for found in re.finditer(r"[{}]", self.text[start:end]):
                    if found[0] == "{":
                        opened.append(start + found.start())
                    elif opened:
                        closing[opened.pop()] = start + found.start()
        return closing


def language(text: str) -> str | None:
    """The document's language (BCP 47) by babel, polyglossia or the class options; None when none is named."""
    found = _MAIN.search(text)
    if found:
        return _LANGUAGES.get(found[1])
    for pattern in (_BABEL, _CLASS):
        options = pattern.search(text)
        named = [each.strip().removeprefix("main=") for each in options[1].split(",")] if options else []
        known = [_LANGUAGES[each] for each in named if each in _LANGUAGES]
        if known:
            return known[-1]
    return None
