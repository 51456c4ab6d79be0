"""By which events an operation is recognised, whoever sent it."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from ledger.core import events, operation_json
from ledger.core.collecting import keys_of
from ledger.core.events import Event, Position
from ledger.core.licensing import Withdrawal
from ledger.core.model import (
    ZERO_ADDRESS,
    ZERO_HASH,
    Assignment,
    Cancellation,
    Replacement,
    Share,
    Termination,
    UnitsClaim,
)
from ledger.core.operations import (
    ActivateMandate,
    Anchor,
    Assign,
    CancelMandate,
    ClaimUnits,
    Operation,
    Replace,
    Terminate,
    VoidTitle,
    Withdraw,
)
from ledger.core.rights import Layer
from ledger.services.relaying import effects
from tests.fakes import an_id
from tests.unit.core.test_operation_json import DEAL, a_value
from tests.unit.core.world import World, party

LIN, HAO, AGENT = map(party, ("lin", "hao", "agent"))
AT = Position(1, 0, an_id("block"), an_id("tx"), 5)
KINDS = get_args(Operation)
IDENTITY = an_id("operation")


def named(kind: type) -> str:
    return kind.__name__


@pytest.mark.parametrize("kind", KINDS, ids=named)
def test_every_operation_has_a_kind_an_account_and_effects(kind: type[Operation]) -> None:
    operation: Operation = a_value(kind)
    document = operation_json.to_json(operation)
    assert effects.kind_of(operation) == document["kind"]
    assert (effects.account_of(operation) != "") is (kind is not Anchor), "anchors count together"
    found = effects.effects_of(operation, IDENTITY)
    assert found and {name for name, _, _ in found} == {document["kind"]}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not Anchor], ids=named)
def test_an_operation_without_its_signatures_is_not_signed(kind: type[Operation]) -> None:
    operation: Any = a_value(kind)
    names = {name: getattr(operation, name) for name in type(operation).__dataclass_fields__}
    if kind is ActivateMandate:  # a signature for each giver, and one for the mandatary
        names["signatures"] = (b"\x01",) * (len(operation.mandate.givers) + 1)
    assert effects.is_signed(kind(**names))
    field = "signatures" if "signatures" in names else "signature"
    missing = (names[field][:-1], (*names[field][:-1], b"")) if field == "signatures" else (b"",)
    for wrong in missing:
        assert not effects.is_signed(kind(**{**names, field: wrong}))


EVENTS: dict[str, Event] = {
    "anchor": events.Anchored(AT, IDENTITY, LIN),
    "activate": events.DealActivated(AT, IDENTITY, DEAL),  # type: ignore[arg-type]
    "activate_mandate": events.MandateActivated(AT, IDENTITY, AGENT, a_value(ActivateMandate).mandate),
    "open_dispute": events.DisputeOpened(AT, an_id("subject"), LIN, an_id("evidence"), IDENTITY),
    "withdraw_dispute": events.DisputeWithdrawn(AT, an_id("subject"), LIN, IDENTITY),
    "resolve_dispute": events.DisputeResolved(AT, an_id("subject"), LIN, HAO, 1, an_id("why"), IDENTITY),
    "attest": events.Attested(AT, LIN, 1, HAO, an_id("evidence"), IDENTITY),
    "state": events.Stated(AT, an_id("subject"), 1, LIN, 5, 6, an_id("rows"), IDENTITY),
}
"""Events that state the id of their operation."""


@pytest.mark.parametrize("kind", EVENTS)
def test_what_the_chain_itself_bears(kind: str) -> None:
    event = EVENTS[kind]
    assert effects.effect_of(event) == (kind, IDENTITY, 0)
    assert effects.lone_effect(IDENTITY, [event]) == (kind, AT)
    assert effects.lone_effect(an_id("another"), [event]) is None
    operation = next(a_value(one) for one in KINDS if effects.KINDS[one] == kind)
    if kind != "anchor":
        assert effects.last_effect(operation, IDENTITY, lambda keys: [event]) == AT
        assert effects.last_effect(operation, an_id("another"), lambda keys: [event]) is None


def test_an_id_that_merely_names_something_is_no_operation() -> None:
    others: list[Event] = [
        events.DealCancelled(AT, IDENTITY, LIN),
        events.MandateEnded(AT, IDENTITY, ZERO_ADDRESS, 7, LIN),
        events.TitleVoided(AT, an_id("song"), 1, IDENTITY, an_id("ruling")),
        events.TitleChanged(AT, IDENTITY, 3, True, an_id("instrument")),
        events.BarsChanged(AT, LIN, IDENTITY, 0, 0, an_id("list")),
        events.ExclusivesChanged(AT, IDENTITY, 0, 0, an_id("list")),
        events.LineActivated(AT, IDENTITY, IDENTITY, LIN, 0, an_id("head")),
    ]
    assert effects.lone_effect(IDENTITY, others) is None
    assert [effects.effect_of(event) for event in others[-3:]] == [None] * 3


def test_a_title_voided_is_known_by_its_hash() -> None:
    operation: VoidTitle = a_value(VoidTitle)
    title = operation.arbitration.title
    event = events.TitleVoided(AT, an_id("song"), 1, title, an_id("ruling"))
    assert effects.last_effect(operation, IDENTITY, lambda keys: [event]) == AT


def test_whose_withdrawal_it_was() -> None:
    world = World()
    text = world.mandate([LIN, HAO], AGENT)
    mandate = world.activate_mandate(text)

    def ended(by: str) -> Position | None:
        operation = Withdraw(text, Withdrawal(mandate, 0, by, 9), b"\x01")
        return effects.last_effect(operation, IDENTITY, lambda keys: world.events)

    assert [ended(who) for who in (LIN, HAO, AGENT)] == [None] * 3
    world.withdraw(mandate, by=LIN)
    assert ended(LIN) == world.events[-1].at and ended(HAO) is None and ended(AGENT) is None
    world.withdraw(mandate, by=AGENT)
    assert ended(AGENT) == world.events[-1].at and ended(HAO) is None


def test_an_only_giver_and_his_mandatary_end_it_alike() -> None:
    world = World()
    text = world.mandate(LIN, AGENT)
    mandate = world.activate_mandate(text)
    world.withdraw(mandate, by=AGENT)
    operation = Withdraw(text, Withdrawal(mandate, 0, LIN, 9), b"\x01")
    assert effects.last_effect(operation, IDENTITY, lambda keys: world.events) == world.events[-1].at


def test_a_mandate_cancelled() -> None:
    world = World()
    text = world.mandate(LIN, AGENT)
    mandate = world.cancel_mandate(text, by=LIN)
    operation = CancelMandate(text, Cancellation(mandate, AGENT, 9), b"\x01")
    assert effects.is_silent(operation)
    assert effects.last_effect(operation, IDENTITY, lambda keys: world.events) == world.events[-1].at


def test_every_line_named_must_have_ended() -> None:
    operation = Terminate(DEAL, Termination(IDENTITY, 5, 0, LIN, 9), b"\x01")  # type: ignore[arg-type]
    ends = [events.LineEnded(AT, IDENTITY, index, 7, LIN) for index in (0, 1)]
    assert effects.last_effect(operation, IDENTITY, lambda keys: ends) is None
    ends.append(events.LineEnded(AT, IDENTITY, 2, 7, LIN))
    assert effects.last_effect(operation, IDENTITY, lambda keys: ends) == AT


def test_keys_of_effects_are_those_of_the_index() -> None:
    """What ``last_effect`` asks the index for is what the index keeps the event under."""
    for event in EVENTS.values():
        assert IDENTITY in keys_of(event)


def test_another_change_of_the_same_title_is_not_ones_own() -> None:
    """A rival's assignment that came first leaves the own one refused, not done."""
    world = World()
    song = world.register(LIN)
    title = world.state().titles[song, 1][0]
    mine, rival = (Share(HAO, 100_000_000),), (Share(AGENT, 100_000_000),)

    def assigned(shares: tuple[Share, ...]) -> Position | None:
        text = Assignment(title.hash, shares, ZERO_HASH, 9)
        operation = Assign(title.title, text, (LIN,), (), (b"\x01",))
        return effects.last_effect(operation, IDENTITY, lambda keys: world.events)

    assert assigned(mine) is None
    world.retitle(song, Layer.WRK, [HAO])
    changed = next(event.at for event in world.events if isinstance(event, events.TitleChanged))
    assert assigned(mine) == changed and assigned(rival) is None
    other = Replace(title.title, None, Replacement(title.hash, rival, (), 9), b"\x01")  # type: ignore[arg-type]
    assert effects.last_effect(other, IDENTITY, lambda keys: world.events) is None
    claim = UnitsClaim(title.hash, an_id("who"), AGENT, 9)
    taken = ClaimUnits(title.title, None, claim, (LIN,), (b"\x01",))  # type: ignore[arg-type]
    assert effects.last_effect(taken, IDENTITY, lambda keys: world.events) is None
