"""Text boxes of word processors' files: their paragraphs are brought into the order of reading."""

from __future__ import annotations

from citecheck.parser.readers.pandoc.xmlparts import XmlPart


def hoist(
    part: XmlPart, box: str, holders: tuple[str, ...], paragraphs: tuple[str, ...], repeated_in: str = ""
) -> XmlPart:
    """The part with what stands in text boxes set after the paragraph in which the box is anchored.

    `box` is the element that holds a box's paragraphs, `holders` those that hold the box with all that is drawn
    around it, `paragraphs` those that hold text. A box inside `repeated_in` is the same once more for older programs,
    and is dropped when the newer one is there.
    """
    boxes: list[tuple[int, int, bool]] = []
    drawn: list[tuple[int, int]] = []
    path: list[str] = []
    begins: list[int] = []
    holding: list[int] = []
    hoisted = False

    def start(name: str, _: dict[str, str], at: int) -> None:
        path.append(name)
        if name == box:
            begins.append(part.after_tag(at) or at)
        elif name in holders and not begins:
            holding.append(at)

    def end(name: str, at: int) -> None:
        nonlocal hoisted
        path.pop()
        closes = part.data.startswith(b"</", at)
        if name == box:
            begin = begins.pop()
            if not begins and closes:
                boxes.append((begin, at, repeated_in in path))
        elif name in holders and not begins and holding:
            first = holding.pop()
            if not holding and boxes and boxes[-1][0] > first and closes:
                drawn.append((first, part.end_of_tag(at)))
        elif name in paragraphs and boxes and not begins:
            after = part.data.index(b">", at) + 1
            for first, last in [*drawn, *((first, last) for first, last, _ in boxes)]:
                part.replace(first, last)
            for first, last, _ in [each for each in boxes if not each[2]] or boxes:
                part.replace(after, after, part.data[first:last])
            hoisted = True
            boxes.clear()
            drawn.clear()

    part.walk(start, end)
    return part.again() if hoisted else part
