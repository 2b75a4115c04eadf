"""Names what a laying of words shows: each edit's kind, and the rule that permits it, if one does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.matching import convention as allowed
from citecheck.matching.compare import Laid, Stretch, bracket_room
from citecheck.matching.elision import FAR, hides_denial
from citecheck.matching.lexicon import denials
from citecheck.matching.normalise import LINE_HYPHENS, SUPERSCRIPTS, without_note_marks
from citecheck.matching.parts import is_remark
from citecheck.matching.quoted import Quoted
from citecheck.matching.relation import Pair, changes_sense, pair_off
from citecheck.matching.spelling import differ_in_accents, share_of_accents
from citecheck.matching.vocabulary import Vocabulary
from citecheck.matching.words import BREAK, Words, read_words
from citecheck.model.verdict import Convention, Edit, EditKind, Elision

_SHOWN = 400  # characters of an edit's source; of a longer omission only the ends are told
_SWAP_WORDS = 24
_AROUND = 1500  # characters by which it is told whether a text writes accents
_FEW_ACCENTS = 0.008
_ENDS_SENTENCE = (".", "!", "?", ":", "…")


@dataclass(frozen=True)
class Reader:
    """Reads layings of one quotation on one source's text, of which `source` are the words."""

    quote: Quoted
    source: Words
    text: str
    convention: Convention
    name: str
    vocabulary: Vocabulary

    def edits(self, row: Sequence[Stretch]) -> list[Edit]:
        """All edits of a laying, in the order of the quotation, permitted ones among them."""
        found: list[Edit] = []
        swaps = _swaps(row, self.quote.words.keys, self.source.keys)
        index = 0
        while index < len(row):
            stretch = row[index]
            if index in swaps:
                last = row[swaps[index]]
                found.append(self._edit(EditKind.TRANSPOSITION, stretch.s0, last.s1, stretch.q0, last.q1))
                index = swaps[index] + 1
                continue
            if stretch.laid is Laid.SAME:
                found += self._within(stretch)
            elif stretch.laid is Laid.CHANGED:
                found += self._changed(stretch)
            elif stretch.laid is Laid.BRACKETED:
                found += self._bracketed(stretch)
            elif stretch.laid is Laid.LEAPT:
                found.append(self._leapt(row, index))
            index += 1
        return found

    def elisions(self, row: Sequence[Stretch]) -> list[Elision]:
        """What the ellipses left out, and what is doubtful about it."""
        found = []
        for stretch in row:
            if stretch.laid is not Laid.ELIDED:
                continue
            start = self.source.ends[stretch.s0 - 1] if stretch.s0 else self.source.starts[0]
            end = max(start, self.source.starts[stretch.s1] if stretch.s1 < len(self.source) else self.source.ends[-1])
            concern = ""
            if BREAK not in self.source.keys[stretch.s0 : stretch.s1] and hides_denial(
                self.source, stretch.s0, stretch.s1
            ):
                concern = "negation"
            elif end - start > FAR:
                concern = "distance"
            words = self.quote.words
            found.append(Elision(words.starts[stretch.q0], words.ends[stretch.q0], start, end, concern))
        return found

    def _edit(self, kind: EditKind, s0: int, s1: int, q0: int, q1: int, permitted: str = "") -> Edit:
        start, end = _span(self.source, s0, s1)
        q_start, q_end = _span(self.quote.words, q0, q1)
        words = self.text[start:end]
        if len(words) > _SHOWN:
            words = f"{words[: _SHOWN // 2]} … {words[-_SHOWN // 2 :]}"
        return Edit(kind, words, self.quote.text[q_start:q_end], start, end, q_start, q_end, permitted)

    def _within(self, stretch: Stretch) -> list[Edit]:
        """Edits inside words that agree: their case, the marks between them."""
        q, s = self.quote.words, self.source
        q0, q1, s0, s1 = stretch.q0, stretch.q1, stretch.s0, stretch.s1
        found: list[Edit] = []
        if q.forms[q0:q1] != s.forms[s0:s1]:
            found += [edit for k in range(q1 - q0) if (edit := self._form(q0 + k, s0 + k))]
        if q.gaps[q0 : q1 - 1] != s.gaps[s0 : s1 - 1]:
            found += [edit for k in range(q1 - q0 - 1) if (edit := self._marks(q0 + k, s0 + k))]
            found.sort(key=lambda edit: edit.quote_start)
        return found

    def _form(self, q: int, s: int) -> Edit | None:
        quote, source = self.quote.words.forms[q], self.source.forms[s]
        if quote == source:
            return None
        if quote.lower() != source.lower():
            rule = allowed.points(source, quote)
            return self._edit(EditKind.SPELLING, s, s + 1, q, q + 1, rule)
        rule = allowed.first_letter(
            source, quote, opens=q in self.quote.opens, bracketed=q in self.quote.patched, convention=self.convention
        ) or allowed.capitals(source, quote, among=_in_capitals(self.source, s) or _in_capitals(self.quote.words, q))
        return self._edit(EditKind.CASE, s, s + 1, q, q + 1, rule)

    def _marks(self, q: int, s: int) -> Edit | None:
        """The edit of the marks after a word, when a reader would hear a difference."""
        quote, source = self.quote.words.gaps[q], self.source.gaps[s]
        if quote.replace("-", "—") == source.replace("-", "—"):
            return None
        starts = self.source.ends[s], self.quote.words.ends[q]
        ends = self.source.starts[s + 1], self.quote.words.starts[q + 1]
        gap = self.text[starts[0] : ends[0]]
        kind, rule = EditKind.PUNCTUATION, allowed.marks(source, quote, paragraph="\n" in gap)
        if without_note_marks(source) == without_note_marks(quote):
            kind, rule = self._raised(q, s)
        words = self.quote.text[starts[1] : ends[1]]
        return Edit(kind, gap.strip(), words.strip(), starts[0], ends[0], starts[1], ends[1], rule)

    def _raised(self, q: int, s: int) -> tuple[EditKind, str]:
        """What raised figures after a word are that only one side has, or both otherwise: a note's, or a power."""
        sides = ((self.source.forms[s], self.source.gaps[s]), (self.quote.words.forms[q], self.quote.words.gaps[q]))
        raised = [(word, gap) for word, gap in sides if gap != without_note_marks(gap)]
        powers = [word for word, gap in raised if gap[0] in SUPERSCRIPTS and allowed.bears_power(word)]
        if powers or len(raised) == len(sides):
            return EditKind.NUMBER, ""
        return EditKind.PUNCTUATION, allowed.NOTE_MARK

    def _changed(self, stretch: Stretch) -> list[Edit]:
        source = self.source.keys[stretch.s0 : stretch.s1]
        quote = self.quote.words.keys[stretch.q0 : stretch.q1]
        found = []
        for pair in pair_off(source, quote):
            moved = Pair(
                pair.s0 + stretch.s0, pair.s1 + stretch.s0, pair.q0 + stretch.q0, pair.q1 + stretch.q0, pair.relation
            )
            if edit := self._of_pair(moved):
                found.append(edit)
        return found

    def _of_pair(self, pair: Pair) -> Edit | None:
        source, quote = self.source.keys[pair.s0 : pair.s1], self.quote.words.keys[pair.q0 : pair.q1]
        if pair.relation is None:
            kind = EditKind.NEGATION if denials(source or quote) else EditKind.INSERTION if quote else EditKind.OMISSION
            return self._edit(kind, pair.s0, pair.s1, pair.q0, pair.q1)
        if source == quote:
            return self._form(pair.q0, pair.s0)
        kind, rule = pair.relation.kind, pair.relation.rule
        if pair.relation.otherwise and self._is_other_word(source[0], quote[0], pair):
            kind = pair.relation.otherwise
        if rule == allowed.NOTE_MARK and self._is_name(pair, max(source[0], quote[0], key=len)):
            kind, rule = EditKind.SUBSTITUTION, ""
        rule = rule or self._permitted(pair, source, quote)
        if kind in (EditKind.SUBSTITUTION, EditKind.INFLECTION) and self._names(pair):
            kind = EditKind.NAME
        return self._edit(kind, pair.s0, pair.s1, pair.q0, pair.q1, rule)

    def _is_name(self, pair: Pair, numbered: str) -> bool:
        """Whether figures belong to a word: a note's number grows onto one once, and on none with capitals inside."""
        forms = self.source.forms[pair.s0], self.quote.words.forms[pair.q0]
        return any(any(map(str.isupper, form[1:])) for form in forms) or self.vocabulary.recurs(numbered, self.name)

    def _is_other_word(self, source: str, quote: str, pair: Pair) -> bool:
        """Whether both words of a pair are words of the language, so that neither is the other badly printed."""
        near = self.source.starts[pair.s0]
        if differ_in_accents(source, quote):
            # Where accents are written, in the source and by the quoting writer, one more or fewer makes another word.
            around = self.text[max(0, near - _AROUND) : near + _AROUND]
            written = share_of_accents(around) > _FEW_ACCENTS and share_of_accents(self.quote.text) > 0
            return written or self.vocabulary.is_used(quote, source, self.name, near)
        return all(self.vocabulary.is_word(a, b, self.name, near) for a, b in ((quote, source), (source, quote)))

    def _permitted(self, pair: Pair, source: Sequence[str], quote: Sequence[str]) -> str:
        if pair.q1 - pair.q0 == 1 and (patch := self.quote.patched.get(pair.q0)):
            fits = len(source) == 1 and patch.fits(source[0]) and not changes_sense(source[0], quote[0])
            return allowed.BRACKETS if fits else ""
        words = self.quote.words
        start, end = _span(words, pair.q0, pair.q1)
        s_start, s_end = _span(self.source, pair.s0, pair.s1)
        broken = _is_broken(self.quote.text[start:end]) or _is_broken(self.text[s_start:s_end])
        if rule := allowed.line_end("".join(source), "".join(quote), broken=broken):
            return rule
        if len(source) == len(quote) == 1:
            first = pair.q0 == 0 and words.starts[0] == 0
            last = pair.q1 == len(words) and words.ends[-1] == len(self.quote.text)
            if (first or last) and not self.vocabulary.is_word(quote[0], source[0], self.name, s_start):
                return allowed.cut(source[0], quote[0], first=first, last=last)
        return ""

    def _names(self, pair: Pair) -> bool:
        """Whether one of the words is a name: it has a capital that no beginning of a sentence gives it."""
        return any(
            form[:1].isupper() and form not in ("I", "O") and index and not before.rstrip('"').endswith(_ENDS_SENTENCE)
            for form, index, before in (
                (self.source.forms[pair.s0], pair.s0, self.source.gaps[pair.s0 - 1]),
                (self.quote.words.forms[pair.q0], pair.q0, self.quote.words.gaps[pair.q0 - 1]),
            )
        )

    def _bracketed(self, stretch: Stretch) -> list[Edit]:
        source = self.source.keys[stretch.s0 : stretch.s1]
        hides = hides_denial(self.source, stretch.s0, stretch.s1) and not denials(
            self.quote.inserted(stretch.q0).casefold().split()
        )
        inside = self.quote.inserted(stretch.q0)
        # "[sic]" stands for no words but its own, where the author wrote them.
        its_own = is_remark(inside) and read_words(inside).keys != list(source)
        room = 0 if its_own else bracket_room(self.quote, stretch.q0)
        rule = allowed.brackets(len(source), room, hides=hides)
        kind = EditKind.SUBSTITUTION if source else EditKind.INSERTION
        if hides:
            kind = EditKind.NEGATION
        elif not rule:
            kind = EditKind.OMISSION
        return [self._edit(kind, stretch.s0, stretch.s1, stretch.q0, stretch.q1, rule)]

    def _leapt(self, row: Sequence[Stretch], index: int) -> Edit:
        """A leap backwards as a transposition of what follows it, a leap ahead as the omission of what it passes."""
        leap = row[index]
        if leap.s1 > leap.s0:
            return self._edit(EditKind.OMISSION, leap.s0, leap.s1, leap.q0, leap.q0)
        after = row[index + 1 :]
        until = next((k for k, stretch in enumerate(after) if stretch.laid is Laid.LEAPT), len(after))
        moved = after[:until]
        if not moved:
            return self._edit(EditKind.TRANSPOSITION, leap.s1, leap.s1, leap.q0, leap.q0)
        return self._edit(EditKind.TRANSPOSITION, moved[0].s0, moved[-1].s1, moved[0].q0, moved[-1].q1)


def _span(words: Words, first: int, last: int) -> tuple[int, int]:
    """The offsets of words `first` to `last`; of none, the place before word `first`."""
    if last > first:
        return words.starts[first], words.ends[last - 1]
    at = words.starts[first] if first < len(words) else words.ends[-1]
    return at, at


def _in_capitals(words: Words, index: int) -> bool:
    """Whether a word stands beside one in full capitals."""
    beside = words.forms[max(0, index - 1) : index + 2]
    return any(len(form) > 1 and form.isupper() for form in beside)


def _is_broken(text: str) -> bool:
    """Whether a text holds a word divided at a line's end, or what is left of such a division."""
    return any(
        mark in "\u00ad\u0002\ufffe" or text[index + 1 : index + 2].isspace()
        for index, mark in enumerate(text)
        if mark in LINE_HYPHENS
    )


def _swaps(row: Sequence[Stretch], quote: Sequence[str], source: Sequence[str]) -> dict[int, int]:
    """Stretches between which the words are the same in another order: first index to last."""
    changed = [index for index, stretch in enumerate(row) if stretch.laid is Laid.CHANGED]
    found: dict[int, int] = {}
    taken = -1
    for number, first in enumerate(changed):
        if first <= taken:
            continue
        for last in changed[number : number + 6]:
            if any(stretch.laid not in (Laid.SAME, Laid.CHANGED) for stretch in row[first : last + 1]):
                break
            ours, theirs = quote[row[first].q0 : row[last].q1], source[row[first].s0 : row[last].s1]
            if len(ours) > _SWAP_WORDS:
                break
            if len(ours) > 1 and len(ours) == len(theirs) and Counter(ours) == Counter(theirs):
                found[first] = taken = last
                break
    return found
