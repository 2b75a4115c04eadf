"""Puts a finished report into a file: the whole of it or nothing, and never over what the user gave."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from citecheck.errors import CitecheckError


def check_output(path: Path, inputs: Iterable[Path] = (), option: str = "--output") -> None:
    """Whether what an option names may be written; to be asked before the work is done.

    Raises `CitecheckError` for a folder, a symbolic link, a device or pipe, one of the inputs (by whatever name) or a
    file in a folder that is one, and a place whose folder is not there.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise CitecheckError(f"{path}: there is no folder {path.parent} to write it in") from None
        return
    except OSError as error:
        raise CitecheckError(f"{path}: cannot be written ({error.strerror}); name another file for {option}") from None
    if stat.S_ISDIR(mode):
        raise CitecheckError(f"{path}: is a folder; name a file for {option}")
    if stat.S_ISLNK(mode):
        raise CitecheckError(f"{path}: is a symbolic link; reports are not written through links")
    if not stat.S_ISREG(mode):
        way = "leave out --output to write to the standard output" if option == "--output" else f"{option} needs a file"
        raise CitecheckError(f"{path}: is a device or pipe; {way}")
    for given in inputs:
        with suppress(OSError):
            if path.samefile(given) or (given.is_dir() and given.resolve() in path.resolve().parents):
                raise CitecheckError(f"{path}: is an input ({given}); name another file for {option}")


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all: beside it first, to the disk, then renamed over what was there.

    An old file keeps its permissions. Raises `CitecheckError` as `check_output` does, and when the disk is full
    or read-only; then the old file is as it was and nothing else is left behind.
    """
    check_output(path)
    beside = path.with_name(f".citecheck-{secrets.token_hex(8)}.part")
    try:
        _write_new(beside, content, like=path)
        beside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise CitecheckError(f"{path}: cannot be written ({error.strerror}); nothing was changed") from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _write_new(path: Path, content: bytes, like: Path) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(number, "wb") as file:
        with suppress(FileNotFoundError):
            os.fchmod(number, stat.S_IMODE(like.stat().st_mode))
        file.write(content)
        file.flush()
        os.fsync(number)


def _sync_folder(folder: Path) -> None:
    # Some file systems do not let a folder be synced; the file itself is on the disk by then.
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
