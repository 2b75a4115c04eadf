"""Jupyter notebooks: their Markdown cells as one Markdown text, their code as code."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from citecheck.errors import UnreadableError
from citecheck.parser.readers.pandoc import markdown
from citecheck.parser.readers.pandoc.prepared import Prepared

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)


def prepare(text: str, _: str) -> Prepared:
    """Prepares a notebook. Raises `UnreadableError`, without a file name, for what is none."""
    try:
        cells = json.loads(text)["cells"]
        sources = [(cell["cell_type"], cell["source"]) for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnreadableError("it is no Jupyter notebook, or a damaged one") from None
    pieces = []
    for kind, source in sources:
        content = source if isinstance(source, str) else "".join(str(line) for line in source)
        pieces.append(f"~~~~~~\n{content}\n~~~~~~" if kind == "code" else content)
    prepared = markdown.prepare("\n\n".join(pieces) + "\n", "markdown")
    return replace(prepared, text=_ESCAPE.sub(_in_place, text))


def _in_place(found: re.Match[str]) -> str:
    """What an escape stands for, as wide as the escape, so that the columns stay those of the file."""
    char = chr(int(found[1], 16)) if found[1] else (found[2] if found[2] in '"\\/' else " ")
    return (" " * (len(found[0]) - 1) + char) if not 0xD800 <= ord(char) < 0xE000 else " " * len(found[0])
