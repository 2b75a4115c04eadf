"""Names that one Python reads as another does not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

MODULES = sorted(path for path in (ROOT / "citecheck").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_comprehension_takes_a_name_of_its_module(path: Path) -> None:
    # Python 3.12.3 puts comprehensions into their function; where one has taken such a name, the next one, which means
    # the module's, finds nothing: UnboundLocalError.
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert sorted(taken(tree) & set(of_module(tree))) == []


def taken(tree: ast.Module) -> set[str]:
    targets = (node.target for node in ast.walk(tree) if isinstance(node, ast.comprehension))
    return {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}


def of_module(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
