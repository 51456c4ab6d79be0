"""By which events one sees that an operation is done, whoever sent it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ledger.core.events import (
    Anchored,
    Attested,
    DealActivated,
    DealCancelled,
    DisputeOpened,
    DisputeResolved,
    DisputeWithdrawn,
    Event,
    LineEnded,
    MandateActivated,
    MandateCancelled,
    MandateEnded,
    Position,
    Registered,
    RegistrationCancelled,
    Revealed,
    Stated,
    TitleChanged,
    TitleConfirmed,
    TitleRecorded,
    TitleVoided,
)
from ledger.core.ids import asset_id, facts_hash
from ledger.core.operations import (
    Activate,
    ActivateMandate,
    Anchor,
    Assign,
    Attest,
    CancelDeal,
    CancelMandate,
    CancelRegistration,
    ClaimUnits,
    Confirm,
    OpenDispute,
    Operation,
    Register,
    Replace,
    ResolveDispute,
    RevealFile,
    State,
    Terminate,
    VoidTitle,
    Withdraw,
    WithdrawDispute,
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
    ActivateMandate: "activate_mandate",
    Withdraw: "withdraw",
    CancelMandate: "cancel_mandate",
    OpenDispute: "open_dispute",
    WithdrawDispute: "withdraw_dispute",
    ResolveDispute: "resolve_dispute",
    VoidTitle: "void_title",
    Attest: "attest",
    State: "state",
    RevealFile: "reveal",
}

_BORNE = {
    "anchor", "activate", "activate_mandate", "open_dispute", "withdraw_dispute", "resolve_dispute", "attest",
    "state",
}  # fmt: skip
"""Kinds of which an event states the operation's id."""

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
        case CancelDeal() | CancelRegistration() | CancelMandate():
            return operation.cancellation.by
        case ActivateMandate():
            return operation.mandate.to
        case Withdraw():
            return operation.withdrawal.by
        case OpenDispute() | WithdrawDispute() | ResolveDispute() | Attest() | State():
            return operation.text.by
        case RevealFile():
            return operation.words.registrant
        case VoidTitle():
            return operation.arbitration.opener
        case Confirm():
            return operation.confirmation.holder
        case Replace():
            return operation.origin.registrant
        case ClaimUnits() | Assign():
            return operation.signers[0] if operation.signers else ""
    return ""


def is_silent(operation: Operation) -> bool:
    """Whether the contract takes the operation a second time without a word, at the relay's expense."""
    return isinstance(operation, Anchor | CancelDeal | CancelRegistration | CancelMandate)


def is_signed(operation: Operation) -> bool:
    """Whether every signature that the operation needs is there at all; an anchor needs none."""
    match operation:
        case Anchor():
            return True
        case Activate():
            return len(operation.signatures) == len(operation.deal.signers) and all(operation.signatures)
        case ActivateMandate():
            wanted = len(operation.mandate.givers) + 1
            return len(operation.signatures) == wanted and all(operation.signatures)
        case ClaimUnits() | Assign() | VoidTitle():
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
        case Withdraw():
            mandate, text = operation.mandate, operation.withdrawal
            alone = text.by == mandate.to or len(mandate.givers) == 1
            return {("withdraw", text.mandate, 0 if alone else int(text.by, 16))}
        case CancelDeal() | CancelRegistration() | CancelMandate():
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
        case RevealFile():
            return {("reveal", operation.text.asset, 0)}
        case VoidTitle():
            return {("void_title", operation.arbitration.title, 0)}
    return {(kind_of(operation), identity, 0)}


def effect_of(event: Event) -> Effect | None:
    """What an event tells, if an operation could have brought it about."""
    match event:
        case Anchored():
            return ("anchor", event.root, 0)
        case Registered():
            return ("register", event.asset, 0)
        case Revealed():
            return ("reveal", event.asset, 0)
        case DealActivated():
            return ("activate", event.deal, 0)
        case LineEnded():
            return ("terminate", event.deal, event.index)
        case DealCancelled():
            return ("cancel_deal", event.deal, 0)
        case MandateActivated():
            return ("activate_mandate", event.mandate, 0)
        case MandateEnded():
            return ("withdraw", event.mandate, int(event.giver, 16))
        case DisputeOpened():
            return ("open_dispute", event.digest, 0)
        case DisputeWithdrawn():
            return ("withdraw_dispute", event.digest, 0)
        case DisputeResolved():
            return ("resolve_dispute", event.digest, 0)
        case TitleVoided():
            return ("void_title", event.title, 0)
        case Attested():
            return ("attest", event.digest, 0)
        case Stated():
            return ("state", event.digest, 0)
        case MandateCancelled():
            return ("cancel_mandate", event.mandate, 0)
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
    subjects = {subject for _, subject, _ in open_effects}
    if isinstance(operation, Replace | ClaimUnits | Assign):
        subjects.add(operation.title.asset)
    told = lookup(sorted(subjects))
    if isinstance(operation, Replace | ClaimUnits | Assign) and not _is_own_table(operation, told):
        return None
    for event in told:
        effect = effect_of(event)
        if effect in open_effects and _same_account(operation, event):
            open_effects.discard(effect)
            last = event.at
    return None if open_effects else last


def _is_own_table(operation: Replace | ClaimUnits | Assign, told: Sequence[Event]) -> bool:
    """Whether the table that followed is the one wanted: somebody else may have changed the same title."""
    title = operation.title
    place = (title.asset, title.layer, title.version + 1)
    tables = [event for event in told if isinstance(event, TitleRecorded)]
    after = next((one for one in tables if (one.asset, one.layer, one.version) == place), None)
    if after is None:
        return False
    match operation:
        case Replace():
            wanted = operation.replacement
            return (after.shares, after.unclaimed) == (wanted.shares, wanted.unclaimed)
        case Assign():
            return after.shares == operation.assignment.shares
    claim = operation.claim
    left = all(row.who != claim.who for row in after.unclaimed)
    return left and any(share.holder == claim.newcomer for share in after.shares)


def lone_effect(identity: str, events: Iterable[Event]) -> tuple[str, Position] | None:
    """Kind and place of an operation whose id the chain itself bears, such as an anchor or a deal."""
    for event in events:
        effect = effect_of(event)
        if effect is not None and effect[0] in _BORNE and effect[1:] == (identity, 0):
            return effect[0], event.at
    return None


def _same_account(operation: Operation, event: Event) -> bool:
    """A cancellation is its signer's: that of somebody else is another."""
    if isinstance(operation, CancelRegistration) and isinstance(event, RegistrationCancelled):
        return event.by == operation.cancellation.by
    return True
