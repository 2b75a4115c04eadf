"""The order of note numbers and symbols, in one run or begun anew by chapter or page."""

from __future__ import annotations

import pytest

from citecheck.checker.numbering import faults
from citecheck.model.document import Block, BlockKind, Document, NoteKind
from citecheck.model.manuscript import Note


def told(labels: str, headings: tuple[int, ...] = (), scopes: str = "", unmarked: tuple[int, ...] = ()) -> list[str]:
    """The faults of notes with these labels, each marked in a paragraph of its own; `headings` stand before notes."""
    names = labels.split()
    blocks = [
        Block(
            BlockKind.HEADING if part == 0 else BlockKind.PARAGRAPH,
            100 * index + 40 * part,
            100 * index + 40 * part + 30,
        )
        for index in range(len(names))
        for part in (0, 1)
        if part == 1 or index in headings
    ]
    document = Document("a.txt", "text", "x" * 100 * len(names), 100 * len(names), tuple(blocks))
    notes = [
        Note(
            f"n{index}", label, NoteKind.FOOTNOTE, "Words.", 100 * index + 90, 100 * index + 96,
            () if index in unmarked else (100 * index + 60,), scopes[index] if scopes else "",
        )
        for index, label in enumerate(names)
    ]  # fmt: skip
    return [f"{each.fault}: {each.note.label} after {each.before.label}" for each in faults(document, notes)]


@pytest.mark.parametrize(
    ("labels", "more"),
    [
        ("1 2 3 4", {}),
        ("1 2 3 1 2 3 4", {}),
        ("1 2 3 1 2", {"headings": (0, 3)}),
        ("1 2 1", {"headings": (0, 2)}),
        ("1 1 1", {"headings": (0, 1, 2)}),
        ("1 2 1 2", {"scopes": "aabb"}),
        ("9 10 11", {}),
        ("1 2 4", {}),
        ("a b c", {}),
        ("a b c a b", {"headings": (0, 3)}),
        ("* † ‡ § ‖ ¶", {}),
        ("* † ‡ § ‖ ¶ ** †† ‡‡", {}),
        ("* † ‡ § ¶ ‖", {}),
        ("* † ‡ § ¶ ** ††", {}),
        ("* † ‡ § || ¶".replace("||", "‖"), {}),
        ("* ** ***", {}),
        ("* † * †", {}),
        ("* † *", {"scopes": "aab"}),
        ("* * *", {"scopes": "abc"}),
        ("* * *", {"headings": (0, 1, 2)}),
        ("weiss moor fell", {}),
        ("1 * 2 † 3", {}),
        ("1 2 3", {"unmarked": (1,)}),
    ],
)
def test_right(labels: str, more: dict[str, object]) -> None:
    assert told(labels, **more) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("labels", "more", "expected"),
    [
        ("1 3 2", {}, ["backwards: 2 after 3"]),
        ("1 2 5 3 6", {}, ["backwards: 3 after 5"]),
        ("2 1", {"scopes": "aa"}, ["backwards: 1 after 2"]),
        ("1 2 2 3", {}, ["duplicate: 2 after 2"]),
        ("1 1 2", {}, ["duplicate: 1 after 1"]),
        ("1 2 1 3", {}, ["duplicate: 1 after 1"]),
        ("1 2 2", {"unmarked": (2,)}, ["duplicate: 2 after 2"]),
        ("1 2 1 2 2", {"headings": (0, 2)}, ["duplicate: 2 after 2"]),
        ("1 2 1 3 2", {"headings": (0, 2)}, ["backwards: 2 after 3"]),
        ("1 2 1", {"scopes": "aaa"}, ["duplicate: 1 after 1"]),
        ("* ‡", {"scopes": "aa"}, ["left out: ‡ after *"]),
        ("† *", {"scopes": "aa"}, ["backwards: * after †"]),
        ("* ‡ †", {"scopes": "aaa"}, ["left out: ‡ after *", "backwards: † after ‡"]),
        ("* *", {"scopes": "aa"}, ["duplicate: * after *"]),
        ("** *", {"scopes": "aa"}, ["backwards: * after **"]),
        ("* † ‡ ** ††", {"scopes": "aaaaa"}, ["left out: ** after ‡"]),
        ("a c b", {}, ["backwards: b after c"]),
        ("weiss moor weiss", {}, ["duplicate: weiss after weiss"]),
    ],
)
def test_wrong(labels: str, more: dict[str, object], expected: list[str]) -> None:
    assert told(labels, **more) == expected  # type: ignore[arg-type]
