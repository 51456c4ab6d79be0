"""Random lives of a few people and works, on the contracts and in the model at once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis.stateful import initialize, rule

from ledger.core.licensing import Accept, Mandate, Proof, Withdrawal
from ledger.core.model import (
    Cancellation,
    Deal,
    Termination,
    Title,
)
from ledger.core.operations import (
    Activate,
    ActivateMandate,
    CancelDeal,
    CancelMandate,
    Terminate,
    Withdraw,
)
from ledger.core.proving import bars_of, heads_for, prove
from ledger.errors import SongdeedError
from tests.fakes import an_id
from tests.model import hashes, spoils
from tests.model.keys import PEOPLE
from tests.model.life import BAD_TABLES, SEEDS, TABLES, Life
from tests.model.routes import routed
from tests.model.title_rules import digest_of
from tests.model.wishes import MOMENTS, UNIT, Draw, Wishes
from tests.model.world import OPEN


class Machine(Life):
    """One step after the other, each taken or refused by both sides alike."""

    @initialize(seed=SEEDS)
    def first_works(self, seed: int) -> None:
        """A song of one holder, one of two, and one of somebody without a key."""
        self.now, self.draw, self.beside = MOMENTS[1], Draw(seed), Draw(seed + 1)
        for record, registrant in ((0, 0), (1, 1), (2, 0)):
            self._register(self.draw, record, TABLES[record], registrant)

    @rule()
    def step(self) -> None:
        """Whatever comes next: each way as often as it is named."""
        ways = [self.register, self.wait, self.replay, self.prove_anew, self.mandate_later]
        ways += [self.change_title] * 3 + [self.end] * 3 + [self.mandate] * 3
        ways += [self.activate] * 5 + [self.activate_later] * 2
        self.draw.pick(ways)()
        if self.beside.chance(12):
            self.reveal()

    def register(self) -> None:
        draw, _ = self.begin()
        record = draw.pick([2, 3, 0])
        registrant = draw.pick([0, 1])
        self._register(draw, record, draw.pick([*TABLES[::-1], *BAD_TABLES]), registrant)

    def wait(self) -> None:
        draw, _ = self.begin()
        later = [moment + less for moment in MOMENTS for less in (-1, 0) if moment + less > self.now]
        options = [self.now + 86_400, self.now + UNIT // 2, *later[:6]]
        self.now = draw.pick(options)

    def change_title(self) -> None:
        """A title confirmed, replaced, claimed, assigned; or consent to that taken back."""
        draw, wishes = self.begin()
        ways = [
            self._confirm,
            self._replace_title,
            self._claim_units,
            self._assign,
            self._assign,
            self._cancel_text,
        ]
        draw.pick(ways)(draw, wishes)

    def end(self) -> None:
        """Lines or mandates end, or consent to them is taken back."""
        draw, wishes = self.begin()
        ways = [self._terminate, self._terminate, self._withdraw, self._withdraw, self._cancel, self._cancel]
        draw.pick(ways)(draw, wishes)

    def _drafted(self, draw: Draw, wishes: Wishes) -> Activate | None:
        """A deal signed by all with the heads of today; its proof is made when it is sent."""
        lines = [wishes.line() for _ in range(draw.pick([1, 1, 1, 2]))]
        titles = self._titles(draw)
        deal = wishes.deal(lines, titles, self.count)
        if draw.chance(4):
            deal = spoils.deal(draw, deal, self.now)
        try:
            heads = heads_for(self.play.state, deal.lines, self.now)
        except SongdeedError:
            return None
        return self._signed_deal(draw, wishes, deal, heads)

    def _titles(self, draw: Draw) -> tuple[Title, ...]:
        return tuple(versions[-1] for versions in self.world.titles.values())

    def _signed_deal(self, draw: Draw, wishes: Wishes, deal: Deal, heads: tuple[str, ...]) -> Activate:
        accepting = {line.licensee for line in deal.lines if line.exclusivity != 1}
        texts = {
            who: Accept(deal, heads) if who in accepting else deal for who in deal.signers if int(who, 16)
        }
        signatures = tuple(wishes.signed(who, texts[who]) if who in texts else b"" for who in deal.signers)
        used = {line.title for line in deal.lines}
        titles = tuple(title for title in self._titles(draw) if hashes.title_hash(title) in used)
        return Activate(deal, titles, (Proof(heads=heads),), signatures)

    def _proven(self, step: Activate) -> Activate:
        """The proof that the ledger's own tools make, if they find one."""
        digest = digest_of(self.world.licensing, step.deal)
        try:
            proof = prove(self.play.state, digest, step.deal, step.titles, step.proof[0].heads, self.now)
        except (SongdeedError, IndexError):
            return step
        return replace(step, proof=(proof,) if proof != Proof() else ())

    def activate(self) -> None:
        """A deal is drawn up, and mostly sent at once."""
        draw, wishes = self.begin()
        step = self._drafted(draw, wishes)
        if step is None:
            return
        exclusive = any(line.exclusivity > 1 for line in step.deal.lines)
        if draw.chance(2 if exclusive else 9):
            self.waiting.append(step)
            return
        proven = self._proven(step)
        if draw.chance(2):
            proven = routed(draw, self.world, self.play.state, proven, self.now)
        self.do(spoils.activation(draw, proven) if draw.chance(5) else proven)

    def activate_later(self) -> None:
        """A deal signed before: with a proof that goes on from the heads that were signed."""
        draw, _ = self.begin()
        if self.waiting:
            step = self._proven(draw.pick(self.waiting[-3:]))
            self.do(spoils.activation(draw, step) if draw.chance(3) else step)

    def mandate(self) -> None:
        """A mandate is drawn up, and mostly sent at once."""
        draw, wishes = self.begin()
        text = wishes.mandate(self.count)
        if draw.chance(5):
            text = spoils.mandate(draw, text, self.now)
        parties = (*text.givers, text.to)
        signatures = tuple(wishes.signed(each, text) if int(each, 16) else b"" for each in parties)
        giver = text.givers[0] if text.givers else PEOPLE[0]
        bars = bars_of(self.play.state, [giver], self.now) if text.bars else ()
        if bars and draw.chance(4):
            ways = [
                (),
                (replace(bars[0], horizon=7),),
                (replace(bars[0], ended=0),),
                (replace(bars[0], ended=2**256 - 1),),
            ]
            bars = draw.pick(ways)
        if draw.chance(8):
            signatures = draw.pick([signatures[::-1], signatures[:-1], signatures[:1] * len(signatures)])
        step = ActivateMandate(text, bars, signatures)
        if draw.chance(4):
            self.mandates.append(step)
        else:
            self.do(step)

    def _terminate(self, draw: Draw, wishes: Wishes) -> None:
        known = [record.text for record in self.world.deals.values()]
        known += [step.deal for step in self.waiting if draw.chance(4)]
        if not known:
            return
        exclusive = [deal for deal in known if any(line.exclusivity > 1 for line in deal.lines)]
        deal = draw.pick(exclusive if exclusive and draw.chance(2) else known)
        people = [line.licensee for line in deal.lines] * 3 + [line.revoker for line in deal.lines]
        by = draw.pick([each for each in (*people, PEOPLE[2], *deal.signers) if int(each, 16)])
        full = (1 << min(len(deal.lines), 16)) - 1
        lines = draw.pick([1, 1, 1, 1, full, full, full, full, 2, 0])
        digest = digest_of(self.world.licensing, deal)
        end = draw.pick([0, 0, 0, 0, self.now + UNIT, *MOMENTS[4:12:2]])
        text = Termination(
            digest, lines, end, by, draw.pick([OPEN, OPEN, OPEN, OPEN, self.now, self.now - 1])
        )
        if draw.chance(10):
            text = replace(text, deal=an_id("deal"))
        signature, sender = self._signed(draw, wishes.signed(by, text), by)
        self.do(Terminate(deal, text, signature), sender)

    def _withdraw(self, draw: Draw, wishes: Wishes) -> None:
        known = [record.text for record in self.world.mandates.values()]
        known += [step.mandate for step in self.mandates if draw.chance(4)]
        if not known:
            return
        mandate = draw.pick(known[::-1])
        people = [*mandate.givers, mandate.to, mandate.to, PEOPLE[5]]
        by = draw.pick([each for each in people if int(each, 16)])
        digest = digest_of(self.world.licensing, mandate)
        end = draw.pick([0, 0, self.now + UNIT, *MOMENTS[4:12:2]])
        text = Withdrawal(digest, end, by, draw.pick([OPEN, OPEN, OPEN, OPEN, self.now, self.now - 1]))
        if draw.chance(10):
            text = replace(text, mandate=an_id("mandate"))
        signature, sender = self._signed(draw, wishes.signed(by, text), by)
        self.do(Withdraw(mandate, text, signature), sender)

    def _cancel(self, draw: Draw, wishes: Wishes) -> None:
        """Consent to a deal or a mandate is taken back: before it is active, or too late."""
        known: list[Deal | Mandate] = [step.deal for step in self.waiting]
        known += [step.mandate for step in self.mandates]
        known += [record.text for record in self.world.deals.values()][-1:]
        known += [record.text for record in self.world.mandates.values()][-1:]
        if not known:
            return
        whole = draw.pick(known)
        parties = whole.signers if isinstance(whole, Deal) else (*whole.givers, whole.to)
        by = draw.pick([each for each in (*parties, PEOPLE[4]) if int(each, 16)])
        digest = digest_of(self.world.licensing, whole)
        text = Cancellation(digest, by, draw.pick([OPEN, OPEN, OPEN, OPEN, self.now, self.now - 1]))
        if draw.chance(10):
            text = replace(text, digest=an_id("text"))
        signature, sender = self._signed(draw, wishes.signed(by, text), by)
        kind = CancelDeal if isinstance(whole, Deal) else CancelMandate
        self.do(kind(whole, text, signature), sender)  # type: ignore[arg-type]

    def mandate_later(self) -> None:
        draw, _ = self.begin()
        if self.mandates:
            self.do(draw.pick(self.mandates[::-1]))

    def replay(self) -> None:
        """Anything that was ever sent, word for word."""
        draw, _ = self.begin()
        if self.past:
            self.do(*draw.pick(self.past[::-1]))

    def prove_anew(self) -> None:
        """A deal that was sent before, with the heads signed then and a proof of today."""
        draw, _ = self.begin()
        deals = [step for step, _ in self.past if isinstance(step, Activate) and step.proof]
        if deals:
            self.do(self._proven(draw.pick(deals[::-1])))
