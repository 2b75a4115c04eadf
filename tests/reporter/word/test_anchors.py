"""Anchors in the main part of a Word file, however its text is cut into runs."""

from __future__ import annotations

from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.document import Block, BlockKind, Document
from citecheck.reporter.anchoring import Anchoring
from citecheck.reporter.telling import Line, Words
from citecheck.reporter.word.comments import Comment, annotate
from citecheck.reporter.word.maintext import MainText
from citecheck.reporter.word.package import Package
from tests.parser.readers.pandoc import packages
from tests.reporter.word.unpacked import comments, is_only_anchored, parts

LINE = (Line((Words("Look at this."),), "https://skerry.example/log"),)
LETTERS = st.sampled_from("abc é&<>“”'\"—𝔸中")
RUNS = st.lists(st.tuples(st.text(LETTERS, max_size=8), st.booleans(), st.sampled_from(["", "<w:b/>"])), min_size=1)

KEPT = ' xml:space="preserve"'


def main_part(runs: list[tuple[str, bool, str]]) -> bytes:
    made = "".join(
        f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}"
        f"<w:t{KEPT if preserve else ''}>{escape(text)}</w:t></w:r>"
        for text, preserve, properties in runs
    )
    return packages.docx(f"<w:p>{made}</w:p>")


@given(RUNS, st.data())
def test_comments_stand_on_any_span_and_change_nothing_else(
    runs: list[tuple[str, bool, str]], data: st.DataObject
) -> None:
    package = Package(main_part(runs))
    original = package[package.main]
    text = MainText(original)
    reading = text.reading("accept")
    whole = "".join(each for each, _, _ in runs)
    offset = reading.text.index(whole) if whole else 0
    spans = []
    for _ in range(data.draw(st.integers(0, 4)) if whole else 0):
        start = data.draw(st.integers(0, len(whole) - 1))
        spans.append((start, data.draw(st.integers(start, len(whole) - 1))))
    places = [(reading.letter(offset + start), reading.letter(offset + end)) for start, end in spans]
    annotate(package, text, [Comment(LINE, first, last) for first, last in places])
    written = package.written()
    after = parts(written)[package.main]
    assert is_only_anchored(original, after)
    assert [on for _, on in comments(written)] == [whole[start : end + 1] for start, end in spans]


VOCABULARY = ("the", "lamp", "was", "not", "lit", "until", "fog", "had", "come", "in", "from", "bar", "he")
# A text of which no word stands once is led to nothing; any other is, from such words on.
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=8).map(lambda words: ["nobody", *words, "wept"])


@given(WORDS, st.data())
def test_words_are_led_to_themselves_past_what_was_not_read(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    unread = data.draw(st.integers(0, len(words) - 1))
    runs = [(f"{'9Z9 ' if number == unread else ''}{word} ", True, "") for number, word in enumerate(words)]
    package = Package(main_part(runs))
    document = Document("x", "docx", text, len(text), (Block(BlockKind.PARAGRAPH, 0, len(text)),))
    reading = MainText(package[package.main]).reading("accept")
    start = len(" ".join([*words[:first], ""])) if first else 0
    quoted = " ".join(words[first : last + 1])
    found = Anchoring(document, [lambda: reading]).found(start, start + len(quoted))
    assert found is not None
    on = reading.text[found[0] : found[1]].replace("9Z9 ", "")
    assert on == quoted
