"""Deals drawn up from what the ledger says: who holds what, who may sign for whom, what stands in the way."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.core.collecting import collect
from ledger.core.dealfile import DealFile, terms_hash
from ledger.core.expansion import expand
from ledger.core.facts import State
from ledger.core.ids import hash_of_title, line_id
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Deal, Line, Title
from ledger.core.profile import Need, need
from ledger.core.proving import barring, facts_of, heads_for
from ledger.core.rights import MAX_LINES, MAX_SIGNERS, OPEN_END, Exclusivity, Layer, Revocation, Usage
from ledger.core.scopes import paths
from ledger.errors import BadInput, CannotTell, Denied
from ledger.ports import ChainPort, IndexPort


@dataclass(frozen=True, slots=True)
class Wish:
    """What a licensee wants.

    Times in UTC seconds, ``notice`` in seconds, ``usage`` and ``territory`` as masks; ``prose``: documents
    whose words belong to the deal, each with ``name`` and ``sha256``; ``depth``: levels of sub-licence
    allowed; ``through``: agents who sign for the holders who gave them a mandate; ``absent``: co-owners of a
    song who were consulted in vain, ``consult`` the hash of the evidence of it (CL 14); ``under``: deal of
    which this is a sub-licence, and ``survives`` whether it outlives it; ``society`` and ``layers``: a
    blanket licence of a society's repertoire, instead of ``assets``.
    """

    assets: tuple[str, ...]
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
    exclusivity: Exclusivity = Exclusivity.NONEXCLUSIVE
    depth: int = 0
    survives: bool = False
    through: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    consult: str = ZERO_HASH
    under: str | None = None
    society: str | None = None
    layers: tuple[Layer, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    """Lines, the titles that they stand on, who must sign, and what is only paid for."""

    lines: tuple[Line, ...]
    titles: tuple[Title, ...] = ()
    signers: frozenset[str] = frozenset()
    duties: tuple[str, ...] = ()


class Proposing:
    """New deals on one ledger."""

    def __init__(self, chain: ChainPort, index: IndexPort) -> None:
        self._chain, self._index = chain, index

    def propose(self, wish: Wish) -> DealFile:
        """A deal with a line for every (asset, layer) whose permission the uses need.

        Raises:
            CannotTell: ``UNKNOWN_WORK``, ``TITLE_UNKNOWN``: nobody can license what is not registered whole.
            Denied: ``NOTHING_TO_LICENSE``; ``NO_PARENT_LINE``: the deal above gives none of it;
                ``BARRED_HOLDER``: a holder gave the power away, and its new owner can't give this.
            BadInput: ``DEAL_TOO_LONG``, ``DEAL_TOO_MANY_SIGNERS``: more than a deal may have.
        """
        now = self._index.sync(self._chain).time
        draft = self._blanket(wish) if wish.society else self._works(wish, now)
        if len(draft.lines) > MAX_LINES:
            raise BadInput("DEAL_TOO_LONG", given=len(draft.lines), limit=MAX_LINES)
        signers = (draft.signers | {wish.licensee}) - {ZERO_ADDRESS}  # nobody signs for anyone
        if len(signers) > MAX_SIGNERS:
            raise BadInput("DEAL_TOO_MANY_SIGNERS", given=len(signers), limit=MAX_SIGNERS)
        terms: dict[str, Any] = {
            "songdeed": 1,
            "duties": list(draft.duties),
            "prose": [dict(document) for document in wish.prose],
        }
        deal = Deal(
            draft.lines,
            tuple(sorted(signers)),
            terms_hash(terms),
            wish.accept_by,
            wish.arbiter,
            False,
            salt(),
        )
        return self._file(deal, draft.titles, terms, now)

    def join(self, files: Sequence[DealFile], *, reciprocal: bool) -> DealFile:
        """One deal of all lines of several that nobody has signed: all are in force together, or none.

        Args:
            files: The drafts.
            reciprocal: Whether the end of one line ends all of them.

        Raises:
            BadInput: ``DEAL_TOO_LONG``, ``DEAL_TOO_MANY_SIGNERS``.
        """
        now = self._index.sync(self._chain).time
        lines = tuple(line for file in files for line in file.deal.lines)
        signers = {signer for file in files for signer in file.deal.signers}
        if len(lines) > MAX_LINES:
            raise BadInput("DEAL_TOO_LONG", given=len(lines), limit=MAX_LINES)
        if len(signers) > MAX_SIGNERS:
            raise BadInput("DEAL_TOO_MANY_SIGNERS", given=len(signers), limit=MAX_SIGNERS)
        arbiter, *others = sorted({file.deal.arbiter for file in files})
        if others:
            raise BadInput("DEAL_ARBITERS", arbiters=", ".join((arbiter, *others)))
        terms: dict[str, Any] = {"songdeed": 1}
        for part in ("duties", "prose"):
            every = [each for file in files for each in file.terms[part]]
            terms[part] = [each for place, each in enumerate(every) if each not in every[:place]]
        accept_by = min(file.deal.accept_by for file in files)
        deal = Deal(lines, tuple(sorted(signers)), terms_hash(terms), accept_by, arbiter, reciprocal, salt())
        titles = {hash_of_title(title): title for file in files for title in file.titles}
        return self._file(deal, tuple(titles.values()), terms, now)

    def _file(self, deal: Deal, titles: tuple[Title, ...], terms: Mapping[str, Any], now: int) -> DealFile:
        network = self._chain.network
        heads = heads_for(facts_of(self._index.events, deal.lines, titles, now), deal.lines, now)
        place = network.chain_id, network.genesis, network.licensing
        return DealFile(*place, deal, titles, heads, terms, {}, network.local)

    def _blanket(self, wish: Wish) -> _Draft:
        society = wish.society or ZERO_ADDRESS
        revoker = wish.revoker or society
        lines = tuple(_line(wish, ZERO_HASH, layer, revoker, society=society) for layer in wish.layers)
        return _Draft(lines, (), frozenset({society}))

    def _works(self, wish: Wish, now: int) -> _Draft:
        state = collect(self._index.events, assets=wish.assets)
        wanted: dict[tuple[str, Layer], None] = {}
        duties: dict[str, None] = {}
        for asset in wish.assets:
            engaged, paid = _engaged(state, asset, wish)
            wanted |= dict.fromkeys(engaged)
            duties |= dict.fromkeys(f"PAY {layer.name} {name}" for name, layer in paid)
        if not wanted:
            raise Denied("NOTHING_TO_LICENSE")
        if wish.under is not None:
            return self._beneath(wish, state, list(wanted), tuple(duties))
        titles = tuple(_title(state, asset, layer) for asset, layer in wanted)
        revoker = wish.revoker or _revoker(state, wish.assets[0], titles)
        lines = tuple(
            _line(wish, title.asset, Layer(title.layer), revoker, title=hash_of_title(title))
            for title in titles
        )
        known = facts_of(self._index.events, lines, titles, now)
        signers = set()
        for line, title in zip(lines, titles, strict=True):
            signers |= {_signer(known, line, share.holder, wish, now) for share in title.shares}
        return _Draft(lines, titles, frozenset(signers - {ZERO_ADDRESS}), tuple(duties))

    def _beneath(
        self, wish: Wish, state: State, wanted: Sequence[tuple[str, Layer]], duties: tuple[str, ...]
    ) -> _Draft:
        known = state.deals.get(wish.under or "")
        if known is None:
            raise CannotTell("UNKNOWN_DEAL", deal=wish.under or "")
        lines, licensors = [], set()
        for asset, layer in wanted:
            place = next(
                (
                    index
                    for index, line in enumerate(known.event.text.lines)
                    if (line.asset, line.layer) == (asset, layer) and line.usage & wish.usage and line.depth
                ),
                None,
            )
            if place is None:
                raise Denied("NO_PARENT_LINE", asset=asset, layer=layer.name, deal=known.event.deal)
            licensor = known.event.text.lines[place].licensee
            parent = line_id(known.event.deal, place)
            lines.append(_line(wish, asset, layer, wish.revoker or licensor, parent=parent))
            licensors.add(licensor)
        return _Draft(tuple(lines), (), frozenset(licensors), duties)


def salt() -> str:
    """Random, so that two equal deals differ; a 0x string of 32 bytes."""
    return "0x" + secrets.token_bytes(32).hex()


def _line(
    wish: Wish,
    asset: str,
    layer: Layer,
    revoker: str,
    *,
    society: str = ZERO_ADDRESS,
    title: str = ZERO_HASH,
    parent: str = ZERO_HASH,
) -> Line:
    by = revoker if wish.revocation is Revocation.AT_WILL else ZERO_ADDRESS
    consult = wish.consult if layer is Layer.WRK and wish.absent else ZERO_HASH
    return Line(
        asset, society, layer, wish.usage, wish.territory, wish.start, wish.end, wish.exclusivity,
        wish.licensee, title, parent, wish.depth, consult, wish.revocation, by, wish.notice, wish.survives,
    )  # fmt: skip


def _signer(state: State, line: Line, holder: str, wish: Wish, now: int) -> str:
    """Who signs a line for a holder: himself, an agent named, or the one who took the power from him."""
    barred = barring(state, line, holder)
    if not barred and holder in wish.absent:
        return ZERO_ADDRESS
    anybody = {known.event.text.to for known in state.mandates.values()}
    for path in paths(state, line, holder, anybody if barred else wish.through, now):
        if not barred or path[0] in barred:
            return state.mandates[path[-1]].event.text.to
    if barred:
        raise Denied("BARRED_HOLDER", holder=holder, mandate=barred[0], layer=Layer(line.layer).name)
    return holder


def _engaged(state: State, asset: str, wish: Wish) -> tuple[list[tuple[str, Layer]], list[tuple[str, Layer]]]:
    """Layers that need permission, songs first, and those that are only paid for."""
    found = expand(state, asset)
    for said in found.findings:
        params = dict(said.params)
        if said.code == "UNKNOWN_ASSET":
            raise CannotTell("UNKNOWN_WORK", asset=params["asset"])
        if said.code == "TITLE_INCOMPLETE" and _needs_song(wish):
            raise CannotTell("TITLE_UNKNOWN", **params)
    uses = [use for use in Usage if wish.usage & use.mask]
    wanted, paid = [], []
    for name, layer in sorted(found.engaged, key=lambda pair: pair[1]):
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
