"""Deals: made from the titles, signed by every side, put in force, ended."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.core.dealfile import DealFile, terms_hash
from ledger.core.events import Block
from ledger.core.expansion import expand
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Cancellation, Deal, Line, Termination, Title
from ledger.core.operations import Activate, CancelDeal, Terminate
from ledger.core.profile import Need, need
from ledger.core.rights import MAX_LINES, MAX_SIGNERS, OPEN_END, Exclusivity, Layer, Revocation, Usage
from ledger.core.state import State, collect
from ledger.errors import BadInput, CannotTell, Denied, NotYet, Refused
from ledger.ports import ChainPort, IndexPort, Payer, Receipt

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Wish:
    """What a licensee wants.

    Times in UTC seconds, ``notice`` in seconds, ``usage`` and ``territory`` as masks; ``prose``: documents
    whose words belong to the deal, each with ``name`` and ``sha256``.
    """

    asset: str
    licensee: str
    usage: int
    territory: int
    places: tuple[str, ...]
    start: int
    end: int
    revocation: Revocation = Revocation.FOR_CAUSE
    revoker: str | None = None
    notice: int = 0
    accept_by: int = OPEN_END
    arbiter: str = ZERO_ADDRESS
    prose: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DealStatus:
    """``state`` is PROPOSED, ACTIVE, ENDED or CANCELLED, as of ``block``."""

    state: str
    missing: tuple[str, ...]
    block: Block


class Dealing:
    """Deals on one ledger."""

    def __init__(self, chain: ChainPort, index: IndexPort) -> None:
        self._chain, self._index = chain, index

    def propose(self, wish: Wish) -> DealFile:
        """A deal with a line for every (asset, layer) whose permission the uses need.

        Raises:
            CannotTell: ``UNKNOWN_WORK``, ``TITLE_UNKNOWN``: nobody can license what is not registered whole.
            Denied: ``NOTHING_TO_LICENSE``.
            BadInput: ``DEAL_TOO_LONG``, ``DEAL_TOO_MANY_SIGNERS``: more than a deal may have.
        """
        self._index.sync(self._chain)
        state = collect(self._index.events, assets=[wish.asset])
        wanted, paid = _engaged(state, wish)
        if not wanted:
            raise Denied("NOTHING_TO_LICENSE")
        if len(wanted) > MAX_LINES:
            raise BadInput("DEAL_TOO_LONG", given=len(wanted), limit=MAX_LINES)
        titles = tuple(_title(state, asset, layer) for asset, layer in wanted)
        hashes = [state.titles[asset, layer][-1].hash for asset, layer in wanted]
        revoker = wish.revoker or _revoker(state, wish.asset, titles)
        by = revoker if wish.revocation is Revocation.AT_WILL else ZERO_ADDRESS
        lines = tuple(
            Line(
                title.asset, ZERO_ADDRESS, title.layer, wish.usage, wish.territory, wish.start, wish.end,
                Exclusivity.NONEXCLUSIVE, wish.licensee, digest, ZERO_HASH, 0, ZERO_HASH, wish.revocation, by,
                wish.notice, False,
            )
            for title, digest in zip(titles, hashes, strict=True)
        )  # fmt: skip
        terms: dict[str, Any] = {
            "songdeed": 1,
            "duties": [f"PAY {layer.name} {asset}" for asset, layer in paid],
            "prose": [dict(document) for document in wish.prose],
        }
        signers = {share.holder for title in titles for share in title.shares} | {wish.licensee}
        signers.discard(ZERO_ADDRESS)  # a public licence: nobody signs for anyone
        if len(signers) > MAX_SIGNERS:
            raise BadInput("DEAL_TOO_MANY_SIGNERS", given=len(signers), limit=MAX_SIGNERS)
        deal = Deal(
            lines, tuple(sorted(signers)), terms_hash(terms), wish.accept_by, wish.arbiter, False,
            "0x" + secrets.token_bytes(32).hex(),
        )  # fmt: skip
        network = self._chain.network
        places = tuple(range(len(lines)))
        return DealFile(
            network.chain_id,
            network.genesis,
            network.licensing,
            deal,
            titles,
            places,
            terms,
            {},
            network.local,
        )

    def check_network(self, file: DealFile) -> None:
        """Raise unless the deal is of this ledger.

        Raises:
            Refused: ``DEAL_OF_ANOTHER_CHAIN``.
        """
        network = self._chain.network
        if (file.chain_id, file.genesis, file.licensing, file.local) != (
            network.chain_id, network.genesis, network.licensing, network.local,
        ):  # fmt: skip
            raise Refused("DEAL_OF_ANOTHER_CHAIN", given=file.chain_id, here=network.chain_id)

    def status(self, file: DealFile) -> DealStatus:
        """Where a deal stands."""
        self.check_network(file)
        head = self._index.sync(self._chain)
        state = collect(self._index.events, deals=[file.id])
        if file.id in state.cancelled:
            return DealStatus("CANCELLED", (), head)
        known = state.deals.get(file.id)
        if known is None:
            return DealStatus("PROPOSED", self.missing(file), head)
        ends = [known.end_of(i) for i in range(len(file.deal.lines))]
        over = all(
            min(line.end, end.end if end else line.end) <= head.time
            for line, end in zip(file.deal.lines, ends, strict=True)
        )
        return DealStatus("ENDED" if over else "ACTIVE", (), head)

    def missing(self, file: DealFile) -> tuple[str, ...]:
        """Signers without a signature that the contracts would take."""
        bad = {
            signer
            for signer in file.doubtful
            if not self._chain.is_valid_signature(signer, file.id, file.signatures[signer])
        }
        return tuple(signer for signer in file.deal.signers if signer in {*file.missing, *bad})

    def activate(self, file: DealFile, payer: Payer | None) -> Receipt:
        """Put a deal in force.

        Raises:
            NotYet: ``SIGNATURES_MISSING``.
            SongdeedError: What the contract refuses.
        """
        self.check_network(file)
        if file.missing:
            raise NotYet("SIGNATURES_MISSING", missing=", ".join(file.missing))
        signatures = tuple(file.signatures[signer] for signer in file.deal.signers)
        return self._chain.send(Activate(file.deal, file.titles, file.title_of, signatures), payer)

    def termination(self, file: DealFile, by: str, lines: Sequence[int] = ()) -> Termination:
        """What to sign to end lines: those named, or all that the account may end.

        Raises:
            Denied: ``NOTHING_TO_END``.
        """
        self.check_network(file)
        deal = file.deal
        mine = lines or [i for i, line in enumerate(deal.lines) if _may_end(deal, line, by)]
        if not mine:
            raise Denied("NOTHING_TO_END", by=by)
        if any(not 0 <= i < len(deal.lines) for i in mine):
            raise BadInput("NO_SUCH_LINE", count=len(deal.lines))
        mask = sum(1 << i for i in set(mine))
        return Termination(file.id, mask, 0, by, self._chain.head().time + _DAY_S)

    def terminate(
        self, file: DealFile, termination: Termination, signature: bytes, payer: Payer | None
    ) -> Receipt:
        """Record a signed termination."""
        return self._chain.send(Terminate(file.deal, termination, signature), payer)

    def cancellation(self, file: DealFile, by: str) -> Cancellation:
        """What to sign to withdraw before activation."""
        self.check_network(file)
        return Cancellation(file.id, by, self._chain.head().time + _DAY_S)

    def cancel(
        self, file: DealFile, cancellation: Cancellation, signature: bytes, payer: Payer | None
    ) -> Receipt:
        """Record a signed cancellation."""
        return self._chain.send(CancelDeal(file.deal, cancellation, signature), payer)


def _may_end(deal: Deal, line: Line, by: str) -> bool:
    at_will = line.revocation == Revocation.AT_WILL and line.revoker == by
    for_cause = line.revocation == Revocation.FOR_CAUSE and deal.arbiter == by
    return line.licensee == by or at_will or for_cause


def _engaged(state: State, wish: Wish) -> tuple[list[tuple[str, Layer]], list[tuple[str, Layer]]]:
    """Layers that need permission, songs first, and those that are only paid for."""
    engaged, findings = expand(state, wish.asset)
    for found in findings:
        params = dict(found.params)
        if found.code == "UNKNOWN_ASSET":
            raise CannotTell("UNKNOWN_WORK", asset=params["asset"])
        if found.code == "TITLE_INCOMPLETE" and _needs_song(wish):
            raise CannotTell("TITLE_UNKNOWN", **params)
    uses = [use for use in Usage if wish.usage & use.mask]
    wanted, paid = [], []
    for name, layer in sorted(engaged, key=lambda pair: pair[1]):
        needs = {need(place, use, layer) for use in uses for place in wish.places}
        if Need.PERMISSION in needs:
            wanted.append((name, layer))
        elif Need.PAYMENT in needs:
            paid.append((name, layer))
    return wanted, paid


def _needs_song(wish: Wish) -> bool:
    uses = [use for use in Usage if wish.usage & use.mask]
    return any(need(place, use, Layer.WRK) is not Need.NOTHING for use in uses for place in wish.places)


def _title(state: State, asset: str, layer: Layer) -> Title:
    version = state.title(asset, layer)
    if version is None or version.title.unclaimed:
        raise CannotTell("TITLE_UNKNOWN", asset=asset, layer=layer.name)
    return version.title


def _revoker(state: State, asset: str, titles: Sequence[Title]) -> str:
    """Who registered the work, if he holds any of it; else the largest holder, on a tie the lowest."""
    shares = [share for title in titles for share in title.shares]
    registrant = state.assets[asset].registrant
    if any(share.holder == registrant for share in shares):
        return registrant
    return min(shares, key=lambda share: (-share.units, share.holder)).holder
