"""Asks git what has changed since a revision. A repository's settings get no program of theirs run by it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from citecheck.errors import CitecheckError
from citecheck.model.changes import Changes, LineChanges

_TIME = 120.0
_HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_HARMLESS = (
    ("core.fsmonitor", "false"),  # else a program that tells changed files
    ("core.hooksPath", os.devnull),  # else programs run when the index is written
    ("core.pager", "cat"),
    ("protocol.allow", "never"),  # else a partial clone fetches what is missing
    ("safe.bareRepository", "explicit"),
    ("diff.ignoreSubmodules", "all"),
)
"""Settings that name programs, or lead to some, switched off for each call."""


class Since:
    """What has changed since a revision, in whatever repositories the files asked for are in.

    Changes are counted from where the work left the revision (the merge base, if there is one) to the files as they
    are on the disk.
    """

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._repositories: dict[Path, _Repository] = {}
        self._bases: dict[Path, str] = {}

    def lines(self, path: Path) -> LineChanges | None:
        """The changes of one file, None where it has none.

        Raises `CitecheckError` when git is missing, the file is in no repository or git knows no such revision.
        """
        real = path.resolve()
        if real.parent not in self._repositories:
            self._repositories[real.parent] = _repository(real.parent)
        repository = self._repositories[real.parent]
        if repository.top not in self._bases:
            self._bases[repository.top] = _base(repository, self._revision)
        return repository.lines(self._bases[repository.top], real)

    def changes(self, path: Path, parts: Sequence[str] = ()) -> Changes:
        """The changes of a manuscript, and of the files that it takes in, named from its folder."""
        files = {"": self.lines(path), **{part: self.lines(path.parent / part) for part in parts}}
        return Changes({name: lines for name, lines in files.items() if lines is not None})


@dataclass(frozen=True, slots=True)
class _Repository:
    top: Path
    filters: tuple[str, ...] = ()

    def git(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Runs git at the repository's top."""
        settings = [*(f"{name}={value}" for name, value in _HARMLESS), *self.filters]
        return _run(self.top, [part for setting in settings for part in ("-c", setting)], arguments)

    def lines(self, base: str, file: Path) -> LineChanges | None:
        name = file.relative_to(self.top).as_posix()
        names = [name]
        if self.git("cat-file", "-e", f"{base}:{name}").returncode:
            old = self._renamed(base, name)
            if old is None:
                return LineChanges(whole=True)
            names.append(old)
        done = self.git(*_DIFF, "--unified=0", "--inter-hunk-context=0", "--text", base, "--", *map(_literal, names))
        if done.returncode:
            raise CitecheckError(f"git cannot compare {name} with {base[:12]}: {_said(done)}")
        if not done.stdout:
            return None
        return _hunks(done.stdout, file)

    def _renamed(self, base: str, name: str) -> str | None:
        """The name that a file had before, when git sees that it was renamed."""
        done = self.git(*_DIFF, "--name-status", "-z", "--diff-filter=R", base)
        fields = done.stdout.split(b"\0")
        pairs = dict(zip(fields[2::3], fields[1::3], strict=False))
        old = pairs.get(os.fsencode(name))
        return os.fsdecode(old) if old is not None else None


_DIFF = (
    "diff", "--no-ext-diff", "--no-textconv", "--no-color", "--no-relative", "--ignore-submodules=all",
    "--find-renames", "--no-indent-heuristic",
)  # fmt: skip


def _literal(name: str) -> str:
    return f":(top,literal){name}"


def _hunks(diff: bytes, file: Path) -> LineChanges | None:
    """The lines of the new file that a diff without context names."""
    content = file.read_bytes()
    if b"\r" in content.replace(b"\r\n", b""):
        return LineChanges(whole=True)  # lines that git does not see
    ranges, seams = [], []
    for found in _HUNK.finditer(diff):
        first, count = int(found[1]), int(found[2]) if found[2] is not None else 1
        if count:
            ranges.append((first, first + count - 1))
        else:
            seams.append(first)
    # A file that was only renamed, or whose mode was changed, has no hunk.
    return LineChanges(tuple(ranges), tuple(seams)) if ranges or seams else None


def _repository(folder: Path) -> _Repository:
    done = _run(folder, [], ("rev-parse", "--show-toplevel"))
    if done.returncode:
        raise CitecheckError(f"--since needs a git repository, and git finds none at {folder}: {_said(done)}")
    top = Path(os.fsdecode(done.stdout.rstrip(b"\n"))).resolve()
    return _Repository(top, _without_filters(top))


def _without_filters(top: Path) -> tuple[str, ...]:
    """Settings that switch off the filters a repository configures, which are programs run on its files."""
    done = _run(top, [], ("config", "--null", "--name-only", "--get-regexp", r"^filter\..*\.(clean|smudge|process)$"))
    names = {os.fsdecode(name) for name in done.stdout.split(b"\0") if name}
    return tuple(f"{name}=" for name in sorted(names)) + tuple(
        f"{stem}.required=false" for stem in sorted({name.rpartition(".")[0] for name in names})
    )


def _base(repository: _Repository, revision: str) -> str:
    """The commit to compare with. Raises `CitecheckError` for what names none."""
    if not revision or revision.startswith("-"):
        raise CitecheckError(f"--since takes a revision, a branch or a tag, not {revision!r}")
    done = repository.git("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    commit = done.stdout.decode("ascii", "replace").strip()
    if done.returncode or not re.fullmatch(r"[0-9a-f]{40,64}", commit):
        raise CitecheckError(f"git knows no revision {revision!r}; in a shallow clone, fetch it first")
    merged = repository.git("merge-base", commit, "HEAD")
    base = merged.stdout.decode("ascii", "replace").strip()
    return base if not merged.returncode and re.fullmatch(r"[0-9a-f]{40,64}", base) else commit


def _run(folder: Path, settings: Sequence[str], arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    # Optional locks would write the index, and with it run a hook; lazy fetching would call a server.
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0",
                   "LC_ALL": "C"}  # fmt: skip
    for name in ("GIT_EXTERNAL_DIFF", "GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX"):
        environment.pop(name, None)
    try:
        return subprocess.run(
            ["git", "--no-pager", *settings, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIME,
            check=False,
        )
    except FileNotFoundError:
        raise CitecheckError("--since needs git, which is not installed") from None
    except subprocess.TimeoutExpired:
        raise CitecheckError(f"git gave no answer within {_TIME:.0f} seconds") from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else "it does not say why"
