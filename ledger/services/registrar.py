"""Registering works and looking them up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ledger.core.cid import raw_cid
from ledger.core.collecting import collect
from ledger.core.drafting import SONGS, Draft
from ledger.core.ids import hash_words
from ledger.core.merkle import Tree
from ledger.core.model import ZERO_HASH, Asset, Registration
from ledger.core.operations import Anchor, Register
from ledger.core.refusals import DoneAlready
from ledger.core.rights import AssetType, LinkKind
from ledger.core.state import State
from ledger.errors import BadInput, Denied, NotYet
from ledger.ports import ChainPort, IndexPort, Payer, Receipt, SealedPort, StorePort

DAY_S = 86_400
"""How long a signed registration may be on its way."""

Sign = Callable[[Registration], bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a registration came to; ``receipt`` is None if it was there already.

    ``reused``: songs that were to be made and were found there, under the same title by the same registrant.
    """

    asset: str
    works: tuple[str, ...]
    cid: str
    receipt: Receipt | None
    reused: tuple[str, ...] = ()


class Registrar:
    """Registers works on one ledger."""

    def __init__(self, chain: ChainPort, index: IndexPort, store: StorePort, sealed: SealedPort) -> None:
        self._chain, self._index, self._store, self._sealed = chain, index, store, sealed

    def register(
        self, registrant: str, wanted: Draft, sign: Sign, *, payer: Payer | None, direct: bool, contest: bool
    ) -> Outcome:
        """Record what is not there yet, in one transaction.

        Args:
            registrant: Who registers.
            wanted: From ``core.drafting``.
            sign: Asks the registrant for his signature.
            payer: Who pays; None is the embedded chain's own payer.
            direct: Don't anchor first, though pending transactions are public.
            contest: Go on though the file is claimed: by somebody else, or sealed by the registrant himself.

        Raises:
            BadInput: ``LINK_TARGET``; nothing is stored then.
            Denied: ``FILE_CLAIMED``, ``SEALED_BEFORE``, ``REGISTERED_OTHERWISE``; nor then.
            SongdeedError: What the chain refuses; ServiceDown.
        """
        known = self._known(wanted)
        self._check_links(wanted)
        self._check_tables(wanted, known)
        if not set(wanted.ids) <= known.assets.keys():
            self._check_rivals(registrant, wanted, known, contest)
        # A sealed work whose record is lost is lost: it is on disk before anything is sent.
        cids = [
            self._keep(*each, sealed=wanted.sealed) for each in zip(wanted.ids, wanted.records, strict=True)
        ]
        main, works = wanted.ids[-1], wanted.works
        reused = tuple(name for name in works if name in known.assets and name in wanted.ids)
        for _ in range(len(wanted.ids)):
            known = self._known(wanted)
            new = tuple(
                (asset, name)
                for asset, name in zip(wanted.assets, wanted.ids, strict=True)
                if name not in known.assets
            )
            if not new:
                break
            receipt = self._send(registrant, new, sign, payer=payer, direct=direct)
            if receipt is not None:
                self._index.sync(self._chain)
                return Outcome(main, works, cids[-1], receipt, reused)
        return Outcome(main, works, cids[-1], None)

    def _keep(self, asset: str, body: bytes, *, sealed: bool) -> str:
        """Store a record, or keep it at home; its CID, which the chain tells in any case."""
        if not sealed:
            return self._store.put_block(body)
        self._sealed.keep(asset, body)
        return raw_cid(sha256(body).digest())

    def _send(
        self,
        registrant: str,
        new: Sequence[tuple[Asset, str]],
        sign: Sign,
        *,
        payer: Payer | None,
        direct: bool,
    ) -> Receipt | None:
        """Record assets; None if one of them was recorded meanwhile, by another run of ours for instance."""
        root: str = ZERO_HASH
        paths: tuple[tuple[str, ...], ...] = ()
        if self._chain.network.public_mempool and not direct:
            root, paths = self._anchor([name for _, name in new], payer)
        now = self._chain.head().time
        text = Registration(registrant, tuple(asset for asset, _ in new), root, now + DAY_S)
        try:
            return self._chain.send(Register(text, paths, sign(text)), payer)
        except DoneAlready:
            return None

    def _known(self, wanted: Draft) -> State:
        self._index.sync(self._chain)
        kept = () if wanted.file is None else self._sealed.holding(wanted.file)
        files = () if wanted.file is None else (wanted.file,)
        return collect(self._index.events, assets=(*wanted.ids, *kept), files=files)

    def _check_links(self, wanted: Draft) -> None:
        """Only a song is embodied: a recording named in its place would leave every question open."""
        links = [link for asset in wanted.assets for link in asset.links]
        songs = sorted({link.target for link in links if link.kind == LinkKind.EMBODIES})
        known = collect(self._index.events, assets=songs).assets if songs else {}
        for target in (known[song] for song in songs if song in known):
            if target.asset_type in SONGS:
                continue
            raise BadInput("LINK_TARGET", asset=target.asset, type=AssetType(target.asset_type).name)

    @staticmethod
    def _check_tables(wanted: Draft, known: State) -> None:
        """Other shares than those on record are a misunderstanding, not something done already."""
        for asset, name in zip(wanted.assets, wanted.ids, strict=True):
            for split in asset.splits if name in known.assets else ():
                versions = known.titles.get((name, split.layer))
                if versions and versions[0].title.shares != split.shares:
                    raise Denied("REGISTERED_OTHERWISE", asset=name)

    def _check_rivals(self, registrant: str, wanted: Draft, known: State, contest: bool) -> None:
        if wanted.file is None or contest:
            return
        for other in known.claims.get(wanted.file, ()):
            claimant = known.assets[other].registrant
            if claimant != registrant:
                raise Denied("FILE_CLAIMED", claimant=claimant, asset=other)
        for own in self._sealed.holding(wanted.file):
            event = known.assets.get(own)
            shut = event is not None and event.registrant == registrant and own not in known.revealed
            if shut and own not in wanted.ids:
                raise Denied("SEALED_BEFORE", asset=own)

    def _anchor(self, ids: list[str], payer: Payer | None) -> tuple[str, tuple[tuple[str, ...], ...]]:
        """Anchor the tree of some asset ids, unless a run that was interrupted did so already.

        The receipt's block is mined, so what is sent now comes in a later one.
        """
        leaves = [hash_words(name) for name in ids]
        tree = Tree(leaves)
        if tree.root not in collect(self._index.events, files=[tree.root]).anchors:
            receipt = self._chain.send(Anchor(tree.root), payer)
            if self._chain.head().number < receipt.block.number:
                raise NotYet("ANCHOR_PENDING", root=tree.root)
        return tree.root, tuple(tree.path(leaf) for leaf in leaves)
