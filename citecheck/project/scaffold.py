"""The files that `citecheck init` writes: settings with comments, a GitHub workflow, a pre-commit entry."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from citecheck.project.baseline import NAME
from citecheck.project.settings_schema import MEANINGS, keys

_EXAMPLES: dict[str, Any] = {"source": ["library"], "select": ["Q", "L301"], "ignore": ["Q207"], "baseline": NAME,
                             "replay": "evidence.warc.gz"}  # fmt: skip


def settings() -> str:
    """A `citecheck.toml` in which every key stands with its meaning, switched off."""
    lines = ["# Settings of citecheck; `citecheck check --help` tells more. Take the # away from what you set.", ""]
    for key, default in keys().items():
        lines += textwrap.wrap(
            MEANINGS.get(key, ""), 98, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
        )
        lines += [f"#{key} = {_toml(_EXAMPLES.get(key, default))}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _toml(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def workflow(manuscripts: str, install: str) -> str:
    """A GitHub workflow that checks what a pull request changes. `install` is what pip is to install."""
    return _WORKFLOW.replace("@MANUSCRIPTS@", manuscripts).replace("@INSTALL@", install)


_WORKFLOW = """\
# Checks the quotations, notes and links that a pull request changes.
#
# The trigger is pull_request, never pull_request_target: what is checked is a stranger's text, and must be checked
# without secrets and without the right to write. Actions are named by the hash of a commit, for a tag can be moved;
# the comments say which release each is, and a bot may raise them.
name: citecheck

on:
  pull_request:

permissions:
  contents: read

concurrency:
  group: citecheck-${{ github.ref }}
  cancel-in-progress: true

jobs:
  citecheck:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          fetch-depth: 0 # --since needs the history
          persist-credentials: false
      - uses: actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0
        with:
          python-version: "3.12"
      - name: Install citecheck
        env:
          # Where this citecheck comes from: "git+https://HOST/REPOSITORY@COMMIT", or a file. Never the bare name:
          # on the package index "citecheck" is another program.
          CITECHECK: "@INSTALL@"
        run: |
          test -n "$CITECHECK" || { echo "say in this workflow where citecheck is installed from"; exit 2; }
          python -m pip install "$CITECHECK"
      - name: Check what changed
        env:
          BASE: ${{ github.event.pull_request.base.sha }}
        run: |
          test -n "$(git ls-files -- @MANUSCRIPTS@)" || echo "::warning::no file fits: nothing was checked"
          git ls-files -z -- @MANUSCRIPTS@ |
            xargs -0 -r citecheck check --since "$BASE" --format github --max-time 1200 --no-color --
"""


def pre_commit() -> str:
    """A `.pre-commit-config.yaml` whose one hook checks what a commit changes."""
    return _PRE_COMMIT


_HOOK = """\
      - id: citecheck
        name: citecheck
        entry: citecheck check --since HEAD --quiet --
        language: system # the citecheck on your PATH
        files: \\.(md|markdown|qmd|tex|typ|rst|org|adoc|txt|html|docx|odt)$
        exclude: ^(README|CHANGELOG|CONTRIBUTING|LICENSE)
        require_serial: true
"""

_PRE_COMMIT = "repos:\n  - repo: local\n    hooks:\n" + _HOOK

HOOK_TO_ADD = "  - repo: local\n    hooks:\n" + _HOOK
"""What to add by hand to a `.pre-commit-config.yaml` that is there already."""
