"""LaTeX before pandoc: what pandoc drops or stumbles over is written in commands that it reads.

That is: footnote marks apart from their texts, endnotes, numbered footnotes, all of csquotes (its manual, sections 3
to 5: quotation commands become quotation marks, display environments `quote`), babel's quotation shorthands.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque

from citecheck.model.document import NoteKind
from citecheck.parser.readers.pandoc.latexsource import Argument, LatexSource, language
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import BODY, NOTE, REFER, NoteTag, tag

DEEPEST = 60
"""Groups inside one another; what is deeper is left as it is."""

_QUOTES = {
    "enquote": "t", "say": "t", "foreignquote": "xt", "hyphenquote": "xt",
    "textquote": "opt", "foreigntextquote": "xopt", "hyphentextquote": "xopt",
    "textcquote": "ookpt", "foreigntextcquote": "xookpt", "hyphentextcquote": "xookpt",
}  # fmt: skip
"""Commands that print their text in quotation marks, with their arguments: `o` an optional one that belongs to the
citation, `p` optional punctuation, `k` a citation key, `x` one that is not printed, `t` the text."""
_BLOCKS = {
    "blockquote": "opt", "foreignblockquote": "xopt", "hyphenblockquote": "xopt", "hybridblockquote": "xopt",
    "blockcquote": "ookpt", "foreignblockcquote": "xookpt", "hyphenblockcquote": "xookpt",
    "hybridblockcquote": "xookpt",
}  # fmt: skip
_DISPLAYS = {
    "displayquote": "op", "foreigndisplayquote": "xop", "hyphendisplayquote": "xop",
    "displaycquote": "ookp", "foreigndisplaycquote": "xookp", "hyphendisplaycquote": "xookp",
    "quoting": "x?", "quoteblock": "", "extract": "",
}  # fmt: skip
_NOTES = {
    "footnote": NoteKind.FOOTNOTE,
    "sidenote": NoteKind.FOOTNOTE,
    "pagenote": NoteKind.ENDNOTE,
    "endnote": NoteKind.ENDNOTE,
}
_RENAMED = {"fullcite": "cite", "citetitle": "cite", "footfullcite": "footcite", "fullcites": "cites"}
_SIGNS = {"og": "«\u00a0", "fg": "\u00a0»", "flqq": "«", "frqq": "»", "flq": "‹", "frq": "›"}
_SHORTHANDS = {'"`': "„", "\"'": "“", '"<': "«", '">': "»", '"=': "-", '"~': "-", '""': "", '"-': ""}
_INPUT_SIGNS = re.compile("``|`|,,|<<|>>")
_INPUTS = {"``": "“", "`": "‘", ",,": "„", "<<": "«", ">>": "»"}
_GERMAN = ("de", "nl", "da", "is")


def prepare(text: str, _: str) -> Prepared:
    """Prepares a LaTeX text."""
    spoken = language(text)
    writer = _Writer(LatexSource(text), german=bool(spoken) and (spoken or "")[:2] in _GERMAN)
    source = writer.write(0, len(text), 0)
    if writer.bodies:
        bodies = "".join(f"\n\n{tag(BODY, index)}\n\n{body}" for index, body in sorted(writer.bodies.items()))
        end = source.rfind(r"\end{document}")
        source = source + bodies if end < 0 else source[:end] + bodies + "\n\n" + source[end:]
    return Prepared(source.encode(), "latex-smart", text, tuple(writer.notes), language=spoken)


class _Writer:
    """Writes a source anew. `bodies` are the texts of notes whose marks stand elsewhere, by their numbers."""

    def __init__(self, source: LatexSource, *, german: bool) -> None:
        self.notes: list[NoteTag] = []
        self.bodies: dict[int, str] = {}
        self._source = source
        self._german = german
        self._waiting: dict[str, deque[int]] = defaultdict(deque)
        self._after_display: list[str] = []

    def write(self, start: int, end: int, depth: int) -> str:
        """What stands between two offsets, anew. `depth` counts quotations around it."""
        pieces: list[str] = []
        at = start
        for kind, begin, stop in self._source.pieces(start, end):
            begin = max(begin, at)
            if begin >= stop:
                continue
            if kind == "text":
                pieces.append(self._text(self._source.text[begin:stop]))
                at = stop
            elif kind == "raw":
                pieces.append(self._source.text[begin:stop])
                at = stop
            else:
                new, at = self._command(kind, begin, stop, depth)
                pieces.append(new)
        return "".join(pieces)

    def _text(self, text: str) -> str:
        if self._german and '"' in text:
            for sign, meant in _SHORTHANDS.items():
                text = text.replace(sign, meant)
        return _INPUT_SIGNS.sub(lambda found: _INPUTS[found[0]], text)

    def _command(self, name: str, begin: int, stop: int, depth: int) -> tuple[str, int]:
        """What to write for a command, and where the source goes on."""
        raw = self._source.text[begin:stop]
        bare = name.rstrip("*")
        if depth > DEEPEST:
            return raw, stop
        if bare in _QUOTES or bare in _BLOCKS:
            return self._quotation(name, raw, stop, depth)
        if bare in ("begin", "end"):
            return self._environment(bare, raw, stop, depth)
        if bare in _NOTES or (bare.removesuffix("mark") in _NOTES) or (bare.removesuffix("text") in _NOTES):
            return self._note(bare, raw, stop)
        if bare in ("textelp", "textins", "Textelp", "Textins"):
            return self._insertion(name, raw, stop, depth)
        if bare in ("epigraph", "dictum"):
            return self._epigraph(bare, raw, stop, depth)
        if bare in _SIGNS:
            return _SIGNS[bare] + "{}", stop
        if bare in _RENAMED:
            return "\\" + _RENAMED[bare], stop
        return ("\\\\", stop + 1) if raw == "\\\\" and self._source.text[stop : stop + 1] == "!" else (raw, stop)

    def _arguments(self, form: str, at: int) -> tuple[dict[str, list[Argument]], int] | None:
        """The arguments of a command by their letters; None when they are not what the command takes."""
        found: dict[str, list[Argument]] = defaultdict(list)
        for letter in form.replace("x?", "o"):
            optional = letter in "op"
            argument = self._source.optional(at) if optional else self._source.group(at)
            if argument is None:
                if optional:
                    continue
                return None
            found[letter].append(argument)
            at = argument.after
        return found, at

    def _inside(self, argument: Argument, depth: int) -> str:
        return self.write(argument.start, argument.end, depth)

    def _cited(self, found: dict[str, list[Argument]], depth: int) -> str:
        options = [self._inside(each, depth) for each in found["o"]]
        if found["k"]:
            return f" \\cite{''.join(f'[{option}]' for option in options)}{{{self._inside(found['k'][0], depth)}}}"
        return f" {options[0]}" if options and options[0].strip() else ""

    def _quotation(self, name: str, raw: str, stop: int, depth: int) -> tuple[str, int]:
        bare = name.rstrip("*")
        parsed = self._arguments(_QUOTES.get(bare) or _BLOCKS[bare], stop)
        if parsed is None:
            return raw, stop
        found, after = parsed
        block = bare in _BLOCKS
        text = self._inside(found["t"][0], depth if block else depth + 1)
        punctuation = "".join(self._inside(each, depth) for each in found["p"])
        cited = self._cited(found, depth)
        if block:
            return f"\\begin{{quote}}{text}{punctuation}\\end{{quote}}{cited}", after
        inner = depth % 2 == 1 or (bare == "enquote" and name.endswith("*"))
        opening, closing = "‘’" if inner else "“”"
        return f"{opening}{text}{punctuation}{closing}{cited}", after

    def _environment(self, word: str, raw: str, stop: int, depth: int) -> tuple[str, int]:
        name = self._source.group(stop)
        called = self._source.text[name.start : name.end].rstrip("*") if name else ""
        if name is None or called not in _DISPLAYS:
            return raw, stop
        if word == "end":
            return f"\\end{{quote}}{self._after_display.pop() if self._after_display else ''}", name.after
        parsed = self._arguments(_DISPLAYS[called], name.after)
        found, after = parsed if parsed else ({}, name.after)
        self._after_display.append(self._cited(defaultdict(list, found), depth))
        return "\\begin{quote}", after

    def _note(self, name: str, raw: str, stop: int) -> tuple[str, int]:
        base = name.removesuffix("mark").removesuffix("text")
        kind = _NOTES[base]
        number = self._source.optional(stop)
        label = self._source.text[number.start : number.end].strip() if number else ""
        after = number.after if number else stop
        if name.endswith("mark"):
            index = self._add(kind, label)
            self._waiting[base + label].append(index)
            return tag(REFER, index), after
        more = self._source.optional(after) if base == "sidenote" else None
        body = self._source.group(more.after if more else after)
        if body is None:
            return raw, stop
        text = self._inside(body, 0)
        if name.endswith("text"):
            waiting = self._waiting[base + label]
            index = waiting.popleft() if waiting else self._add(kind, label)
            self.bodies[index] = text
            return "", body.after
        if label or kind is NoteKind.ENDNOTE:
            text = tag(NOTE, self._add(kind, label)) + " " + text
        return f"\\footnote{{{text}}}", body.after

    def _add(self, kind: NoteKind, label: str) -> int:
        self.notes.append(NoteTag(f"latex-{len(self.notes)}", label, kind))
        return len(self.notes) - 1

    def _insertion(self, name: str, raw: str, stop: int, depth: int) -> tuple[str, int]:
        argument = self._source.group(stop)
        if argument is None:
            return raw, stop
        text = self._inside(argument, depth).strip()
        if name.lower().startswith("textelp"):
            text = (f"{text} \\ldots{{}}" if name.endswith("*") else f"\\ldots{{}} {text}") if text else "\\ldots{}"
        return f"{{[}}{text}{{]}}", argument.after

    def _epigraph(self, name: str, raw: str, stop: int, depth: int) -> tuple[str, int]:
        parsed = self._arguments("tk" if name == "epigraph" else "ot", stop)
        if parsed is None:
            return raw, stop
        found, after = parsed
        author = "".join(self._inside(each, depth) for each in [*found["k"], *found["o"]]).strip()
        if author and not author.startswith(("---", "—", "–")):
            author = f"--- {author}"
        return f"\\epigraph{{{self._inside(found['t'][0], depth)}}}{{{author}}}", after
