"""A fake chain that leaves the registry's events, and a registrar on it with the real index and store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ledger.core import events
from ledger.core.collecting import collect
from ledger.core.drafting import Draft, Particulars, draft
from ledger.core.events import Block, Event, Position
from ledger.core.hashing import digest
from ledger.core.model import ZERO_HASH, Asset, Registration, Share, Split, Title
from ledger.core.operations import Operation, Register
from ledger.core.record_words import TitleText
from ledger.core.refusals import DoneAlready
from ledger.core.rights import WHOLE, Layer
from ledger.core.state import State
from ledger.errors import Refused
from ledger.index.sqlite import SqliteIndex
from ledger.ports import Payer, Receipt
from ledger.services.registrar import Outcome, Registrar
from ledger.store.embedded import EmbeddedStore
from ledger.store.sealed import SealedRecords
from tests.fakes import FakeChain, Maker, a_network
from tests.unit.core.world import hashed, party, title_hash

LIN, HAO = party("lin"), party("hao")
AUDIO = b"the same bytes" * 1000


class Purse:
    """Somebody who pays."""

    address = party("payer")

    def sign_transaction(self, transaction: dict[str, object]) -> bytes:
        raise NotImplementedError


@dataclass
class Registry(FakeChain):
    """A fake chain whose writes leave the events of the registry, and which can lag or be overtaken.

    ``overtaken``: so many assets of the next registration are recorded by another transaction just before.
    """

    behind: int = 0
    overtaken: int = 0
    signatures: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.on_send = self._makers

    def head(self) -> Block:
        return self._blocks[max(0, super().head().number - self.behind)]

    def send(self, operation: Operation, payer: Payer | None = None) -> Receipt:
        if isinstance(operation, Register) and self.overtaken:
            text = operation.registration
            self.mine(*self._recorded(replace(text, assets=text.assets[: self.overtaken])))
            raise DoneAlready("CONTRACT_ALREADY_REGISTERED", asset=ZERO_HASH)
        return super().send(operation, payer)

    def everything(self) -> Sequence[Event]:
        return self.events(0, len(self._blocks) - 1)

    def _makers(self, operation: Operation) -> Iterable[Maker]:
        if isinstance(operation, Register):
            self.signatures.append(operation.signature)
            return self._recorded(operation.registration)
        return ()

    def _recorded(self, text: Registration) -> list[Maker]:
        anchors = {
            event.root: event.at.time for event in self.everything() if isinstance(event, events.Anchored)
        }
        return [maker for asset in text.assets for maker in _of_asset(text, asset, anchors.get(text.root))]


def _facts(asset: Asset) -> str:
    links = [(link.kind, link.target) for link in asset.links]
    return hashed("uint8 bytes32 (uint8,bytes32)[]", asset.asset_type, asset.file_tag, links)


def id_of(text: Registration, asset: Asset) -> str:
    """Id of an asset, computed without the code under test."""
    return hashed("bytes32 address bytes32", asset.record_hash, text.registrant, _facts(asset))


def _of_asset(text: Registration, asset: Asset, anchored: int | None) -> list[Maker]:
    name = id_of(text, asset)

    def registered(at: Position) -> Event:
        return events.Registered(
            at, name, text.registrant, asset.file_tag, asset.asset_type, asset.record_hash, text.root,
            anchored or at.time, asset.links,
        )  # fmt: skip

    def titled(at: Position, split: Split) -> Event:
        words = (anchored or at.time, asset.record_hash, text.registrant, _facts(asset))
        origin = hashed("uint64 bytes32 address bytes32", *words)
        title = Title(name, split.layer, origin, 0, at.time, False, split.shares)
        return events.TitleRecorded(at, name, split.layer, 0, title_hash(title), split.shares, ())

    return [registered, *(lambda at, split=split: titled(at, split) for split in asset.splits)]


class Office:
    """A registrar and what it stands on."""

    def __init__(self, folder: Path, *, local: bool = True) -> None:
        self.chain = Registry(network=a_network(local=local))
        self.index, self.store = SqliteIndex(folder / "index.db"), EmbeddedStore(folder / "store")
        self.sealed = SealedRecords(folder / "sealed")
        self.registrar = Registrar(self.chain, self.index, self.store, self.sealed)
        self.asked: list[Registration] = []
        self.wrong_password = False
        self.payer = None if local else Purse()

    def register(
        self, wanted: Draft, who: str = LIN, *, direct: bool = False, contest: bool = False
    ) -> Outcome:
        return self.registrar.register(
            who, wanted, self._sign, payer=self.payer, direct=direct, contest=contest
        )

    def state(self, *assets: str) -> State:
        self.index.sync(self.chain)
        return collect(self.index.events, assets=assets)

    def _sign(self, text: Registration) -> bytes:
        if self.wrong_password:
            raise Refused("WRONG_PASSWORD", name="lin")
        self.asked.append(text)
        return bytes([len(self.asked)]) * 65


def song_and_recording(who: str = LIN, title: str = "连城", audio: bytes = AUDIO) -> Draft:
    """A song and the recording that embodies it, all of one holder."""
    splits = tuple(Split(layer, (Share(who, WHOLE),)) for layer in (Layer.WRK, Layer.PRF, Layer.PHN))
    return draft(who, Particulars((TitleText(title),), splits, file=digest(audio)))
