"""Works that were sealed: shown to be of a file, and their records made public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ledger.core.collecting import collect
from ledger.core.facts import State
from ledger.core.operations import RevealFile
from ledger.core.record import Record, from_bytes
from ledger.core.refusals import DoneAlready
from ledger.core.rights import LinkKind
from ledger.core.seen import read_record
from ledger.core.unsealing import Reveal, words_of
from ledger.errors import BadInput, CannotTell, Denied, ServiceDown
from ledger.ports import ChainPort, IndexPort, Payer, Receipt, SealedPort, StorePort

DAY_S = 86_400

Sign = Callable[[Reveal], bytes]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reveal came to.

    ``receipt`` is None where nothing was left to record on the chain; ``file`` is None for a work without
    one; ``records``: asset ids and records that are public now, the work's own last.
    """

    asset: str
    file: str | None
    receipt: Receipt | None
    records: tuple[tuple[str, bytes], ...]


class Revealing:
    """Reveals works on one ledger."""

    def __init__(self, chain: ChainPort, index: IndexPort, store: StorePort, sealed: SealedPort) -> None:
        self._chain, self._index, self._store, self._sealed = chain, index, store, sealed

    def sealed_work(self, sha256: str, by: str) -> str:
        """The sealed work that somebody registered of a file.

        Args:
            sha256: Of the file.
            by: Who registered it.

        Raises:
            CannotTell: ``NO_SEALED_RECORD``, ``SEVERAL_CLAIMS``.
            Denied: ``NOT_THE_REGISTRANT``: only others registered it.
        """
        kept = self._sealed.holding(sha256)
        state = self._known(*kept)
        registered = [one for one in kept if one in state.assets]
        found = [one for one in registered if state.assets[one].registrant == by]
        if registered and not found:
            other = registered[0]
            raise Denied("NOT_THE_REGISTRANT", asset=other, registrant=state.assets[other].registrant)
        if not found:
            raise CannotTell("NO_SEALED_RECORD", asset=sha256)
        if len(found) > 1:
            raise CannotTell("SEVERAL_CLAIMS", assets=", ".join(found))
        return found[0]

    def about_to_show(self, asset: str, by: str) -> list[tuple[str, bytes]]:
        """The records that become public with a work: those of the songs sealed with it, and its own last.

        Raises:
            CannotTell: ``UNKNOWN_WORK``, ``NO_SEALED_RECORD``.
            BadInput: ``NOT_ITS_RECORD``, ``NOT_SEALED``.
            Denied: ``NOT_THE_REGISTRANT``.
        """
        state = self._known(asset)
        data, record = self._record(state, asset)
        if record.registrant != by:
            raise Denied("NOT_THE_REGISTRANT", asset=asset, registrant=record.registrant)
        if record.salt is None:
            raise BadInput("NOT_SEALED", asset=asset)
        links = (link.target for link in record.links if link.kind == LinkKind.EMBODIES)
        songs = [(target, self._sealed.read(target)) for target in links if target in state.assets]
        whole = ((name, body) for name, body in songs if body is not None)
        return [
            *(one for one in whole if not read_record(state.assets[one[0]], one[1]).problem),
            (asset, data),
        ]

    def reveal(self, asset: str, by: str, sign: Sign, payer: Payer | None) -> Shown:
        """Show the file on the chain, then put the records into the store, which must answer before.

        Args:
            asset: The sealed work.
            by: Its registrant.
            sign: Asks him for his signature.
            payer: Who pays; None is the embedded chain's own payer.

        Raises:
            As ``about_to_show``; what the chain refuses.
            ServiceDown: What the store says; ``REVEALED_UNSTORED``: the file is public already, the records
                are not.
        """
        records = self.about_to_show(asset, by)
        self._store.ping()
        record = from_bytes(records[-1][1])
        file = record.files[0].sha256 if record.files else None
        receipt = None if file is None else self._show(asset, file, record, sign, payer)
        try:
            for _, data in records:
                self._store.put_block(data)
        except ServiceDown as error:
            if file is None:
                raise
            raise ServiceDown("REVEALED_UNSTORED", asset=asset, file=file, reason=error.code) from error
        return Shown(asset, file, receipt, tuple(records))

    def _show(self, asset: str, file: str, record: Record, sign: Sign, payer: Payer | None) -> Receipt | None:
        state = self._known(asset)
        if asset in state.revealed or record.salt is None:
            return None
        text = Reveal(asset, file, record.salt, self._chain.head().time + DAY_S)
        try:
            receipt = self._chain.send(RevealFile(text, words_of(state, asset), sign(text)), payer)
        except DoneAlready:
            receipt = None
        self._index.sync(self._chain)
        return receipt

    def _known(self, *assets: str) -> State:
        self._index.sync(self._chain)
        return collect(self._index.events, assets=assets)

    def _record(self, state: State, asset: str) -> tuple[bytes, Record]:
        if asset not in state.assets:
            raise CannotTell("UNKNOWN_WORK", asset=asset)
        data = self._sealed.read(asset)
        if data is None:
            raise CannotTell("NO_SEALED_RECORD", asset=asset)
        if read_record(state.assets[asset], data).problem:
            raise BadInput("NOT_ITS_RECORD", asset=asset)
        return data, from_bytes(data)
