"""The text of a source as a field, which may lie elsewhere and be read when it is asked for."""

from __future__ import annotations

from typing import Any, Protocol


class HeldText(Protocol):
    """A text that is kept elsewhere than in memory. `characters` is its length."""

    @property
    def characters(self) -> int: ...  # noqa: D102

    def read(self) -> str:
        """The text."""

    def opening(self, count: int) -> str:
        """Its first `count` characters."""


class Text:
    """A dataclass's field that takes a text or a held one, and gives the text. `default` None makes it required."""

    def __init__(self, default: str | None = None) -> None:
        self._default = default
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: object | None, owner: type) -> str:
        if instance is None:
            # What a dataclass takes for the field's default.
            if self._default is None:
                raise AttributeError(self._name)
            return self._default
        value = instance.__dict__[self._name]
        return value if isinstance(value, str) else value.read()

    def __set__(self, instance: object, value: str | HeldText) -> None:
        instance.__dict__[self._name] = value


def held(owner: Any) -> str | HeldText:
    """What an object's field `text` holds, without reading it: to be handed on to another's."""
    value: str | HeldText = owner.__dict__["text"]
    return value


def characters(text: str | HeldText) -> int:
    """How long a text is."""
    return len(text) if isinstance(text, str) else text.characters


def opening(text: str | HeldText, count: int) -> str:
    """The first `count` characters of a text."""
    return text[:count] if isinstance(text, str) else text.opening(count)
