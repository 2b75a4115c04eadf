"""Writes what in docs/ is made from the code: the rules' pages and the settings' schema.

`python -m citecheck.docs` writes them, with `--check` it only says which are stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

from citecheck.checker.rules import Rule, rules
from citecheck.project.settings_schema import as_text
from citecheck.reporter.rulepage import page

FOLDER = Path(__file__).resolve().parent.parent / "docs"


def pages(known: tuple[Rule, ...]) -> dict[str, str]:
    """File names below docs/ and contents: a page for each rule, the table of all, and the schema of the settings."""
    rows = [f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {rule.summary} |" for rule in known]
    table = "\n".join(["# Rules", "", "| code | name | severity | what it tells |", "|---|---|---|---|", *rows, ""])
    made = {f"rules/{rule.code}.md": page(rule) for rule in known}
    return {"rules/README.md": table, **made, "config-v1.schema.json": as_text()}


def main(arguments: list[str]) -> int:
    """Writes the pages; with --check only says which are stale, and gives 1 when any is."""
    wanted = pages(rules())
    (FOLDER / "rules").mkdir(parents=True, exist_ok=True)
    files = [*FOLDER.glob("rules/*.md"), *FOLDER.glob("config-v1.schema.json")]
    there = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in files}
    stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
    if "--check" in arguments:
        sys.stdout.writelines(f"docs/{name} is stale: run python -m citecheck.docs\n" for name in stale)
        return int(bool(stale))
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
