"""A quotation read for comparison: its words, and what its editor put among them."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.matching.parts import parts
from citecheck.matching.words import Words, read_words

ELLIPSIS = "\x1d…"
INSERTION = "\x1d[]"
SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Patched:
    """A word of which the editor changed letters: `before`, `after` are the author's, what stood between is unknown."""

    before: str
    after: str

    def fits(self, key: str) -> bool:
        """Whether a source's word may stand under it: the author's letters are there, the rest is at most an ending."""
        kept = len(self.before) + len(self.after)
        longest = kept + 5
        return kept <= len(key) <= longest and key.startswith(self.before) and key.endswith(self.after)


@dataclass(frozen=True)
class Quoted:
    """A quotation as a row of items: words, insertions in brackets (key INSERTION) and ellipses (key ELLIPSIS).

    `runs` are the stretches of words between the other items, `(first, last + 1)`. `patched` holds the words with
    bracketed letters, by index. `size` counts the words.
    """

    text: str
    words: Words
    runs: tuple[tuple[int, int], ...]
    patched: dict[int, Patched]
    size: int
    needles: tuple[str, ...]
    opens: frozenset[int]  # indices of words that may change their first letter's case

    def inserted(self, index: int) -> str:
        """The words inside an insertion's brackets."""
        return self.text[self.words.starts[index] + 1 : self.words.ends[index] - 1]


def read_quotation(text: str) -> Quoted:
    """A quotation's items. Brackets are its editor's; ellipses before its first and after its last word say nothing."""
    row = Words([], [], [], [], [])
    for part in parts(text):
        if row.keys:
            row.keys.append(ELLIPSIS)
            row.forms.append(ELLIPSIS)
            row.starts.append(row.ends[-1])
            row.ends.append(part.start)
            row.gaps[-1] = ""
            row.gaps.append("")
        words = read_words(part.text, part.start, brackets=True)
        row.keys.extend(words.keys)
        row.forms.extend(words.forms)
        row.starts.extend(words.starts)
        row.ends.extend(words.ends)
        row.gaps.extend(words.gaps)
    return _with_brackets(text, row)


def _with_brackets(text: str, row: Words) -> Quoted:
    patched: dict[int, Patched] = {}
    for index, form in enumerate(row.forms):
        if len(form) < 2 or form[0] == "\x1d":
            continue
        opening = form.find("[")
        if (opening == 0 and form[-1] == "]") or form[0] == "(":
            row.keys[index] = INSERTION
        elif opening >= 0:
            closing = form.find("]", opening)
            patched[index] = Patched(form[:opening].casefold(), form[closing + 1 :].casefold())
            row.forms[index] = form.replace("[", "").replace("]", "")
            row.keys[index] = row.forms[index].casefold()
    runs = []
    start = 0
    for index, key in enumerate((*row.keys, ELLIPSIS)):
        if key in (ELLIPSIS, INSERTION):
            if index > start:
                runs.append((start, index))
            start = index + 1
    needles = tuple(SEPARATOR + SEPARATOR.join(row.keys[a:b]) + SEPARATOR for a, b in runs)
    opens = {a for a, _ in runs if a == 0 or row.keys[a - 1] == ELLIPSIS or all(k == INSERTION for k in row.keys[:a])}
    return Quoted(text, row, tuple(runs), patched, sum(b - a for a, b in runs), needles, frozenset(opens))
