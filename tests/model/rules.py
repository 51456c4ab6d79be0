"""One answer for every step: what is wrong with it, and what it changes when nothing is."""

from __future__ import annotations

from ledger.core.operations import (
    Activate,
    ActivateMandate,
    Assign,
    CancelDeal,
    CancelMandate,
    CancelRegistration,
    ClaimUnits,
    Confirm,
    Operation,
    Register,
    Replace,
    RevealFile,
    Terminate,
    Withdraw,
)
from tests.model import deal_rules, mandate_rules, reveal_rules, title_rules
from tests.model.title_rules import Effect
from tests.model.world import Refusals, World


class Rules:
    """The reference model. A test plants a wrong rule by another world, or by overriding ``judge``."""

    world: type[World] = World

    def judge(self, world: World, step: Operation, sender: str, now: int) -> tuple[Refusals, Effect]:
        """Errors that apply to a step sent at a moment; what it changes if there are none."""
        refusals = Refusals()
        return refusals, self._effect(world, step, sender, now, refusals)

    def _effect(self, world: World, step: Operation, sender: str, now: int, refusals: Refusals) -> Effect:
        match step:
            case Register():
                return title_rules.register(world, step, sender, now, refusals)
            case CancelRegistration():
                return title_rules.cancel_registration(world, step, sender, now, refusals)
            case Confirm():
                return title_rules.confirm(world, step, sender, now, refusals)
            case Replace():
                return title_rules.replace_title(world, step, sender, now, refusals)
            case ClaimUnits():
                return title_rules.claim_units(world, step, now, refusals)
            case Assign():
                return title_rules.assign(world, step, now, refusals)
            case RevealFile():
                return reveal_rules.reveal(world, step, sender, now, refusals)
            case Activate():
                return deal_rules.activate(world, step, now, refusals)
            case ActivateMandate():
                return mandate_rules.activate_mandate(world, step, now, refusals)
            case Withdraw():
                return mandate_rules.withdraw(world, step, sender, now, refusals)
            case CancelMandate() | CancelDeal():
                return mandate_rules.cancel(world, step, sender, now, refusals)
            case Terminate():
                return mandate_rules.terminate(world, step, sender, now, refusals)
        raise TypeError(f"not in this world: {type(step).__name__}")
