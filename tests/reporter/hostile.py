"""A report in which every text that a stranger has a hand in is one of the worst kind."""

from __future__ import annotations

from dataclasses import replace

from citecheck.model.report import CheckedQuotation, Report
from citecheck.model.source import SourceText
from tests.reporter import sample


def hostile(evil: str, report: Report | None = None) -> Report:
    """The sample report with this text for every name, title, message, reason, quotation and address.

    A report that is given keeps its manuscript's path, for the formats that read the file again.
    """
    given, report = report, report or sample.report()
    (document,) = report.documents
    source = SourceText("evil", f"before {evil} after", title=evil, url=evil, author=evil, retrieved=evil)
    links = tuple(
        replace(
            each,
            link=replace(each.link, url=evil, as_printed=evil),
            fetched=replace(each.fetched, final_url=evil + "/2", archived_url=evil, detail=evil),
        )
        for each in document.links
    )
    findings = tuple(replace(each, message=evil, advice=evil, url=each.url and evil) for each in document.findings)
    manuscript = document.manuscript
    manuscript = replace(
        manuscript,
        document=replace(
            manuscript.document, path=given.documents[0].manuscript.document.path if given else evil, warnings=(evil,)
        ),
        notes=tuple(replace(each, label=evil, body=evil) for each in manuscript.notes),
    )
    told = tuple(_evil(each, evil, source) for each in document.quotations)
    changed = replace(document, manuscript=manuscript, quotations=told, links=links, findings=findings)
    return replace(report, documents=(changed,), problems=(evil,), remarks=(evil,), sources=(source,), warnings=(evil,))


def _evil(checked: CheckedQuotation, evil: str, source: SourceText) -> CheckedQuotation:
    words = replace(checked.quotation, text=evil)
    found = checked.match.found and replace(checked.match.found, source="evil", start=7, end=7 + len(evil))
    match = replace(checked.match, found=found, edits=(), elisions=())
    return replace(checked, quotation=words, match=match, source=checked.source and source, detail=evil)
