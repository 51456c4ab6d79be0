"""Exclusives, sub-licences, mandates, disputes on a real chain, whose storage is what the events fold to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ledger.chain import abi, encode
from ledger.chain.adapter import EvmChain
from ledger.core import eip712
from ledger.core.annals import Attestation, Decision, DisputeWithdrawal, Opening, Ruling, Statement
from ledger.core.ids import agent_key, hash_of_title, line_id, list_hash, title_key
from ledger.core.licensing import Accept, Bars, Mandate, MandateKind, Proof, Withdrawal
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Cancellation, Deal, Line, Registration, Share, Title
from ledger.core.operations import (
    Activate,
    ActivateMandate,
    Attest,
    CancelMandate,
    OpenDispute,
    Operation,
    Register,
    ResolveDispute,
    State,
    Withdraw,
    WithdrawDispute,
)
from ledger.core.proving import heads_for, prove
from ledger.core.rights import OPEN_END, WHOLE, WORLD
from ledger.core.state import State as Ledger
from ledger.core.state import fold
from ledger.ports import Payer
from tests.chain_cases import HAO, LIN, VENUE, a_song, address, refused, sign
from tests.fakes import an_id
from tests.nodes import ask

FILM, SOCIETY = ("0x" + f"{number:064x}" for number in (14, 15))
SECRETS = {address(secret): secret for secret in (LIN, HAO, VENUE, FILM, SOCIETY)}


class Stage:
    """A chain with a song of one holder, and what is done there."""

    def __init__(self, chain: EvmChain, url: str, payer: Payer | None) -> None:
        self.chain, self.url, self.payer = chain, url, payer
        text = Registration(
            address(LIN), (a_song(an_id("licensed"), Share(address(LIN), WHOLE)),), ZERO_HASH, OPEN_END
        )
        self.send(Register(text, (), self.signed(LIN, text)))
        self.asset = next(reversed(self.state.assets))

    @property
    def state(self) -> Ledger:
        """Everything that ever happened, folded."""
        return fold(self.chain.events(0, self.chain.head().number))

    @property
    def title(self) -> Title:
        """The song's title."""
        return self.state.titles[self.asset, 1][0].title

    def send(self, operation: Operation) -> None:
        """Send an operation."""
        self.chain.send(operation, self.payer)

    def refused(self, operation: Operation, code: str) -> None:
        """What the contract says to an operation."""
        refused(self.chain, operation, code, self.payer)

    def signed(self, secret: str, text: eip712.Message) -> bytes:
        """A signature in the domain of the contract that takes the text."""
        mine = isinstance(text, Deal | Accept | Mandate | Withdrawal)
        network = self.chain.network
        domain = network.licensing_domain if mine else network.registry_domain
        return sign(secret, eip712.digest(domain, text))

    def kept(self, function: str, key: str) -> str:
        """A word of the licensing contract's own storage."""
        call = encode.call(abi.LICENSING, function, key)
        to = call.to(self.chain.network)
        return str(ask(self.url, "eth_call", {"to": to, "data": "0x" + call.data.hex()}, "latest"))

    def line(self, licensee: str, **fields: Any) -> Line:
        """A line on the song."""
        line = Line(
            asset=self.asset, society=ZERO_ADDRESS, layer=1, usage=1, territory=WORLD, start=self.title.since,
            end=OPEN_END, exclusivity=3, licensee=address(licensee), title=hash_of_title(self.title),
            parent=ZERO_HASH, depth=0, consult=ZERO_HASH, revocation=3, revoker=ZERO_ADDRESS, notice=0,
            survives=False,
        )  # fmt: skip
        return replace(line, **fields)

    def deal(self, line: Line, signers: Sequence[str]) -> Activate:
        """What activates a deal of one line, its proof made from the facts alone."""
        names = tuple(sorted(map(address, signers)))
        salt = an_id(line, self.chain.head().number)
        deal = Deal((line,), names, an_id("terms"), OPEN_END, ZERO_ADDRESS, False, salt)
        heads = heads_for(self.state, deal.lines, self.chain.head().time)
        titles = (self.title,) if line.title != ZERO_HASH else ()
        accepting = line.licensee if line.exclusivity != 1 else ""
        texts = [Accept(deal, heads) if name == accepting else deal for name in names]
        signatures = tuple(self.signed(SECRETS[name], text) for name, text in zip(names, texts, strict=True))
        return self.proven(Activate(deal, titles, (Proof(heads=heads),), signatures))

    def proven(self, operation: Activate) -> Activate:
        """The same with a proof made now, for the heads that were signed."""
        identity = eip712.digest(self.chain.network.licensing_domain, operation.deal)
        heads, now = operation.proof[0].heads, self.chain.head().time
        proof = prove(self.state, identity, operation.deal, operation.titles, heads, now)
        return replace(operation, proof=(proof,) if proof != Proof() else ())

    def activate(self, line: Line, signers: Sequence[str]) -> str:
        """Put a deal in force. Its id."""
        operation = self.deal(line, signers)
        self.send(operation)
        return eip712.digest(self.chain.network.licensing_domain, operation.deal)

    def mandate(self, to: str, kind: MandateKind, **fields: Any) -> ActivateMandate:
        """What activates a mandate of the holder."""
        society = kind is MandateKind.COLLECTIVE
        text = Mandate(
            givers=(address(LIN),), to=address(to), kind=kind, bars=society, cap=1 if society else 3, layer=1,
            usage=1 << 9, territory=WORLD, start=self.title.since, end=OPEN_END, notice=31 * 86_400 * society,
            asset=ZERO_HASH, terms=an_id("terms"), accept_by=OPEN_END,
            salt=an_id("mandate", self.chain.head().number),
        )  # fmt: skip
        text = replace(text, **fields)
        known = self.state.bars.get(address(LIN))
        bars = (known,) if known and text.bars else ()
        return ActivateMandate(text, bars, (self.signed(LIN, text), self.signed(to, text)))

    def give(self, to: str, kind: MandateKind, **fields: Any) -> tuple[str, Mandate]:
        """Put a mandate in force. Its id and text."""
        operation = self.mandate(to, kind, **fields)
        self.send(operation)
        return eip712.digest(self.chain.network.licensing_domain, operation.mandate), operation.mandate


def licences_case(chain: EvmChain, url: str, payer: Payer | None) -> None:
    """All of it, in one life of a song."""
    stage = Stage(chain, url, payer)
    exclusives_case(stage)
    mandates_case(stage)
    disputes_case(stage)


def exclusives_case(stage: Stage) -> None:
    """Two exclusives of other uses, one that meets the first, and a sub-licence."""
    chain = title_key(stage.asset, 1)
    first = stage.activate(stage.line(FILM, depth=1), [LIN, FILM])
    assert stage.kept("restricted", chain) == list_hash(*stage.state.exclusives[chain])
    stage.activate(stage.line(VENUE, usage=2), [LIN, VENUE])
    state = stage.state
    assert len(state.exclusives[chain][1]) == 2 and not state.pending
    assert stage.kept("restricted", chain) == list_hash(*state.exclusives[chain])
    assert stage.kept("heads", chain) == state.heads[chain]
    stage.refused(stage.deal(stage.line(HAO), [LIN, HAO]), "CONTRACT_EXCLUSIVE_CONFLICT")
    unseen = stage.deal(stage.line(HAO, usage=4), [LIN, HAO])
    stage.refused(replace(unseen, proof=()), "CONTRACT_PROOF_MISSING")
    stage.activate(stage.line(HAO, usage=4, exclusivity=1), [LIN, HAO])
    stage.refused(unseen, "CONTRACT_PROOF_MISSING")
    stage.send(stage.proven(unseen))
    assert stage.kept("restricted", chain) == list_hash(*stage.state.exclusives[chain])
    late = stage.deal(stage.line(HAO, usage=8), [LIN, HAO])
    stage.activate(stage.line(FILM, usage=8, exclusivity=1), [LIN, FILM])
    stage.refused(stage.proven(late), "CONTRACT_UNDISCLOSED_ENCUMBRANCE")
    parent = line_id(first, 0)
    stage.activate(stage.line(HAO, title=ZERO_HASH, parent=parent, exclusivity=1), [FILM, HAO])
    assert stage.kept("heads", parent) == stage.state.heads[parent]


def mandates_case(stage: Stage) -> None:
    """A society that bars, withdrawn, given anew; then it licenses for its member."""
    network, lin = stage.chain.network, address(LIN)
    never = stage.mandate(SOCIETY, MandateKind.AGENCY).mandate
    digest = eip712.digest(network.licensing_domain, never)
    cancellation = Cancellation(digest, lin, OPEN_END)
    signed = sign(LIN, eip712.digest(network.licensing_domain, cancellation))
    stage.send(CancelMandate(never, cancellation, signed))
    assert digest in stage.state.cancelled
    identity, text = stage.give(SOCIETY, MandateKind.COLLECTIVE)
    assert stage.kept("barring", lin) == _list(stage.state.bars[lin])
    stage.refused(stage.mandate(SOCIETY, MandateKind.COLLECTIVE), "CONTRACT_OVERLAPPING_MANDATE")
    stage.give(HAO, MandateKind.COLLECTIVE, usage=1 << 10)
    bars = stage.state.bars[lin]
    assert len(bars.entries) == 2 and stage.kept("barring", lin) == _list(bars)
    alone = stage.deal(stage.line(VENUE, usage=1 << 9, exclusivity=1), [LIN, VENUE])
    stage.refused(alone, "CONTRACT_BARRED_BY_MANDATE")
    short = stage.line(VENUE, usage=1 << 9, exclusivity=1, end=stage.title.since + 700 * 86_400)
    stage.activate(short, [SOCIETY, VENUE])
    agent = agent_key(address(SOCIETY))
    assert stage.kept("heads", agent) == stage.state.heads[agent]
    withdrawal = Withdrawal(identity, 0, lin, OPEN_END)
    stage.send(Withdraw(text, withdrawal, stage.signed(LIN, withdrawal)))
    ended = stage.state.mandates[identity]
    assert ended.end_for(lin) == ended.ends[0].at.time + 31 * 86_400
    stage.refused(Withdraw(text, withdrawal, stage.signed(LIN, withdrawal)), "CONTRACT_ALREADY_ENDED")


def _list(bars: Bars) -> str:
    return list_hash(bars.horizon, bars.entries)


def disputes_case(stage: Stage) -> None:
    """A dispute opened, ruled on, given up; an attestation and a statement."""
    key, hao = title_key(stage.asset, 1), address(HAO)
    opening = OpenDispute(text := Opening(key, an_id("evidence"), hao, OPEN_END), stage.signed(HAO, text))
    stage.send(opening)
    stage.refused(opening, "CONTRACT_ALREADY_RECORDED")
    ruling = Ruling(key, hao, 1, Decision.UPHELD, an_id("reasons"), address(FILM), OPEN_END)
    stage.refused(_ruled(stage, replace(ruling, opening=2)), "CONTRACT_WRONG_OPENING")
    stage.send(_ruled(stage, ruling))
    known = stage.state.disputes[key, hao]
    assert known.number == 1 and (found := known.ruling_of(address(FILM))) and found.decision == 1
    given_up = DisputeWithdrawal(key, hao, OPEN_END)
    stage.send(WithdrawDispute(given_up, stage.signed(HAO, given_up)))
    assert stage.state.disputes[key, hao].withdrawn is not None
    attestation = Attestation(hao, 1, an_id("evidence"), address(FILM), OPEN_END)
    stage.send(Attest(attestation, stage.signed(FILM, attestation)))
    statement = Statement(an_id("deal"), 1, 5, 6, an_id("rows"), hao, OPEN_END)
    stage.send(State(statement, stage.signed(HAO, statement)))
    stage.refused(State(wrong := replace(statement, to=5), stage.signed(HAO, wrong)), "CONTRACT_BAD_PERIOD")


def _ruled(stage: Stage, ruling: Ruling) -> ResolveDispute:
    return ResolveDispute(ruling, stage.signed(FILM, ruling))
