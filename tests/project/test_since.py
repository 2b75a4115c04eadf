"""`--since`: with real git, in repositories made for each test."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from citecheck.errors import CitecheckError
from citecheck.model.changes import Changes, LineChanges
from citecheck.model.document import Position
from citecheck.project.revision import Since
from citecheck.reporter import REPORTERS
from tests.reporter.reading import READERS
from tests.running import run
from tests.test_cli import refuses

ROOT = Path(__file__).parent.parent.parent
SOURCE = (
    "Ann Moor wrote: Nobody came in the winter of that year, and the keeper did not light the lamp until the fog had "
    "come in from the sea. The boats lay in the harbour for nine days, and the men mended their nets by the fire.\n"
)
FALSE = "the keeper did light the lamp until the fog had come in"
TRUE = "the keeper did not light the lamp until the fog had come in"
OTHER = "The boats lay in the harbour for ten days"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", *arguments],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "a step")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "moor.txt").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "a.md").write_text(
        f"One reads that “{FALSE}.”[^1]\n\nA line.\n\nAnd “{OTHER}.”[^2]\n\n[^1]: Ann Moor, *Salt*, 12.\n"
        "[^2]: Ann Moor, *Salt*, 13.\n",
        encoding="utf-8",
    )
    commit(tmp_path)
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def told(folder: Path, *arguments: str) -> list[tuple[str, int]]:
    done = run(
        "check", *arguments, "--source", "library", "--offline", "--format", "json", "--select", "Q20", cwd=folder
    )
    assert done.returncode in (0, 1), done.stderr
    return [(each["code"], each["position"]["line"]) for each in json.loads(done.stdout)["findings"]]


def test_nothing_changed(repository: Path) -> None:
    assert told(repository, "a.md") == [("Q204", 1), ("Q204", 5)]
    assert told(repository, "a.md", "--since", "HEAD") == []


def test_only_the_quotation_in_a_changed_line(repository: Path) -> None:
    edit(repository / "a.md", "And “", "And at last “")
    assert told(repository, "a.md", "--since", "HEAD") == [("Q204", 5)]
    commit(repository)
    assert told(repository, "a.md", "--since", "HEAD") == []
    assert told(repository, "a.md", "--since", "HEAD~1") == [("Q204", 5)]


def test_a_quotation_whose_note_changed(repository: Path) -> None:
    edit(repository / "a.md", "*Salt*, 12", "*Salt*, 14")
    # The second note is short for the work that the first gives.
    assert told(repository, "a.md", "--since", "HEAD") == [("Q204", 1), ("Q204", 5)]
    commit(repository)
    edit(repository / "a.md", "*Salt*, 13", "*Salt*, 15")
    assert told(repository, "a.md", "--since", "HEAD") == [("Q204", 5)]


def test_lines_put_in_above_are_no_change_of_those_below(repository: Path) -> None:
    edit(repository / "a.md", "One reads", "New words.\n\nMore.\n\nOne reads")
    assert told(repository, "a.md", "--since", "HEAD") == []


def test_a_new_file_and_one_that_was_renamed(repository: Path) -> None:
    git(repository, "mv", "a.md", "b.md")
    edit(repository / "b.md", "A line.", "Another line.")
    (repository / "new.md").write_text(f"Here “{FALSE}.”\n", encoding="utf-8")
    assert told(repository, "b.md", "new.md", "--since", "HEAD") == [("Q204", 1)]
    commit(repository)
    edit(repository / "b.md", "And “", "And then “")
    assert told(repository, "b.md", "--since", "HEAD~1") == [("Q204", 5)]


def test_changes_count_from_where_the_work_left_the_branch(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "work")
    edit(repository / "a.md", "And “", "And then “")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    edit(repository / "a.md", "One reads", "Here one reads")
    commit(repository)
    git(repository, "checkout", "-q", "work")
    assert told(repository, "a.md", "--since", "main") == [("Q204", 5)]


def test_only_what_changed_is_fetched(repository: Path) -> None:
    links = "\n\nSee https://a.example/one and\nhttps://b.example/two for more.\n"
    (repository / "links.md").write_text("Words." + links, encoding="utf-8")
    commit(repository)
    edit(repository / "links.md", "https://b.example/two", "https://b.example/three")
    done = run("check", "links.md", "--offline", "--since", "HEAD", "--format", "json", cwd=repository)
    document = json.loads(done.stdout)["documents"][0]
    assert [link["url"] for link in document["links"]] == ["https://b.example/three"]


def test_a_file_without_lines_counts_whole(repository: Path) -> None:
    import pypandoc

    def write(last: str) -> None:
        text = f"One “{FALSE}.”\n\n{last}\n"
        pypandoc.convert_text(text, "docx", format="markdown", outputfile=str(repository / "c.docx"))

    write("First.")
    commit(repository)
    done = run("check", "c.docx", "--source", "library", "--offline", "--since", "HEAD", cwd=repository)
    assert (done.returncode, "Nothing changed since HEAD" in done.stdout) == (0, True)
    write("Second.")
    done = run("check", "c.docx", "--source", "library", "--offline", "--since", "HEAD", cwd=repository)
    assert done.returncode == 1
    assert "Q204" in done.stdout


def test_files_that_a_manuscript_takes_in(repository: Path) -> None:
    (repository / "book.tex").write_text("\\input{one}\n\n\\input{two}\n", encoding="utf-8")
    (repository / "one.tex").write_text(f"One “{FALSE}.”\n", encoding="utf-8")
    (repository / "two.tex").write_text(f"Two “{OTHER}.”\n", encoding="utf-8")
    commit(repository)
    edit(repository / "two.tex", "Two", "Then")
    done = run("check", "book.tex", "--source", "library", "--offline", "--since", "HEAD", "--format", "json",
               "--select", "Q20", cwd=repository)  # fmt: skip
    assert [each["position"]["part"] for each in json.loads(done.stdout)["findings"]] == ["two.tex"]


@pytest.mark.parametrize(
    "revision", ["--output=x", "-p", "nowhere", "HEAD:a.md", "main..HEAD", "", "--no-index", "@{99999}"]
)
def test_what_names_no_revision_is_told(repository: Path, revision: str) -> None:
    refuses(run("check", "a.md", f"--since={revision}", "--offline", cwd=repository), "revision")
    assert sorted(path.name for path in repository.iterdir()) == [".git", "a.md", "library"]


def test_outside_a_repository(tmp_path: Path) -> None:
    ceiling = str(tmp_path.parent)
    (tmp_path / "a.md").write_text("Words.\n")
    refuses(run("check", "a.md", "--since", "HEAD", "--offline", cwd=tmp_path, GIT_CEILING_DIRECTORIES=ceiling),
            "repository")  # fmt: skip


def test_no_program_that_a_repository_names_is_run(repository: Path) -> None:
    trap = repository / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {repository}/sprung\ncat\n")
    trap.chmod(0o755)
    (repository / ".gitattributes").write_text("*.md diff=trap filter=trap\n")
    commit(repository)
    for name in ("core.fsmonitor", "diff.external", "diff.trap.command", "diff.trap.textconv", "filter.trap.clean",
                 "filter.trap.smudge", "filter.trap.process", "core.pager", "core.sshCommand"):  # fmt: skip
        git(repository, "config", name, str(trap))
    hooks = repository / ".git" / "hooks"
    for name in ("post-index-change", "pre-commit", "post-checkout", "reference-transaction"):
        (hooks / name).write_text(trap.read_text())
        (hooks / name).chmod(0o755)
    edit(repository / "a.md", "And “", "And then “")
    (repository / "sprung").unlink(missing_ok=True)
    assert told(repository, "a.md", "--since", "HEAD") == [("Q204", 5)]
    assert not (repository / "sprung").exists()
    subprocess.run(["git", "diff", "HEAD"], cwd=repository, capture_output=True, check=False)
    assert (repository / "sprung").exists(), "the trap does not work"


@pytest.mark.parametrize("name", ["-x.md", "a b.md", "ü.md", ":(top)a.md", "*.md", 'q"uote.md', "new\nline.md"])
def test_any_file_name(repository: Path, name: str) -> None:
    file = repository / name
    file.write_text(f"A line.\n\nHere “{FALSE}.”\n", encoding="utf-8")
    commit(repository)
    assert Since("HEAD").lines(file) is None
    edit(file, "A line", "A word")
    assert Since("HEAD").lines(file) == LineChanges(((1, 1),))


def test_old_line_ends_count_whole(repository: Path) -> None:
    file = repository / "mac.txt"
    file.write_bytes(b"One line.\rAnother.\r")
    commit(repository)
    file.write_bytes(b"One line.\rAnother one.\r")
    assert Since("HEAD").lines(file) == LineChanges(whole=True)


def test_a_missing_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(CitecheckError, match="needs git"):
        Since("HEAD").lines(repository / "library" / "moor.txt")


def test_lines_taken_out_touch_what_stood_around_them() -> None:
    changes = Changes({"": LineChanges(seams=(4,))})
    assert changes.touch(Position(line=4, end_line=5))
    assert not changes.touch(Position(line=4, end_line=4))
    assert not changes.touch(Position(line=5, end_line=9))
    assert not changes.touch(Position(line=4, end_line=5, part="other.tex"))


@pytest.mark.parametrize("name", [name for name in REPORTERS if name not in ("docx", "odt", "pdf")])
def test_every_report_is_made_of_what_changed_and_of_nothing(repository: Path, name: str) -> None:
    out = ("--format", name, "--output", "out", "--offline", "--since", "HEAD")
    assert run("check", "a.md", *out, cwd=repository).returncode == 0
    assert READERS[name]((repository / "out").read_bytes()) == []
    edit(repository / "a.md", "And “", "And then “")
    assert run("check", "a.md", *out, "--source", "library", "--select", "Q204", cwd=repository).returncode == 1
    assert READERS[name]((repository / "out").read_bytes()) == [("Q204", "error")]


def test_the_json_report_fits_its_schema(repository: Path) -> None:
    edit(repository / "a.md", "And “", "And then “")
    done = run("check", "a.md", "--format", "json", "--offline", "--since", "HEAD", cwd=repository)
    schema = json.loads((ROOT / "docs" / "report-v1.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(done.stdout))
    assert len(json.loads(done.stdout)["documents"][0]["quotations"]) == 1
