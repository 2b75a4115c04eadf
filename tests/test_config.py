from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.config import Settings, find, load, with_values
from citecheck.errors import ConfigError
from citecheck.model.verdict import Convention
from citecheck.project import settings_schema


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_sets_what_it_may(tmp_path: Path) -> None:
    text = 'convention = "strict"\nignore = ["Q207"]\njobs = 3\n'
    settings, warnings = load(write(tmp_path / "citecheck.toml", text))
    assert (settings.convention, settings.ignore, settings.jobs) == (Convention.STRICT, ("Q207",), 3)
    assert warnings == ()


@pytest.mark.parametrize("key", ["allow-network", "allow-host", "output", "proxy", "ca-file", "header", "cache"])
def test_a_file_may_not_loosen_what_only_the_user_says(tmp_path: Path, key: str) -> None:
    settings, warnings = load(write(tmp_path / "citecheck.toml", f'{key} = ["10.0.0.0/8"]\n'))
    assert settings == Settings()
    assert key in warnings[0]


def test_every_key_of_a_file_is_described() -> None:
    # What it does goes into citecheck/project/settings_schema.py; then run python -m citecheck.docs.
    assert set(settings_schema.keys()) == set(settings_schema.MEANINGS)


def test_a_file_may_not_hurry_servers(tmp_path: Path) -> None:
    settings, warnings = load(write(tmp_path / "citecheck.toml", "host-interval = 0\n"))
    assert settings.host_interval == 0.2
    assert warnings


@pytest.mark.parametrize(
    "text",
    ["colour = true", 'convention = "oxford"', 'jobs = "many"', "select = 3", "= broken", 'fail-on = "sometimes"'],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "citecheck.toml", text)
    with pytest.raises(ConfigError) as told:
        load(path)
    assert str(path) in str(told.value)
    assert "\n" not in str(told.value)


def test_pyproject_is_used_only_with_its_table(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.citecheck]\nmax-time = 60\n")
    (tmp_path / "book").mkdir()
    assert find(tmp_path / "book") == tmp_path / "pyproject.toml"
    assert load(tmp_path / "pyproject.toml")[0].max_time == 60


def test_the_search_ends_at_the_repository(tmp_path: Path) -> None:
    write(tmp_path / "citecheck.toml", "")
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    assert find(tmp_path / "repository") is None


def test_sources_stand_relative_to_the_file(tmp_path: Path) -> None:
    settings, _ = load(write(tmp_path / "citecheck.toml", 'source = ["library", "https://example.org/x"]\n'))
    assert settings.source == (str(tmp_path / "library"), "https://example.org/x")


@pytest.mark.parametrize(
    ("select", "ignore", "code", "selected"),
    [
        ((), (), "Q201", True),
        (("Q",), (), "L301", False),
        ((), ("Q2",), "Q204", False),
        (("Q204",), ("Q",), "Q204", True),
        (("Q",), ("Q204",), "Q204", False),
        (("Q",), ("Q204",), "Q201", True),
    ],
)
def test_the_longer_prefix_wins(select: tuple[str, ...], ignore: tuple[str, ...], code: str, selected: bool) -> None:
    assert Settings(select=select, ignore=ignore).selects(code) is selected


def test_a_bool_is_no_number() -> None:
    with pytest.raises(ConfigError):
        with_values(Settings(), {"jobs": True}, where="x")
