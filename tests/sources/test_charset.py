"""Encodings: declared, carried, lied about, unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.source import LinkState
from citecheck.sources.charset import codec, decode
from tests.sources.answers import unchecked
from tests.sources.conftest import Fetch
from tests.sources.faultserver import FaultServer, plain

GERMAN = "Der Müller sah über den Fluß: „Größe“ – und schwieg. " * 5
RUSSIAN = "Старый смотритель каждый вечер записывал ветер и час в толстую тетрадь. " * 5
JAPANESE = "灯台守は毎晩、風と時刻を厚い帳面に書きつけた。港は静かだった。" * 5


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "utf-8", "iso-8859-1"),
        (GERMAN, "utf-8", "windows-1252"),
        (GERMAN, "utf-8", "no-such-charset"),
        (GERMAN, "utf-8", ""),
        (GERMAN, "cp1252", "windows-1252"),
        (GERMAN, "cp1252", "iso-8859-1"),
        (GERMAN, "cp1252", "us-ascii"),
        (GERMAN, "cp1252", "utf-8"),
        (GERMAN, "cp1252", ""),
        (GERMAN, "utf-16", ""),
        (GERMAN, "utf-16", "utf-8"),
        (GERMAN, "utf-16-le", "utf-16le"),
        (GERMAN, "utf-16-le", ""),
        (GERMAN, "utf-16-be", "utf-16be"),
        (GERMAN, "utf-8-sig", "iso-8859-1"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "shift_jis", "x-sjis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "gb18030", "gb2312"),
    ],
)
def test_case_39_texts_come_out_as_they_were(text: str, encoding: str, declared: str) -> None:
    decoded = decode(text.encode(encoding), declared)
    assert decoded.text == text
    assert decoded.certain


@pytest.mark.parametrize(
    "place",
    [
        "<meta charset={}>",
        '<meta http-equiv="Content-Type" content="text/html; charset={}">',
        '<?xml version="1.0" encoding="{}"?>',
    ],
)
def test_case_39_a_page_may_say_its_own(place: str) -> None:
    page = f"<html><head>{place.format('windows-1251')}</head><body><p>{RUSSIAN}"
    assert decode(page.encode("cp1251"), markup=True).text == page
    assert decode(page.encode("cp1251"), "windows-1251").text == page


def test_a_text_does_not_say_its_own() -> None:
    text = 'She wrote <meta charset="shift_jis"> on the wall of the café.'
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize(
    "label",
    ["zlib_codec", "undefined", "utf-7", "rot13", "unicode_escape", "idna", "hex", "mbcs", "", "x" * 500, "\x00"],
)
def test_case_39_labels_of_no_charset_are_not_used(label: str) -> None:
    assert codec(label) == ""
    assert decode(GERMAN.encode(), label).text == GERMAN


@pytest.mark.parametrize(
    ("text", "encoding"), [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp")]
)
def test_a_guess_is_called_a_guess(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert not decoded.certain


def test_a_character_cut_at_the_end_does_not_change_the_rest() -> None:
    assert decode(GERMAN.encode()[:1], "utf-8").text == "D"
    cut = "Der Müller".encode()[:6]
    assert decode(cut).text.startswith("Der M")
    assert decode(("a" * 100 + "ü").encode()[:-1]).text.startswith("a" * 100)


@given(
    st.binary(max_size=400), st.sampled_from(["", "utf-8", "utf-16", "shift_jis", "windows-1252", "utf-7", "\ud800"])
)
def test_any_bytes_decode_to_a_text_that_can_be_written(data: bytes, label: str) -> None:
    decoded = decode(data, label, markup=True)
    assert 0.0 <= decoded.damage <= 1.0
    decoded.text.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_utf8_always_comes_back(text: str) -> None:
    if not text.startswith("\ufeff") and "\x00" not in text:
        assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    "label", ["undefined", "zlib_codec", "utf-7", "no-such", "", '"utf-8"', "utf-8; x=y", "\xff\xfe"]
)
def test_case_39_no_label_ends_in_an_error(server: FaultServer, fetch: Fetch, label: str) -> None:
    page = f"<html><body><p>{GERMAN}</p></body></html>".encode()
    fetched = fetch(
        server.url(f"/label-{len(label)}", plain(page, headers=(f"Content-Type: text/html; charset={label}",)))
    )
    assert fetched.state is LinkState.OK
    assert fetched.source is not None
    assert "Größe" in fetched.source.text


def test_case_39_a_page_that_cannot_be_decoded_is_not_whole(server: FaultServer, fetch: Fetch) -> None:
    page = b"<html><meta charset=shift_jis><body><p>" + bytes(range(128, 256)) * 20
    fetched = fetch(server.url("/undecodable", plain(page, headers=("Content-Type: text/html",))))
    assert fetched.source is None or not fetched.source.whole
    if fetched.state is not LinkState.OK:
        unchecked(fetched)
