"""Opens what a run's settings name: the web or an evidence file, and the shelves of local texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from citecheck.config import Settings
from citecheck.errors import CitecheckError
from citecheck.model.source import Fetched, LinkState, Reason, SourceText
from citecheck.sources.advice import advice_for
from citecheck.sources.interface import Cited, Progress, Resolver, Shelf
from citecheck.sources.mask import mask
from citecheck.sources.policy import archive_base, vet
from citecheck.sources.store import Store


class Offline:
    """Answers out of the store, and for all other addresses that the run is offline."""

    def __init__(self, store: Store | None, *, inside: bool) -> None:
        self._store = store
        self._inside = inside

    def know(self, cited: Mapping[str, Cited]) -> None:
        """Nobody is asked, whoever cites."""

    def fetch_all(self, urls: Sequence[str], progress: Progress | None = None) -> dict[str, Fetched]:  # noqa: ARG002
        """One answer for every address. Those of inner networks are given only where these are allowed."""
        answers = {}
        for url in urls:
            kept = self._store.kept(url) if self._store is not None else None
            good = kept is not None and kept.settled and (self._inside or not kept.inside)
            answers[url] = kept.answer if kept is not None and good else _offline(url)
        return answers

    def close(self) -> None:
        """Closes the store."""
        if self._store is not None:
            self._store.close()


def _offline(url: str) -> Fetched:
    detail = "nothing is fetched with --offline"
    return Fetched(
        mask(url), LinkState.UNCHECKED, Reason.OFFLINE, detail, advice_for(Reason.OFFLINE, LinkState.UNCHECKED)
    )


@contextmanager
def opened_resolver(settings: Settings) -> Iterator[Resolver]:
    """What answers for addresses in this run; closed, and its evidence written, at the end.

    Raises `UnreadableError` for an evidence file that cannot be read, `ConfigError` for a wrong network.
    """
    resolver = _resolver(settings)
    try:
        yield resolver
    finally:
        resolver.close()


def open_shelves(settings: Settings, progress: Progress | None = None) -> tuple[Shelf, ...]:
    """The local texts that `--source` names. Raises `CitecheckError` for a path that is not there."""
    paths = [Path(source) for source in settings.source if not _is_url(source)]
    for path in paths:
        if not path.exists():
            raise CitecheckError(f"{path}: no such source; --source takes a file, a folder or a web address")
    if not paths:
        return ()
    # Reading PDF and Word files needs much that a run without local sources does not.
    from citecheck.sources.library import Library  # noqa: PLC0415
    from citecheck.sources.store import Store  # noqa: PLC0415

    return (Library(paths, None if settings.no_cache else Store, progress),)


def texts_of(settings: Settings) -> tuple[SourceText, ...]:
    """The texts of all that `--source` names. Raises `CitecheckError` for one that cannot be read."""
    urls = [source for source in settings.source if _is_url(source)]
    texts = [text for shelf in open_shelves(settings) for text in shelf.texts()]
    if urls:
        with opened_resolver(settings) as resolver:
            answers = resolver.fetch_all(urls)
        for url in urls:
            source = answers[url].source
            if source is None:
                raise CitecheckError(f"{url}: could not be read: {answers[url].detail or answers[url].reason}")
            texts.append(source)
    if not any(text.characters for text in texts):
        raise CitecheckError("no text could be read in what --source names")
    return tuple(texts)


def _resolver(settings: Settings) -> Resolver:
    if settings.replay or settings.offline:
        # Who asks the web finds out by himself.
        vet(settings)
    # Each way brings its own libraries; a run takes one.
    if settings.replay:
        from citecheck.sources.evidence import EvidenceResolver  # noqa: PLC0415

        return EvidenceResolver(Path(settings.replay), archive_base(settings.archive))
    if settings.offline:
        store = None if settings.no_cache else Store()
        return Offline(store, inside=bool(settings.allow_network or settings.allow_host))
    from citecheck.sources.web import open_web  # noqa: PLC0415

    return open_web(settings)


def _is_url(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))
