"""What tests say of an answer."""

from __future__ import annotations

from citecheck.model.source import Fetched, LinkState, Reason
from tests.sources.faultserver import SENTENCE


def unchecked(fetched: Fetched, *reasons: Reason) -> None:
    """The state is unchecked for one of the reasons, and nothing may be held against a quotation."""
    assert fetched.state is LinkState.UNCHECKED, fetched
    assert not reasons or fetched.reason in reasons, fetched
    assert fetched.source is None or not fetched.source.whole
    assert fetched.detail
    assert fetched.advice


def read(fetched: Fetched) -> None:
    """The page was read whole."""
    assert fetched.state in (LinkState.OK, LinkState.MOVED), fetched
    assert fetched.source is not None
    assert fetched.source.whole
    assert SENTENCE in fetched.source.text


def not_whole(fetched: Fetched) -> None:
    """Unchecked, or read but not said to be the whole."""
    if fetched.state is LinkState.OK:
        assert fetched.source is not None
        assert not fetched.source.whole
    else:
        unchecked(fetched)
