"""citecheck from Python: `from citecheck import check, extract, match`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

from citecheck import pipeline
from citecheck.bulk import match_one
from citecheck.config import Settings, with_values
from citecheck.errors import ConfigError
from citecheck.model.manuscript import Manuscript
from citecheck.model.report import Report
from citecheck.model.source import SourceText
from citecheck.model.verdict import Convention, Match
from citecheck.parser.readers.interface import ReadOptions
from citecheck.sources.opening import open_shelves, opened_resolver

AnyPath = str | PathLike[str]


def extract(paths: AnyPath | Iterable[AnyPath], *, format: str | None = None) -> tuple[Manuscript, ...]:
    """What is in manuscripts: notes, quotations, links, references, and what answers for what. No network.

    `format` is a name that `--from` takes. Raises `UnreadableError` for the first that cannot be read.
    """
    return pipeline.extract(_paths(paths), format, ReadOptions())


def check(
    paths: AnyPath | Iterable[AnyPath], *, format: str | None = None, today: date | None = None, **settings: Any
) -> Report:
    """Checks manuscripts and gives the report, as `citecheck check` does.

    `settings` are the options of the command line by their names: `source=["library"]`, `offline=True`,
    `replay="evidence.warc.gz"`, `select=["Q"]`, `max_time=60` … Those of the report (`output`,
    `baseline`, `fail_on`) are not among them: the report is what is returned. No settings file is looked for. `format`
    is the manuscripts', `today` the day that dates are held against. Raises `UnreadableError` for the first manuscript
    that cannot be read, and `ConfigError` for a setting that is not known or cannot be used.
    """
    if of_report := sorted(_OF_REPORT & settings.keys()):
        raise ConfigError(f"check: {of_report[0]} belongs to the command line; the report is what check() returns")
    chosen = _settings(settings)
    manuscripts = extract(paths, format=format)
    with opened_resolver(chosen) as resolver:
        return pipeline.check(manuscripts, chosen, resolver, open_shelves(chosen), today=today)


def match(quotation: str, source: str | SourceText, *, convention: str = "chicago") -> Match:
    """Compares one quotation, without its outer marks, with a text: the verdict, the place and the edits.

    `source` is the text itself, or a source that was read. Offsets in the result count its characters.
    Raises `ConfigError` for a convention that is not known.
    """
    if convention not in list(Convention):
        raise ConfigError(f"convention is one of {', '.join(Convention)}, not {convention!r}")
    text = source if isinstance(source, SourceText) else SourceText("source", source)
    return match_one(quotation, [text], Convention(convention))[0]


_OF_REPORT = frozenset(("output", "baseline", "fail_on"))


def _paths(paths: AnyPath | Iterable[AnyPath]) -> list[Path]:
    if isinstance(paths, str | PathLike):
        return [Path(paths)]
    return [Path(path) for path in paths]


def _settings(given: Mapping[str, Any]) -> Settings:
    lists = {field.name for field in fields(Settings) if isinstance(field.default, tuple)}
    values = {
        name: [str(each) for each in ((value,) if isinstance(value, PathLike) else value)]
        if name in lists and not isinstance(value, str)
        else value
        for name, value in given.items()
    }
    return with_values(Settings(), values, where="check")
