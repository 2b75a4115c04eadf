"""Words that decide what a quotation mark or a quoted passage is, English first."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ELIDED = _set("""
    tis twas twere twill twould twasnt tisnt em im er e ad ave appy ouse arf alf ow til till cause cos bout
    round neath gainst mongst mid midst twixt tween ere n nuff sup kay zat ello s t re ve ll d m o nother pon
    scuse nd cept fore stead tude
""")
"""Words that lose their first letters (’tis), and the n of rock ’n’ roll."""

SURELY_ELIDED = _set("tis twas twere twill twould em til cause n")
"""Those before which even ‘ is an apostrophe, turned the wrong way by a word processor."""

CLIPPED = _set("""
    an o th wi ol yo mo po fo jus mus tha d a i t y e de ne co da di fa sta va be to
""")
"""Words that lose their last letters: an’, o’, th’, wi’; Italian po’, mo’."""

NEVER_AFTER_POSSESSIVE = _set("""
    of to in on at by for from with without into is are was were be been has have had that which who whom as than
    but or if when where while because although will would can could may might shall should must do does did the a
    an this these those he she it they we you I
""")
"""A possessive is followed by what it possesses, so none of these can come next."""

TITLE_NOUNS = _set("""
    article essay chapter poem story song paper lecture speech sermon address review editorial pamphlet entry
    section episode column report thesis dissertation ballad hymn sonnet entitled titled called headed headline
    aufsatz artikel kapitel gedicht beitrag titel essai chapitre poème poema artículo capítulo articolo saggio
    capitolo
""")
"""Words that a quoted title follows."""

SPOKEN = _set("talk talks vortrag rede conférence discours discorso conferenza conferencia discurso")
"""Words that a quoted title follows, or what was said: the form of what follows decides."""

SAYING = _set("""
    say says said saying write writes wrote written writing remark remarks remarked observe observes observed add
    adds added note notes noted argue argues argued declare declares declared reply replies replied ask asks asked
    answer answers answered exclaim exclaims exclaimed cry cries cried conclude concludes concluded explain
    explains explained state states stated insist insists insisted claim claims claimed warn warns warned continue
    continues continued quote quotes quoted tell tells told announce announced demand demanded shout shouted
    repeat repeats repeated maintain maintains maintained assert asserts asserted admit admits admitted whisper
    whispered recall recalls recalled sagt sagte schreibt schrieb meint meinte dit écrit disait répond dice dijo
    escribe escribió scrive disse
""")
"""Verbs of saying."""

SMALL = _set("""
    a an the and but or nor for so yet of in on at to by as from with into onto upon over under its his her their
    is vs via per than between among toward towards through against after before about without within
""")
"""Words that titles leave in small letters."""

PARTICLES = _set("""
    and & et al de la le von van der den du di da del dos y und ed eds trans in see also cf e.g quoted compare
""")
"""Words in small letters that stand among the names of a citation."""
