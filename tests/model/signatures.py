"""Each step taken bears the signatures that the verifier finds in its call, and every yes rests on such."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.chain import encode
from ledger.chain.signed import Recorded, holds, read_call
from ledger.core.events import Event
from ledger.core.model import ZERO_ADDRESS
from ledger.core.operations import (
    Activate,
    ActivateMandate,
    Assign,
    ClaimUnits,
    Operation,
    Register,
    Replace,
)
from ledger.core.places import names
from ledger.core.question import Question
from ledger.core.rights import WORLD, Usage
from ledger.core.state import State
from ledger.core.verdict import Hop, Status
from ledger.core.verification import verify
from ledger.ports import Network

SIGNED = (Activate, ActivateMandate, Assign, ClaimUnits, Register, Replace)
YES = (Status.AUTHORISED, Status.AUTHORISED_WITH_DUTIES, Status.CONDITIONAL)


class Signatures:
    """What the calls of a life recorded, by transaction."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._recorded: dict[str, Recorded] = {}

    def taken(self, step: Operation, sender: str, events: Sequence[Event]) -> None:
        """Look at a step that the contracts took."""
        call = encode.call_of(step)
        found = read_call(self._network, call.to(self._network), call.data)
        assert (found is not None) == isinstance(step, SIGNED), f"not understood: {type(step).__name__}"
        if found is None:
            return
        assert found.signed and all(holds(each, sender) for each in found.signed), found
        for event in events:
            self._recorded[event.at.transaction] = found

    def asked(self, state: State, step: Operation, now: int) -> int:
        """Ask whether each licensee of a deal may make the first use of each line; look at every yes.

        Returns:
            How many steps of chains were looked at.
        """
        looked = 0
        for line in step.deal.lines if isinstance(step, Activate) else ():
            if line.society != ZERO_ADDRESS:
                continue
            use = next(use for use in Usage if use.mask & line.usage)
            place = "CN" if line.territory == WORLD else names(line.territory)[0]
            verdict = verify(state, Question(line.licensee, use, line.asset, place, max(now, line.start)))
            for hop in (hop for each in verdict.layers if each.status in YES for hop in each.chain):
                self._look(state, hop)
                looked += 1
        return looked

    def _look(self, state: State, hop: Hop) -> None:
        subject = hop.ref.partition("#")[0]
        if hop.kind == "title":
            title = state.versions[hop.ref].title
            subject = title.previous if title.version else hop.asset
        assert subject in self._recorded[hop.at.transaction].subjects, hop
