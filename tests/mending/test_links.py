from __future__ import annotations

from pathlib import Path

import pytest

from citecheck import pipeline
from citecheck.config import Settings
from citecheck.mending.original import Original
from citecheck.mending.propose import in_order, propose
from citecheck.model.source import Fetched, LinkState
from citecheck.model.verdict import Convention


class Moved:
    """Every address has moved for good."""

    def __init__(self, new: str) -> None:
        self.new = new

    def know(self, cited: object) -> None:
        pass

    def fetch_all(self, urls: list[str], progress: object = None) -> dict[str, Fetched]:
        return {url: Fetched(url, LinkState.MOVED, final_url=self.new, permanent=True) for url in urls}

    def close(self) -> None:
        pass


def mended(path: Path, text: str, new: str = "https://new.example/page") -> str:
    path.write_text(text, encoding="utf-8")
    original = Original(path)
    report = pipeline.check(pipeline.extract([path]), Settings(select=("L302",)), Moved(new))
    assert report.findings
    proposal = propose(report.documents[0], original, Convention.CHICAGO)
    return original.changed(in_order(proposal.mends)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "See https://old.example/a for more.\n",
        "See [a page](https://old.example/a) for more.\n",
        "See <https://old.example/a>.\n\nNot https://old.example/a?b=1 but this.\n"
        .replace("\n\nNot https://old.example/a?b=1 but this.", ""),
        "A word.[^1]\n\n[^1]: See https://old.example/a.\n",
    ],
)  # fmt: skip
def test_a_moved_address_is_put_right(tmp_path: Path, text: str) -> None:
    assert mended(tmp_path / "a.md", text) == text.replace("https://old.example/a", "https://new.example/page")


@pytest.mark.parametrize("new", ["javascript:alert(1)", "https://new.example/a b", "https://u:p@new.example/", ""])
def test_nothing_that_is_no_plain_address_is_put_in(tmp_path: Path, new: str) -> None:
    text = "See https://old.example/a for more.\n"
    assert mended(tmp_path / "a.md", text, new) == text


def test_an_address_twice_in_a_line_is_left(tmp_path: Path) -> None:
    text = "See https://old.example/a and https://old.example/a for more.\n"
    assert mended(tmp_path / "a.md", text) == text
