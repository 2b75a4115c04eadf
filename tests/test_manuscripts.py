from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from citecheck import manuscripts
from citecheck.cli import main
from citecheck.manuscripts import Failure, read_all
from citecheck.model.manuscript import Manuscript

ESSAY = """# Rivers

The mill stood “where two rivers meet, and neither gives way”.[^1]

> A displayed passage of some length, which is set off from the text as a quotation is.

[^1]: Anna Lindt, *The Mill* (Bergen: Holm, 1931), 44, https://example.org/mill.
"""


@pytest.fixture
def always_in_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manuscripts, "SMALL", 0)


def write(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number:03}.md" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(ESSAY.replace("Rivers", f"Rivers {number}"), encoding="utf-8")
    return paths


def test_a_child_gives_what_is_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write(tmp_path, 1)
    here = list(read_all(paths))
    monkeypatch.setattr(manuscripts, "SMALL", 0)

    assert list(read_all(paths)) == here
    assert isinstance(here[0], Manuscript)
    assert here[0].notes and here[0].links and len(here[0].quotations) == 2


@pytest.mark.usefixtures("always_in_children")
def test_manuscripts_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    paths = write(tmp_path, 12)
    paths[3].write_text(ESSAY * 40, encoding="utf-8")

    read = list(read_all(paths, jobs=4))
    assert [each.document.path for each in read if isinstance(each, Manuscript)] == [str(path) for path in paths]


@pytest.mark.usefixtures("always_in_children")
def test_one_past_its_time_is_named_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write(tmp_path, 3)
    monkeypatch.setattr(manuscripts, "TIME_LIMIT", 0.0)
    assert all(isinstance(each, Failure) and "longer than 0 s" in each.message for each in read_all(paths))


@pytest.mark.usefixtures("always_in_children")
def test_one_past_its_memory_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.txt"
    path.write_text("Some words of a very long text. " * 300_000, encoding="utf-8")
    monkeypatch.setattr(manuscripts, "MEMORY_LIMIT", 60 * 2**20)

    (failure,) = read_all([path])
    assert isinstance(failure, Failure)
    assert failure.message.startswith(f"{path}: cannot be read: it needs more than 60 MiB of memory")


@pytest.mark.parametrize("small", [0, manuscripts.SMALL])
@pytest.mark.parametrize("command", ["extract", "check"])
def test_one_of_many_that_cannot_be_read_is_told_and_the_others_are_done(
    tmp_path: Path, command: str, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manuscripts, "SMALL", small)
    first, last = write(tmp_path, 2)
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"no zip at all")
    offline = ["--offline"] if command == "check" else []
    done = CliRunner().invoke(main, [command, *offline, "--format", "json", str(first), str(bad), str(last)])

    assert done.exit_code == 2
    assert f"{bad}: " in done.stderr.replace("\n", "")
    assert done.stderr.count("citecheck: ") == 1 + done.stderr.count("checking:")
    assert f'"path": "{first}"' in done.stdout
    assert f'"path": "{last}"' in done.stdout


def test_a_check_says_in_its_report_what_could_not_be_read(tmp_path: Path) -> None:
    (good,) = write(tmp_path, 1)
    done = CliRunner().invoke(main, ["check", "--offline", "-f", "json", str(good), str(tmp_path / "gone.md")])

    assert done.exit_code == 2
    assert "gone.md: cannot be read (No such file or directory)" in done.stdout


def test_nothing_readable_is_no_report(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["check", "--offline", str(tmp_path / "one.md"), str(tmp_path)])

    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 2
