"""Single transactions of the gas plays."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from eth_abi.abi import encode
from eth_utils.conversions import to_bytes
from eth_utils.crypto import keccak
from web3.contract import Contract

from ledger.core import eip712
from ledger.core.eip712 import Message
from ledger.core.licensing import Accept, Mandate, MandateKind
from ledger.core.model import (
    Assignment,
    Cancellation,
    Domain,
    Share,
    Termination,
)
from ledger.core.rights import OPEN_END, WHOLE, Exclusivity, Layer, Revocation, Usage
from scripts.benches.gas_chain import Actor, GasChain
from scripts.benches.gas_works import (
    CHINA,
    ENTRY,
    ZERO,
    ZERO_32,
    Chain,
    Draft,
    Holding,
    deal_of,
    hexed,
    registration_of,
    table,
)


class Play:
    """Transactions on one chain."""

    def __init__(self, chain: GasChain) -> None:
        self.chain = chain
        self._salts = 0

    def register(
        self, who: Actor, drafts: Sequence[Draft], *, relayed: bool = False, path: Sequence[bytes] = ()
    ) -> tuple[int, list[dict[Layer, Holding]]]:
        """Register assets; gas, and what they hold."""
        root = ZERO_32
        if path:
            root = _climb(keccak(drafts[0].asset_id(who)), path)
            self.chain.call(self.chain.registry, "anchor", [root])
        registration = (who.address, [draft.struct for draft in drafts], root, OPEN_END)
        signature = b""
        if relayed:
            signature = who.sign(self._digest(self.chain.registry, registration_of(registration)))
        paths = [list(path)] if path else []
        sender = None if relayed else who.address
        gas = self.chain.call(self.chain.registry, "register", [registration, paths, signature], sender)
        return gas, [draft.holdings(who, self.chain.now) for draft in drafts]

    def reveal(self, who: Actor, draft: Draft) -> int:
        """Register a sealed work of one layer, then reveal it; gas of that."""
        layer, holders = draft.splits[0]
        self.register(who, [draft])
        time = self.chain.now
        rows = keccak(encode(["(address,uint32)[]", "(bytes32,uint32)[]"], [table(holders), []]))
        words = (
            who.address, draft.record, draft.kind, draft.tag, list(draft.links), layer,
            [(time, False, rows)], time,
        )  # fmt: skip
        text = (draft.asset_id(who), draft.sha256, draft.salt, OPEN_END)
        return self.chain.call(self.chain.registry, "reveal", [text, words, b""], who.address)

    def deal(
        self, holdings: Sequence[Holding], licensee: Actor, revoker: Actor
    ) -> tuple[int, tuple[Any, ...], bytes]:
        """Activate a NONEXCLUSIVE deal of one line a holding; gas, the deal, its id."""
        deal, parties = self.draft_deal(holdings, licensee, revoker)
        identity: bytes = self.chain.read(self.chain.licensing, "dealId", deal)
        signatures = b"".join(_packed(party.sign(identity)) for party in parties)
        titles = [holding.title for holding in holdings]
        whole: tuple[Any, ...] = (deal, titles, [], signatures)
        return self.chain.call(self.chain.licensing, "activate", [whole]), deal, identity

    def exclusive(self, holding: Holding, licensee: Actor, usage: int, known: Chain) -> int:
        """Activate an EXCLUSIVE deal of one line; gas. ``known``: head and list of its layer, kept up."""
        (lines, *rest), parties = self.draft_deal([holding], licensee, holding.holders[0])
        line = (*lines[0][:3], usage, *lines[0][4:7], Exclusivity.EXCLUSIVE, *lines[0][8:])
        deal = ([line], *rest)
        identity: bytes = self.chain.read(self.chain.licensing, "dealId", deal)
        accept = self._digest(self.chain.licensing, Accept(deal_of(deal), (hexed(known.head),)))
        signed = [party.sign(accept if party == licensee else identity) for party in parties]
        entries = list(known.entries)
        lists = [(0, 0, entries)] if entries else []
        proof: tuple[Any, ...] = ([], [], [], lists, [], [], [known.head], [])
        whole = (deal, [holding.title], [proof], b"".join(map(_packed, signed)))
        gas = self.chain.call(self.chain.licensing, "activate", [whole])
        entry = (identity, 0, usage, line[4], line[5], line[6], Exclusivity.EXCLUSIVE, licensee.address)
        known.head = keccak(encode(["bytes32", ENTRY], [known.head, entry]))
        known.entries.append(entry)
        return gas

    def mandate(self, givers: Sequence[Actor], to: Actor, *, collective: bool) -> int:
        """Activate a mandate; gas."""
        self._salts += 1
        mandate = Mandate(
            tuple(giver.address.lower() for giver in givers), to.address.lower(),
            MandateKind.COLLECTIVE if collective else MandateKind.AGENCY, collective, 1, Layer.WRK,
            Usage.KARAOKE_VENUE.mask, CHINA, self.chain.now, OPEN_END, 31 * 86_400, hexed(ZERO_32),
            hexed(hashlib.sha256(b"terms").digest()), OPEN_END, f"0x{self._salts:064x}",
        )  # fmt: skip
        digest = self._digest(self.chain.licensing, mandate)
        signatures = b"".join(_packed(party.sign(digest)) for party in (*givers, to))
        rest = (getattr(mandate, field.name) for field in fields(mandate)[2:])
        words = ([giver.address for giver in givers], to.address, *rest)
        return self.chain.call(self.chain.licensing, "activateMandate", [words, [], signatures])

    def assign(self, holding: Holding, to: Actor) -> int:
        """Move the whole title of one holder to another; gas."""
        (giver,) = holding.holders
        shares = (Share(to.address.lower(), WHOLE),)
        text = Assignment(hexed(holding.hash), shares, hexed(holding.hash), OPEN_END)
        digest = self._digest(self.chain.registry, text)
        parties = sorted([giver, to], key=lambda actor: int(actor.address, 16))
        signatures = b"".join(_packed(party.sign(digest)) for party in parties)
        words = (holding.hash, [(to.address, WHOLE)], holding.hash, OPEN_END)
        signers = [party.address for party in parties]
        return self.chain.call(self.chain.registry, "assign", [holding.title, words, signers, [], signatures])

    def _digest(self, contract: Contract, message: Message) -> bytes:
        name = "Songdeed Registry" if contract == self.chain.registry else "Songdeed Licensing"
        domain = Domain(name, self.chain.w3.eth.chain_id, contract.address.lower())
        return to_bytes(hexstr=eip712.digest(domain, message))

    def draft_deal(
        self, holdings: Sequence[Holding], licensee: Actor, revoker: Actor
    ) -> tuple[tuple[Any, ...], list[Actor]]:
        """A deal and its signers in order."""
        everybody = {actor.address: actor for holding in holdings for actor in holding.holders}
        parties = sorted({**everybody, licensee.address: licensee}.values(), key=lambda a: int(a.address, 16))
        self._salts += 1
        salt = hashlib.sha256(f"salt {self._salts}".encode()).digest()
        terms = hashlib.sha256(b"terms").digest()
        lines = [_line(holding, licensee, revoker, self.chain.now) for holding in holdings]
        return (lines, [party.address for party in parties], terms, OPEN_END, ZERO, False, salt), parties

    def terminate(self, deal: tuple[Any, ...], identity: bytes, by: Actor, *, relayed: bool) -> int:
        """End the first line as soon as possible; gas."""
        termination = (identity, 1, 0, by.address, OPEN_END)
        signature = b""
        if relayed:
            text = Termination(hexed(identity), 1, 0, by.address.lower(), OPEN_END)
            signature = by.sign(self._digest(self.chain.licensing, text))
        sender = None if relayed else by.address
        return self.chain.call(self.chain.licensing, "terminate", [deal, termination, signature], sender)

    def cancel(self, deal: tuple[Any, ...], by: Actor, *, relayed: bool) -> int:
        """Withdraw from a deal that is not active; gas."""
        identity = self.chain.read(self.chain.licensing, "dealId", deal)
        cancellation = (identity, by.address, OPEN_END)
        signature = b""
        if relayed:
            text = Cancellation(hexed(identity), by.address.lower(), OPEN_END)
            signature = by.sign(self._digest(self.chain.licensing, text))
        sender = None if relayed else by.address
        return self.chain.call(self.chain.licensing, "cancel", [deal, cancellation, signature], sender)


def _line(holding: Holding, licensee: Actor, revoker: Actor, start: int) -> tuple[Any, ...]:
    uses = Usage.STREAM_ONDEMAND.mask | Usage.DOWNLOAD.mask
    scope = (holding.layer, uses, CHINA, start, start + 5 * 365 * 86_400, Exclusivity.NONEXCLUSIVE)
    rule = (Revocation.AT_WILL, revoker.address, 0, False)
    return (holding.asset, ZERO, *scope, licensee.address, holding.hash, ZERO_32, 0, ZERO_32, *rule)


def _packed(signature: bytes) -> bytes:
    return len(signature).to_bytes(2, "big") + signature


def _climb(leaf: bytes, path: Sequence[bytes]) -> bytes:
    """Root above a leaf: standard-v1 hashes each pair in ascending order."""
    node = leaf
    for other in path:
        node = keccak(min(node, other) + max(node, other))
    return node
