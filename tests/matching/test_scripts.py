"""Other languages and scripts, and what printers and scanners do to letters."""

from __future__ import annotations

import unicodedata

import pytest

from citecheck.model.verdict import Verdict
from tests.matching.prose import judged

TEXTS = {
    "German": (
        "Der Wärter stieg jeden Abend die Treppe hinauf und zündete die Lampe nicht an, bevor der Nebel kam.",
        "nicht ",
    ),
    "French": (
        "Le gardien montait chaque soir l’escalier et n’allumait jamais la lampe avant que la brume ne fût venue.",
        "jamais ",
    ),
    "Spanish": ("El farero subía cada noche la escalera y no encendía la lámpara hasta que llegaba la niebla.", "no "),
    "Italian": (
        "Il guardiano saliva ogni sera le scale e non accendeva la lampada finché non veniva la nebbia.",
        "non ",
    ),
    "Russian": ("Смотритель каждый вечер поднимался по лестнице и не зажигал лампы, пока не приходил туман.", "не "),
    "Greek": ("Ο φύλακας ανέβαινε κάθε βράδυ τη σκάλα και δεν άναβε τη λάμπα πριν έρθει η ομίχλη.", "δεν "),
    "Polish": ("Latarnik co wieczór wchodził po schodach i nie zapalał lampy, dopóki nie nadeszła mgła.", "nie "),
    "Turkish": ("Bekçi her akşam merdiveni çıkar ve sis gelmeden önce lambayı hiç yakmazdı, öyle derlerdi.", "hiç "),
    "Hebrew": ("השומר עלה בכל ערב במדרגות ולא הדליק את המנורה לפני שבא הערפל מן הים הגדול.", "ולא "),
    "Arabic": ("كان الحارس يصعد الدرج كل مساء ولا يشعل المصباح قبل أن يأتي الضباب من البحر.", "ولا "),
    "Japanese": ("灯台守は毎晩七時に階段を上り、霧が出るまで決して灯をともさなかったと言われている。", "決して"),
    "Chinese": ("守灯人每晚七点登上楼梯，在雾气从海上升起之前从不点灯，村里的人都这样说。", "不"),
    "Thai": ("คนเฝ้าประภาคารขึ้นบันไดทุกเย็นและไม่จุดตะเกียงจนกว่าหมอกจะมาจากทะเล", "ไม่"),
}


@pytest.mark.parametrize("text", [text for text, _ in TEXTS.values()], ids=TEXTS.keys())
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_faithful_in_any_script(text: str, form: str) -> None:
    assert judged(unicodedata.normalize(form, text), source=text).verdict is Verdict.MATCH


@pytest.mark.parametrize(("text", "dropped"), TEXTS.values(), ids=TEXTS.keys())
def test_a_dropped_denial_is_told_in_any_script(text: str, dropped: str) -> None:
    changed = text.replace(dropped, "", 1)
    assert changed != text
    assert judged(changed, source=text).verdict is Verdict.ALTERED


@pytest.mark.parametrize("mark", "’‘ʼ＇`´′")
def test_apostrophes_of_every_kind_are_one(mark: str) -> None:
    source = "It wasn't the keeper's lamp, and the boats' crews knew that it wasn't."
    assert judged(source.replace("'", mark), source=source).verdict is Verdict.MATCH


PRINTED = {
    "ligatures": ("the ﬁnest oﬃce in Stauﬀen", "the finest office in Stauffen"),
    "long s": ("the ſtairs in the ſame houſe by the ſea", "the stairs in the same house by the sea"),
    "full width": ("ｔｈｅ ｌａｍｐ in the window of the house", "the lamp in the window of the house"),
    "zero width": ("the la\u200bmp in the win\u2060dow of the house", "the lamp in the window of the house"),
    "dashes": ("the lamp -- so they say – in the window", "the lamp—so they say—in the window"),
    "thin blanks": ("the\u2009lamp\u202fin\u00a0the window of the house", "the lamp in the window of the house"),
}
STYLED = {
    "digits grouped": (
        "some 12,000 lamps in the windows of the houses",
        "some 12000 lamps in the windows of the houses",
    ),
    "an ampersand": ("the Board & the keeper of the lamp", "the Board and the keeper of the lamp"),
    "a number in words": ("the twelve keepers of the lamp in the window", "the 12 keepers of the lamp in the window"),
}


@pytest.mark.parametrize(("quote", "source"), PRINTED.values(), ids=PRINTED.keys())
def test_what_printers_do_to_letters_is_no_change(quote: str, source: str) -> None:
    assert judged(quote, source=source).verdict is Verdict.MATCH
    assert judged(source, source=quote).verdict is Verdict.MATCH


@pytest.mark.parametrize(("quote", "source"), STYLED.values(), ids=STYLED.keys())
def test_what_a_house_style_does_is_minor(quote: str, source: str) -> None:
    assert judged(quote, source=source).verdict is Verdict.MINOR
    assert judged(source, source=quote).verdict is Verdict.MINOR


FURNITURE = {
    "a page number": "\n\n214\n\n",
    "a running head": "\n\nTHE LIGHT AT SOUND 33\n\n",
    "a head with its number first": "\n\n34 The Light at Sound\n\n",
    "a form feed": "\n\f\n",
}


@pytest.mark.parametrize("between", FURNITURE.values(), ids=FURNITURE.keys())
def test_a_page_end_inside_the_passage_is_not_the_authors(between: str) -> None:
    source = f"He had it from the pilot, as section C.3 says, that the lamp{between}was never lit before the fog."
    found = judged("He had it from the pilot, as section C.3 says, that the lamp was never lit", source=source)
    assert found.verdict is Verdict.MATCH, found
    assert judged("He had it from the pilot, as section C.3 says, that the lamp was lit", source=source).verdict is (
        Verdict.ALTERED
    )


POINTED = {
    "Hebrew": "כָּתַב הַשּׁוֹמֵר בְּיוֹמָנוֹ כִּי לֹא יַדְלִיק אֶת הַמְּנוֹרָה לִפְנֵי בּוֹא הָעֲרָפֶל",
    "Arabic": "كَتَبَ الْحَارِسُ فِي دَفْتَرِهِ أَنَّهُ لَا يُوقِدُ الْمِصْبَاحَ قَبْلَ مَجِيءِ الضَّبَابِ",
    "Russian": "Ста́рый смотри́тель не зажига́л огня́ на ма́яке до са́мой но́чи, и никто́ его́ не спра́шивал",
}


def bare(text: str) -> str:
    return "".join(char for char in text if not unicodedata.combining(char) or char == "\u0306")


@pytest.mark.parametrize("text", POINTED.values(), ids=POINTED.keys())
def test_points_may_be_left_out_and_put_in(text: str) -> None:
    assert judged(bare(text), source=text).verdict is Verdict.MATCH
    assert judged(text, source=bare(text)).verdict is Verdict.MATCH


def test_other_points_are_told() -> None:
    other = POINTED["Hebrew"].replace("יַדְלִיק", "יֻדְלִיק")
    assert judged(other, source=POINTED["Hebrew"]).verdict is Verdict.MINOR


def test_letters_with_marks_of_their_own_are_other_letters() -> None:
    source = "Старый смотритель маяка зажигал огонь каждый вечер, и мой отец его знал"
    assert judged(source.replace("мой", "мои"), source=source).verdict is not Verdict.MATCH


def test_what_lengthens_a_word_or_turns_the_writing_is_no_letter() -> None:
    source = "ذهب الحارس إلى المدينـــة \u200fالكبيرة\u200f في \u202bالصباح\u202c الباكر ولم يجد أحدا"
    quote = "ذهب الحارس إلى المدينة الكبيرة في الصباح الباكر ولم يجد أحدا"
    assert judged(quote, source=source).verdict is Verdict.MATCH
    assert not judged(quote, source=source).edits
    assert judged(quote.replace("ولم يجد", "ووجد"), source=source).verdict is Verdict.ALTERED
