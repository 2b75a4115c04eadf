"""Makes sheets of the plain values that come from the worker process."""

from __future__ import annotations

import math
from typing import Any

from citecheck.parser.readers.pdf.sheet import Box, Font, LinkArea, Rule, Sheet, Word


def sheet_of(packed: dict[str, Any], number: int) -> Sheet:
    """The sheet that `pdfium.pages` packed. Raises KeyError, TypeError or ValueError for anything else."""
    fonts = [Font(str(name), bool(bold), bool(italic), bool(fixed)) for name, bold, italic, fixed in packed["fonts"]]
    width, height = (_number(value) for value in packed["size"])
    words = tuple(_word(fonts, *values) for values in packed["words"])
    rules = tuple(Rule(*(_number(value) for value in rule)) for rule in packed["rules"])
    links = tuple(LinkArea(_box(box), str(url)) for box, url in packed["links"])
    return Sheet(number, str(packed["label"]), width, height, words, rules, links)


def _word(
    fonts: list[Font],
    text: str,
    left: float,
    right: float,
    base: float,
    size: float,
    font: int,
    glued: int,
    raised: int,
) -> Word:
    if not math.isfinite(left + right + base + size):
        raise ValueError("a place that is no number")
    return Word(text, left, right, base, size, fonts[font], glued == 1, raised == 1)


def _box(values: list[float]) -> Box:
    left, bottom, right, top = (_number(value) for value in values)
    return left, bottom, right, top


def _number(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("a place that is no number")
    return float(value)
