"""Random lives of a few people and works, on the contracts and in the model at once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from ledger.core.model import (
    ZERO_HASH,
    Asset,
    Assignment,
    Cancellation,
    Confirmation,
    Origin,
    Registration,
    Replacement,
    Share,
    Split,
    Title,
    Unclaimed,
    UnitsClaim,
)
from ledger.core.operations import (
    Activate,
    ActivateMandate,
    Assign,
    CancelRegistration,
    ClaimUnits,
    Confirm,
    Operation,
    Register,
    Replace,
    RevealFile,
)
from ledger.core.proving import bars_of
from tests.fakes import an_id
from tests.model import hashes, reveal_rules
from tests.model.keys import PEOPLE
from tests.model.play import Play
from tests.model.real import Real
from tests.model.rules import Rules
from tests.model.title_rules import digest_of
from tests.model.wishes import MOMENTS, Draw, Wishes
from tests.model.world import OPEN, WHOLE

_SOMEBODY = an_id("somebody without a key")
TABLES = [
    Split(1, (Share(PEOPLE[0], WHOLE),)),
    Split(1, (Share(PEOPLE[0], WHOLE // 2), Share(PEOPLE[1], WHOLE // 2))),
    Split(1, (Share(PEOPLE[0], WHOLE // 2),), (Unclaimed(_SOMEBODY, WHOLE // 2),)),
    Split(1, (), (Unclaimed(_SOMEBODY, WHOLE),)),
    Split(1, tuple(Share(who, WHOLE // 4 * (1 + (who == PEOPLE[0]))) for who in PEOPLE[:3])),
]
BAD_TABLES = [
    Split(1, ()),
    Split(1, (Share(PEOPLE[0], WHOLE - 1),)),
    Split(1, (Share(PEOPLE[1], WHOLE // 2), Share(PEOPLE[0], WHOLE // 2))),
    Split(1, (Share(PEOPLE[0], WHOLE), Share(PEOPLE[1], 0))),
    Split(2, (Share(PEOPLE[0], WHOLE),)),
]
SEEDS = st.integers(0, 2**64 - 1)
"""One for each life. Hypothesis repeats itself, and more or less of it as other modules are loaded beside."""


class Life(RuleBasedStateMachine):
    """What is done to titles, and what every rule needs."""

    def __init__(self, real: Real, rules: Rules, told: dict[str, int]) -> None:
        super().__init__()
        self.play = Play(real, rules, told=told)
        self.world, self.now, self.count = self.play.world, MOMENTS[1], 0
        self.draw, self.beside = Draw(0), Draw(1)
        self.past: list[tuple[Operation, str]] = []
        self.waiting: list[Activate] = []
        self.mandates: list[ActivateMandate] = []

    def begin(self) -> tuple[Draw, Wishes]:
        """What a rule works with."""
        self.count += 1
        return self.draw, Wishes(self.draw, self.world, self.play.state, self.now)

    def do(self, step: Operation, sender: str = PEOPLE[5]) -> None:
        """Try a step on both sides."""
        self.past.append((step, sender))
        if self.play.step(step, sender, self.now) is None:
            self.now += 1

    def _register(self, draw: Draw, record: int, split: Split, registrant: int) -> None:
        who = PEOPLE[registrant]
        splits: tuple[Split, ...] = (split,)
        if record == 3:
            splits = (replace(split, layer=2 if split.layer == 1 else 1), Split(3, TABLES[0].shares))
        kind = 3 if record == 3 else 1
        asset = Asset(kind, an_id("record", record), reveal_rules.tag_of(record), (), splits)
        text = Registration(who, (asset,), ZERO_HASH, OPEN)
        signature = Wishes(draw, self.world, self.play.state, self.now).signed(who, text, registry=True)
        self.do(Register(text, (), signature))

    def _title(self, draw: Draw) -> tuple[Title, Origin]:
        title = draw.pick([versions[-1] for versions in self.world.titles.values()])
        versions = self.world.titles[hashes.title_key(title.asset, title.layer)]
        work = self.world.works[title.asset]
        origin = Origin(work.text.record_hash, work.registrant, work.facts)
        return (draw.pick(versions) if draw.chance(6) else title), origin

    def _signed(self, draw: Draw, signature: bytes, who: str) -> tuple[bytes, str]:
        """By signature, or by sending himself; sometimes by somebody else sending."""
        return draw.pick([(signature, PEOPLE[5]), (signature, PEOPLE[5]), (b"", who), (b"", PEOPLE[4])])

    def _confirm(self, draw: Draw, wishes: Wishes) -> None:
        title, _ = self._title(draw)
        who = draw.pick([*(share.holder for share in title.shares), PEOPLE[3]])
        text = Confirmation(
            hashes.title_hash(title), who, draw.pick([OPEN, OPEN, OPEN, OPEN, self.now, self.now - 1])
        )
        signer = draw.pick([who, who, who, PEOPLE[4]])
        signature, sender = self._signed(draw, wishes.signed(signer, text, registry=True), who)
        self.do(Confirm(title, text, signature), sender)

    def _replace_title(self, draw: Draw, wishes: Wishes) -> None:
        title, origin = self._title(draw)
        split = draw.pick(TABLES)
        text = Replacement(hashes.title_hash(title), split.shares, split.unclaimed, OPEN)
        if draw.chance(6):
            origin = replace(origin, registrant=PEOPLE[4])
        signature = wishes.signed(origin.registrant, text, registry=True)
        signature, sender = self._signed(draw, signature, origin.registrant)
        self.do(Replace(title, origin, text, signature), sender)

    def reveal(self) -> None:
        """A sealed work is revealed, by a row of choices of its own: all else is as it would be without."""
        draw, wishes = self.beside, Wishes(self.beside, self.world, self.play.state, self.now)
        text, words = reveal_rules.drawn(draw, self.world, self.now)
        signer = draw.pick([words.registrant, words.registrant, words.registrant, PEOPLE[4]])
        signature = wishes.signed(signer, text, registry=True)
        signature, sender = self._signed(draw, signature, words.registrant)
        if self.play.step(RevealFile(text, words, signature), sender, self.now) is None:
            self.now += 1

    def _claim_units(self, draw: Draw, wishes: Wishes) -> None:
        keyless = [versions[-1] for versions in self.world.titles.values() if versions[-1].unclaimed]
        title, origin = self._title(draw)
        if keyless:
            title = draw.pick(keyless)
            work = self.world.works[title.asset]
            origin = Origin(work.text.record_hash, work.registrant, work.facts)
        newcomer = draw.pick(PEOPLE[:3])
        text = UnitsClaim(
            hashes.title_hash(title), draw.pick([_SOMEBODY, _SOMEBODY, an_id("?")]), newcomer, OPEN
        )
        holders = {share.holder for share in title.shares}
        wanted = draw.pick([{origin.registrant}, holders, holders | {origin.registrant}, set(), {PEOPLE[4]}])
        signers = tuple(sorted({newcomer, *wanted}))
        signatures = tuple(wishes.signed(each, text, registry=True) for each in signers)
        self.do(ClaimUnits(title, origin, text, signers, signatures))

    def _assign(self, draw: Draw, wishes: Wishes) -> None:
        title, _ = self._title(draw)
        shares = title.shares if draw.chance(4) else wishes.table(title)
        text = Assignment(hashes.title_hash(title), shares, an_id("instrument"), OPEN)
        people = {share.holder for share in (*title.shares, *shares)}
        let = {bar.to for each in people if each in self.world.bars for bar in self.world.bars[each].entries}
        members = sorted(people)
        people |= draw.pick([let, set(), let])
        if draw.chance(5):
            people ^= {draw.pick(PEOPLE)}
        signers = tuple(sorted(people))
        signatures = tuple(wishes.signed(each, text, registry=True) for each in signers)
        bars = bars_of(self.play.state, members, self.now)
        if bars and draw.chance(5):
            bars = bars[1:]
        self.do(Assign(title, text, signers, bars, signatures))

    def _cancel_text(self, draw: Draw, wishes: Wishes) -> None:
        """A text of the registry is cancelled; it may come later, or be on record already."""
        title, _ = self._title(draw)
        who = draw.pick(PEOPLE[:3])
        digest = digest_of(self.world.registry, Confirmation(hashes.title_hash(title), who, OPEN))
        text = Cancellation(digest, who, OPEN)
        signature, sender = self._signed(draw, wishes.signed(who, text, registry=True), who)
        self.do(CancelRegistration(text, signature), sender)
