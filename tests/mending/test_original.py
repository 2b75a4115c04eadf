from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.errors import CitecheckError
from citecheck.mending.original import Original
from citecheck.mending.wording import Change

PIECES = st.lists(st.sampled_from(["word", "ü", "é", " ", "\n", "\r\n", "\r", "–", "a line"]), min_size=3, max_size=30)


@given(PIECES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]), st.data())
def test_all_but_the_change_stays_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], encoding: str, data: st.DataObject
) -> None:
    exact = "Ein Text mit Wörtern, a text of words. " + "".join(pieces)
    path = tmp_path_factory.getbasetemp() / "original.txt"
    path.write_bytes(exact.encode(encoding))
    original = Original(path)
    assert original.changed([]) == path.read_bytes()
    words = exact.index("words")
    at = original.text.index("words")
    assert original.changed([Change(at, at + 5, "ways")]) == exact.replace("words", "ways").encode(encoding)
    end = data.draw(st.integers(at + 5, len(original.text)))
    added = original.changed([Change(end, end, "+")]).decode(encoding)
    # What the letters are is guessed; the bytes are not.
    assert added.replace("+", "", 1) == exact
    assert added.replace("\r\n", "\n").replace("\r", "\n").index("+") == end
    assert words == at


def test_words_that_the_encoding_does_not_have(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Wörter und mehr.".encode("cp1252"))
    with pytest.raises(CitecheckError, match="cp1252"):
        Original(path).changed([Change(0, 0, "Ω")])


@pytest.mark.parametrize("data", [b"\xff\xfe\xfa", b"a\0b words", b"\xc3 \xe9\x81\x8d words"])
def test_a_file_whose_bytes_would_not_come_back_is_refused_or_kept(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    try:
        original = Original(path)
    except CitecheckError as error:
        assert "by hand" in str(error)
    else:
        assert original.changed([]) == data
