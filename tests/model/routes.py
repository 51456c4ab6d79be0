"""Routes that the ledger's own tools would not give: by mandates over, too narrow, of a wrong kind."""

from __future__ import annotations

from dataclasses import replace

from ledger.core.licensing import Mandate, Proof
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH
from ledger.core.operations import Activate
from ledger.core.proving import bars_of
from ledger.core.state import State
from tests.model import hashes
from tests.model.keys import PEOPLE
from tests.model.wishes import Draw
from tests.model.world import World


def routed(draw: Draw, world: World, state: State, step: Activate, now: int) -> Activate:
    """The activation with a route for each holder who neither signs nor has one."""
    proof = step.proof[0] if step.proof else Proof()
    mandates, routes = list(proof.mandates), list(proof.routes)
    for index, line in enumerate(step.deal.lines):
        shares = next((t.shares for t in step.titles if hashes.title_hash(t) == line.title), ())
        served = {g for route in routes if route[0] == index for g in mandates[route[1]].givers}
        for share in shares if line.parent == ZERO_HASH and line.society == ZERO_ADDRESS else ():
            if share.holder in step.deal.signers or share.holder in served:
                continue
            path = _path(draw, world, share.holder, step.deal.signers)
            mandates += [each for each in path if each not in mandates]
            if path:
                routes.append(bytes([index, *(mandates.index(each) for each in path)]))
    if len(routes) == len(proof.routes):
        return step
    bars = bars_of(state, PEOPLE, now)
    return replace(step, proof=(replace(proof, mandates=tuple(mandates), routes=tuple(routes), bars=bars),))


def _path(draw: Draw, world: World, holder: str, signers: tuple[str, ...]) -> list[Mandate]:
    given = [record.text for record in world.mandates.values()]
    found: list[list[Mandate]] = [[one] for one in given if holder in one.givers and one.to in signers]
    found += [
        [one, two] for one in given for two in given
        if holder in one.givers and one.to in two.givers and two.to in signers
    ]  # fmt: skip
    return draw.pick(found) if found else []
