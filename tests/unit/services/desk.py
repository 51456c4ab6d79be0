"""A ledger told beforehand, on a fake chain with the real index, and dealing on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.core.dealfile import DealFile
from ledger.core.places import bitmap
from ledger.core.rights import AssetType, Layer, LinkKind, Usage
from ledger.errors import SongdeedError
from ledger.evm import recursion_limit_kept
from ledger.index.sqlite import SqliteIndex
from ledger.services.dealing import Dealing
from ledger.services.proposing import Proposing, Wish
from tests.fakes import FakeChain
from tests.unit.core.world import World

with recursion_limit_kept():
    from eth_account import Account

KEYS = {str(key.address.lower()): key for key in (Account.from_key(bytes([1] * 31 + [n])) for n in range(3))}
LIN, HAO, VENUE = sorted(KEYS)
WRK, PRF, PHN, AVP = Layer
RECORDING, VIDEO = AssetType.SOUND_RECORDING, AssetType.AUDIOVISUAL
EMBODIES, CONTAINS = LinkKind.EMBODIES, LinkKind.CONTAINS
STREAM = Usage.STREAM_ONDEMAND.mask


class Desk:
    """A ledger told beforehand, and dealing on it."""

    def __init__(self, folder: Path) -> None:
        self.world, self.chain = World(), FakeChain()
        self.index = SqliteIndex(folder / "index.db")
        self.dealing = Dealing(self.chain, self.index)
        self.proposing = Proposing(self.chain, self.index)
        self.song = self.world.register(LIN, splits={WRK: {LIN: 40_000_000, HAO: 60_000_000}})
        self.recording = self.world.register(
            LIN, RECORDING, links=[(EMBODIES, self.song)], splits={PRF: [HAO], PHN: [LIN]}
        )

    def wish(self, asset: str | None = None, **fields: Any) -> Wish:
        start = self.world.time + 100
        wish = Wish((asset or self.recording,), VENUE, STREAM, bitmap(["CN"]), ("CN",), start, start + 9000)
        return replace(wish, **fields)

    def tell(self) -> None:
        """Put on the chain what happened in the world since."""
        self.world.replay(self.chain)

    def propose(self, asset: str | None = None, **fields: Any) -> DealFile:
        self.tell()
        return self.proposing.propose(self.wish(asset, **fields))

    def active(self, **fields: Any) -> DealFile:
        file = self.propose(**fields)
        self.world.activate(file.deal)
        self.tell()
        return file


def code(error: pytest.ExceptionInfo[SongdeedError]) -> str:
    """Code of an error that was raised."""
    return error.value.code


def signed(file: DealFile, *signers: str) -> DealFile:
    """The deal file with the signatures of some keys."""
    for signer in signers:
        file = file.signed(signer, bytes(KEYS[signer].unsafe_sign_hash(file.id).signature))
    return file
