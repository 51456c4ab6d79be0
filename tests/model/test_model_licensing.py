"""The contracts take and refuse the same, for the same reason, as a model of RIGHTS.md and the NatSpec.

Environment: SONGDEED_HYPOTHESIS=ci or long for more sequences, long for others each time.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import Machine
from tests.model.real import Real
from tests.model.rules import Rules

pytestmark = [pytest.mark.anvil, pytest.mark.slow]

STEPS = {
    "Register", "Confirm", "Replace", "ClaimUnits", "Assign", "CancelRegistration", "Activate", "Terminate",
    "CancelDeal", "ActivateMandate", "Withdraw", "CancelMandate",
    "RevealFile",
}  # fmt: skip
HOW = os.environ.get("SONGDEED_HYPOTHESIS", "quick")
SETTINGS = settings(
    phases=[Phase.generate],
    max_examples={"quick": 60, "ci": 120, "long": 5_000}[HOW],
    stateful_step_count=100,
    derandomize=HOW != "long",
    database=None,
    deadline=None,
    suppress_health_check=[*HealthCheck],
)


@pytest.mark.timeout(4 * 3_600 if HOW == "long" else 900)
def test_the_contracts_do_what_the_model_says(real: Real) -> None:
    told: dict[str, int] = {}
    run_state_machine_as_test(lambda: Machine(real, Rules(), told), settings=SETTINGS)  # type: ignore[arg-type]
    taken = {name.split()[0] for name in told if name.endswith("accepted")}
    assert taken == STEPS, f"never taken: {STEPS - taken}"
    assert told["hops looked_at"] > 400, "too few answers rest on signatures that were looked at"
    assert len({name.split()[1] for name in told}) > 40, "too few errors met"
