"""Reading JSON objects strictly: every field taken once, of the right kind, and none left over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum, StrEnum
from typing import TypeVar

from ledger.errors import BadInput

T = TypeVar("T")
S = TypeVar("S", bound=StrEnum)
N = TypeVar("N", bound=IntEnum)
D = TypeVar("D", int, None)

Json = dict[str, object]
"""An object to be written."""


def without_empty(value: Json) -> Json:
    """The object without what is None, False or empty: an absent field has one spelling."""
    return {key: member for key, member in value.items() if member not in (None, False, (), [], {})}


class Fields:
    """The fields of one JSON object.

    Args:
        value: What ought to be the object.
        where: Its place in the document, for error messages, e.g. ``files[0]``; nothing for the document.

    Raises:
        BadInput: ``FIELD_TYPE`` if it is none.
    """

    def __init__(self, value: object, where: str = "") -> None:
        if not isinstance(value, dict):
            raise BadInput("FIELD_TYPE", field=where, expected="object")
        self._left: dict[str, object] = dict(value)
        self._where = where

    @property
    def where(self) -> str:
        """The place of the object in the document."""
        return self._where

    def _place(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where else name

    def _take(self, name: str, kind: type[T], *, needed: bool = False) -> T | None:
        if name not in self._left:
            if needed:
                raise BadInput("FIELD_MISSING", field=self._place(name))
            return None
        value = self._left.pop(name)
        # A bool is an int for isinstance; an absent field is left out, so null is never right.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise BadInput("FIELD_TYPE", field=self._place(name), expected=kind.__name__)
        return value

    def text(self, name: str) -> str:
        """A string that must be there."""
        return self._take(name, str, needed=True) or self._empty(name)

    def text_or_none(self, name: str) -> str | None:
        """A string that may be absent, but not empty."""
        found = self._take(name, str)
        return self._empty(name) if found == "" else found

    def integer(self, name: str) -> int:
        """An integer that must be there."""
        return self._take(name, int, needed=True) or 0

    def whole(self, name: str, default: D) -> int | D:
        """An integer that may be absent."""
        found = self._take(name, int)
        return default if found is None else found

    def truth(self, name: str, default: bool = False) -> bool:
        """A bool that may be absent; here, unlike ``flag``, both of its values may be written."""
        found = self._take(name, bool)
        return default if found is None else found

    def flag(self, name: str) -> bool:
        """A bool that is absent unless true, so that one content has one spelling."""
        found = self._take(name, bool)
        if found is False:
            raise BadInput("FIELD_EMPTY", field=self._place(name))
        return bool(found)

    def choice(self, name: str, kind: type[S]) -> S:
        """A word of a closed set, by its value."""
        return self.one_of(name, {member.value: member for member in kind})

    def named(self, name: str, kind: type[N]) -> N:
        """A word of a closed set of numbers, by its name."""
        return self.one_of(name, {member.name: member for member in kind})

    def one_of(self, name: str, known: Mapping[str, T], default: T | None = None) -> T:
        """What a word of a closed set stands for; it may be absent if there is a default."""
        if default is not None and name not in self._left:
            return default
        value = self.text(name)
        if value not in known:
            raise BadInput("FIELD_CHOICE", field=self._place(name), value=value[:100], known=", ".join(known))
        return known[value]

    def part(self, name: str) -> Fields | None:
        """An object within, that may be absent, but not empty."""
        found = self._take(name, dict)
        if found == {}:
            self._empty(name)
        return None if found is None else Fields(found, self._place(name))

    def items(self, name: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
        """A list that may be absent, but not empty; ``read`` gets each member and its place."""
        found = self._take(name, list)
        if found == []:
            raise BadInput("FIELD_EMPTY", field=self._place(name))
        return tuple(read(value, f"{self._place(name)}[{at}]") for at, value in enumerate(found or []))

    def mapping(self, name: str) -> dict[str, object]:
        """An object whose keys are not fixed, that may be absent; a copy."""
        return self.mapping_or_none(name) or {}

    def mapping_or_none(self, name: str) -> dict[str, object] | None:
        """The same; None if it is absent."""
        found = self._take(name, dict)
        return None if found is None else dict(found)

    def taken(self, name: str, word: str) -> bool:
        """Whether a field is just this word; then it is taken, otherwise it is left."""
        if self._left.get(name) != word:
            return False
        del self._left[name]
        return True

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings that may be absent, or empty.

        Raises:
            BadInput: ``FIELD_TYPE``.
        """
        found = self._take(name, list) or []
        for at, value in enumerate(found):
            if not isinstance(value, str) or not value:
                raise BadInput("FIELD_TYPE", field=f"{self._place(name)}[{at}]", expected="str")
        return tuple(found)

    def listed(self, name: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
        """A list that may be absent, or empty; ``read`` as for ``items``."""
        found = self._take(name, list) or []
        return tuple(read(value, f"{self._place(name)}[{at}]") for at, value in enumerate(found))

    def done(self) -> None:
        """Refuse what was not taken.

        Raises:
            BadInput: ``FIELD_UNKNOWN``.
        """
        for name in self._left:
            raise BadInput("FIELD_UNKNOWN", field=self._place(name)[:100])

    def _empty(self, name: str) -> str:
        raise BadInput("FIELD_EMPTY", field=self._place(name))
