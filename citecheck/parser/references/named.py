"""Finds the works whose author a sentence names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.model.manuscript import Reference, ReferenceForm
from citecheck.parser.references.works import Works, people_of

_NAME = re.compile(r"[^\W\d_a-z][\w’'‐-]+")
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]\d\d|20\d\d)(?!\d)")
_POSSESSIVE = re.compile(r"[’']s?$")


class Named:
    """The works that the document cites in full or lists, by their authors' surnames. `text` is the document's."""

    def __init__(self, text: str, references: Sequence[Reference]) -> None:
        self._works: dict[str, Works] = {}
        self._text = text
        for each in references:
            if each.form in (ReferenceForm.FULL, ReferenceForm.LISTED) and each.authors:
                for name in people_of(each):
                    self._works.setdefault(name, Works(text)).add(each)

    def in_words(self, words: str) -> tuple[list[Reference], bool]:
        """The works of the one author whom words name, and whether they are those of a year that the words give.

        Nobody is named when two authors are: which of them is quoted is then not to be told.
        """
        names = {_POSSESSIVE.sub("", found[0]).casefold() for found in _NAME.finditer(words)}
        known = [name for name in sorted(names) if name in self._works]
        if len(known) != 1:
            return [], False
        works = self._works[known[0]].each()
        years = set(_YEAR.findall(words))
        dated = [work for work in works if work.year[:4] in years]
        return (dated, True) if dated else (works, False)
