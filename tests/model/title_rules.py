"""Rules of ICopyrightRegistry for works and titles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from ledger.core import eip712
from ledger.core.licensing import Bar, Bars
from ledger.core.model import (
    ZERO_ADDRESS,
    ZERO_HASH,
    Assignment,
    Confirmation,
    Domain,
    Registration,
    Replacement,
    Share,
    Title,
    Unclaimed,
    UnitsClaim,
)
from ledger.core.operations import Assign, CancelRegistration, ClaimUnits, Confirm, Register, Replace
from ledger.core.rights import LAYERS_OF, AssetType
from ledger.core.unsealing import Reveal
from tests.model import hashes, keys
from tests.model.world import SUBPUBLISH, Refusals, Work, World, order_refusals, table_refusals

Signed = Registration | Confirmation | Replacement | UnitsClaim | Assignment | Reveal
Effect = Callable[[int], None]
"""What an accepted step changes; it is told the block's number."""


@cache
def digest_of(domain: Domain, message: eip712.Message) -> str:
    """EIP-712 digest."""
    return eip712.digest(domain, message)


def consent(refusals: Refusals, account: str, digest: str, signature: bytes, sender: str) -> bool:
    """One account's signature, or his own transaction. Whether it rests on a signature."""
    himself = not signature and sender == account
    wrong = not himself and not keys.is_signature(signature, account, digest)
    refusals.when(wrong, "BadSignature", account, digest)
    return not himself


def consents(refusals: Refusals, signers: Sequence[str], digest: str, signatures: Sequence[bytes]) -> None:
    """One signature for each signer, in order."""
    if refusals.when(len(signatures) != len(signers), "SignatureBytes", None, None):
        refusals.when(True, "BadSignature", None, None)
    for signer, signature in zip(signers, signatures, strict=False):
        refusals.when(not keys.is_signature(signature, signer, digest), "BadSignature", signer, digest)


def in_time(refusals: Refusals, deadline: int, now: int) -> None:
    """The last second at which a text may be recorded."""
    refusals.when(now > deadline, "DeadlinePassed", deadline, now)


def one_signs(
    world: World, refusals: Refusals, text: Signed, account: str, signature: bytes, sender: str, now: int
) -> None:
    """A text of the registry that one account signs in time and has not taken back, or sends itself."""
    digest = digest_of(world.registry, text)
    in_time(refusals, text.deadline, now)
    signed = consent(refusals, account, digest, signature, sender)
    refusals.when(signed and (account, digest) in world.marks, "Cancelled", digest)


def _all_sign(world: World, refusals: Refusals, text: Signed, step: ClaimUnits | Assign, now: int) -> None:
    """A text of the registry that several sign in time, none of whom has taken it back."""
    digest = digest_of(world.registry, text)
    in_time(refusals, text.deadline, now)
    order_refusals(refusals, step.signers)
    consents(refusals, step.signers, digest, step.signatures)
    for signer in step.signers:
        refusals.when((signer, digest) in world.marks, "Cancelled", digest)


def register(world: World, step: Register, sender: str, now: int, refusals: Refusals) -> Effect:
    """Assets and their first titles; anchors are not in this world."""
    text = step.registration
    one_signs(world, refusals, text, text.registrant, step.signature, sender, now)
    refusals.when(not text.assets, "NoAssets")
    works: dict[str, Work] = {}
    for asset in text.assets:
        work = Work(asset, text.registrant, now)
        identity = hashes.asset_id(asset.record_hash, text.registrant, work.facts)
        refusals.when(identity in world.works or identity in works, "AlreadyRegistered", identity)
        works[identity] = work
        expected = LAYERS_OF[AssetType(asset.asset_type)]
        given = len(asset.splits)
        wrong = given != len(expected)
        refusals.when(wrong, "WrongLayerCount", asset.asset_type, given, len(expected))
        for split, layer in zip(asset.splits, expected, strict=False):
            refusals.when(split.layer != layer, "WrongLayer", asset.asset_type, split.layer, layer)
            table_refusals(refusals, split.layer, split.shares, split.unclaimed)

    def effect(block: int) -> None:
        world.works |= works
        for identity, work in works.items():
            if work.text.file_tag != ZERO_HASH:
                world.claim(work.text.file_tag, work.priority, work.registrant)
            first = hashes.origin_hash(now, work.text.record_hash, work.registrant, work.facts)
            for split in work.text.splits:
                world.record_title(
                    Title(identity, split.layer, first, 0, now, False, split.shares, split.unclaimed)
                )

    return effect


def cancel_registration(
    world: World, step: CancelRegistration, sender: str, now: int, refusals: Refusals
) -> Effect:
    """Consent of one account to one text is void for ever."""
    text = step.cancellation
    mark = text.by, text.digest
    in_time(refusals, text.deadline, now)
    consent(refusals, text.by, digest_of(world.registry, text), step.signature, sender)
    refusals.when(mark in world.marks, "Cancelled", text.digest)
    return lambda block: world.marks.add(mark)


def confirm(world: World, step: Confirm, sender: str, now: int, refusals: Refusals) -> Effect:
    """A holder signs the split himself."""
    text = step.confirmation
    one_signs(world, refusals, text, text.holder, step.signature, sender, now)
    _on_record(world, refusals, step.title, text.title)
    holders = {share.holder for share in step.title.shares}
    refusals.when(text.holder not in holders, "NotAHolder", text.holder)
    done = step.title.confirmed or text.holder in world.signed.get(text.title, ())
    refusals.when(done, "AlreadyConfirmed", text.title, text.holder)
    return lambda block: world.signed.setdefault(text.title, set()).add(text.holder)


def replace_title(world: World, step: Replace, sender: str, now: int, refusals: Refusals) -> Effect:
    """Another table by the registrant while nobody but him has signed anything on the title."""
    text, title, registrant = step.replacement, step.title, step.origin.registrant
    one_signs(world, refusals, text, registrant, step.signature, sender, now)
    _on_record(world, refusals, title, text.title)
    _origin(refusals, step.title, step.origin.record_hash, registrant, step.origin.facts)
    table_refusals(refusals, title.layer, text.shares, text.unclaimed)
    key = hashes.title_key(title.asset, title.layer)
    others = world.signed.get(text.title, set()) - {registrant}
    # All signed an assignment; and whoever licenses a line signs on its title.
    signed = title.confirmed or bool(others) or key in world.chains
    refusals.when(signed, "TitleLocked", text.title)
    loses = _units(text.shares, registrant) < _units(title.shares, registrant)
    # Nobody leaves a society by replacing himself: the mandatary has signed on what he holds, so to say.
    refusals.when(loses and registrant in world.bars, "TitleLocked", text.title)
    return lambda block: _next(world, title, now, text.shares, text.unclaimed, False)


def claim_units(world: World, step: ClaimUnits, now: int, refusals: Refusals) -> Effect:
    """Units of a keyless holder for the account that he has now."""
    text, title, registrant = step.claim, step.title, step.origin.registrant
    _all_sign(world, refusals, text, step, now)
    _on_record(world, refusals, title, text.title)
    _origin(refusals, title, step.origin.record_hash, registrant, step.origin.facts)
    refusals.when(text.newcomer == ZERO_ADDRESS, "ZeroNewcomer")
    refusals.when(text.newcomer not in step.signers, "MissingConsent", text.newcomer)
    holders = {share.holder for share in title.shares}
    everybody = holders <= {*step.signers} and bool(holders)
    refusals.when(registrant not in step.signers and not everybody, "MissingConsent", None)
    # One way is enough: by the registrant, or by all holders.
    needed = {text.newcomer, registrant} if registrant in step.signers else {text.newcomer}
    for signer in step.signers:
        refusals.when(signer not in needed | holders, "NeedlessSigner", signer)
    units = {row.who: row.units for row in title.unclaimed}
    refusals.when(text.who not in units, "NothingToClaim", text.who)
    held = {share.holder: share.units for share in title.shares}
    held[text.newcomer] = held.get(text.newcomer, 0) + units.pop(text.who, 0)
    table = tuple(Share(holder, held[holder]) for holder in sorted(held))
    left = tuple(Unclaimed(who, units[who]) for who in sorted(units))

    def effect(block: int) -> None:
        # Their own units stay as they are: who had signed the split before has signed this one, as has who
        # signs the claim. The NatSpec does not say it.
        known = {*step.signers} | (holders if title.confirmed else world.signed.get(text.title, set()))
        # Where nobody held anything the registrant may be alone in this too, and binds nobody but himself.
        confirmed = bool(holders) and {*held} <= known
        _next(world, title, now, table, left, confirmed)
        if not confirmed and {*held} & known:
            after = world.title_hash(hashes.title_key(title.asset, title.layer))
            world.signed[after] = {*held} & known

    return effect


def assign(world: World, step: Assign, now: int, refusals: Refusals) -> Effect:
    """Units move with the consent of all holders before and after, and of the mandataries that they leave."""
    text, title = step.assignment, step.title
    _all_sign(world, refusals, text, step, now)
    _on_record(world, refusals, title, text.title)
    table_refusals(refusals, title.layer, text.shares, title.unclaimed)
    refusals.when(text.shares == title.shares, "NothingAssigned", text.title)
    needed = {share.holder for share in (*title.shares, *text.shares)}
    for holder in sorted(needed - {*step.signers}):
        refusals.when(True, "MissingConsent", holder)
    needed |= _leaving(world, step, now, refusals)
    for signer in step.signers:
        refusals.when(signer not in needed, "NeedlessSigner", signer)

    def effect(block: int) -> None:
        _next(world, title, now, text.shares, title.unclaimed, True)

    return effect


def _leaving(world: World, step: Assign, now: int, refusals: Refusals) -> set[str]:
    """Mandataries who let units out of their barring mandates by signing."""
    before, after = step.title.shares, step.assignment.shares
    holders = sorted({share.holder for share in (*before, *after)})
    giving = [holder for holder in holders if _units(after, holder) < _units(before, holder)]
    gaining = [holder for holder in holders if _units(after, holder) > _units(before, holder)]
    letting: set[str] = set()
    for giver in giving:
        if giver not in world.bars:
            continue
        _opened(world, step.bars, giver, refusals)
        for bar in world.bars[giver].entries:
            about = bar.layer in (0, step.title.layer) and bar.asset in (ZERO_HASH, step.title.asset)
            if bar.kind == SUBPUBLISH or not about or world.bar_end(bar) <= now:
                continue  # a SUBPUBLISH is about what others gave a publisher, not about his own units
            if bar.to in step.signers:
                letting.add(bar.to)
                continue
            for gainer in gaining:
                if gainer in world.bars:
                    _opened(world, step.bars, gainer, refusals)
                wide = any(_as_wide(world, own, bar, now) for own in _bars(world, gainer))
                refusals.when(not wide, "LeavesMandate", giver, bar.mandate)
    return letting


def _opened(world: World, given: Sequence[Bars], member: str, refusals: Refusals) -> None:
    found = next((bars for bars in given if bars.member == member), None)
    if found is None:
        refusals.when(True, "BarsMissing", member)
        return
    shown, current = hashes.bars_hash(found.horizon, found.entries), world.bars_hash(member)
    refusals.when(shown != current, "BarsMoved", member, shown, current)


def _bars(world: World, member: str) -> tuple[Bar, ...]:
    return world.bars[member].entries if member in world.bars else ()


def _as_wide(world: World, own: Bar, bar: Bar, now: int) -> bool:
    """Whether a newcomer's mandate to the same mandatary is at least as wide, and lasts as long."""
    scope = own.layer in (0, bar.layer) and own.asset in (ZERO_HASH, bar.asset)
    within = not bar.usage & ~own.usage and not bar.territory & ~own.territory
    lasts = world.bar_end(own) >= world.bar_end(bar) and own.start <= max(now, bar.start)
    return (own.to, own.kind) == (bar.to, bar.kind) and scope and within and lasts


def _units(shares: Sequence[Share], holder: str) -> int:
    return sum(share.units for share in shares if share.holder == holder)


def _on_record(world: World, refusals: Refusals, title: Title, named: str) -> None:
    """The title given is the one on record, and the one in the text."""
    current, given = world.title_hash(hashes.title_key(title.asset, title.layer)), hashes.title_hash(title)
    refusals.when(given != current or named != current, "TitleMoved", None, current)


def _origin(refusals: Refusals, title: Title, record: str, registrant: str, facts: str) -> None:
    refusals.when(hashes.asset_id(record, registrant, facts) != title.asset, "WrongOrigin", title.asset)


def _next(
    world: World,
    title: Title,
    now: int,
    shares: tuple[Share, ...],
    unclaimed: tuple[Unclaimed, ...],
    confirmed: bool,
) -> None:
    world.record_title(
        replace(
            title, previous=hashes.title_hash(title), version=title.version + 1, since=now,
            confirmed=confirmed, shares=shares, unclaimed=unclaimed,
        )
    )  # fmt: skip
