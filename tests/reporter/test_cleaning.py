from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.reporter.cleaning import break_commands, clean, tidy


@given(st.text(st.characters(exclude_categories=())))
def test_case_51_nothing_that_acts_is_left(text: str) -> None:
    shown = clean(text)
    left = {unicodedata.category(char) for char in shown if char not in "\u00ad\u200c\u200d"}
    assert not left & {"Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf"}
    shown.encode("utf-8")


@given(st.text(st.characters(categories=("L", "N", "P", "Zs"))))
def test_ordinary_text_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "⟨U+001B⟩[31mred"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("tag\U000e0041", "tag⟨U+E0041⟩"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("soft\u00adhyphen", "soft\u00adhyphen"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("lone \ud800", "lone ⟨U+D800⟩"),
    ],
)
def test_what_is_shown_instead(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_lines_stay_when_asked_for() -> None:
    assert clean("two\nlines", lines=True) == "two\nlines"


def test_case_56_heaped_marks_are_counted() -> None:
    assert clean("a" + "\u0301" * 500 + "b") == "a" + "\u0301" * 6 + "⟨+494 marks⟩b"
    assert clean("a" + "\u0301" * 7) == "a" + "\u0301" * 6 + "⟨+1 marks⟩"
    assert clean("Tiê\u0301ng") == "Tiê\u0301ng"


def test_a_message_is_one_line_without_secrets() -> None:
    assert tidy("see\n  https://x.example/?token=hunter2 now") == "see https://x.example/?token=*** now"


@given(st.text(st.sampled_from(":# \t\n[vso#error")))
def test_no_runner_finds_a_command(text: str) -> None:
    shown = break_commands(text)
    assert "##[" not in shown
    assert "##vso[" not in shown
    assert not any(line.lstrip().startswith("::") for line in shown.split("\n"))


def test_colons_within_a_line_stay() -> None:
    assert break_commands("std::vector and a::b") == "std::vector and a::b"
