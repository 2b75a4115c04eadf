"""Writes the rules' pages in docs/rules from their docstrings: `python -m citecheck.docs [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

from citecheck.checker.rules import Rule, rules
from citecheck.reporter.rulepage import page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"


def pages(known: tuple[Rule, ...]) -> dict[str, str]:
    """File names and contents: a page for each rule, and the table of all."""
    rows = [f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {rule.summary} |" for rule in known]
    table = "\n".join(["# Rules", "", "| code | name | severity | what it tells |", "|---|---|---|---|", *rows, ""])
    return {"README.md": table, **{f"{rule.code}.md": page(rule) for rule in known}}


def main(arguments: list[str]) -> int:
    """Writes the pages; with --check only says which are stale, and gives 1 when any is."""
    wanted = pages(rules())
    FOLDER.mkdir(parents=True, exist_ok=True)
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
    if "--check" in arguments:
        sys.stdout.writelines(f"docs/rules/{name} is stale: run python -m citecheck.docs\n" for name in stale)
        return int(bool(stale))
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
