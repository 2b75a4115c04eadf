"""Every regular expression of the package, found in its syntax trees, and how it is used."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import citecheck

ROOT = Path(citecheck.__file__).parent
CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
ANCHORED = {"match", "fullmatch"}


@dataclass(frozen=True)
class Found:
    """A pattern at a place. `ways` are the methods that it is used by; none means that they are not known."""

    place: str
    pattern: str
    flags: int
    ways: frozenset[str]

    @property
    def anchored(self) -> bool:
        """Whether it is only ever tried at one place of a text."""
        return bool(self.ways) and self.ways <= ANCHORED


def modules() -> list[str]:
    names = [path.relative_to(ROOT.parent).with_suffix("").parts for path in sorted(ROOT.rglob("*.py"))]
    return [".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in names if parts[-1] != "__main__"]


@cache
def calls(module_name: str) -> list[ast.Call]:
    """Where a module hands a pattern to `re`."""
    return [node for node in ast.walk(_tree(module_name)) if isinstance(node, ast.Call) and _is_regex_call(node)]


def patterns(module_name: str) -> list[Found]:
    """The patterns of one module. Fails for one that cannot be known without running the program."""
    regex_calls = calls(module_name)
    if not regex_calls:
        return []
    module = importlib.import_module(module_name)
    parents = {child: parent for parent in ast.walk(_tree(module_name)) for child in ast.iter_child_nodes(parent)}
    found = []
    for node in regex_calls:
        assert isinstance(node.func, ast.Attribute)
        place = f"{module_name}:{node.lineno}"
        for pattern, flags in _values(node, module, parents, place):
            ways = frozenset({node.func.attr}) if node.func.attr != "compile" else _ways(node, parents, module_name)
            found.append(Found(place, pattern, flags, ways))
    return found


@cache
def _tree(module_name: str) -> ast.Module:
    parts = module_name.split(".")
    path = ROOT.parent.joinpath(*parts)
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(path.read_text(encoding="utf-8"))


def _is_regex_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in CALLS
    )


def _values(call: ast.Call, module: ModuleType, parents: dict[ast.AST, ast.AST], place: str) -> list[tuple[str, int]]:
    """The pattern of a call as the running program has it: several where it stands in a comprehension."""
    scope: dict[str, object] = dict(vars(module))
    assert isinstance(call.func, ast.Attribute)
    at = 1 if call.func.attr == "compile" else 3 if call.func.attr in ("split",) else 4
    at = 2 if call.func.attr in ("search", "match", "fullmatch", "findall", "finditer") else at
    given = [*(keyword.value for keyword in call.keywords if keyword.arg == "flags"), *call.args[at : at + 1]]
    flags = int(_evaluate(given[0], scope)) if given else 0
    try:
        pattern = _evaluate(_with_stand_ins(call.args[0], scope), scope)
    except Exception as error:
        made = list(_compiled(_evaluate_around(call, scope, parents)))
        assert made, f"{place}: the pattern is not a constant ({error}); make it one"
        return [(_text(each.pattern), each.flags & ~re.UNICODE) for each in made]
    if isinstance(pattern, re.Pattern):
        return [(_text(pattern.pattern), pattern.flags & ~re.UNICODE)]
    return [(_text(pattern), flags)]


def _text(pattern: str | bytes) -> str:
    return pattern if isinstance(pattern, str) else pattern.decode("latin-1")


def _evaluate(node: ast.AST, scope: dict[str, object]):  # type: ignore[no-untyped-def]
    return eval(compile(ast.fix_missing_locations(ast.Expression(node)), "pattern", "eval"), scope)  # type: ignore[arg-type]


def _evaluate_around(call: ast.Call, scope: dict[str, object], parents: dict[ast.AST, ast.AST]) -> object:
    """The comprehension that a call stands in."""
    around: ast.AST | None = call
    while around is not None and not isinstance(around, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        around = parents.get(around)
    if around is None:
        return ()
    value = _evaluate(around, scope)
    return tuple(value) if isinstance(around, ast.GeneratorExp) else value


def _compiled(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _compiled([*value, *value.values()])
    elif isinstance(value, list | tuple | set):
        for each in value:
            yield from _compiled(each)


class _StandIns(ast.NodeTransformer):
    """Puts a short text in the place of what a function puts into a pattern (escaped, as a rule)."""

    def __init__(self, scope: dict[str, object]) -> None:
        self.scope = scope

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        try:
            _evaluate(node.value, self.scope)
        except NameError:
            return ast.Constant("x1")
        return node


def _with_stand_ins(node: ast.AST, scope: dict[str, object]) -> ast.AST:
    copied = ast.parse(ast.unparse(node), mode="eval").body
    return _StandIns(scope).visit(copied) if isinstance(copied, ast.JoinedStr) else copied


def _ways(call: ast.Call, parents: dict[ast.AST, ast.AST], module_name: str) -> frozenset[str]:
    """How a compiled pattern is used, in all modules, by the name that it is given."""
    parent = parents.get(call)
    if isinstance(parent, ast.Attribute):
        return frozenset({parent.attr})
    if not isinstance(parent, ast.Assign | ast.AnnAssign):
        return frozenset()
    target = parent.targets[0] if isinstance(parent, ast.Assign) else parent.target
    if not isinstance(target, ast.Name):
        return frozenset()
    private = target.id.startswith("_")
    ways: set[str] = set()
    for name, uses in _uses().items():
        if name == module_name or not private:
            ways |= uses.get(target.id, set())
    return frozenset() if "?" in ways else frozenset(ways)


@cache
def _uses() -> dict[str, dict[str, set[str]]]:
    """For each module and each name in it, the methods called on it; "?" for any other use."""
    found: dict[str, dict[str, set[str]]] = {}
    for name in modules():
        uses: dict[str, set[str]] = {}
        methods = {}
        names = []
        for node in ast.walk(_tree(name)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                names.append(node)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                value = node.func.value
                if isinstance(value, ast.Name):
                    # A place to begin at is a loop over many places.
                    looping = node.func.attr in ANCHORED and len(node.args) > 1
                    methods[value] = "search" if looping else node.func.attr
        for node in names:
            uses.setdefault(node.id, set()).add(methods.get(node, "?"))
        found[name] = uses
    return found
