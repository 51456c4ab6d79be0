"""By which events one sees that an operation is done, whoever sent it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ledger.core.events import (
    Anchored,
    DealActivated,
    DealCancelled,
    Event,
    LineEnded,
    Position,
    Registered,
    RegistrationCancelled,
    TitleChanged,
    TitleConfirmed,
)
from ledger.core.ids import asset_id, facts_hash
from ledger.core.operations import (
    Activate,
    Anchor,
    Assign,
    CancelDeal,
    CancelRegistration,
    ClaimUnits,
    Confirm,
    Operation,
    Register,
    Replace,
    Terminate,
)

Effect = tuple[str, str, int]
"""What an event did: kind of operation, subject (0x string of 32 bytes), line or account as a number."""


def kind_of(operation: Operation) -> str:
    """Name of an operation, as its JSON document has it."""
    return KINDS[type(operation)]


KINDS: dict[type[Operation], str] = {
    Anchor: "anchor",
    Register: "register",
    Activate: "activate",
    Terminate: "terminate",
    CancelDeal: "cancel_deal",
    CancelRegistration: "cancel_registration",
    Confirm: "confirm",
    Replace: "replace",
    ClaimUnits: "claim_units",
    Assign: "assign",
}

_CHANGES = {1: "replace", 2: "claim_units", 3: "assign"}


def account_of(operation: Operation) -> str:
    """The account that an operation counts for; anchors, which nobody signs, count together."""
    match operation:
        case Register():
            return operation.registration.registrant
        case Activate():
            return operation.deal.signers[0] if operation.deal.signers else ""
        case Terminate():
            return operation.termination.by
        case CancelDeal() | CancelRegistration():
            return operation.cancellation.by
        case Confirm():
            return operation.confirmation.holder
        case Replace():
            return operation.origin.registrant
        case ClaimUnits() | Assign():
            return operation.signers[0] if operation.signers else ""
    return ""


def is_silent(operation: Operation) -> bool:
    """Whether the contract takes the operation a second time without a word, at the relay's expense."""
    return isinstance(operation, Anchor | CancelDeal | CancelRegistration)


def is_signed(operation: Operation) -> bool:
    """Whether every signature that the operation needs is there at all; an anchor needs none."""
    match operation:
        case Anchor():
            return True
        case Activate():
            return len(operation.signatures) == len(operation.deal.signers) and all(operation.signatures)
        case ClaimUnits() | Assign():
            return len(operation.signatures) == len(operation.signers) and all(operation.signatures)
    return len(operation.signature) > 0


def effects_of(operation: Operation, identity: str) -> set[Effect]:
    """All that an operation brings about.

    Args:
        operation: The operation.
        identity: Its id.
    """
    match operation:
        case Register():
            registrant = operation.registration.registrant
            facts = [
                (a.record_hash, facts_hash(a.asset_type, a.file_tag, a.links))
                for a in operation.registration.assets
            ]
            return {("register", asset_id(record, registrant, fact), 0) for record, fact in facts}
        case Terminate():
            lines = operation.termination.lines
            return {("terminate", operation.termination.deal, i) for i in range(16) if lines >> i & 1}
        case CancelDeal() | CancelRegistration():
            return {(kind_of(operation), operation.cancellation.digest, 0)}
        case Confirm():
            confirmation = operation.confirmation
            return {("confirm", confirmation.title, int(confirmation.holder, 16))}
        case Replace():
            return {("replace", operation.replacement.title, 0)}
        case ClaimUnits():
            return {("claim_units", operation.claim.title, 0)}
        case Assign():
            return {("assign", operation.assignment.title, 0)}
    return {(kind_of(operation), identity, 0)}


def effect_of(event: Event) -> Effect | None:
    """What an event tells, if an operation could have brought it about."""
    match event:
        case Anchored():
            return ("anchor", event.root, 0)
        case Registered():
            return ("register", event.asset, 0)
        case DealActivated():
            return ("activate", event.deal, 0)
        case LineEnded():
            return ("terminate", event.deal, event.index)
        case DealCancelled():
            return ("cancel_deal", event.deal, 0)
        case RegistrationCancelled():
            return ("cancel_registration", event.digest, 0)
        case TitleConfirmed():
            return ("confirm", event.title, int(event.holder, 16))
        case TitleChanged():
            return (_CHANGES[event.change], event.title, 0) if event.change in _CHANGES else None
    return None


def last_effect(
    operation: Operation, identity: str, lookup: Callable[[Iterable[str]], Sequence[Event]]
) -> Position | None:
    """Where the last of an operation's effects stands; None unless all of them are there.

    Args:
        operation: The operation.
        identity: Its id.
        lookup: Events that bear any of the keys, in order.
    """
    open_effects, last = effects_of(operation, identity), None
    for event in lookup(sorted({subject for _, subject, _ in open_effects})):
        effect = effect_of(event)
        if effect in open_effects and _same_account(operation, event):
            open_effects.discard(effect)
            last = event.at
    return None if open_effects else last


def lone_effect(identity: str, events: Iterable[Event]) -> tuple[str, Position] | None:
    """Kind and place of an operation whose id the chain itself bears: an anchor or an activation."""
    for event in events:
        effect = effect_of(event)
        if effect in (("anchor", identity, 0), ("activate", identity, 0)):
            assert effect is not None
            return effect[0], event.at
    return None


def _same_account(operation: Operation, event: Event) -> bool:
    """A cancellation is its signer's: that of somebody else is another."""
    if isinstance(operation, CancelRegistration) and isinstance(event, RegistrationCancelled):
        return event.by == operation.cancellation.by
    return True
