"""Writes the manual page from the commands themselves: `python -m citecheck.manpage > citecheck.1` (man(7))."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import click

from citecheck import __version__
from citecheck.cli import main


def page() -> str:
    """The page in roff: what the program is, each command with its options, the exit codes."""
    context = click.Context(main, info_name="citecheck")
    lines = [
        f'.TH CITECHECK 1 "" "citecheck {__version__}" "User Commands"',
        ".SH NAME",
        r"citecheck \- check every footnote and quotation of a manuscript against its sources",
        ".SH SYNOPSIS",
        ".B citecheck",
        r"COMMAND [\fIoptions\fR] [\fIPATH\fR ...]",
        ".SH DESCRIPTION",
        *_paragraphs(main.help or ""),
        ".SH COMMANDS",
    ]
    for name, command, inner in _commands(main, context):
        usage = " ".join(command.collect_usage_pieces(inner))
        lines += [f".SS {_bare(f'citecheck {name} {usage}')}", *_paragraphs(command.help or "")]
        lines += _options(command, inner)
    lines += [".SH ENVIRONMENT", *_variables(), ".SH FILES", ".TP", ".I citecheck.toml"]
    lines += ["Settings, or the table [tool.citecheck] of pyproject.toml, in the working folder or above it."]
    return "\n".join(lines) + "\n"


def _commands(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command, click.Context]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            for below, each, deeper in _commands(command, inner):
                yield f"{name} {below}", each, deeper
        else:
            yield name, command, inner


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and isinstance(parameter, click.Option):
            yield from (".TP", rf"\fB{_bare(record[0])}\fR", _text(record[1]) or r"\&")


def _variables() -> Iterator[str]:
    told = {
        "NO_COLOR": "No colour, whatever it holds.",
        "CITECHECK_CACHE": "The folder of the store of pages already fetched.",
        "CITECHECK_DEBUG": "Shows where a bug of citecheck happened.",
    }
    for name, meaning in told.items():
        yield from (".TP", f".B {name}", meaning)


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n[ \t]{0,20}\n", text.replace("\f", "")):
        kept = paragraph.lstrip().startswith("\b")
        body = paragraph.replace("\b", "").strip("\n")
        if kept:
            yield from (".PP", ".nf", *(_text(line.strip()) for line in body.splitlines() if line.strip()), ".fi")
        else:
            yield from (".PP", _text(" ".join(body.split())))


def _text(text: str) -> str:
    """A line of text in which nothing is a request."""
    shown = _bare(text)
    return r"\&" + shown if shown.startswith((".", "'")) else shown


def _bare(text: str) -> str:
    return text.replace("\\", r"\e").replace("-", r"\-").replace("…", "...").replace("\n", " ")


if __name__ == "__main__":
    sys.stdout.write(page())
