"""The settings file described: for people in the file that `citecheck init` writes, for editors as a JSON schema."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from citecheck.config import FAIL_ON, FLOOR_HOST_INTERVAL, ONLY_BY_THE_USER, Settings
from citecheck.model.verdict import Convention
from citecheck.reporter import REPORTERS

MEANINGS = {
    "source": "Files, folders or web addresses in which the quoted words are looked for, too; relative to this file.",
    "offline": "Ask no server.",
    "replay": "Take the pages from this evidence file; relative to this file.",
    "format": "How to report.",
    "fail-on": "From which severity on the exit code is 1; unchecked adds what could not be checked.",
    "select": "Only these rules: codes, or their first letters and digits.",
    "ignore": "Not these rules; the longer of two that fit wins.",
    "baseline": "Leave out the findings that this file of `citecheck baseline` accepts; relative to this file.",
    "convention": "What a quotation may change without being told: chicago, or strict for legal and textual work.",
    "jobs": "Hosts asked at once, and manuscripts read at once.",
    "max-time": "Seconds for the whole run.",
    "url-time": "Seconds for one address.",
    "host-interval": f"Seconds between two requests to a host; a file may not go below {FLOOR_HOST_INTERVAL}.",
    "max-age": "Seconds for which a page that was read is not asked for anew.",
    "no-probe": "Do not ask sites for a made-up page, nor for the same page by https.",
    "no-cache": "Fetch every page anew and keep none.",
}
"""What each key of the file does. A setting without an entry here is not documented, which the tests tell."""

_CHOICES: dict[str, list[str]] = {
    "convention": [str(each) for each in Convention],
    "fail-on": list(FAIL_ON),
    "format": list(REPORTERS),
}


def keys() -> dict[str, Any]:
    """The keys that a file may set, and their defaults."""
    settings = Settings()
    shown = {field.name.replace("_", "-"): getattr(settings, field.name) for field in fields(Settings)}
    return {key: default for key, default in shown.items() if key not in ONLY_BY_THE_USER}


def schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of `citecheck.toml`, and of `[tool.citecheck]` in `pyproject.toml`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://citecheck.invalid/config-v1.schema.json",
        "title": "citecheck settings, version 1",
        "description": "citecheck.toml, or the table [tool.citecheck] of pyproject.toml. What decides over addresses, "
        "over what is sent to servers and over where files are written is said on the command line only.",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _property(key, default) for key, default in keys().items()},
    }


def as_text() -> str:
    """The schema as the file in docs/ has it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _property(key: str, default: Any) -> dict[str, Any]:
    described: dict[str, Any] = {"description": MEANINGS.get(key, "")}
    if key in _CHOICES:
        return described | {"enum": _CHOICES[key], "default": str(default)}
    if isinstance(default, tuple):
        texts = {"type": "array", "items": {"type": "string"}}
        return described | {"anyOf": [texts, {"type": "string"}], "default": list(default)}
    if isinstance(default, bool):
        return described | {"type": "boolean", "default": default}
    if isinstance(default, int):
        return described | {"type": "integer", "minimum": 0, "default": default}
    if isinstance(default, float):
        return described | {"type": "number", "minimum": 0, "default": default}
    return described | {"type": "string", "default": default}
