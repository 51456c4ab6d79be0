"""Who contests a title: rival claims on its file, disputes that are open, rulings that count (V11)."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.core.annals import Decision
from ledger.core.case import Case
from ledger.core.facts import Dispute
from ledger.core.ids import title_key
from ledger.core.rights import Layer
from ledger.core.verdict import Hop


def is_title_void(case: Case, asset: str, layer: Layer) -> bool:
    """Whether a title was voided: by an arbiter whom both sides accepted, or whom the policy accepts.

    A ruling holds though its opener withdraws, or opens the dispute again.
    """
    rulings = case.state.rulings.get(title_key(asset, layer), ())
    return (asset, layer) in case.state.voided or any(
        ruling.decision == Decision.UPHELD and ruling.arbiter in case.policy.arbiters for ruling in rulings
    )


def earlier_claimant(case: Case, asset: str) -> str | None:
    """Who claimed the same file earlier, or at the same time, and neither consents nor was dismissed."""
    event = case.state.assets[asset]
    for claim in case.state.claimants(asset):
        if claim.registrant == event.registrant or claim.priority > event.priority:
            continue
        if not _consents(case, claim.registrant, asset) and not _dismissed(case, claim.registrant, asset):
            return claim.registrant
    return None


def has_later_claim(case: Case, asset: str) -> bool:
    """Whether somebody else claims the file of an asset, but later."""
    event = case.state.assets[asset]
    claims = case.state.claimants(asset)
    return any(claim.registrant != event.registrant and claim.priority > event.priority for claim in claims)


def is_title_disputed(case: Case, asset: str, layer: Layer) -> bool:
    """Whether somebody with a stake disputes a layer, and no arbiter who counts has ruled on it."""
    event = case.state.assets[asset]
    for dispute in _open(case, title_key(asset, layer), case.policy.arbiters):
        opener = dispute.opened.opener
        claims = case.state.claimants(asset)
        earlier = any(claim.registrant == opener and claim.priority <= event.priority for claim in claims)
        if earlier or _has_stake(case, opener, asset):
            return True
    return False


def is_deal_disputed(case: Case, hop: Hop) -> bool:
    """Whether a signer of the deal that an answer rests on, or a holder, disputes the consent."""
    deal = hop.ref.partition("#")[0]
    text = case.state.deals[deal].event.text
    return any(
        dispute.opened.opener in text.signers or _has_stake(case, dispute.opened.opener, hop.asset)
        for dispute in _open(case, deal, case.policy.arbiters | {text.arbiter})
    )


def _open(case: Case, subject: str, arbiters: Iterable[str]) -> list[Dispute]:
    """Disputes about a subject that are neither withdrawn nor decided by one of some arbiters."""
    accepted = frozenset(arbiters)
    return [
        dispute
        for (about, _), dispute in case.state.disputes.items()
        if about == subject
        and dispute.withdrawn is None
        and not any(ruling.arbiter in accepted for ruling in dispute.rulings)
    ]


def _has_stake(case: Case, account: str, asset: str) -> bool:
    """Who holds or held units in a work: a stranger can't stain every song, but the policy may hear him."""
    if account in case.policy.disputants:
        return True
    return any(
        share.holder == account
        for (name, _), versions in case.state.titles.items()
        if name == asset
        for version in versions
        for share in version.title.shares
    )


def _consents(case: Case, account: str, asset: str) -> bool:
    """Whether somebody holds units in an asset at min(t, k), or has signed on it."""
    layers = _layers(case, asset)
    return any(account in case.holders(asset, layer) for layer in layers) or any(
        account in case.signed_on(asset, layer) for layer in layers
    )


def _dismissed(case: Case, account: str, asset: str) -> bool:
    """Whether an arbiter whom the policy accepts dismissed a dispute that somebody opened about an asset."""
    subjects = [title_key(asset, layer) for layer in _layers(case, asset)]
    return any(
        ruling.decision == Decision.DISMISSED
        and ruling.opener == account
        and ruling.arbiter in case.policy.arbiters
        for subject in subjects
        for ruling in case.state.rulings.get(subject, ())
    )


def _layers(case: Case, asset: str) -> list[Layer]:
    """The layers of which an asset has a title."""
    return [layer for layer in Layer if (asset, layer) in case.state.titles]
