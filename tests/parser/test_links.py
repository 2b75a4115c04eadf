"""Links: where they end, how broken ones are read, and what names a work."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.document import BlockKind, Mark, MarkKind
from citecheck.model.manuscript import Link, LinkKind
from citecheck.parser.links import find_links
from citecheck.parser.links.identifiers import isbn_is_valid
from tests.parser.built import build, marked


def links(text: str) -> tuple[Link, ...]:
    return find_links(build(text))


def urls(text: str) -> list[str]:
    return [link.url for link in links(text)]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("See https://example.org/a-b.", "https://example.org/a-b"),
        ("(see http://example.org/page)", "http://example.org/page"),
        ("in <https://example.org/x>, 1999", "https://example.org/x"),
        ("“https://example.org/x”", "https://example.org/x"),
        ("'https://example.org/x', he", "https://example.org/x"),
        ("https://en.example.org/wiki/Aid_(book).", "https://en.example.org/wiki/Aid_(book)"),
        ("(https://en.example.org/wiki/Aid_(book))", "https://en.example.org/wiki/Aid_(book)"),
        ("[https://example.org/a]", "https://example.org/a"),
        ("https://example.org/a?b=1&c=2;d#e!", "https://example.org/a?b=1&c=2;d#e"),
        ("https://example.org/caf%C3%A9…", "https://example.org/caf%C3%A9"),
        ("https://bücher.example/straße, dort", "https://bücher.example/straße"),
        ("http://127.0.0.1:8765/m.html.", "http://127.0.0.1:8765/m.html"),
        ("HTTPS://EXAMPLE.ORG/A", "HTTPS://EXAMPLE.ORG/A"),
        ("at www.example.org/a, and", "http://www.example.org/a"),
        ("https://example.org/o’brien/d'arcy", "https://example.org/o’brien/d'arcy"),
        ("https://exam\u00adple.org/\u200bpage", "https://example.org/page"),
        (
            "https://web.example.org/2019/http://www.example.org/x",
            "https://web.example.org/2019/http://www.example.org/x",
        ),
    ],
)
def test_where_a_url_ends(text: str, url: str) -> None:
    assert urls(text) == [url]


@pytest.mark.parametrize(
    "text",
    [
        "write to someone@www.example.org",
        "mailto:someone@example.org",
        "the http protocol",
        "see #section",
        "www.",
        "http://",
    ],
)
def test_what_is_no_link(text: str) -> None:
    assert urls(text) == []


@pytest.mark.parametrize(
    ("text", "readings", "problem"),
    [
        ("https://example.org/ a-b", ("https://example.org/a-b", "https://example.org/"), "space"),
        ("https://example.org/lamps/ oil.", ("https://example.org/lamps/oil", "https://example.org/lamps/"), "space"),
        ("http://example.org/2004/ 05/index.htm. The", ("http://example.org/2004/05/index.htm",), "space"),
        ("http://www. example.org/x.htm. Then", ("http://www.example.org/x.htm",), "space"),
        ("http:// www.example.org/a, b", ("http://www.example.org/a",), "space"),
        ("http://exam ple.org/a b", ("http://example.org/a",), "space"),
        (
            "http://example.org/archive/ma rx/works/1847.htm.",
            ("http://example.org/archive/marx/works/1847.htm",),
            "space",
        ),
        ("<http://example.org/a b/c>", ("http://example.org/ab/c",), "space"),
        ("http//www.example.org/a is", ("http://www.example.org/a",), "scheme"),
        ("http:/www.example.org/a is", ("http://www.example.org/a",), "scheme"),
    ],
)
def test_a_broken_url_is_put_together(text: str, readings: tuple[str, ...], problem: str) -> None:
    (link,) = links(text)
    assert link.url == readings[0]
    assert set(readings) <= set(link.readings)
    assert link.problem == problem


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/ and more",
        "https://example.org/ below.",
        "https://example.org/ a well-known place",
        "https://example.org/ well-known place",
        "https://example.org/ and/or that",
        "https://example.org/ The next",
        "https://example.org/ 2004 was",
        "https://example.org/, a-b.",
        "https://example.org/  a-b",
    ],
)
def test_the_sentence_after_a_url_is_not_part_of_it(text: str) -> None:
    (link,) = links(text)
    assert (link.url, link.problem) == ("https://example.org/", "")


def test_a_url_after_a_broken_looking_one_is_its_own() -> None:
    assert urls("https://a.example.org/x/ https://b.example.org/") == [
        "https://a.example.org/x/",
        "https://b.example.org/",
    ]


def test_as_printed_is_the_form_on_the_page() -> None:
    document = build("See http://exam ple.org/a.htm now.")
    (link,) = find_links(document)
    assert link.as_printed == "http://exam ple.org/a.htm" == document.text[link.start : link.end]


class TestLineEndHyphen:
    """The reader marks the span; the target is joined without the hyphen, the label with it."""

    def broken(self, printed: str, whole: str, hyphened: str, words: str = "") -> Link:
        document = marked(build(f"{words} See {printed}."), printed, MarkKind.LINK, whole, hyphened)
        (link,) = find_links(document)
        return link

    def test_both_readings_are_kept(self) -> None:
        link = self.broken("http://exam-ple.org/x", "http://example.org/x", "http://exam-ple.org/x")
        assert link.readings == ("http://example.org/x", "http://exam-ple.org/x")
        assert (link.problem, link.as_printed) == ("line-end hyphen", "http://exam-ple.org/x")

    def test_words_that_the_document_knows_keep_their_hyphen(self) -> None:
        link = self.broken(
            "http://a.example/blue-bird.htm", "http://a.example/bluebird.htm", "http://a.example/blue-bird.htm",
            "A blue coat and a bird.",
        )  # fmt: skip
        assert link.url == "http://a.example/blue-bird.htm"

    def test_a_word_that_the_document_knows_whole_has_none(self) -> None:
        link = self.broken(
            "http://a.example/blue-bird.htm", "http://a.example/bluebird.htm", "http://a.example/blue-bird.htm",
            "A bluebird, a blue coat and a bird.",
        )  # fmt: skip
        assert link.url == "http://a.example/bluebird.htm"

    def test_typesetters_do_not_break_numbers(self) -> None:
        link = self.broken("http://a.example/2004-05", "http://a.example/200405", "http://a.example/2004-05")
        assert link.url == "http://a.example/2004-05"

    def test_two_breaks_are_judged_apart(self) -> None:
        link = self.broken(
            "http://exam-ple.org/2004-05", "http://example.org/200405", "http://exam-ple.org/2004-05"
        )  # fmt: skip
        assert link.url == "http://example.org/2004-05"
        assert set(link.readings) == {link.url, "http://example.org/200405", "http://exam-ple.org/2004-05"}

    def test_a_hyphen_before_a_space_in_running_text(self) -> None:
        (link,) = links("An example. See http://www.exam- ple.org/page.")
        assert link.readings == ("http://www.example.org/page", "http://www.exam-ple.org/page")
        assert link.problem == "line-end hyphen"


class TestMarkedLinks:
    def test_the_target_counts_and_the_words_are_as_printed(self) -> None:
        document = marked(build("Read the report now."), "the report", MarkKind.LINK, "https://example.org/r")
        (link,) = find_links(document)
        assert (link.url, link.as_printed, link.problem) == ("https://example.org/r", "the report", "")

    def test_a_url_inside_a_marked_link_is_not_counted_twice(self) -> None:
        words = "https://example.org/r"
        assert len(find_links(marked(build(f"See {words}."), words, MarkKind.LINK, words))) == 1

    def test_the_same_mark_twice_is_one_link(self) -> None:
        document = marked(build("Read it."), "it", MarkKind.LINK, "https://example.org/r")
        document = marked(document, "it", MarkKind.LINK, "https://example.org/r")
        assert len(find_links(document)) == 1

    @pytest.mark.parametrize(
        "target", ["mailto:a@example.org", "javascript:alert(1)", "#top", "chapter2.html", "tel:1", ""]
    )
    def test_other_addresses_are_no_links(self, target: str) -> None:
        assert find_links(marked(build("Read it."), "it", MarkKind.LINK, target)) == ()

    @pytest.mark.parametrize("stray", [".", ",", ")", "”", "%E2%80%9D", "%22", "%3E", ">.", ").”"])
    def test_a_mark_of_the_sentence_in_the_target_is_told(self, stray: str) -> None:
        (link,) = find_links(marked(build("Read it."), "it", MarkKind.LINK, "https://example.org/r" + stray))
        assert link.readings == ("https://example.org/r", "https://example.org/r" + stray)
        assert link.problem == "stray mark"

    def test_brackets_of_the_target_itself_stay(self) -> None:
        target = "https://example.org/wiki/Aid_(book)"
        (link,) = find_links(marked(build("Read it."), "it", MarkKind.LINK, target))
        assert (link.url, link.problem) == (target, "")

    def test_a_doi_as_target(self) -> None:
        (link,) = find_links(marked(build("Read it."), "it", MarkKind.LINK, "doi:10.1234/abc"))
        assert (link.url, link.kind, link.identifier) == ("https://doi.org/10.1234/abc", LinkKind.DOI, "10.1234/abc")


class TestIdentifiers:
    @pytest.mark.parametrize(
        ("text", "kind", "identifier", "url"),
        [
            ("doi:10.1234/ab.c(2019)5.", LinkKind.DOI, "10.1234/ab.c(2019)5", "https://doi.org/10.1234/ab.c(2019)5"),
            ("DOI 10.1234/abc)", LinkKind.DOI, "10.1234/abc", "https://doi.org/10.1234/abc"),
            ("https://doi.org/10.1234/abc.", LinkKind.DOI, "10.1234/abc", "https://doi.org/10.1234/abc"),
            ("http://dx.doi.org/10.1234/abc", LinkKind.DOI, "10.1234/abc", "http://dx.doi.org/10.1234/abc"),
            ("arXiv:2101.00001v2.", LinkKind.ARXIV, "2101.00001v2", "https://arxiv.org/abs/2101.00001v2"),
            ("arXiv:hep-th/9901001", LinkKind.ARXIV, "hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
            ("https://arxiv.org/pdf/2101.00001", LinkKind.ARXIV, "2101.00001", "https://arxiv.org/pdf/2101.00001"),
            ("ISBN 978-0-306-40615-7.", LinkKind.ISBN, "9780306406157", "urn:isbn:9780306406157"),
            ("ISBN-10: 0-306-40615-2", LinkKind.ISBN, "0306406152", "urn:isbn:0306406152"),
            ("ISBN 0 8044 2957 X", LinkKind.ISBN, "080442957X", "urn:isbn:080442957X"),
            ("PMID: 12345678", LinkKind.PMID, "12345678", "https://pubmed.ncbi.nlm.nih.gov/12345678"),
        ],
    )
    def test_printed(self, text: str, kind: LinkKind, identifier: str, url: str) -> None:
        (link,) = links(text)
        assert (link.kind, link.identifier, link.url, link.problem) == (kind, identifier, url, "")

    def test_an_isbn_with_a_wrong_check_digit_is_told(self) -> None:
        (link,) = links("ISBN 0-306-40615-3")
        assert (link.identifier, link.problem) == ("0306406153", "checksum")

    def test_a_bare_doi_counts_in_notes_only(self) -> None:
        document = build("In 10.1234/abc of it.[^1]", notes={"1": "A. Author, 10.1234/xyz."})
        (link,) = find_links(document)
        assert (link.identifier, link.in_note) == ("10.1234/xyz", "n1")

    @given(st.text("0123456789", min_size=9, max_size=9))
    def test_exactly_one_check_digit_is_right(self, digits: str) -> None:
        assert sum(isbn_is_valid(digits + last) for last in "0123456789X") == 1


def test_links_in_notes_know_their_note() -> None:
    document = build(
        "Claim.[^1] At https://a.example.org/.", notes={"1": "https://b.example.org/x.\n\nhttps://c.example.org/."}
    )
    assert [(link.url, link.in_note) for link in find_links(document)] == [
        ("https://a.example.org/", None),
        ("https://b.example.org/x", "n1"),
        ("https://c.example.org/", "n1"),
    ]


def test_a_url_printed_twice_is_two_links() -> None:
    assert len(links("https://example.org/a and https://example.org/a.")) == 2


def test_code_holds_no_links() -> None:
    assert find_links(build((BlockKind.CODE, "curl https://example.org/a doi:10.1234/abc"))) == ()


@given(st.text(alphabet="ab/.-:()<>[]% \n“”'www http://10.1234", max_size=60))
def test_every_link_is_where_it_says(text: str) -> None:
    document = build("http://" + text)
    found = find_links(document)
    for link in found:
        assert link.as_printed == document.text[link.start : link.end]
        assert link.url == link.readings[0]
        assert len(set(link.readings)) == len(link.readings)
    spans = [(link.start, link.end) for link in found]
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@given(st.text(alphabet="abcdefgh0123456789-_~/", min_size=1, max_size=30))
def test_a_plain_url_comes_back_whole(path: str) -> None:
    url = f"https://example.org/x{path}y"
    for text in (url, f"See {url}.", f"({url})", f"<{url}>", f"“{url},” he said", f"{url}; then"):
        assert urls(text) == [url]


def test_a_mark_without_width_prints_its_target() -> None:
    document = build("Text.")
    link = Mark(MarkKind.LINK, 4, 4, "https://example.org/a")
    (found,) = find_links(build("Text.", marks=(link,)))
    assert found.as_printed == "https://example.org/a"
    assert find_links(document) == ()
