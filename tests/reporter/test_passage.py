from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

import pytest

from citecheck.model.source import PageBreak, SourceText
from citecheck.reporter.passage import passage_link, shown_address
from citecheck.sources.mask import web_address

PAGE = SourceText(
    "a",
    "The tide rose. The tide fell - and rose, & fell again.\n\nBy noon the boats were out past the bar and the "
    "keeper had gone to bed at last, as he did on every such day of that long and weary spring.",
    url="https://a.example/tides",
)


def link(words: str, source: SourceText = PAGE) -> str:
    start = source.text.index(words)
    return passage_link(source, start, start + len(words))


def test_a_short_passage_is_named_whole() -> None:
    assert link("the boats were out past the bar") == (
        "https://a.example/tides#:~:text=the%20boats%20were%20out%20past%20the%20bar"
    )


def test_what_parts_a_directive_is_encoded() -> None:
    directive = link("fell - and rose, & fell again").partition(":~:text=")[2]
    assert directive == "fell%20%2D%20and%20rose%2C%20%26%20fell%20again"


def test_a_long_passage_is_named_by_its_ends() -> None:
    words = PAGE.text[PAGE.text.index("By noon") :]
    start, end = link(words).partition(":~:text=")[2].split(",")
    assert unquote(start) == "By noon the boats were"
    assert unquote(end) == "of that long and weary spring."[3:]


def test_a_passage_over_two_paragraphs_is_named_within_each() -> None:
    start, end = (
        link(PAGE.text[PAGE.text.index("fell again") : PAGE.text.index(" were out")]).split("text=")[1].split(",")
    )
    assert unquote(start) == "fell again."
    assert unquote(end) == "By noon the boats"


def test_words_that_stand_above_too_get_those_before_them() -> None:
    start = PAGE.text.rindex("rose")
    assert passage_link(PAGE, start, start + 4).endswith("text=tide%20fell%20%2D%20and-,rose")


def test_a_url_with_a_fragment_keeps_it() -> None:
    assert link("The tide fell", replace(PAGE, url="https://a.example/tides#noon")).startswith(
        "https://a.example/tides#noon:~:text="
    )


def test_a_pdf_opens_at_its_page() -> None:
    pdf = replace(PAGE, kind="pdf", url="https://a.example/t.pdf", pages=(PageBreak(0, "i", 1), PageBreak(20, "ii", 2)))
    assert passage_link(pdf, 30, 40) == "https://a.example/t.pdf#page=2"
    assert passage_link(pdf, 3, 40) == "https://a.example/t.pdf#page=1"


def test_a_local_source_has_no_link() -> None:
    assert link("The tide fell", replace(PAGE, url="")) == ""


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.example", "", "http://",
     "https://user:hunter2@x.example/", "https://x.example/?api_key=hunter2", "http://[::1"],
)  # fmt: skip
def test_only_web_addresses_without_secrets_are_followed(url: str) -> None:
    assert web_address(url) == ""


def test_a_web_address_holds_url_characters_only() -> None:
    address = web_address("https://x.example/a b\"<>'\u202e\ud800?q=1#f")
    assert address.isascii()
    assert not set(address) & set(' "<>')


def test_case_56_a_host_that_looks_like_another_is_shown_twice() -> None:
    assert shown_address("https://\u0430pple.example/") == "https://\u0430pple.example/ [xn--pple-43d.example]"
    assert shown_address("https://apple.example/é") == "https://apple.example/é"


def test_secrets_are_not_shown() -> None:
    assert shown_address("https://u:hunter2@x.example/?sig=hunter2&a=1") == "https://***@x.example/?sig=***&a=1"
