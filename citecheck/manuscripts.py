"""Reads and parses manuscripts: small texts here, all else in child processes, side by side."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from citecheck.errors import UnreadableError
from citecheck.model.manuscript import Manuscript
from citecheck.parser.parse import parse
from citecheck.parser.readers import content, read
from citecheck.parser.readers.interface import ReadOptions
from citecheck.sources.interface import Progress

TIME_LIMIT = 120.0
"""Seconds for one manuscript, from its bytes to all that was found in it."""

MEMORY_LIMIT = 800 * 2**20
"""Bytes of one child's address space."""

SMALL = 2**17
"""Bytes of all texts of a run together that are read without a child process, whose start takes longer than they."""

_NEVER_HERE = (b"%PDF", b"PK", b"\xd0\xcf\x11\xe0")
_TASK = "citecheck.manuscripts:read_here"


@dataclass(frozen=True, slots=True)
class Failure:
    """A manuscript that could not be read: `message` is one line that begins with its path. `bug` if it is ours."""

    path: Path
    message: str
    bug: bool = False


def read_all(
    paths: Sequence[Path],
    format: str | None = None,
    options: ReadOptions | None = None,
    progress: Progress | None = None,
    jobs: int = 8,
) -> Iterator[Manuscript | Failure]:
    """Each manuscript, or why there is none, in the order of the paths."""
    options = options or ReadOptions()
    if _are_small(paths):
        yield from (_read_small(path, format, options) for path in _counted(paths, progress))
        return
    from citecheck.isolation.heap import give_memory_back  # noqa: PLC0415

    give_memory_back()
    # Reading happens in the children; these threads only wait for them.
    pool = ThreadPoolExecutor(max(1, jobs))
    try:
        readings = pool.map(lambda path: _read_safely(path, format, options), paths)
        yield from (next(readings) for _ in _counted(paths, progress))
    except KeyboardInterrupt:
        from citecheck.isolation.pool import POOL  # noqa: PLC0415

        POOL.close()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def read_here(data: bytes, path: str, format: str | None, options: dict[str, str | float | None]) -> Iterator[bytes]:
    """The task of a child process."""
    import msgspec  # noqa: PLC0415

    manuscript = parse(read(Path(path), format, ReadOptions(**options), data))  # type: ignore[arg-type]
    try:
        yield msgspec.json.encode(manuscript)
    except UnicodeEncodeError:
        raise UnreadableError(f"{path}: it holds characters that are none (lone surrogates)") from None


def _counted(paths: Sequence[Path], progress: Progress | None) -> Iterator[Path]:
    for index, path in enumerate(paths):
        if progress is not None:
            progress("reading", index, len(paths), str(path))
        yield path
    if progress is not None:
        progress("reading", len(paths), len(paths), "")


def _are_small(paths: Sequence[Path]) -> bool:
    """Whether all are plain files of text that are small together."""
    left = SMALL
    for path in paths:
        try:
            about = path.stat()
            left -= about.st_size
            if not stat.S_ISREG(about.st_mode) or left < 0:
                # A folder is told as such, at once.
                return stat.S_ISDIR(about.st_mode) and len(paths) == 1
            with path.open("rb") as file:
                if file.read(4).startswith(_NEVER_HERE):
                    return False
        except OSError:
            continue
    return True


def _read_small(path: Path, format: str | None, options: ReadOptions) -> Manuscript | Failure:
    try:
        return parse(read(path, format, options))
    except UnreadableError as error:
        return Failure(path, str(error))


def _read_safely(path: Path, format: str | None, options: ReadOptions) -> Manuscript | Failure:
    # What only large and many files need takes longer to import than a small one to read.
    import msgspec  # noqa: PLC0415

    from citecheck.isolation.limits import BrokenTaskError, Limits, LostError, RefusedError  # noqa: PLC0415
    from citecheck.isolation.pool import POOL  # noqa: PLC0415

    limits = Limits(TIME_LIMIT, MEMORY_LIMIT)
    arguments = {"path": str(path), "format": format, "options": asdict(options)}
    try:
        (answer,) = POOL.ask(_TASK, content(path), arguments, limits)
        return msgspec.json.decode(answer, type=Manuscript)
    except (UnreadableError, RefusedError) as error:
        return Failure(path, str(error))
    except LostError as error:
        return Failure(path, f"{path}: cannot be read: {error}")
    except BrokenTaskError as error:
        return Failure(path, f"{path}: cannot be read: a bug, not your fault: {error}", bug=True)
    except (msgspec.DecodeError, ValueError):
        return Failure(path, f"{path}: cannot be read: its process gave no sense")
