"""Writes very small PDF files for tests: lines of text in Helvetica on plain sheets."""

from __future__ import annotations

from collections.abc import Sequence


def pdf_of(sheets: Sequence[Sequence[str]], title: str = "", author: str = "", labels: str = "") -> bytes:
    """A PDF with one page a sheet, one line of ASCII text a string.

    `labels` is the number tree of its page labels: "0 << /S /r >> 4 << /S /D >>" counts four sheets in roman numerals.
    A sheet of the one line "IMAGE" holds an image and no text.
    """
    objects: list[bytes] = []
    first_page = 4
    kids = " ".join(f"{first_page + 2 * number} 0 R" for number in range(len(sheets)))
    numbered = f" /PageLabels << /Nums [{labels}] >>" if labels else ""
    objects.append(f"<< /Type /Catalog /Pages 2 0 R{numbered} >>".encode())
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, lines in enumerate(sheets):
        shown = " ".join(f"({_escaped(line)}) Tj T*" for line in lines)
        stream = f"BT /F1 12 Tf 72 720 Td 14 TL {shown} ET".encode()
        if list(lines) == ["IMAGE"]:
            stream = b"q 400 0 0 600 72 72 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
        page = first_page + 2 * number
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {page + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects.append(f"<< /Title ({_escaped(title)}) /Author ({_escaped(author)}) >>".encode())
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    parts = [b"%PDF-1.4\n"]
    places = []
    start = len(parts[0])
    for number, body in enumerate(objects, 1):
        places.append(start)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        start += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    parts.append(b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects)))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % start)
    return b"".join(parts)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
