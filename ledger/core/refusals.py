"""What the contracts refuse, as errors that a person can read.

Every custom error of ``contracts/interfaces`` becomes the code ``CONTRACT_<NAME>``, with the error's
arguments as parameters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ledger.core import times
from ledger.errors import BadInput, Denied, NotYet, SongdeedError


class DoneAlready(Denied):
    """What was asked for is there already. Edges say so and answer yes (exit 0)."""

    exit = 0


_DONE = {
    "AlreadyRegistered", "AlreadyActive", "AlreadyEnded", "AlreadyConfirmed", "AlreadyRecorded",
    "AlreadyRevealed",
}  # fmt: skip
_PENDING = {"MissingSigner", "MissingConsent"}
_STALE = {
    "StaleTitle", "TitleMoved", "ExclusivesMoved", "BarsMoved", "BarsMissing", "ProofMissing", "HeadMoved",
    "NotAcknowledged", "WrongOpening", "DeadlinePassed", "Cancelled",
}  # fmt: skip
"""What was right when it was signed or made; the ledger has gone on."""
_RIGHTS = {
    "NotYours", "NotASigner", "NotActive", "TitleLocked", "UnclaimedUnits", "ExclusiveInThePast",
    "ExclusiveConflict", "UndisclosedEncumbrance", "BeforeHorizon", "TooManyExclusives", "BarredByMandate",
    "ParentNotActive", "ParentEnded", "ExceedsParent", "MandateNotLive", "MandateScope", "RouteBroken",
    "OverlappingMandate", "TooManyBars", "LeavesMandate", "DisputeIsOpen", "DisputeNotOpen", "AlreadyRuled",
    "NotUpheld", "WrongRuling", "TitleIncomplete", "NothingAttested",
}  # fmt: skip
"""What is well formed, and not allowed."""


def code_of(name: str) -> str:
    """Machine code of a custom error: ``BadUsage`` is ``CONTRACT_BAD_USAGE``."""
    return "CONTRACT_" + re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=A)(?=Signer|Holder)", "_", name).upper()


def refusal(name: str, args: Mapping[str, object]) -> SongdeedError:
    """A contract's custom error as one of ours.

    Args:
        name: Name of the custom error.
        args: Its arguments by name.
    """
    if name == "DeadlinePassed":
        moments = {each: int(str(args[each])) for each in ("deadline", "time") if each in args}
        args = {**args, **{each: times.iso(moment, True) for each, moment in moments.items()}}
    if name in _DONE:
        return DoneAlready(code_of(name), **args)
    if name in _PENDING:
        return NotYet(code_of(name), **args)
    if name in _STALE | _RIGHTS:
        return Denied(code_of(name), **args)
    return BadInput(code_of(name), **args)
