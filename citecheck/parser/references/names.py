"""Reads the names of persons and bodies."""

from __future__ import annotations

import re

_PARTICLE = r"(?:d[eiu]|de[nrsl]?|da|do|dos|la|le|van|von|der|ten|ter|zu|zur|vom|al|el|bin|ibn|ben|y|e|af|av)"
_WORD = r"(?:[^\W\d_a-zà-ÿ][\w.’'‐-]*|(?:d|l|al)[’'-][^\W\d_]\w*)"
_NAME = re.compile(rf"(?:{_WORD}|{_PARTICLE})(?:\s+(?:{_WORD}|{_PARTICLE})){{0,7}}")
_AND = re.compile(r"\s{0,3},?\s{1,9}(?:and|und|et|y|with)\s{1,9}|\s{0,3},?\s{0,3}&\s{0,9}")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[\s-]?){1,4}|[^\W\d_a-z]\.[\w.-]*")
_AND_OTHERS = re.compile(r",?\s{0,9}+(?:\bet\s+al\b\.?|\band\s+others\b|\bu\.\s?a\.)", re.IGNORECASE)
_ABBREVIATED = re.compile(r"\b(?:[^\W\d_a-z]|Jr|Sr|St|Dr)\.$")
_SENTENCE = re.compile(r"[^\W\d_]{3}\.\s")
_POSSESSIVE = re.compile(r"[’']s$")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|Esq|PhD|MD|SJ)\.?")
_BODY = re.compile(
    r"\b(?:academy|agency|archdiocese|assembly|assn|association|authority|bank|board|bureau|church|college|commission"
    r"|committee|company|conference|congress|corporation|council|court|department|dept|division|foundation|government"
    r"|group|house|institute|institution|international|league|library|ministry|ministère|museum|nations|office"
    r"|organi[sz]ation"
    r"|parliament|party|senate|service|society|survey|trust|union|university|network|centre|center|press|federation)\b",
    re.IGNORECASE,
)
_SMALL_LIST = """
    a an and at by de der des di du for für in la le of on the to und et y zur &
"""
_SMALL = frozenset(_SMALL_LIST.split())
_NO_NAME_LIST = """
    according also although another as but compare contrast despite for from generally he her his however in it its
    many most my note on one other our quoted see she since some such that the their there these they this thus we
    what when where while who
"""
_NO_NAME = frozenset(_NO_NAME_LIST.split())

_ANCIENT_LIST = """
    aeschylus aquinas aristophanes aristotle augustine boethius caesar catullus cicero dante demosthenes euclid
    euripides galen herodotus hesiod homer horace josephus juvenal livy lucretius marcus martial origen ovid
    pausanias petrarch philo pindar plato plautus pliny plotinus plutarch polybius quintilian sallust sappho seneca
    shakespeare sophocles strabo suetonius tacitus terence tertullian theocritus thucydides virgil vergil vitruvius
    xenophon
"""
ANCIENT = frozenset(_ANCIENT_LIST.split())
"""Authors whose works are cited by their own divisions, in any edition (Chicago 14.242–14.254)."""


def people(text: str) -> tuple[str, ...]:
    """The persons or bodies that a phrase names, as printed; () where it is no list of names.

    "Moor, Ann, and Jon Fell", "Moor, A., & Fell, J.", "Ann Moor, Jon Fell, and Mary Orr", "Ministry of Food".
    """
    bare = _AND_OTHERS.sub("", text).strip(" ,;:")
    bare = _POSSESSIVE.sub("", bare)
    if bare.endswith(".") and not _ABBREVIATED.search(bare):
        bare = bare[:-1]
    if not bare or not any(char.isupper() for char in bare):
        return ()
    if is_body(bare):
        return (bare,)
    names: list[str] = []
    for group in _AND.split(bare):
        if not _group(group.strip(" ,"), names):
            return ()
    return tuple(names)


def _group(group: str, names: list[str]) -> bool:
    """Adds the names of a list without "and"; False where something in it is no name."""
    parts = [part.strip() for part in group.split(",") if part.strip()]
    inverted = len(parts) > 1 and not names and (" " not in parts[0] or " " not in parts[1])
    for index, part in enumerate(parts):
        if (
            (names and index and _SUFFIX.fullmatch(part))
            or (names and index and _INITIALS.fullmatch(part))
            or (index == 1 and inverted and _is_name(part))
        ):
            names[-1] += f", {part}"
        elif _is_name(part):
            names.append(part)
        else:
            return False
    return bool(parts)


def _is_name(part: str) -> bool:
    words = part.split()
    return (
        len(words) <= 8
        and _NAME.fullmatch(part) is not None
        and any(word[:1].isupper() for word in words)
        and words[0].casefold().strip(".") not in _NO_NAME
    )


def is_body(text: str) -> bool:
    """Whether a phrase in capitals names a body: a ministry, a society, a university."""
    words = text.replace(",", " ").split()
    return (
        _BODY.search(text) is not None
        and not _SENTENCE.search(text)
        and 3 <= len(words) <= 14
        and words[0].casefold() not in _NO_NAME - {"the"}
        and all(word[:1].isupper() or word in _SMALL or not word[:1].isalpha() for word in words)
    )


def trailing_people(text: str) -> tuple[str, ...]:
    """The names at the end of a phrase: those of "the best account is Ann Moor and Jon Fell"."""
    words = text.split()
    for start in range(len(words)):
        if words[start][:1].isupper() or words[start] in ("van", "von", "de"):
            found = people(" ".join(words[start:]))
            if found:
                return found
    return ()


def surname(name: str) -> str:
    """The name a person is filed under, folded: "mill" of "John Stuart Mill", "Mill, John Stuart" and "Mill, J. S."."""
    if is_body(name):
        return " ".join(re.findall(r"\w+", name.casefold()))
    head = name.partition(",")[0] if "," in name else name
    words = [word for word in re.findall(r"\w[\w’'‐-]*", head) if not _SUFFIX.fullmatch(word)]
    words = [word for word in words if len(word) > 1] or words
    return words[-1].casefold() if words else ""
