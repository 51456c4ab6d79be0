"""The transactions whose gas is promised or worth knowing, each played whole on a fresh chain."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_abi.abi import encode
from eth_utils.conversions import to_bytes
from eth_utils.crypto import keccak

from ledger.core.rights import OPEN_END, WHOLE, AssetType, Exclusivity, Layer, LinkKind, Revocation, Usage
from scripts.benches.gas_chain import ROOT, Actor, GasChain, actors, gas_chain

ZERO = "0x" + "00" * 20
ZERO_32 = b"\0" * 32
CHINA = 1 << 43  # what a territory costs depends on its width alone
PATH_LEVELS = 20
ABI = ROOT / "ledger" / "abi"


Splits = tuple[tuple[Layer, Sequence[Actor]], ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """An asset's layer as registered: what a deal needs to know of it."""

    asset: bytes
    layer: Layer
    previous: bytes
    since: int
    holders: Sequence[Actor]

    @property
    def title(self) -> tuple[Any, ...]:
        """ILicensing.Title."""
        return (self.asset, self.layer, self.previous, 0, self.since, False, _table(self.holders), [])

    @property
    def hash(self) -> bytes:
        """Hash of the title in the registry."""
        table = keccak(encode(["(address,uint32)[]", "(bytes32,uint32)[]"], [_table(self.holders), []]))
        key = keccak(encode(["bytes32", "uint8"], [self.asset, self.layer]))
        words = ["bytes32", "bytes32", "uint32", "uint64", "bool", "bytes32"]
        return keccak(encode(words, [key, self.previous, 0, self.since, False, table]))


@dataclass(frozen=True, slots=True)
class Draft:
    """An asset before it is registered."""

    name: str
    kind: AssetType
    splits: Splits
    file: bool = False
    links: tuple[tuple[int, bytes], ...] = ()

    @property
    def record(self) -> bytes:
        """sha256 of its record."""
        return hashlib.sha256(f"record of {self.name}".encode()).digest()

    @property
    def tag(self) -> bytes:
        """sha256 of its file."""
        return hashlib.sha256(f"file of {self.name}".encode()).digest() if self.file else ZERO_32

    @property
    def facts(self) -> bytes:
        """Facts hash."""
        return keccak(
            encode(["uint8", "bytes32", "(uint8,bytes32)[]"], [self.kind, self.tag, list(self.links)])
        )

    def asset_id(self, registrant: Actor) -> bytes:
        """Id under this registrant."""
        words = ["bytes32", "address", "bytes32"]
        return keccak(encode(words, [self.record, registrant.address, self.facts]))

    @property
    def struct(self) -> tuple[Any, ...]:
        """ICopyrightRegistry.Asset."""
        splits: list[Any] = [(layer, _table(holders), []) for layer, holders in self.splits]
        return (self.kind, self.record, self.tag, list(self.links), splits)

    def holdings(self, registrant: Actor, time: int) -> dict[Layer, Holding]:
        """Its titles once registered in the block of that time without an anchor."""
        origin = ["uint64", "bytes32", "address", "bytes32"]
        first = keccak(encode(origin, [time, self.record, registrant.address, self.facts]))
        asset = self.asset_id(registrant)
        return {layer: Holding(asset, layer, first, time, holders) for layer, holders in self.splits}


def _table(holders: Sequence[Actor]) -> list[tuple[str, int]]:
    """Equal shares; who comes first gets what is left over."""
    each, rest = divmod(WHOLE, len(holders))
    return [(holder.address, each + (i < rest)) for i, holder in enumerate(holders)]


def song(name: str, holders: Sequence[Actor]) -> Draft:
    """A song with a file of its own, so that its claim is written too."""
    return Draft(name, AssetType.MUSICAL_WORK, ((Layer.WRK, holders),), file=True)


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
            signature = who.sign(self.chain.read(self.chain.registry, "registrationDigest", registration))
        paths = [list(path)] if path else []
        sender = None if relayed else who.address
        gas = self.chain.call(self.chain.registry, "register", [registration, paths, signature], sender)
        return gas, [draft.holdings(who, self.chain.now) for draft in drafts]

    def deal(
        self, holdings: Sequence[Holding], licensee: Actor, revoker: Actor
    ) -> tuple[int, tuple[Any, ...], bytes]:
        """Activate a NONEXCLUSIVE deal of one line a holding; gas, the deal, its id."""
        deal, parties = self.draft_deal(holdings, licensee, revoker)
        identity: bytes = self.chain.read(self.chain.licensing, "dealId", deal)
        signatures = b"".join(_packed(party.sign(identity)) for party in parties)
        titles = [holding.title for holding in holdings]
        arguments = [deal, titles, bytes(range(len(holdings))), signatures]
        return self.chain.call(self.chain.licensing, "activate", arguments), deal, identity

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
            signature = by.sign(self.chain.read(self.chain.licensing, "terminationDigest", termination))
        sender = None if relayed else by.address
        return self.chain.call(self.chain.licensing, "terminate", [deal, termination, signature], sender)

    def cancel(self, deal: tuple[Any, ...], by: Actor, *, relayed: bool) -> int:
        """Withdraw from a deal that is not active; gas."""
        identity = self.chain.read(self.chain.licensing, "dealId", deal)
        cancellation = (identity, by.address, OPEN_END)
        signature = b""
        if relayed:
            signature = by.sign(self.chain.read(self.chain.licensing, "cancellationDigest", cancellation))
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


def play_all(abi: Path = ABI) -> dict[str, int]:
    """Gas by name of the transaction, in the order in which they are played.

    Args:
        abi: Folder of the exported contracts.

    Raises:
        GasFailed: A transaction reverts, or anvil or the contracts are not here.
    """
    with gas_chain(abi) as chain:
        play, gas = Play(chain), {}
        root = to_bytes(hexstr="0x" + hashlib.sha256(b"root").hexdigest())
        gas["gas_anchor"] = chain.call(chain.registry, "anchor", [root])
        gas |= _registrations(play)
        gas |= _bilateral(play)
        gas |= _endings(play)
        gas |= _thirty_three(play)
    return gas


def _registrations(play: Play) -> dict[str, int]:
    lin, hao = Actor("lin"), Actor("hao")
    siblings = [hashlib.sha256(f"sibling {i}".encode()).digest() for i in range(PATH_LEVELS)]
    work = Draft("work", AssetType.MUSICAL_WORK, ((Layer.WRK, [lin]),))
    link = ((int(LinkKind.EMBODIES), work.asset_id(lin)),)
    both = sorted([lin, hao], key=lambda actor: int(actor.address, 16))
    splits: Splits = ((Layer.PRF, [hao]), (Layer.PHN, both))
    recording = Draft("recording", AssetType.SOUND_RECORDING, splits, file=True, links=link)
    # The first claim of all is no different from the next: every claim is a word of its own.
    return {
        "gas_register_sole": play.register(lin, [song("sole", [lin])])[0],
        "gas_register_sole_relayed": play.register(lin, [song("relayed", [lin])], relayed=True)[0],
        "gas_register_path_20": play.register(lin, [song("path", [lin])], path=siblings)[0],
        "gas_register_song_and_recording": play.register(lin, [work, recording])[0],
    }


def _bilateral(play: Play) -> dict[str, int]:
    lin, venue, cafe = Actor("lin"), Actor("venue"), Actor("cafe")
    alone = play.register(lin, [song("licensed", [lin])])[1][0][Layer.WRK]
    first = play.deal([alone], venue, lin)[0]
    second = play.deal([alone], cafe, lin)[0]
    many = actors("writer", 5)
    shared = play.register(many[0], [song("shared", many)])[1][0][Layer.WRK]
    play.deal([shared], venue, many[0])
    five = play.deal([shared], cafe, many[0])[0]
    each = (five - second) // (len(many) - 1)
    return {"gas_deal_bilateral_first": first, "gas_deal_bilateral": second, "gas_co_owner": each}


def _endings(play: Play) -> dict[str, int]:
    lin, venue = Actor("lin"), Actor("venue")
    work = play.register(lin, [song("ended", [lin])])[1][0][Layer.WRK]
    gas = {}
    for name, relayed in (("gas_terminate", False), ("gas_terminate_relayed", True)):
        _, deal, identity = play.deal([work], venue, lin)
        gas[name] = play.terminate(deal, identity, lin, relayed=relayed)
    for name, relayed in (("gas_cancel", False), ("gas_cancel_relayed", True)):
        gas[name] = play.cancel(play.draft_deal([work], venue, lin)[0], lin, relayed=relayed)
    return gas


def _thirty_three(play: Play) -> dict[str, int]:
    writers, performers, label = actors("writer", 3), actors("performer", 28), Actor("label")
    work = Draft("big song", AssetType.MUSICAL_WORK, ((Layer.WRK, writers),))
    link = ((int(LinkKind.EMBODIES), work.asset_id(label)),)
    splits: Splits = ((Layer.PRF, performers), (Layer.PHN, [label]))
    recording = Draft("big recording", AssetType.SOUND_RECORDING, splits, file=True, links=link)
    _, (of_work, of_recording) = play.register(label, [work, recording])
    holdings = [of_work[Layer.WRK], of_recording[Layer.PRF], of_recording[Layer.PHN]]
    first = play.deal(holdings, Actor("service"), label)[0]
    return {"gas_deal_33_first": first, "gas_deal_33": play.deal(holdings, Actor("shop"), label)[0]}
