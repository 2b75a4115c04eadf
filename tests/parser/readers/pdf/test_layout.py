"""Columns, running heads, paragraphs and kinds of blocks, on printed lines without any PDF."""

from __future__ import annotations

from dataclasses import replace

from citecheck.model.document import BlockKind, Document, MarkKind
from citecheck.parser.readers.pdf.sheet import LinkArea
from tests.parser.readers.pdf.printing import (
    BOLD,
    ITALIC,
    PROSE,
    Print,
    beside,
    linked,
    paragraph,
    read,
    rows,
    sheet,
    turned,
)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(str(block.kind), document.text[block.start : block.end]) for block in document.blocks]


def test_lines_of_a_paragraph_are_joined() -> None:
    assert blocks(read(sheet(1, paragraph(PROSE)))) == [("paragraph", PROSE)]


def test_a_gap_parts_paragraphs() -> None:
    second = [replace(line, down=20.0 if not index else 12.0) for index, line in enumerate(paragraph(PROSE))]
    assert blocks(read(sheet(1, paragraph(PROSE) + second))) == [("paragraph", PROSE)] * 2


def test_a_first_line_set_in_parts_paragraphs() -> None:
    lines = paragraph(PROSE, set_in=15) + paragraph(PROSE, set_in=15) + paragraph(PROSE, set_in=15)
    assert blocks(read(sheet(1, lines))) == [("paragraph", PROSE)] * 3


def test_two_first_lines_under_one_another_are_two_paragraphs() -> None:
    lines = (
        paragraph(PROSE, set_in=15) * 3 + [Print("“Who is there?” said the keeper.", 65)] + paragraph(PROSE, set_in=15)
    )
    assert [text for _, text in blocks(read(sheet(1, lines)))] == [
        PROSE,
        PROSE,
        PROSE,
        "“Who is there?” said the keeper.",
        PROSE,
    ]


def test_line_end_hyphens_are_undone() -> None:
    lines = [Print("The keepers wrote of the light-"), Print("house and of its long stairs there.")]
    assert read(sheet(1, [*lines, *paragraph(PROSE)])).text.startswith("The keepers wrote of the lighthouse and")


def test_columns_are_read_one_after_the_other() -> None:
    left = sheet(1, paragraph(PROSE, width=28))
    right = sheet(1, paragraph("Of the other bank " + PROSE.lower(), width=28, left=220))
    assert read(beside(left, right)).text.replace("\n\n", " ") == f"{PROSE} Of the other bank {PROSE.lower()}"


def test_columns_drawn_line_by_line_are_read_column_by_column() -> None:
    left, right = paragraph(PROSE, width=28), paragraph(PROSE.replace("The", "Those"), width=28, left=220)
    on = beside(sheet(1, left), sheet(1, right))
    mixed = tuple(sorted(on.words, key=lambda word: (-word.base, word.left)))
    assert read(replace(on, words=mixed)).text == read(on).text


def test_a_heading_across_the_columns_comes_first() -> None:
    title = Print("The Book of the Northern Lights", 120, 16.0)
    left = sheet(1, [title, *paragraph(PROSE, width=28)])
    right = sheet(1, paragraph(PROSE, width=28, left=220), top=688.0)
    found = blocks(read(beside(left, right)))
    assert found[0] == ("heading", title.text)
    assert " ".join(text for _, text in found[1:]) == f"{PROSE} {PROSE}"


def test_a_list_of_figures_at_the_right_is_no_column() -> None:
    lines = [Print(f"Chapter {number} of the book of lights and keepers") for number in range(8)]
    on = sheet(1, [*lines, *paragraph(PROSE)])
    figures = sheet(1, [Print(str(number * 7), 340) for number in range(8)])
    assert "Chapter 1 of the book of lights and keepers 7" in read(beside(on, figures)).text


def numbered(number: int, text: str, *, roman: str = "") -> list[Print]:
    head = Print(f"{number} THE NORTHERN LIGHTS" if number % 2 else f"A CHAPTER TITLE {number}", 120, 9.0)
    body = paragraph(text)
    body[0] = replace(body[0], down=30.0)
    foot = Print(roman or f"— {number} —", 200, 10.0, 30.0)
    return [head, *body, foot]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    texts = [turned(by) for by in (3, 8, 13, 18)]
    found = read(*(sheet(number, numbered(number, text)) for number, text in enumerate(texts, 1)))
    assert found.text.replace("\n\n", " ") == " ".join(texts)


def test_roman_page_numbers_are_left_out() -> None:
    figures = ["i", "ii", "iii", "iv"]
    sheets = [
        sheet(number, numbered(number, PROSE, roman=figure), label=figure) for number, figure in enumerate(figures, 1)
    ]
    assert not any(line.strip() in figures for line in read(*sheets).text.split("\n"))


def test_a_paragraph_goes_on_over_a_page_end() -> None:
    lines = paragraph(PROSE)
    found = read(sheet(1, [*paragraph(PROSE), *lines[:2]]), sheet(2, [*lines[2:], *paragraph(PROSE)]))
    assert found.text.count(PROSE) == 3


def test_larger_and_bold_lines_are_headings() -> None:
    lines = [Print("Of Lights", size=15.0), *paragraph(PROSE), Print("The stairs", down=20.0, font=BOLD)]
    found = read(sheet(1, [*lines, *[replace(each, down=14.0) for each in paragraph(PROSE)]]))
    assert [kind for kind, _ in blocks(found)] == ["heading", "paragraph", "heading", "paragraph"]
    assert [block.level for block in found.blocks] == [1, 0, 3, 0]


def test_letters_set_apart_are_words() -> None:
    apart = Print("T H E   E N D")
    (row,) = rows(replace(apart, text="T H E  E N D"))
    assert row.text == "THE END"


def test_an_initial_belongs_to_the_first_line_beside_it() -> None:
    lines = paragraph("he keepers " + PROSE.lower())
    lines[0], lines[1] = replace(lines[0], left=65.0), replace(lines[1], left=65.0)
    on = sheet(1, [*lines, *paragraph(PROSE)])
    initial = sheet(1, [Print("T", 50.0, 26.0, 24.0)])
    found = read(replace(on, words=initial.words + on.words))
    assert found.text.startswith("The keepers the keepers of the northern lights")


def displayed(text: str, size: float = 10.0, left: float = 70.0, width: int = 52) -> list[Print]:
    lines = paragraph(text, left=left, size=size, width=width)
    return [replace(line, down=20.0 if not index else line.down) for index, line in enumerate(lines)]


def after_gap(text: str) -> list[Print]:
    return [replace(line, down=20.0 if not index else 12.0) for index, line in enumerate(paragraph(text))]


def test_an_indented_block_is_a_block_quotation() -> None:
    quoted = PROSE.replace("keepers", "wardens")
    found = read(sheet(1, [*paragraph(PROSE), *displayed(quoted), *after_gap(PROSE)]))
    assert blocks(found) == [("paragraph", PROSE), ("block-quotation", quoted), ("paragraph", PROSE)]


def test_a_block_in_smaller_type_is_a_block_quotation() -> None:
    quoted = PROSE.replace("keepers", "wardens")
    found = read(sheet(1, [*paragraph(PROSE), *displayed(quoted, 9.0, 50.0, 66), *after_gap(PROSE)]))
    assert blocks(found)[1] == ("block-quotation", quoted)


def test_a_paragraph_that_goes_on_after_a_displayed_block_is_told() -> None:
    found = read(sheet(1, [*paragraph(PROSE + " As one of them wrote"), *displayed(PROSE), *after_gap("and so on.")]))
    assert [block.continues for block in found.blocks] == [False, False, True]


def test_an_epigraph_and_its_author() -> None:
    lines = [
        Print("Of Lights", size=15.0),
        *displayed("A lamp that is seen is a lamp that has been lit by someone", 10.0, 120, 30),
    ]
    lines += [Print("— Anna Lindt", 160, 10.0), *after_gap(PROSE)]
    assert [kind for kind, _ in blocks(read(sheet(1, lines)))] == ["heading", "epigraph", "attribution", "paragraph"]


def test_lines_that_end_early_by_will_are_verse() -> None:
    verse = [Print("The lamp goes round,", 80, down=20.0), Print("The sea is loud,", 80), Print("No ship is found", 80)]
    found = read(sheet(1, [*paragraph(PROSE), *verse, *after_gap(PROSE)]))
    assert blocks(found)[1] == ("verse", "The lamp goes round,\nThe sea is loud,\nNo ship is found")


def test_a_bibliography_is_told_by_its_heading() -> None:
    lines = [*paragraph(PROSE), Print("Bibliography", size=14.0, down=24.0)]
    lines += [
        Print("Lindt, Anna. The Mill. Bergen: Holm, 1931.", down=20.0),
        Print("Moe, Per. The Lamp. Oslo: Dahl, 1902.", down=20.0),
    ]
    kinds = [kind for kind, _ in blocks(read(sheet(1, lines)))]
    assert kinds == ["paragraph", "heading", "bibliography-entry", "bibliography-entry"]


def test_italic_words_are_marked() -> None:
    on = sheet(1, paragraph(PROSE))
    words = tuple(word._replace(font=ITALIC) if word.text in ("northern", "lights") else word for word in on.words)
    found = read(replace(on, words=words))
    assert [found.text[mark.start : mark.end] for mark in found.marks if mark.kind is MarkKind.EMPHASIS] == [
        "northern lights"
    ]


def test_link_areas_give_links_and_know_where_a_url_was_broken() -> None:
    lines = [
        *paragraph(PROSE),
        Print("See https://example.org/long-", down=20.0),
        Print("tail/page.html for more of it."),
    ]
    on = sheet(1, lines)
    last = {word.text: word for word in on.words}
    areas = [
        LinkArea(last[part].box, "https://example.org/longtail/page.html")
        for part in ("https://example.org/long-", "tail/page.html")
    ]
    for document, label in ((read(on), "https://example.org/long-tail/page.html"), (read(linked(on, *areas)), "")):
        (mark,) = [mark for mark in document.marks if mark.kind is MarkKind.LINK]
        assert (mark.target, mark.label) == ("https://example.org/longtail/page.html", label)


def test_every_word_has_its_rectangle() -> None:
    on = sheet(1, paragraph(PROSE))
    found = read(on)
    start = found.text.index("northern")
    word = next(word for word in on.words if word.text == "northern")
    at = found.locate(start, start + len("northern"))
    assert at.page == 1 and at.rect == tuple(round(edge, 2) for edge in word.box)


def test_the_rectangle_of_several_lines_holds_them_all() -> None:
    found = read(sheet(1, paragraph(PROSE)))
    whole = found.locate(0, len(found.text))
    for at in range(0, len(found.text), 40):
        inner = found.locate(at, at + 1).rect
        assert whole.rect and inner
        assert whole.rect[0] <= inner[0] and whole.rect[1] <= inner[1]
        assert whole.rect[2] >= inner[2] and whole.rect[3] >= inner[3]


def test_a_document_in_one_width_of_letters_is_no_code() -> None:
    on = sheet(1, [*paragraph(PROSE)])
    fixed = replace(on, words=tuple(word._replace(font=replace(word.font, fixed=True)) for word in on.words))
    assert [block.kind for block in read(fixed).blocks] == [BlockKind.PARAGRAPH]


def test_the_lines_of_an_entry_hang_from_its_number() -> None:
    lines = [Print("1. Anna Lindt, The Mill (Bergen:", left=50.0), Print("Holm, 1931), 44.", left=65.0)]
    lines += [Print("2. Per Moe, The Lamp (Oslo:", left=50.0), Print("Dahl, 1902), 7.", left=65.0)]
    found = read(sheet(1, [*paragraph(PROSE), replace(lines[0], down=24.0), *lines[1:]]))
    assert found.text.endswith(
        "1. Anna Lindt, The Mill (Bergen: Holm, 1931), 44.\n\n2. Per Moe, The Lamp (Oslo: Dahl, 1902), 7."
    )
