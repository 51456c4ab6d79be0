"""What evidence says of a ground (V12), and what the policy asks of it beyond the rules."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.core.case import Case
from ledger.core.rights import Layer
from ledger.core.verdict import STRENGTH, Finding, Ground, Hop, Status

_NO, _UNKNOWN = Status.NOT_AUTHORISED, Status.INDETERMINATE


def checked(case: Case, ground: Ground) -> Ground:
    """A ground by its evidence (V12), and by what the policy asks: that it is final, its parties attested."""
    if STRENGTH.index(ground.status) >= STRENGTH.index(_UNKNOWN):
        return ground
    facts = (("asset", ground.chain[0].asset), ("layer", Layer(ground.chain[0].layer).name))
    bad = [
        Finding("BAD_SIGNATURE", (*facts, ("account", account), ("ref", hop.ref)))
        for hop in ground.chain
        for account in case.known.bad_signers.get(hop.at.transaction, ())
    ]
    if bad:
        return Ground(ground.kind, ground.ref, _NO, tuple(bad))
    late = [hop for hop in ground.chain if not case.is_final(hop.at)]
    more = [Finding("NOT_FINAL", (*facts, ("block", hop.at.block))) for hop in late[:1]]
    if case.policy.signatures:
        hidden = [hop for hop in ground.chain if hop.at.transaction in case.known.unseen]
        more += [Finding("SIGNATURE_NOT_SEEN", (*facts, ("ref", hop.ref))) for hop in hidden]
    if case.policy.attested:
        more += [
            Finding("PARTY_NOT_ATTESTED", (*facts, ("account", account)))
            for account in _parties(case, ground)
            if not any(by in case.policy.attestors for by, _ in case.state.attested.get(account, ()))
        ]
    if not more:
        return ground
    return Ground(ground.kind, ground.ref, _UNKNOWN, (*ground.findings, *more), ground.chain, ground.flags)


def _parties(case: Case, ground: Ground) -> Iterable[str]:
    """Everybody on whose word a ground rests, each once."""
    return dict.fromkeys(account for hop in ground.chain for account in _behind(case, hop))


def _behind(case: Case, hop: Hop) -> Iterable[str]:
    """Holders of a title, givers and taker of a mandate, signers of a deal."""
    if hop.kind == "title":
        return [share.holder for share in case.state.versions[hop.ref].title.shares]
    if hop.kind == "mandate":
        text = case.state.mandates[hop.ref].event.text
        return [*text.givers, text.to]
    return case.state.deals[hop.ref.partition("#")[0]].event.text.signers
