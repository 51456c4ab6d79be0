"""Rules of ILicensing for mandates, and for the end of mandates and lines."""

from __future__ import annotations

from ledger.core.licensing import Mandate
from ledger.core.model import ZERO_ADDRESS, Deal
from ledger.core.operations import ActivateMandate, CancelDeal, CancelMandate, Terminate, Withdraw
from tests.model import hashes
from tests.model.title_rules import Effect, consent, consents, digest_of, in_time
from tests.model.world import (
    ADMIN,
    AGENCY,
    AT_WILL,
    COLLECTIVE,
    FOR_CAUSE,
    NONEXCLUSIVE,
    SUBPUBLISH,
    TERM,
    Listing,
    MandateRecord,
    Refusals,
    World,
    bar_of,
    order_refusals,
)


def activate_mandate(world: World, step: ActivateMandate, now: int, refusals: Refusals) -> Effect:
    """Giver and mandatary signed the same text."""
    text = step.mandate
    digest = digest_of(world.licensing, text)
    in_time(refusals, text.accept_by, now)
    refusals.when(digest in world.mandates, "AlreadyActive", digest)
    refusals.when(digest in world.cancelled, "Cancelled", digest)
    consents(refusals, (*text.givers, text.to), digest, step.signatures)
    _words(text, refusals)
    listing: Listing | None = None
    if text.bars and len(text.givers) == 1:
        listing = _barred(world, step, digest, now, refusals)

    def effect(block: int) -> None:
        world.mandates[digest] = MandateRecord(text, now, block)
        if listing is not None:
            world.bars[text.givers[0]] = listing

    return effect


def _words(text: Mandate, refusals: Refusals) -> None:
    order_refusals(refusals, text.givers, "GiverOrder")
    # Which kinds allow several givers is not said: those that holders give, if they don't bar.
    several = text.kind in (AGENCY, ADMIN) and not text.bars
    wrong = not text.givers or (not several and len(text.givers) > 1)
    refusals.when(wrong, "BadGivers", len(text.givers), None)
    refusals.when(text.to == ZERO_ADDRESS or text.to in text.givers, "BadMandatary", text.to)
    shape = {
        COLLECTIVE: (True, True),
        ADMIN: (None, False),
        SUBPUBLISH: (None, False),
        AGENCY: (False, False),
    }
    bars, society = shape.get(text.kind, (False, True))
    wrong = text.kind not in range(1, 7) or (bars is not None and text.bars != bars)
    wrong = wrong or text.cap not in range(1, 4) or (society and text.cap != NONEXCLUSIVE)
    # The NatSpec says "or notice" without a number: a COLLECTIVE without notice is the one that is meant.
    wrong = wrong or (text.kind == COLLECTIVE and not text.notice)
    refusals.when(wrong, "BadMandate", text.kind)
    refusals.when(text.layer > 4, "UnknownLayer", None, text.layer)
    refusals.when(not text.usage or text.usage >> 31, "BadUsage", None, text.usage)
    refusals.when(not text.territory, "BadTerritory", None)
    refusals.when(text.start >= text.end, "BadInterval", None, text.start, text.end)


def _barred(world: World, step: ActivateMandate, digest: str, now: int, refusals: Refusals) -> Listing:
    """The giver's list after it: no two barring mandates of one giver overlap."""
    text = step.mandate
    (giver,) = text.givers
    known = world.bars.get(giver, Listing())
    given = next((bars for bars in step.bars if bars.member == giver), None)
    hint = given.ended if given else 0
    if giver in world.bars:
        shown = hashes.bars_hash(given.horizon, given.entries) if given else None
        wrong = shown != world.bars_hash(giver)
        if refusals.when(wrong, "BarsMoved", giver, None, world.bars_hash(giver)) and given is None:
            refusals.add(("BarsMissing", giver))
            refusals.add(("ProofMissing", None))
    kept, horizon = [], known.horizon
    for place, bar in enumerate(known.entries):
        end = world.bar_end(bar)
        layers = 0 in (bar.layer, text.layer) or bar.layer == text.layer
        assets = 0 in (int(bar.asset, 16), int(text.asset, 16)) or bar.asset == text.asset
        scope = bar.usage & text.usage and bar.territory & text.territory and layers and assets
        both = max(bar.start, text.start) < min(end, text.end)
        refusals.when(scope and both, "OverlappingMandate", giver, bar.mandate)
        # A society's blankets run on for 731 days and are acknowledged from this list: so long it stays.
        agreed = scope and max(bar.start, text.start) < min(bar.end, text.end)
        if bar.end + TERM <= now or ((agreed or hint >> place & 1) and end + TERM <= now):
            horizon = max(horizon, end)
        else:
            kept.append(bar)
    # Whoever left can't be met again: nothing may begin before the last of them ended.
    refusals.when(text.start < horizon, "BeforeHorizon", 0, text.start, horizon)
    return Listing(horizon, (*kept, bar_of(digest, text)))


def withdraw(world: World, step: Withdraw, sender: str, now: int, refusals: Refusals) -> Effect:
    """A giver leaves, or the mandatary; never before the notice."""
    text, digest, by = step.withdrawal, digest_of(world.licensing, step.mandate), step.withdrawal.by
    in_time(refusals, text.deadline, now)
    refusals.when(text.mandate != digest, "WrongDeal", None, None)
    consent(refusals, by, digest_of(world.licensing, text), step.signature, sender)
    party = by == step.mandate.to or by in step.mandate.givers
    if refusals.when(not party, "NotASigner", by):
        refusals.add(("NotYours", None, by))
    record = world.mandates.get(digest)
    if refusals.when(record is None, "NotActive", None) or record is None:
        return lambda block: None
    end = max(text.end, now + step.mandate.notice)
    alone = by in step.mandate.givers and len(step.mandate.givers) > 1
    latest = record.end_for(by if alone else "")
    refusals.when(end >= latest, "AlreadyEnded", None, latest)

    def effect(block: int) -> None:
        if alone:
            record.left[by] = end
        else:
            record.end = end

    return effect


def cancel(
    world: World, step: CancelMandate | CancelDeal, sender: str, now: int, refusals: Refusals
) -> Effect:
    """A signer takes his consent back before the text is active."""
    whole: Mandate | Deal = step.mandate if isinstance(step, CancelMandate) else step.deal
    text, digest = step.cancellation, digest_of(world.licensing, whole)
    signers = whole.signers if isinstance(whole, Deal) else (*whole.givers, whole.to)
    in_time(refusals, text.deadline, now)
    refusals.when(text.digest != digest, "WrongDeal", None, None)
    consent(refusals, text.by, digest_of(world.licensing, text), step.signature, sender)
    refusals.when(text.by not in signers, "NotASigner", text.by)
    refusals.when(digest in world.deals or digest in world.mandates, "AlreadyActive", digest)
    refusals.when(digest in world.cancelled, "Cancelled", digest)
    return lambda block: world.cancelled.add(digest)


def terminate(world: World, step: Terminate, sender: str, now: int, refusals: Refusals) -> Effect:
    """Lines end: the licensee always may, else as the line's rule says; never before the notice."""
    text, digest = step.termination, digest_of(world.licensing, step.deal)
    in_time(refusals, text.deadline, now)
    refusals.when(text.deal != digest, "WrongDeal", None, None)
    consent(refusals, text.by, digest_of(world.licensing, text), step.signature, sender)
    count = len(step.deal.lines)
    refusals.when(not text.lines or text.lines >> count, "BadLineSet", text.lines, count)
    record = world.deals.get(digest)
    if refusals.when(record is None, "NotActive", None) or record is None:
        return lambda block: None
    ends: dict[int, int] = {}
    for index, line in enumerate(step.deal.lines):
        named = text.lines >> index & 1
        if not named and not step.deal.cross_termination:
            continue
        end, latest = max(text.end, now + line.notice), record.end_of(index)
        if named:
            refusals.when(not may_end(step.deal, index, text.by), "NotYours", index, text.by)
            refusals.when(end >= latest, "AlreadyEnded", index, latest)
        if end < latest:
            ends[index] = end

    def effect(block: int) -> None:
        record.ends |= ends

    return effect


def may_end(deal: Deal, index: int, by: str) -> bool:
    """Whether an account may end a line."""
    line = deal.lines[index]
    if by == ZERO_ADDRESS:
        return False
    at_will = line.revocation == AT_WILL and by == line.revoker
    for_cause = line.revocation == FOR_CAUSE and by == deal.arbiter
    return by == line.licensee or at_will or for_cause
