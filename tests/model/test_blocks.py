from __future__ import annotations

from citecheck.model.document import Block, BlockKind, Document

TEXT = "One.\n\nTwo.\n\nThe note."
ONE, TWO = Block(BlockKind.PARAGRAPH, 0, 4), Block(BlockKind.PARAGRAPH, 6, 10)
NOTE = Block(BlockKind.NOTE_BODY, 12, 21, note="1")
DOCUMENT = Document("essay.md", "markdown", TEXT, 10, (ONE, TWO, NOTE))


def test_the_block_that_begins_at_or_after_a_place() -> None:
    assert [DOCUMENT.block_from(offset) for offset in (0, 1, 6, 7, 13)] == [ONE, TWO, TWO, NOTE, None]


def test_the_block_of_the_main_text_that_ends_at_or_before_a_place() -> None:
    assert [DOCUMENT.block_before(offset) for offset in (0, 3, 4, 9, 10, 21)] == [None, None, ONE, ONE, TWO, TWO]


def test_the_blocks_that_begin_in_a_stretch() -> None:
    assert DOCUMENT.blocks_from(0, 6) == (ONE,)
    assert DOCUMENT.blocks_from(1, 13) == (TWO, NOTE)
