"""What belongs to a work in the store: taken out, brought in, read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from ledger.core import car
from ledger.core.cid import RAW, Cid, parse, parse_any, raw_cid
from ledger.core.collecting import collect, holds_key
from ledger.core.drafting import identify
from ledger.core.events import Registered, TitleRecorded
from ledger.core.model import ZERO_HASH
from ledger.core.record import MAX_RECORD, Record, from_bytes
from ledger.core.rights import LinkKind
from ledger.core.walk import size_of, visit
from ledger.errors import BadInput, CannotTell, Denied, ServiceDown
from ledger.ports import ChainPort, IndexPort, Progress, SealedPort, ShelfPort, StorePort

Block = Callable[[Cid], bytes]
"""A verified block, wherever it comes from."""

Write = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Belongings:
    """What belongs to a work: CIDs of its record, of its files, and of those files that nobody has.

    ``record`` is None while the work is secret: its record is not in the store, and its files are sealed.
    ``songs``: records of the songs in a recording, as far as they can be had.
    """

    asset: str
    record: Cid | None
    files: tuple[Cid, ...]
    absent: tuple[Cid, ...]
    songs: tuple[Cid, ...] = ()

    @property
    def roots(self) -> tuple[Cid, ...]:
        """All that can be had, the record first."""
        record = () if self.record is None else (self.record,)
        return (*record, *(cid for cid in self.files if cid not in self.absent), *self.songs)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that is lost or damaged: its CID, the works it belongs to, what is wrong with it."""

    cid: str
    assets: tuple[str, ...]
    reason: ServiceDown | BadInput


@dataclass(frozen=True, slots=True)
class Brought:
    """A root that was brought in; ``asset`` if it is a record."""

    cid: str
    asset: str | None


class Keeping:
    """The store of one data folder, and the works of one ledger.

    Args:
        chain: The chain.
        index: Its events.
        store: Where things are kept.
        block: Gets a block from the store or from wherever else it is.
        sealed: Records that are kept apart, and are not missed in the store.
        shelf: Keys of sealed files, and where these are stored.
    """

    def __init__(
        self,
        chain: ChainPort,
        index: IndexPort,
        store: StorePort,
        block: Block,
        *,
        sealed: SealedPort,
        shelf: ShelfPort,
    ) -> None:
        self._chain, self._index, self._store, self._block = chain, index, store, block
        self._sealed, self._shelf = sealed, shelf

    def belongings(self, asset: str) -> Belongings:
        """What belongs to a registered work.

        Raises:
            CannotTell: ``UNKNOWN_WORK``.
            Denied: ``SEALED_NOTHING_STORED``: it is secret, and nothing of it may be stored but sealed files.
            ServiceDown: ``NO_SOURCE`` if nobody has its record.
        """
        head = self._index.sync(self._chain)
        state = collect(partial(self._index.events, last_block=head.number), assets=[asset])
        if asset not in state.assets:
            raise CannotTell("UNKNOWN_WORK", asset=asset)
        event = state.assets[asset]
        record = _record_of(event)
        # Of a secret song alone no reveal is recorded: its record is in the store, or it isn't.
        shown = asset in state.revealed or (event.file_tag == ZERO_HASH and self._there(record))
        if self._apart(asset) and not shown:
            return self._secret(asset)
        files = tuple(parse(file.cid) for file in from_bytes(self._block(record)).files)
        targets = [link.target for link in event.links if link.kind == LinkKind.EMBODIES]
        songs = self._songs(targets, head.number)
        return Belongings(asset, record, files, tuple(self._absent(files)), songs)

    def _secret(self, asset: str) -> Belongings:
        """Of a work that is not revealed only what is encrypted can be elsewhere."""
        files = tuple(parse(keys.cid) for keys in self._shelf.all() if keys.cid and keys.work == asset)
        if not files:
            raise Denied("SEALED_NOTHING_STORED", asset=asset)
        return Belongings(asset, None, files, tuple(self._absent(files)))

    def _songs(self, targets: Sequence[str], last_block: int) -> tuple[Cid, ...]:
        assets = collect(partial(self._index.events, last_block=last_block), assets=targets).assets
        records = [_record_of(assets[target]) for target in targets if target in assets]
        return tuple(cid for cid in dict.fromkeys(records) if self._there(cid))

    def _absent(self, files: Sequence[Cid]) -> Iterator[Cid]:
        return (cid for cid in files if not self._there(cid))

    def own(self, accounts: Sequence[str]) -> tuple[str, ...]:
        """Works that some accounts registered and of which something is in the store, sorted.

        A song is left out where a recording of it is among them, for its record goes with that one.
        """
        sealed = [(keys.work, keys.cid) for keys in self._shelf.all() if keys.cid]
        here = [event for event in self._registered(accounts) if self._here(event, sealed)]
        songs = {link.target for event in here for link in event.links if link.kind == LinkKind.EMBODIES}
        return tuple(sorted({event.asset for event in here} - songs))

    def _here(self, event: Registered, sealed: Sequence[tuple[str, str]]) -> bool:
        own = [cid for work, cid in sealed if work == event.asset and self._apart(work)]
        return any(self._store.has(cid) for cid in (*own, str(_record_of(event))))

    def export(self, roots: Sequence[Cid], write: Write, progress: Progress | None = None) -> int:
        """Write a CAR file of some trees, each block once; the number of blocks.

        Args:
            roots: Its roots.
            write: Takes the bytes of the file.
            progress: Called with (bytes of content done, bytes in all).

        Raises:
            ServiceDown: ``NO_SOURCE``: a block is lost.
        """
        total = sum(size_of(root, self._fetch) for root in roots) if progress else 0
        write(car.header(roots))
        seen, done = set[bytes](), 0
        for root in roots:
            for one in visit(root, self._fetch):
                done += len(one.content)
                if one.cid.to_bytes() not in seen:
                    seen.add(one.cid.to_bytes())
                    write(car.section(one.cid, one.block))
                if progress:
                    progress(done, total)
        return len(seen)

    def bring(self, read: car.Read, progress: Callable[[int], None] | None = None) -> tuple[Brought, ...]:
        """Take in a CAR file, verified block by block; its roots, which are pinned then.

        Args:
            read: Gives the bytes of the file.
            progress: Called with the bytes of blocks done.

        Raises:
            BadInput: ``CAR_…``; ``CAR_LACKS``: a tree is not whole. Nothing is kept then.
            ServiceDown: What the store says.
        """
        reader = car.Reader(read)

        def counted() -> Iterator[tuple[Cid, bytes]]:
            done = 0
            for cid, data in reader.blocks():
                yield cid, data
                done += len(data)
                if progress:
                    progress(done)

        try:
            self._store.put_blocks(counted(), reader.roots)
        except ServiceDown as error:
            if error.code != "STORE_MISSING":
                raise
            raise BadInput("CAR_LACKS", cid=error.params["cid"]) from error
        return tuple(Brought(str(root), self._asset_of(root)) for root in reader.roots)

    def check(
        self, accounts: Sequence[str], progress: Progress | None = None
    ) -> tuple[int, tuple[Loss, ...]]:
        """Read again all that is pinned, and the records of all works that some accounts registered.

        Args:
            accounts: One's own addresses.
            progress: Called with (contents read, contents in all).

        Returns:
            How much was read, and what is lost.

        Raises:
            ServiceDown: The store does not answer at all.
        """
        owners = self._expected(accounts)
        lost = []
        for number, (name, assets) in enumerate(sorted(owners.items())):
            try:
                self._store.verify(name)
            except (ServiceDown, BadInput) as error:
                if isinstance(error, BadInput) and not assets:
                    continue  # whole, but of another program: a folder that somebody pinned on the same node
                self._store.ping()  # a store that is down has lost nothing
                lost.append(Loss(name, tuple(sorted(assets)), error))
            if progress:
                progress(number + 1, len(owners))
        return len(owners), tuple(lost)

    def _expected(self, accounts: Sequence[str]) -> dict[str, set[str]]:
        """CIDs that should be there, and the works they belong to as far as that can be told."""
        owners: dict[str, set[str]] = {str(parse_any(name).v1): set() for name in self._store.pins()}
        for event in self._registered(accounts):
            if not self._apart(event.asset):
                owners.setdefault(str(_record_of(event)), set()).add(event.asset)
        for keys in self._shelf.all():
            if keys.cid is not None:
                owners.setdefault(keys.cid, set()).add(keys.work)
        for name in list(owners):
            record = self._record(parse(name))
            if record is None:
                continue
            asset = identify(record)
            owners[name].add(asset)
            for file in record.files:
                if file.cid in owners:
                    owners[file.cid].add(asset)
        return owners

    def _registered(self, accounts: Sequence[str]) -> Iterator[Registered]:
        self._index.sync(self._chain)
        held = self._index.events([holds_key(account) for account in accounts])
        assets = sorted({event.asset for event in held if isinstance(event, TitleRecorded)})
        for event in self._index.events(assets):
            if isinstance(event, Registered) and event.registrant in accounts:
                yield event

    def _apart(self, asset: str) -> bool:
        return self._sealed.read(asset) is not None

    def _record(self, cid: Cid) -> Record | None:
        """The record of a CID, if it is one and somebody has it."""
        if cid.codec != RAW:
            return None
        with suppress(ServiceDown, BadInput):
            data = self._block(cid)
            return from_bytes(data) if len(data) <= MAX_RECORD else None
        return None

    def _asset_of(self, root: Cid) -> str | None:
        record = self._record(root)
        return None if record is None else identify(record)

    def _there(self, cid: Cid) -> bool:
        try:
            self._block(cid)
        except ServiceDown:
            return False
        return True

    def _fetch(self, cid: str) -> bytes:
        return self._block(parse_any(cid))


def _record_of(event: Registered) -> Cid:
    return parse(raw_cid(bytes.fromhex(event.record_hash[2:])))
