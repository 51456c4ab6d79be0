"""Names of plain facts, and what is said of facts that don't stand where they can."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TypeVar

from ledger.core.facts import State
from ledger.core.fields import Fields
from ledger.core.model import ZERO_ADDRESS
from ledger.core.rights import Layer
from ledger.errors import BadInput

ANYONE = "ANYONE"
KEYLESS = "?"
SOME_HASH = "0x" + "01" * 32
"""Where it only matters that there is one."""

T = TypeVar("T")


@dataclass
class Names:
    """Ids and addresses of names, and back."""

    known: dict[str, str] = field(default_factory=dict)

    def account(self, name: str) -> str:
        """Address of an account."""
        return ZERO_ADDRESS if name == ANYONE else self._of(name, 40)

    def thing(self, name: str) -> str:
        """Id of a work, file, deal or mandate."""
        return self._of(name, 64)

    def back(self, value: str) -> str:
        """The name that an id or address was given by; ids and addresses as they stand are their own."""
        return self.known.get(value, ANYONE if value == ZERO_ADDRESS else value)

    def _of(self, name: str, digits: int) -> str:
        lower = name.lower()
        if re.fullmatch(f"0x[0-9a-f]{{{digits}}}", lower):
            found = lower
        else:
            found = "0x" + hashlib.sha256(f"{digits}:{name}".encode()).hexdigest()[:digits]
        self.known.setdefault(found, name)
        return found


class Told:
    """What has been told so far, and by which names.

    Args:
        names: Collects the names met.
    """

    def __init__(self, names: Names) -> None:
        self.state, self.names = State(), names

    def work(self, fields: Fields) -> tuple[str, Layer, str]:
        """A layer of a work that was told of, and the hash of its newest title.

        Raises:
            BadInput: ``PLAIN_UNKNOWN``.
        """
        asset, layer = self.names.thing(fields.text("work")), fields.named("layer", Layer)
        return asset, layer, known(self.state.title(asset, layer), fields).hash


def fits(holds: bool, fields: Fields) -> None:
    """Refuse what can't stand where it does.

    Raises:
        BadInput: ``PLAIN_ORDER``.
    """
    if not holds:
        raise BadInput("PLAIN_ORDER", field=fields.where)


def known(found: T | None, fields: Fields) -> T:
    """What was found; refuse what no earlier event tells of.

    Raises:
        BadInput: ``PLAIN_UNKNOWN``.
    """
    if found is None:
        raise BadInput("PLAIN_UNKNOWN", field=fields.where)
    return found
