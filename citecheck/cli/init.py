"""`citecheck init`: writes settings, a workflow and a pre-commit entry, and never over anything."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--manuscripts", default="*.md", show_default=True, metavar="PATTERN", help="What the workflow checks.")
@click.option(
    "--install", default="", metavar="WHAT", help="What pip installs in the workflow: git+https://…@COMMIT or a file."
)
@click.option("--workflow/--no-workflow", default=True, help="Write the GitHub workflow (default) or not.")
@click.option("--pre-commit/--no-pre-commit", default=True, help="Write the pre-commit entry (default) or not.")
def init(folder: Path, manuscripts: str, install: str, workflow: bool, pre_commit: bool) -> None:
    """Begin with citecheck in a folder: citecheck.toml, a GitHub workflow and a pre-commit entry.

    A file that is there already stays as it is; what would go into it is shown.
    """
    import shlex

    from citecheck.project import scaffold

    for name, value in (("--manuscripts", manuscripts), ("--install", install)):
        if any(not char.isprintable() or char in '"\\`$' for char in value):
            raise click.UsageError(f"{name} goes into a workflow: no quotes, backslashes, dollars or line ends")
    patterns = " ".join(shlex.quote(pattern) for pattern in manuscripts.split()) or "'*.md'"
    files = {"citecheck.toml": scaffold.settings()}
    if workflow:
        files[".github/workflows/citecheck.yml"] = scaffold.workflow(patterns, install)
    if pre_commit:
        files[".pre-commit-config.yaml"] = scaffold.pre_commit()
    for name, content in files.items():
        _write(folder / name, content, scaffold.HOOK_TO_ADD if name.startswith(".pre") else "")
    if workflow and not install:
        click.echo("say in the workflow where citecheck is installed from (CITECHECK), or run init with --install")


def _write(path: Path, content: str, to_add: str) -> None:
    """Writes a new file. Raises `CitecheckError` when it cannot be written."""
    from citecheck.errors import CitecheckError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except FileExistsError:
        click.echo(f"{path}: is there already and stays as it is")
        if to_add and path.is_file() and "id: citecheck" not in path.read_text(encoding="utf-8", errors="replace"):
            click.echo(f"to check on each commit, add to it:\n{to_add}", nl=False)
    except OSError as error:
        raise CitecheckError(f"{path}: cannot be written ({error.strerror})") from None
    else:
        click.echo(f"{path}: written")
