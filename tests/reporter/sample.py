"""One report built by hand, with every verdict and link state, and strangers' text of the worst kind in every place."""

from __future__ import annotations

from citecheck.model.document import Block, BlockKind, Document, NoteKind, Position, Segment
from citecheck.model.manuscript import (
    Attribution,
    AttributionWay,
    Confidence,
    Link,
    Manuscript,
    Note,
    Quotation,
    QuotationKind,
    Role,
)
from citecheck.model.report import CheckedLink, CheckedQuotation, DocumentReport, Finding, Report, Severity
from citecheck.model.source import Fetched, LinkState, PageBreak, Reason, SourceText
from citecheck.model.verdict import Edit, EditKind, Elision, Match, Passage, Verdict

HOSTILE = (
    "\x1b[31mred\x9b1m \u202eover\u202c [bold]x[/] [/] ]]> <script>alert(1)</script> &amp; \ud800 ##[error] %0A \\"
)
"""What a page or a manuscript may hold to make a report act: no report may let any of it through."""

LOG = SourceText(
    id="https://skerry.example/log",
    text=(
        "The log of the light.\n\n"
        "The lamp was not lit until the fog had come in, and the keeper wrote in his book that forty boats lay "
        "in the harbour that night. He counted them twice, for the wind was rising and he trusted neither the "
        "glass nor his eyes.\n\nNo pilot went out before the morning."
    ),
    title="The Log of Skerry Light",
    url="https://skerry.example/log",
    kind="html",
    pages=(PageBreak(0, "11"), PageBreak(140, "12")),
    retrieved="2026-11-02T10:00:00Z",
)
LETTERS = SourceText(
    id="letters.txt",
    text="I saw the bell go down with the boat, and nobody rang it again in my time on the rock.",
    title=f"Letters {HOSTILE}",
    kind="text",
)

PARTS = (
    ("The keeper says: “", ""),
    ("The lamp was lit until the fog had come in", "altered"),
    ("”* and again that he “", ""),
    ("counted them twice, for the wind was rising", "match"),
    ("”†. Elsewhere one reads: “", ""),
    ("nobody rang it again in my time", "misattributed"),
    ("”‡ and “", ""),
    ("the whole coast slept in peace", "not-found"),
    ("”§. The board has “", ""),
    ("a light on every rock from here to the bar", "unchecked"),
    ("”** and calls it a “", ""),
    ("great work", "term"),
    ("”. Of the harbour he says: “", ""),
    ("forty boats lay in the harbor that night", "minor"),
    ("” and then “", ""),
    ("The lamp was … lit until the fog had come in", "hidden"),
    (f"”. {HOSTILE} “", ""),
    (f"He trusted neither the glass {HOSTILE} nor his eyes", "hostile"),
    ("”.\n\n", ""),
)


def body() -> tuple[str, dict[str, tuple[int, int]]]:
    """The manuscript's text and the spans of its quotations by name."""
    text, spans = "", {}
    for part, name in PARTS:
        if name:
            spans[name] = (len(text), len(text) + len(part))
        text += part
    return text, spans


TEXT, SPANS = body()
NOTES_TEXT = (
    "Log, at https://skerry.example/log. https://old.example/gone https://moved.example/a https://wall.example/"
)
DOCUMENT = Document(
    path="essays/keepers.txt",
    format="text",
    text=TEXT + NOTES_TEXT,
    body_end=len(TEXT) - 2,
    blocks=(
        Block(BlockKind.PARAGRAPH, 0, len(TEXT) - 2),
        Block(BlockKind.NOTE_BODY, len(TEXT), len(TEXT + NOTES_TEXT), note="n1"),
    ),
    segments=(Segment(0, Position(line=3, column=1)), Segment(len(TEXT), Position(line=40, column=1))),
)


def quotation(name: str) -> Quotation:
    start, end = SPANS[name]
    role = Role.TERM if name == "term" else Role.QUOTATION
    return Quotation(f"q-{name}", QuotationKind.INLINE, role, TEXT[start:end], start, end, "“", "”")


def place(name: str) -> Position:
    return DOCUMENT.locate(*SPANS[name])


def passage(source: SourceText, words: str) -> Passage:
    start = source.text.index(words)
    return Passage(source.id, start, start + len(words))


def edit(kind: EditKind, name: str, source: str, quote: str, after: str = "", quote_after: str = "") -> Edit:
    """An edit at the first place of `source` behind `after` in the log, and of `quote` behind `quote_after`."""
    at = LOG.text.index(source, LOG.text.index(after) + len(after))
    text = quotation(name).text
    here = text.index(quote, text.index(quote_after) + len(quote_after))
    return Edit(kind, source, quote, at, at + len(source), here, here + len(quote))


def checked(
    name: str,
    verdict: Verdict,
    source: SourceText | None = None,
    words: str = "",
    edits: tuple[Edit, ...] = (),
    elisions: tuple[Elision, ...] = (),
    reason: Reason = Reason.NONE,
    detail: str = "",
    cited: bool = True,
) -> CheckedQuotation:
    found = passage(source, words) if source else None
    match = Match(f"q-{name}", verdict, found, 91.25 if found else 0.0, edits, elisions)
    attribution = Attribution(f"q-{name}", AttributionWay.MARKER_AFTER, Confidence.HIGH, "n1", links=(0,))
    return CheckedQuotation(
        quotation(name),
        place(name),
        attribution if cited else None,
        match,
        reason,
        detail,
        (LOG.id,) if cited else (),
        source,
    )


def hidden_elision() -> Elision:
    at = LOG.text.index("not lit")
    here = quotation("hidden").text.index("…")
    return Elision(here, here + 1, at, at + 3, "negation")


LAMP = "The lamp was not lit until the fog had come in"
EYES = "he trusted neither the glass nor his eyes"


def quotations() -> tuple[CheckedQuotation, ...]:
    inserted = Edit(EditKind.INSERTION, "", HOSTILE, 0, 0, 0, 0)
    at = LOG.text.index("nor his eyes")
    here = quotation("hostile").text.index(HOSTILE)
    hostile = Edit(EditKind.INSERTION, "", inserted.quote, at, at, here, here + len(HOSTILE))
    return (
        checked(
            "altered", Verdict.ALTERED, LOG, LAMP, (edit(EditKind.NEGATION, "altered", "not ", "", "was ", "was "),)
        ),
        checked("match", Verdict.MATCH, LOG, "counted them twice, for the wind was rising"),
        checked("misattributed", Verdict.MISATTRIBUTED, LETTERS, "nobody rang it again in my time"),
        checked("not-found", Verdict.NOT_FOUND),
        checked("unchecked", Verdict.UNCHECKED, reason=Reason.WALL, detail=f"asks for a browser {HOSTILE}"),
        checked("term", Verdict.UNCHECKED, reason=Reason.NO_CITATION, cited=False),
        checked(
            "minor",
            Verdict.MINOR,
            LOG,
            "forty boats lay in the harbour that night",
            (edit(EditKind.SPELLING, "minor", "harbour", "harbor"),),
        ),
        checked("hidden", Verdict.ALTERED, LOG, LAMP, elisions=(hidden_elision(),)),
        checked("hostile", Verdict.ALTERED, LOG, EYES, (hostile,)),
    )


def links() -> tuple[CheckedLink, ...]:
    answers = (
        ("https://skerry.example/log", Fetched("", LinkState.OK, status=200, source=LOG)),
        ("https://old.example/gone", Fetched("", LinkState.DEAD, Reason.GONE, "answers 404", "Find another.", 404)),
        (
            "https://moved.example/a",
            Fetched("", LinkState.MOVED, status=200, final_url="https://moved.example/b", permanent=True),
        ),
        (
            "https://wall.example/",
            Fetched(
                "", LinkState.UNCHECKED, Reason.WALL, f"a wall\n::error::{HOSTILE}", status=403,
                archived_url="https://archive.example/wall",
            ),
        ),
    )  # fmt: skip
    made = []
    for url, answer in answers:
        start = DOCUMENT.text.index(url)
        link = Link(url, (url,), url, start, start + len(url), in_note="n1")
        made.append(CheckedLink(link, DOCUMENT.locate(start, start + len(url)), answer))
    return tuple(made)


def finding(code: str, rule: str, severity: Severity, name: str, message: str, advice: str = "") -> Finding:
    return Finding(
        code,
        rule,
        severity,
        Confidence.HIGH,
        message,
        place(name),
        SPANS[name][0],
        note="n1",
        quotation=f"q-{name}",
        advice=advice,
    )


def link_finding(code: str, rule: str, severity: Severity, index: int, message: str) -> Finding:
    link = links()[index]
    return Finding(
        code,
        rule,
        severity,
        Confidence.MEDIUM,
        message,
        link.position,
        link.link.start,
        note="n1",
        url=link.link.url,
    )


def findings() -> tuple[Finding, ...]:
    error, warning, info = Severity.ERROR, Severity.WARNING, Severity.INFO
    advice = "Restore the source’s words."
    return (
        finding("Q202", "words-omitted", warning, "altered", "A word of the source is missing."),
        finding("Q204", "meaning-changed", error, "altered", "The quotation drops “not”.", advice),
        finding("Q210", "misattributed", error, "misattributed", "The words stand in another source."),
        finding("Q209", "quotation-not-found", error, "not-found", "The words stand in none of the cited sources."),
        finding("Q216", "unchecked-quotation", info, "unchecked", "The page asks for a browser (bot wall)."),
        finding("Q207", "minor-difference", info, "minor", "Spelt otherwise than in the source."),
        finding("Q206", "misleading-ellipsis", warning, "hidden", "The ellipsis hides “not”."),
        finding("Q203", "words-added", error, "hostile", f"Added: {HOSTILE}\n::error::x", HOSTILE),
        link_finding("L301", "dead-link", error, 1, "The page is gone (404)."),
        link_finding("L302", "moved-link", warning, 2, "The page has moved to https://moved.example/b."),
        link_finding("L304", "unchecked-link", info, 3, f"A bot wall: {HOSTILE}"),
        Finding("N106", "ibid-without-antecedent", warning, Confidence.LOW, "Nothing stands before it.",
                Position(line=40, column=1), len(TEXT), note="n1"),
    )  # fmt: skip


def manuscript() -> Manuscript:
    note = Note("n1", "*", NoteKind.FOOTNOTE, NOTES_TEXT, len(TEXT), len(TEXT + NOTES_TEXT), (60,))
    return Manuscript(
        DOCUMENT,
        (note,),
        tuple(each.quotation for each in quotations()),
        tuple(each.link for each in links()),
        (),
        tuple(each.attribution for each in quotations() if each.attribution),
    )


def report() -> Report:
    ordered = tuple(sorted(findings(), key=lambda each: (each.start, each.code)))
    document = DocumentReport(manuscript(), quotations(), links(), ordered)
    return Report((document,), False, (f"time ran out before 2 addresses were asked {HOSTILE}",), (LOG, LETTERS))
