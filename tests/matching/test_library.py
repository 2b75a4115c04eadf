"""Windows cut out of letters that a search keeps are those that would be folded anew."""

from __future__ import annotations

import pytest

from citecheck.matching.locate.library import CHUNK, Library
from citecheck.matching.locate.windows import open_one
from tests.matching.prose import LOG, OTHER

STRANGE = "Cæsar’s ﬁrst ﬂeet lay at 東京 — it is said — and the na\u00adive 𝔖chool of Ełk sang: «Straße!»"
TEXT = " ".join([LOG, STRANGE, OTHER] * (2 * CHUNK // (len(LOG) + len(OTHER))))


@pytest.mark.parametrize("count", [3, 200])
def test_kept_or_folded_they_are_the_same(count: int) -> None:
    assert len(TEXT) > CHUNK + 5_000
    spans = [(at, at + 700) for at in range(0, len(TEXT) - 700, (len(TEXT) - 700) // count)]
    spans += [(CHUNK - 300, CHUNK + 300), (CHUNK - 700, CHUNK), (CHUNK, CHUNK + 700), (0, 40), (50, 90)]
    library = Library(["Something else.", TEXT], len(TEXT))
    assert sum(len(chunk.codes) - chunk.carried for chunk in library.chunks(1)) > CHUNK // 2

    for (start, end), window in zip(spans, library.windows([(1, *span) for span in spans]), strict=True):
        other = open_one(TEXT, start, end, bulk=True)
        assert (window.text, window.base, window.letters) == (other.text, other.base, other.letters)
        assert list(window.offsets) == list(other.offsets)
        # Whether a word begins with the first letter, the chunk knows better.
        assert window.begins[1:] == other.begins[1:]
