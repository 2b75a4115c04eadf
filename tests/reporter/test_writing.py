from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from citecheck.errors import CitecheckError
from citecheck.reporter.writing import check_output, write_whole


def refused(path: Path, *inputs: Path) -> str:
    with pytest.raises(CitecheckError) as caught:
        check_output(path, inputs)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    return message


def test_a_new_file_and_an_old_one(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_whole(path, b"one")
    assert path.read_bytes() == b"one"
    path.chmod(0o640)
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write_whole(tmp_path / "report", b"")
    assert (tmp_path / "report").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_case_64_a_folder(tmp_path: Path) -> None:
    assert "folder" in refused(tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "no folder" in refused(tmp_path / "none" / "report.json")


def test_case_64_a_symbolic_link(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("kept")
    (tmp_path / "link").symlink_to(target)
    assert "symbolic link" in refused(tmp_path / "link")
    with pytest.raises(CitecheckError):
        write_whole(tmp_path / "link", b"lost")
    assert target.read_text() == "kept"


def test_a_dangling_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert "symbolic link" in refused(tmp_path / "link")
    assert not (tmp_path / "elsewhere").exists()


def test_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "pipe" in refused(tmp_path / "pipe")


@pytest.mark.parametrize("kind", ["name", "hard link", "through a linked folder", "dots"])
def test_case_64_an_input_by_any_name(tmp_path: Path, kind: str) -> None:
    given = tmp_path / "essay.txt"
    given.write_text("Words.")
    (tmp_path / "sub").mkdir()
    (tmp_path / "other").symlink_to(tmp_path)
    os.link(given, tmp_path / "hard")
    path = {
        "name": given,
        "hard link": tmp_path / "hard",
        "through a linked folder": tmp_path / "other" / "essay.txt",
        "dots": tmp_path / "sub" / ".." / "essay.txt",
    }[kind]
    assert "input" in refused(path, given)


def test_an_input_that_is_not_there_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "old").touch()
    check_output(tmp_path / "old", [tmp_path / "none"])


def test_case_64_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_text("old")
    limited = (
        "import resource, signal, sys; from pathlib import Path; from citecheck.reporter.writing import write_whole\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "write_whole(Path(sys.argv[1]), b'x' * 5000)"
    )
    result = subprocess.run([sys.executable, "-c", limited, str(path)], capture_output=True, text=True)
    assert "CitecheckError" in result.stderr
    assert "nothing was changed" in result.stderr
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
