"""A wrong rule in the model is found: so the comparison with the contracts can fail."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from ledger.core.licensing import Bar, Entry
from ledger.core.operations import Operation
from tests.model.machine import Machine
from tests.model.play import Difference
from tests.model.real import Real
from tests.model.rules import Rules
from tests.model.title_rules import Effect
from tests.model.world import Refusals, World

pytestmark = [pytest.mark.anvil, pytest.mark.slow]

SETTINGS = settings(
    phases=[Phase.generate],
    max_examples=300,
    stateful_step_count=100,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[*HealthCheck],
)


class Everywhere(World):
    """Territory does not matter."""

    def overlap(self, one: Any, other: Any, other_end: int) -> bool:
        return super().overlap(replace(one, territory=1), replace(other, territory=1), other_end)


class EveryUse(World):
    """Nor does the use."""

    def overlap(self, one: Any, other: Any, other_end: int) -> bool:
        return super().overlap(replace(one, usage=1), replace(other, usage=1), other_end)


class NoEarlyEnd(World):
    """A line that was terminated runs on as agreed."""

    def end_of(self, entry: Entry) -> int:
        return entry.end


class NoWithdrawal(World):
    """A mandate that was withdrawn runs on as agreed."""

    def bar_end(self, bar: Bar) -> int:
        return bar.end


class Forgets(Rules):
    """One error is never given."""

    def __init__(self, *forgotten: object) -> None:
        self.forgotten = forgotten

    def judge(self, world: World, step: Operation, sender: str, now: int) -> tuple[Refusals, Effect]:
        refusals, effect = super().judge(world, step, sender, now)
        kept = (one for one in refusals if (one[0], *one[2:])[: len(self.forgotten)] != self.forgotten)
        return Refusals(kept), effect


class In(Rules):
    """The same rules in another world."""

    def __init__(self, world: type[World]) -> None:
        self.world = world


WRONG = {
    "territory": (In(Everywhere), 10),
    "usage": (In(EveryUse), 15),
    "early ends": (In(NoEarlyEnd), 26),
    "withdrawals": (In(NoWithdrawal), 22),
    "horizon": (Forgets("BeforeHorizon"), 22),
    "exclusives": (Forgets("ExclusiveConflict"), 20),
    "catch-up": (Forgets("UndisclosedEncumbrance"), 7),
    "parents over": (Forgets("ParentEnded"), 0),
    "depth": (Forgets("ExceedsParent", 6), 0),
    "barring mandates": (Forgets("BarredByMandate"), 0),
    "routes": (Forgets("RouteBroken"), 31),
    "cancellations": (Forgets("Cancelled"), 0),
}
"""What is wrong, and a seed with which it is met within seconds; with others it may take a minute."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_rule_is_found(real: Real, name: str) -> None:
    wrong, soon = WRONG[name]
    lives = seed(soon)(lambda: Machine(real, wrong, {}))
    with pytest.raises(Difference):
        run_state_machine_as_test(lives, settings=SETTINGS)  # type: ignore[arg-type]
