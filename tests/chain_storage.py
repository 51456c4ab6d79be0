"""A ledger with one of everything that the two contracts can be made to keep."""

from __future__ import annotations

import time
from dataclasses import replace

from ledger.chain.adapter import EvmChain
from ledger.core import eip712, record
from ledger.core.annals import (
    Arbitration,
    Attestation,
    Decision,
    DisputeWithdrawal,
    Opening,
    Ruling,
    Statement,
)
from ledger.core.events import Event
from ledger.core.ids import asset_id, facts_hash, hash_of_title, hash_words, title_key
from ledger.core.licensing import MandateKind, Proof, Withdrawal
from ledger.core.model import (
    ZERO_ADDRESS,
    ZERO_HASH,
    Asset,
    Cancellation,
    Confirmation,
    Deal,
    Origin,
    Registration,
    Replacement,
    Share,
    Split,
    Termination,
    Title,
    Unclaimed,
    UnitsClaim,
)
from ledger.core.operations import (
    Activate,
    ActivateMandate,
    Anchor,
    Attest,
    CancelRegistration,
    ClaimUnits,
    Confirm,
    OpenDispute,
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
from ledger.core.rights import OPEN_END, WHOLE
from ledger.core.state import State as Ledger
from ledger.core.state import fold
from ledger.core.unsealing import Reveal, words_of
from ledger.ports import Payer
from tests import chain_cases, chain_licences
from tests.chain_cases import HAO, LIN, VENUE, a_song, address, sign
from tests.chain_licences import FILM, SECRETS, SOCIETY, Stage
from tests.fakes import an_id

DAY = 86_400


class Told(Stage):
    """A stage that asks for each block once: nobody replaces one here."""

    def __init__(self, chain: EvmChain, url: str, payer: Payer | None) -> None:
        self.events: list[Event] = []
        self._next = 0
        super().__init__(chain, url, payer)

    @property
    def state(self) -> Ledger:
        head = self.chain.head().number
        self.events += self.chain.events(self._next, head)
        self._next = head + 1
        return fold(self.events)


def play(chain: EvmChain, url: str, payer: Payer | None) -> Told:
    """Everything that the contracts can be made to keep."""
    chain_cases.anchor_case(chain, payer)
    chain_cases.rights_case(chain, url, payer)
    stage = Told(chain, url, payer)
    _titles(stage)  # before mandates: who has given a barring one may not replace his units away
    chain_licences.exclusives_case(stage)
    chain_licences.mandates_case(stage)
    chain_licences.disputes_case(stage)
    for act in (_claims, _void, _deals, _mandates, _words):
        act(stage)
    return stage


def _register(stage: Stage, secret: str, asset: Asset, root: str = ZERO_HASH, *path: str) -> str:
    text = Registration(address(secret), (asset,), root, OPEN_END)
    stage.send(Register(text, (path,) if root != ZERO_HASH else (), stage.signed(secret, text)))
    return eip712.digest(stage.chain.network.registry_domain, text)


def _leaf(secret: str, asset: Asset) -> str:
    facts = facts_hash(asset.asset_type, asset.file_tag, asset.links)
    return hash_words(asset_id(asset.record_hash, address(secret), facts))


def _claims(stage: Stage) -> None:
    """A file whose second claimant had anchored before the first; another on which two have the same time."""
    ours, theirs, one, other = (
        replace(a_song(an_id(name), Share(address(LIN), WHOLE)), file_tag=an_id(name[:4]))
        for name in ("file ours", "file theirs", "same one", "same other")
    )
    stage.send(Anchor(_leaf(LIN, ours)))
    time.sleep(1.1)  # blocks of one second have one time
    _register(stage, HAO, theirs)
    _register(stage, LIN, ours, _leaf(LIN, ours))
    leaves = [_leaf(LIN, one), _leaf(HAO, other)]
    root = hash_words(*sorted(leaves))
    stage.send(Anchor(root))
    _register(stage, LIN, one, root, leaves[1])
    digest = _register(stage, HAO, other, root, leaves[0])
    _sealed(stage)
    # A mark after the fact undoes nothing.
    text = Cancellation(digest, address(HAO), OPEN_END)
    stage.send(CancelRegistration(text, stage.signed(HAO, text)))


def _sealed(stage: Stage) -> None:
    """A sealed work that is revealed: it claims the file, as of when it was registered."""
    tag = record.file_tag(an_id("file"), an_id("salt"))
    _register(stage, LIN, replace(a_song(an_id("sealed"), Share(address(LIN), WHOLE)), file_tag=tag))
    state = stage.state
    asset = next(name for name, event in state.assets.items() if event.file_tag == tag)
    text = Reveal(asset, an_id("file"), an_id("salt"), OPEN_END)
    stage.send(RevealFile(text, words_of(state, asset), stage.signed(LIN, text)))


def _newest(stage: Stage, record: str) -> tuple[Title, Origin]:
    state = stage.state
    event = next(one for one in state.assets.values() if one.record_hash == record)
    origin = Origin(record, event.registrant, facts_hash(event.asset_type, event.file_tag, event.links))
    return state.titles[event.asset, 1][-1].title, origin


def _titles(stage: Stage) -> None:
    """A table replaced; units claimed of which two of three holders know, then the third confirms."""
    half = WHOLE // 2
    _register(stage, LIN, a_song(an_id("replaced"), Share(address(LIN), WHOLE)))
    title, origin = _newest(stage, an_id("replaced"))
    table = tuple(sorted((Share(address(LIN), half), Share(address(HAO), half)), key=lambda row: row.holder))
    other = Replacement(hash_of_title(title), table, (), OPEN_END)
    stage.send(Replace(title, origin, other, stage.signed(LIN, other)))
    rows = tuple(replace(row, units=half // 2) for row in table)
    split = Split(1, rows, (Unclaimed(an_id("who"), half),))
    _register(stage, LIN, Asset(1, an_id("claimed"), ZERO_HASH, (), (split,)))
    title, origin = _newest(stage, an_id("claimed"))
    claim = UnitsClaim(hash_of_title(title), an_id("who"), address(VENUE), OPEN_END)
    signers = tuple(sorted((address(LIN), address(VENUE))))
    signed = tuple(stage.signed(SECRETS[name], claim) for name in signers)
    stage.send(ClaimUnits(title, origin, claim, signers, signed))
    title, _ = _newest(stage, an_id("claimed"))
    text = Confirmation(hash_of_title(title), address(HAO), OPEN_END)
    stage.send(Confirm(title, text, stage.signed(HAO, text)))


def _rule(stage: Stage, subject: str, decision: Decision, *, opening: int) -> Ruling:
    """A dispute of HAO, opened and ruled on by FILM."""
    text = Opening(subject, an_id("evidence", opening), address(HAO), OPEN_END)
    stage.send(OpenDispute(text, stage.signed(HAO, text)))
    ruling = Ruling(
        subject, address(HAO), opening, decision, an_id("reasons"), address(FILM), OPEN_END
    )  # fmt: skip
    stage.send(ResolveDispute(ruling, stage.signed(FILM, ruling)))
    return ruling


def _void(stage: Stage) -> None:
    """A title voided; a dispute opened once more and dismissed; one about a deal, given up."""
    _register(stage, LIN, a_song(an_id("void"), Share(address(LIN), WHOLE)))
    title, _ = _newest(stage, an_id("void"))
    ruling = _rule(stage, title_key(title.asset, 1), Decision.UPHELD, opening=1)
    text = Arbitration(ruling.subject, hash_of_title(title), address(HAO), address(FILM), OPEN_END)
    signers = tuple(sorted((address(LIN), address(HAO))))
    signed = tuple(stage.signed(SECRETS[name], text) for name in signers)
    stage.send(VoidTitle(title, ruling, text, signers, signed))
    _rule(stage, title_key(stage.asset, 1), Decision.DISMISSED, opening=2)
    deal = next(iter(stage.state.deals))
    _rule(stage, deal, Decision.UPHELD, opening=1)
    given_up = DisputeWithdrawal(deal, address(HAO), OPEN_END)
    stage.send(WithdrawDispute(given_up, stage.signed(HAO, given_up)))


def _deals(stage: Stage) -> None:
    """A deal whose lines end at several times; a blanket."""
    line, title, domain = stage.line(VENUE, exclusivity=1), stage.title, stage.chain.network.licensing_domain
    lines = tuple(replace(line, usage=1 << 20 + place) for place in range(4))
    signers = tuple(sorted((address(LIN), address(VENUE))))
    deal = Deal(lines, signers, an_id("terms"), OPEN_END, ZERO_ADDRESS, False, an_id("ends"))
    signed = tuple(stage.signed(SECRETS[name], deal) for name in signers)
    stage.send(stage.proven(Activate(deal, (title,), (Proof(),), signed)))
    identity = eip712.digest(domain, deal)
    for mask, days in ((0b0001, 90), (0b0010, 80), (0b0100, 90), (0b0001, 70)):
        end = Termination(identity, mask, title.since + days * DAY, address(VENUE), OPEN_END)
        stage.send(Terminate(deal, end, sign(VENUE, eip712.digest(domain, end))))
    blanket = replace(
        line, asset=ZERO_HASH, society=address(SOCIETY), title=ZERO_HASH, usage=1 << 9,
        end=title.since + 700 * DAY,
    )  # fmt: skip
    stage.activate(blanket, [SOCIETY, VENUE])


def _mandates(stage: Stage) -> None:
    """Mandates of two givers: one is left by one of them, one then ended for all, one ended for all alone."""
    givers = tuple(sorted((address(LIN), address(HAO))))
    given = stage.mandate(VENUE, MandateKind.AGENCY, givers=givers).mandate
    for ends in ((HAO,), (HAO, VENUE), (VENUE,)):
        text = replace(given, salt=an_id(ends))
        signed = tuple(stage.signed(SECRETS[name], text) for name in (*givers, text.to))
        stage.send(ActivateMandate(text, (), signed))
        identity = eip712.digest(stage.chain.network.licensing_domain, text)
        for days, secret in enumerate(ends, 50):
            end = Withdrawal(identity, given.start + days * DAY, address(secret), OPEN_END)
            stage.send(Withdraw(text, end, stage.signed(secret, end)))


def _words(stage: Stage) -> None:
    """An attestation taken back, a statement corrected."""
    back = Attestation(address(HAO), 1, ZERO_HASH, address(FILM), OPEN_END)
    stage.send(Attest(back, stage.signed(FILM, back)))
    corrected = Statement(an_id("deal"), 1, 5, 6, an_id("other rows"), address(HAO), OPEN_END)
    stage.send(State(corrected, stage.signed(HAO, corrected)))
