"""The question as people put it, and the answers to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger.core import places, times, uses
from ledger.core.facts import State
from ledger.core.model import check_address, check_hash
from ledger.core.question import Question
from ledger.core.rights import Usage
from ledger.core.verdict import Verdict
from ledger.errors import UsageError


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question as it is put: ``work`` is an asset id or the SHA-256 of a file; without ``at`` it is now."""

    party: str
    use: Usage
    work: str
    territory: str
    at: int | None = None


def inquiry(party: str, use: str, work: str, territory: str, at: str | None = None) -> Inquiry:
    """The question in words (V0).

    Args:
        party: Address.
        use: Name of a use.
        work: Asset id, or SHA-256 of a file.
        territory: One alpha-2 code.
        at: A day or an instant (``core.times``).

    Raises:
        BadInput: ``BAD_ADDRESS``, ``BAD_HASH``.
        UsageError: ``UNKNOWN_USE``, ``UNKNOWN_TERRITORY``, ``ONE_TERRITORY``, ``BAD_DATE`` and the like.
    """
    codes = one_place(territory)
    moment = None if at is None else times.parse_at(at, codes)
    return Inquiry(check_address(party), uses.one(use), check_hash(work), codes[0], moment)


def one_place(territory: str) -> tuple[str, ...]:
    """The one territory that a question names.

    Raises:
        UsageError: ``UNKNOWN_TERRITORY``, ``ONE_TERRITORY``.
    """
    codes = places.codes_of(territory)
    if len(codes) != 1 or codes == (places.WORLD_NAME,):
        raise UsageError("ONE_TERRITORY", value=territory)
    return codes


@dataclass(frozen=True, slots=True)
class Heard:
    """The answers to one inquiry: for the work, or for each that claims the file; never one picked.

    ``titles``: what the works are called, by asset, where their records were seen.
    """

    state: State
    answers: tuple[tuple[Question, Verdict], ...]
    titles: Mapping[str, str] = field(default_factory=dict)
