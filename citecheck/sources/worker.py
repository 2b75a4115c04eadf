"""Reads hostile documents in processes that can be killed: a PDF, EPUB or DOCX of any size, a page over 64 KiB."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from typing import Any

from citecheck.isolation.limits import MIB, BrokenTaskError, Limits, LostError
from citecheck.isolation.pool import POOL
from citecheck.model.source import PageBreak, Paging, Reason
from citecheck.sources.html import Page
from citecheck.sources.mediatype import kind_of
from citecheck.sources.text import CONVERTED, Reading, read_bytes, read_office

MEMORY_LIMIT = 400 * MIB
TIME_LIMIT = 20.0  # seconds
_PAGE_TIME_LIMIT = 8.0
_SMALL_PAGE = 2**16
_LARGE_PAGE = 2**20
_ONE_LARGE_PAGE = threading.Lock()
"""Held while a large page is read: each may take 200 MiB, and a run should get by with 500."""
_MADE_HTML = "text/html; charset=utf-8"
_TASK = "citecheck.sources.worker:read_here"


def read_safely(data: bytes, content_type: str = "", name: str = "", time_limit: float = TIME_LIMIT) -> Reading:
    """Reads as `text.read_bytes` does, but ends after `time_limit` seconds, or when it takes too much memory."""
    kind = kind_of(data, content_type, name)
    if kind in CONVERTED:
        return read_office(data, kind, time_limit, lambda made: read_safely(made, _MADE_HTML, "", time_limit))
    if kind in ("html", "text") and len(data) <= _SMALL_PAGE:
        return read_bytes(data, content_type, name, kind)
    arguments = {"content_type": content_type, "name": name}
    closed = POOL.times_closed
    try:
        is_page = kind in ("html", "text")
        limit = min(time_limit, _PAGE_TIME_LIMIT) if is_page else time_limit
        with _ONE_LARGE_PAGE if is_page and len(data) > _LARGE_PAGE else contextlib.nullcontext():
            if POOL.times_closed != closed:
                raise LostError("the run was ended")
            (answer,) = POOL.ask(_TASK, data, arguments, Limits(limit, MEMORY_LIMIT))
        return unpack_reading(json.loads(answer))
    except (LostError, BrokenTaskError) as error:
        detail = f"it could not be read: {error}"
    except (ValueError, KeyError, TypeError, RecursionError):
        detail = "it could not be read: its process gave no sense"
    return Reading(kind, whole=False, reason=Reason.WORKER, detail=detail)


def end_reading() -> None:
    """Ends all reading under way, whose callers get a reading with the reason WORKER."""
    POOL.close()


def read_here(data: bytes, content_type: str, name: str) -> Iterator[bytes]:
    """The task of a child process."""
    yield json.dumps(pack_reading(read_bytes(data, content_type, name))).encode()


def pack_reading(reading: Reading) -> dict[str, Any]:
    """A reading as plain JSON values."""
    packed = {field.name: getattr(reading, field.name) for field in fields(reading)}
    packed["anchors"] = sorted(reading.anchors)
    packed["pages"] = [[page.start, page.label, page.sheet] for page in reading.pages]
    packed["identifiers"] = list(reading.identifiers)
    if reading.page is not None:
        bare = replace(reading.page, breaks=())
        packed["page"] = {**asdict(bare), "anchors": [], "breaks": [], "headings": list(bare.headings)}
    return packed


def unpack_reading(packed: dict[str, Any]) -> Reading:
    """The reading that `pack_reading` packed. Raises KeyError, TypeError or ValueError for anything else."""
    page = packed.pop("page")
    if page is not None:
        page = Page(**{**page, "anchors": frozenset(), "breaks": (), "headings": tuple(page["headings"])})
    packed["anchors"] = frozenset(packed["anchors"])
    packed["pages"] = tuple(PageBreak(int(start), str(label), int(sheet)) for start, label, sheet in packed["pages"])
    packed["reason"] = Reason(packed["reason"])
    packed["paging"] = Paging(packed["paging"])
    packed["identifiers"] = tuple(map(str, packed["identifiers"]))
    return Reading(**packed, page=page)
