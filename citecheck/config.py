"""Settings from `citecheck.toml` or `[tool.citecheck]`, and which of them a project's file may not loosen."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from citecheck.errors import ConfigError
from citecheck.model.verdict import Convention

FAIL_ON = ("error", "warning", "unchecked", "never")

ONLY_BY_THE_USER = {
    "allow-network": "which addresses may be reached",
    "allow-host": "which addresses may be reached",
    "output": "where files are written",
    "record": "where files are written",
    "ignore-robots": "what may be fetched",
    "allow-port": "which addresses may be reached",
    "archive": "who is asked for copies",
    "save-copies": "who is asked for copies",
    "browser": "whether scripts of pages run",
    "proxy": "which way requests go",
    "ca-file": "whom TLS trusts",
    "header": "what is sent to servers",
    "user-agent": "what is sent to servers",
    "cache": "where files are written",
}
"""In a pull request the project's file is a stranger's, so these are taken from the command line alone."""

FLOOR_HOST_INTERVAL = 0.2
"""Seconds. A project's file may not make citecheck less polite than this."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run goes by. Times are seconds; `select` and `ignore` hold codes or their first letters ("Q", "Q20")."""

    source: tuple[str, ...] = ()
    offline: bool = False
    record: str = ""
    replay: str = ""
    format: str = "terminal"
    output: str = ""
    fail_on: str = "error"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: str = ""
    convention: Convention = Convention.CHICAGO
    jobs: int = 8
    max_time: float = 900.0
    url_time: float = 30.0
    host_interval: float = 1.0
    allow_network: tuple[str, ...] = ()
    allow_host: tuple[str, ...] = ()
    allow_port: tuple[str, ...] = ()
    ignore_robots: bool = False
    no_probe: bool = False
    max_age: float = 86_400.0
    ca_file: str = ""
    archive: str = ""
    save_copies: bool = False
    browser: bool = False
    no_cache: bool = False

    def selects(self, code: str) -> bool:
        """Whether a rule is asked for. The longer prefix wins: `--select Q --ignore Q2 --select Q204` keeps Q204."""
        wanted = max((len(prefix) for prefix in self.select if code.startswith(prefix)), default=0)
        unwanted = max((len(prefix) for prefix in self.ignore if code.startswith(prefix)), default=0)
        if self.select and not wanted:
            return False
        return not unwanted or wanted > unwanted


def find(start: Path) -> Path | None:
    """The nearest `citecheck.toml`, or `pyproject.toml` with a `[tool.citecheck]`, in a folder or above it.

    The search ends at the repository's top (a folder with `.git`) or at the file system's.
    """
    for folder in (start, *start.parents):
        own = folder / "citecheck.toml"
        if own.is_file():
            return own
        shared = folder / "pyproject.toml"
        if shared.is_file() and "citecheck" in _parse(shared).get("tool", {}):
            return shared
        if (folder / ".git").exists():
            return None
    return None


def load(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings of a file, and a warning for each that a file may not set.

    Raises `ConfigError` for a file that cannot be read, an unknown key or a value that cannot be used.
    """
    table = _parse(path)
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("citecheck", {})
    warnings = []
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in ONLY_BY_THE_USER:
            warnings.append(f"{path}: {key} is ignored: {ONLY_BY_THE_USER[key]} is said on the command line only")
            continue
        values[key.replace("-", "_")] = value
    settings = with_values(Settings(), values, where=str(path))
    if settings.host_interval < FLOOR_HOST_INTERVAL:
        settings = replace(settings, host_interval=FLOOR_HOST_INTERVAL)
        warnings.append(f"{path}: host-interval is raised to {FLOOR_HOST_INTERVAL} s, the least a file may ask for")
    return _beside(settings, path.parent), tuple(warnings)


def with_values(settings: Settings, values: Mapping[str, Any], *, where: str) -> Settings:
    """Settings with other values, each checked. Raises `ConfigError`; `where` says in the message who set them."""
    known = {field.name: field.type for field in fields(Settings)}
    checked: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise ConfigError(f"{where}: there is no setting {name.replace('_', '-')!r}; known are {_names()}")
        checked[name] = _value(name, value, getattr(settings, name), where)
    return replace(settings, **checked)


def _names() -> str:
    return ", ".join(sorted(field.name.replace("_", "-") for field in fields(Settings)))


def _value(name: str, value: Any, default: Any, where: str) -> Any:
    shown = name.replace("_", "-")
    if name == "convention":
        if value not in list(Convention):
            raise ConfigError(f"{where}: convention is one of {', '.join(Convention)}, not {value!r}")
        return Convention(value)
    if name == "format":
        # Which reports there are is known only with them, and they are slow to load.
        from citecheck.reporter import REPORTERS  # noqa: PLC0415

        if value not in list(REPORTERS):
            raise ConfigError(f"{where}: format is one of {', '.join(REPORTERS)}, not {value!r}")
    if name == "fail_on" and value not in FAIL_ON:
        raise ConfigError(f"{where}: fail-on is one of {', '.join(FAIL_ON)}, not {value!r}")
    if isinstance(default, tuple):
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
            raise ConfigError(f"{where}: {shown} is a list of texts, not {value!r}")
        return tuple(items)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise ConfigError(f"{where}: {shown} is true or false, not {value!r}")
        return value
    if isinstance(default, int | float):
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != value:
            raise ConfigError(f"{where}: {shown} is a number of 0 or more, not {value!r}")
        return type(default)(value)
    if not isinstance(value, str):
        raise ConfigError(f"{where}: {shown} is a text, not {value!r}")
    return value


def _beside(settings: Settings, folder: Path) -> Settings:
    """Local sources and evidence named in a file stand relative to the file."""

    def path(name: str) -> str:
        return name if not name or "://" in name else str(folder / name)

    return replace(
        settings,
        source=tuple(path(name) for name in settings.source),
        replay=path(settings.replay),
        baseline=path(settings.baseline),
    )


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); name another with --config") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
