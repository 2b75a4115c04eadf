"""What of a manuscript a change concerns: only that is fetched, compared and told."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.model.changes import Changes
from citecheck.model.document import Position
from citecheck.model.manuscript import Attribution, Manuscript, Note, Reference
from citecheck.model.report import Finding


@dataclass(frozen=True)
class Focus:
    """What counts in one manuscript: ids of quotations and notes, and indexes of links.

    `asked` are the links to be fetched, those that answer for a quotation included. With `changes` None all counts.
    """

    changes: Changes | None = None
    quotations: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    links: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()
    link_starts: frozenset[int] = frozenset()

    def holds_quotation(self, id: str) -> bool:
        """Whether a quotation counts."""
        return self.changes is None or id in self.quotations

    def holds_link(self, index: int) -> bool:
        """Whether a link counts for itself."""
        return self.changes is None or index in self.links

    def asks(self, index: int) -> bool:
        """Whether a link is to be fetched."""
        return self.changes is None or index in self.asked

    def tells(self, finding: Finding) -> bool:
        """Whether a finding is about something that counts."""
        if self.changes is None:
            return True
        if finding.quotation is not None:
            return finding.quotation in self.quotations
        if finding.url is not None and finding.code.startswith("L"):
            return finding.start in self.link_starts
        return finding.note in self.notes or self.changes.touch(finding.position)


def focus(manuscript: Manuscript, changes: Changes | None) -> Focus:
    """What changes concern: all that stands in changed lines, and quotations whose note or reference does."""
    if changes is None:
        return Focus()
    locate = manuscript.document.locate

    def touched(start: int, end: int) -> bool:
        return start >= 0 and changes.touch(locate(start, end))

    notes = frozenset(note.id for note in manuscript.notes if _note_changed(note, manuscript, changes))
    references = {each.id: each for each in manuscript.references}
    changed = {id for id, each in references.items() if each.note in notes or touched(each.start, each.end)}
    links = frozenset(index for index, link in enumerate(manuscript.links) if touched(link.start, link.end))
    answers = {each.quotation: each for each in manuscript.attributions}
    quotations = set()
    asked = set(links)
    for quotation in manuscript.quotations:
        attribution = answers.get(quotation.id)
        by_links = _links_of(attribution, references)
        cited = attribution is not None and (
            attribution.note in notes
            or not changed.isdisjoint(attribution.references)
            or not links.isdisjoint(by_links)
        )
        if cited or touched(quotation.start, quotation.end):
            quotations.add(quotation.id)
            asked.update(by_links)
    starts = frozenset(manuscript.links[index].start for index in links)
    return Focus(changes, frozenset(quotations), notes, links, frozenset(asked), starts)


def _note_changed(note: Note, manuscript: Manuscript, changes: Changes) -> bool:
    locate = manuscript.document.locate
    places: list[Position] = [locate(marker, marker) for marker in note.markers]
    if note.start >= 0:
        places.append(locate(note.start, note.end))
    return any(changes.touch(place) for place in places)


def _links_of(attribution: Attribution | None, references: dict[str, Reference]) -> set[int]:
    if attribution is None:
        return set()
    cited = (references[id] for id in attribution.references if id in references)
    return {*attribution.links, *(index for each in cited for index in each.links)}
