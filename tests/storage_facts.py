"""Every fact of a ledger, with the slot where it must lie and the word that must lie there, from events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from ledger.core import slots
from ledger.core.annals import Decision
from ledger.core.events import (
    Attested,
    DisputeOpened,
    DisputeResolved,
    DisputeWithdrawn,
    Event,
    RegistrationCancelled,
    Stated,
)
from ledger.core.ids import list_hash
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH
from ledger.core.slots import DisputeAction, OpeningWord, RulingWord
from ledger.core.state import State, fold
from tests.fakes import an_id
from tests.slot_keys import KEYS, Slot

Kept = dict[tuple[Any, ...], Any]
NOBODY = "0x" + "77" * 20


@dataclass(frozen=True, slots=True)
class Fact:
    """A slot, by its function and arguments; ``words`` as its getter answers, None where tests say more."""

    function: Slot
    arguments: tuple[object, ...]
    words: tuple[int, ...] | None

    @property
    def slot(self) -> str:
        return self.function(*self.arguments)


def facts(told: Sequence[Event]) -> list[Fact]:
    """All that some events say, and something absent for every function."""
    state = fold(told)
    return [*_of_registry(state), *_of_licensing(state), *_of_annals(told), *_absent()]


def _fact(function: Slot, *arguments: object, word: Any) -> Fact:
    words = (word,) if isinstance(word, str | int) else astuple(word)
    return Fact(function, arguments, tuple(int(one, 0) if isinstance(one, str) else one for one in words))


def _of_registry(state: State) -> Iterator[Fact]:
    for (asset, layer), versions in state.titles.items():
        newest, void = versions[-1].hash, (asset, layer) in state.voided
        yield _fact(slots.title_slot, asset, layer, word=slots.voided_title(newest) if void else newest)
        for version in versions:
            known, table = state.confirmed.get(version.hash, ()), version.title.shares
            bits = sum(1 << place for place, share in enumerate(table) if share.holder in known)
            yield _fact(slots.confirmation_slot, version.hash, word=bits)
    for root, event in state.anchors.items():
        yield _fact(slots.anchor_slot, root, word=slots.AnchorWord(event.at.time, event.at.block))
    for tag, assets in state.claims.items():
        claims = [state.assets[name] for name in assets]
        first = min(claim.priority for claim in claims)
        who = {claim.registrant for claim in claims if claim.priority == first}
        named = who.pop() if len(who) == 1 else ZERO_ADDRESS
        yield _fact(slots.claim_slot, tag, word=slots.ClaimWord(first, named, len(claims)))
    for asset, revealed in state.revealed.items():
        yield _fact(slots.unsealed_slot, asset, word=revealed.file)


def _of_licensing(state: State) -> Iterator[Fact]:
    for chain, head in state.heads.items():
        yield _fact(slots.head_slot, chain, word=head)
        kept = state.exclusives.get(chain)
        yield _fact(slots.restricted_slot, chain, word=list_hash(*kept) if kept else 0)
    for member, bars in state.bars.items():
        yield _fact(slots.barring_slot, member, word=list_hash(bars.horizon, bars.entries))
    for digest in state.cancelled:
        yield _fact(slots.licensing_status_slot, digest, word=2)
    places = {name: len(deal.event.text.lines) for name, deal in state.deals.items()}
    places |= {name: len(mandate.event.text.givers) for name, mandate in state.mandates.items()}
    for name, count in places.items():
        yield Fact(slots.licensing_status_slot, (name,), None)
        yield from (Fact(slots.line_end_slot, (name, place), None) for place in range(count))


def _of_annals(told: Sequence[Event]) -> Iterator[Fact]:
    kept: Kept = {}
    key: tuple[Any, ...]
    for event in told:
        match event:
            case DisputeOpened() | DisputeWithdrawn() | DisputeResolved():
                _dispute(kept, event)
            case Attested(at, party, kind, by, evidence, digest):
                key = (slots.attestation_slot, by, party, kind)
                kept[key] = slots.next_attestation(kept.get(key, ZERO_HASH), evidence, at.time)
                kept[slots.registry_status_slot, by, digest] = 1
            case Stated(at, subject, kind, by, from_, to, root, digest):
                key = (slots.statement_slot, by, subject, kind, from_, to)
                kept[key] = slots.next_statement(kept.get(key, ZERO_HASH), root, at.time)
                kept[slots.registry_status_slot, by, digest] = 1
            case RegistrationCancelled(_, digest, by):
                for account in (by, ZERO_ADDRESS):
                    kept[slots.registry_status_slot, account, digest] = 2
            case _:
                pass
    yield from (_fact(function, *arguments, word=word) for (function, *arguments), word in kept.items())


def _dispute(kept: Kept, event: DisputeOpened | DisputeWithdrawn | DisputeResolved) -> None:
    opening, at = (slots.opening_slot, event.subject, event.opener), event.at
    before = kept.get(opening, OpeningWord(0, 0, 0, 0))
    who, action, detail = event.opener, DisputeAction.WITHDRAWN, ZERO_HASH
    match event:
        case DisputeOpened():
            action, detail = DisputeAction.OPENED, event.evidence
            kept[opening] = OpeningWord(1, at.time, at.block, before.number + 1)
        case DisputeWithdrawn():
            kept[opening] = OpeningWord(2, at.time, at.block, before.number)
        case DisputeResolved():
            who, detail = event.arbiter, event.reasons
            action = DisputeAction[Decision(event.decision).name]
            word = RulingWord(event.decision, at.time, at.block, before.number)
            kept[slots.ruling_slot, event.subject, event.opener, who] = word
    head = (slots.dispute_slot, event.subject)
    kept[head] = slots.next_dispute(
        kept.get(head, ZERO_HASH), action, who, opener=event.opener, detail=detail, time=at.time
    )
    kept[slots.registry_status_slot, who, event.digest] = 1


def _absent() -> Iterator[Fact]:
    """What nobody ever did."""
    for function, (_, variable, types) in KEYS.items():
        kinds = types.split() or ["address" if variable == "barring" else "bytes32"]
        samples = {"address": NOBODY, "bytes32": an_id("never")}
        yield Fact(function, tuple(samples.get(kind, 1) for kind in kinds), None)
