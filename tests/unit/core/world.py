"""Ledgers for tests: the events that the contracts would emit, in their order and with their hashes.

It enforces none of the contracts' rules, so that facts can be told which today's contracts refuse. Hashes are
computed by eth_abi, not by the code under test; only a deal's id comes from ``ledger.core.eip712``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ledger.core import eip712, events
from ledger.core.ids import entry_of
from ledger.core.licensing import Entry
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Deal, Line, Link, Title, Unclaimed
from ledger.core.policy import DEFAULT, Known, Policy
from ledger.core.question import Question
from ledger.core.rights import LAYERS_OF, OPEN_END, WORLD, AssetType, Layer, LinkKind, Usage
from ledger.core.seen import RecordSeen
from ledger.core.verdict import LayerResult, Verdict
from ledger.core.verification import verify
from tests.fakes import an_id
from tests.unit.core.world_annals import Annals
from tests.unit.core.world_base import Shares, entries_hash, hashed, head_after, party, table, title_hash
from tests.unit.core.world_mandates import Mandates

__all__ = [
    "World",
    "ask",
    "entries_hash",
    "hashed",
    "head_after",
    "layer_of",
    "params",
    "party",
    "says",
    "table",
    "title_hash",
]


class World(Annals, Mandates):
    """One ledger as it grows; each method is one transaction in a block of its own."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._titles: dict[tuple[str, int], Title] = {}
        self._heads: dict[str, str] = {}
        self._lists: dict[str, tuple[int, tuple[Entry, ...]]] = {}
        self._anchors: dict[str, int] = {}
        self._texts: dict[str, Deal] = {}
        self._ends: dict[tuple[str, int], int] = {}

    # Registry

    def anchor(self, root: str, by: str = party("anyone"), time: int | None = None) -> int:
        """Anchor a root; a second time nothing is emitted. The time it was first seen."""
        self._block(time)
        if root not in self._anchors:
            self._anchors[root] = self.time
            self._emit(events.Anchored, root=root, by=by)
        return self._anchors[root]

    def register(
        self,
        registrant: str,
        kind: AssetType = AssetType.MUSICAL_WORK,
        *,
        file: str = ZERO_HASH,
        splits: Mapping[Layer, Shares] | None = None,
        unclaimed: Mapping[Layer, Sequence[Unclaimed]] | None = None,
        links: Sequence[tuple[LinkKind, str]] = (),
        record: str | None = None,
        root: str = ZERO_HASH,
        time: int | None = None,
    ) -> str:
        """Register an asset; layers without a split are the registrant's alone. Its id."""
        self._block(time)
        record = record or an_id("record", len(self.events))
        rows = tuple(Link(int(one), target) for one, target in sorted(links))
        plain = [(link.kind, link.target) for link in rows]
        facts = hashed("uint8 bytes32 (uint8,bytes32)[]", int(kind), file, plain)
        asset = hashed("bytes32 address bytes32", record, registrant, facts)
        priority = self.time if root == ZERO_HASH else self._anchors[root]
        self._emit(
            events.Registered, asset=asset, registrant=registrant, file_tag=file, asset_type=int(kind),
            record_hash=record, root=root, priority=priority, links=rows,
        )  # fmt: skip
        origin = hashed("uint64 bytes32 address bytes32", priority, record, registrant, facts)
        for layer in LAYERS_OF[kind]:
            keyless = tuple((unclaimed or {}).get(layer, ()))
            given = (splits or {}).get(layer, () if keyless else [registrant])
            self._record(
                Title(asset, int(layer), origin, 0, self.time, False, table(given) if given else (), keyless)
            )
        if not LAYERS_OF[kind]:
            self._record(Title(asset, 0, origin, 0, self.time, False, ()))
        return asset

    def retitle(
        self,
        asset: str,
        layer: Layer,
        given: Shares,
        time: int | None = None,
        unclaimed: Sequence[Unclaimed] = (),
    ) -> None:
        """An assignment: a later version of a title, which all holders signed."""
        self._block(time)
        old = self._titles[asset, layer]
        self._emit(
            events.TitleChanged, change=3, title=title_hash(old),
            confirmed=True, detail=an_id("instrument"),
        )  # fmt: skip
        shares = table(given) if given else ()
        row = asset, layer, title_hash(old), old.version + 1, self.time, True
        self._record(Title(*row, shares, tuple(unclaimed)))

    def confirm(self, asset: str, layer: Layer, holder: str, time: int | None = None) -> None:
        """A holder signs the split himself."""
        self._block(time)
        title = title_hash(self._titles[asset, layer])
        self._emit(events.TitleConfirmed, title=title, holder=holder)

    def cancel_registration(self, digest: str, by: str, time: int | None = None) -> None:
        """Withdraw a registration that was signed."""
        self._block(time)
        self._emit(events.RegistrationCancelled, digest=digest, by=by)

    # Licensing

    def line(self, asset: str, layer: Layer, licensee: str, **fields: Any) -> Line:
        """A line on the newest title of a layer: STREAM_ONDEMAND, world, for ever, unless fields say more."""
        known = self._titles.get((asset, layer))
        title = title_hash(known) if known else ZERO_HASH
        line = Line(
            asset=asset, society=ZERO_ADDRESS, layer=int(layer), usage=1 << 4, territory=WORLD,
            start=self.time, end=OPEN_END, exclusivity=1, licensee=licensee, title=title,
            parent=ZERO_HASH, depth=0, consult=ZERO_HASH, revocation=3, revoker=ZERO_ADDRESS, notice=0,
            survives=False,
        )  # fmt: skip
        return replace(line, **fields)

    def text(self, *lines: Line, signers: Sequence[str] | None = None, **fields: Any) -> Deal:
        """A deal's text; the signers are all holders and licensees unless given."""
        if signers is None:
            titles = [self._titles[line.asset, line.layer] for line in lines]
            found = {share.holder for title in titles for share in title.shares}
            signers = sorted((found | {line.licensee for line in lines}) - {ZERO_ADDRESS})
        salt = an_id("salt", len(self.events))
        deal = Deal(lines, tuple(signers), an_id("terms"), OPEN_END, ZERO_ADDRESS, False, salt)
        return replace(deal, **fields)

    def deal(self, *lines: Line, time: int | None = None, agents: Sequence[str] = (), **fields: Any) -> str:
        """Activate a deal of these lines. Its id."""
        return self.activate(self.text(*lines, **fields), time, agents=agents)

    def activate(self, text: Deal, time: int | None = None, *, agents: Sequence[str] = ()) -> str:
        """Activate a deal, ``agents`` signing its lines on titles for holders. Its id."""
        self._block(time)
        deal = eip712.digest(self.domain, text)
        self._texts[deal] = text
        self._emit(events.DealActivated, deal=deal, text=text)
        for index, line in enumerate(text.lines):
            entry = entry_of(deal, index, line)
            if line.society != ZERO_ADDRESS:
                self._chain(hashed("address uint8", line.society, line.layer), entry)
                continue
            child = line.parent != ZERO_HASH
            chain = line.parent if child else hashed("bytes32 uint8", line.asset, line.layer)
            if line.exclusivity != 1:
                self._enter(chain, entry)
            self._chain(chain, entry)
            for agent in () if child else sorted(agents):
                self._chain(hashed("address", agent), entry)
        return deal

    def _chain(self, chain: str, entry: Entry) -> None:
        self._heads[chain] = head_after(self._heads.get(chain, ZERO_HASH), entry)
        self._emit(
            events.LineActivated, chain=chain, deal=entry.deal, licensee=entry.licensee, index=entry.index,
            head=self._heads[chain],
        )  # fmt: skip

    def _enter(self, chain: str, added: Entry) -> None:
        """Enter a line in the list of exclusives of its chain, which lets go of those that are over."""
        known = self._lists.get(chain)
        if known is None:
            self._lists[chain] = (0, (added,))
            return
        horizon, before = known
        ends = [self._ends.get((one.deal, one.index), one.end) for one in before]
        kept = sum(1 << place for place, end in enumerate(ends) if end > self.time)
        horizon = max([horizon, *(end for end in ends if end <= self.time)])
        entries = (*(one for place, one in enumerate(before) if kept >> place & 1), added)
        self._lists[chain] = (horizon, entries)
        self._emit(
            events.ExclusivesChanged, chain=chain, horizon=horizon, kept=kept,
            list=entries_hash(horizon, entries),
        )  # fmt: skip

    def terminate(
        self, deal: str, lines: Sequence[int] | None = None, end: int = 0, *, by: str, time: int | None = None
    ) -> None:
        """End lines (all unless named) at ``end``, not before now and the notice, never later than before."""
        self._block(time)
        text = self._texts[deal]
        every = range(len(text.lines))
        for index in every if lines is None or text.cross_termination else lines:
            moment = max(end, self.time + text.lines[index].notice)
            if moment >= self._ends.get((deal, index), text.lines[index].end):
                continue  # the contract refuses it, or passes over a twin that is over already
            self._ends[deal, index] = moment
            self._emit(events.LineEnded, deal=deal, index=index, end=moment, by=by)

    def cancel(self, text: Deal, by: str, time: int | None = None) -> str:
        """Withdraw a deal before it is active. Its id."""
        self._block(time)
        deal = eip712.digest(self.domain, text)
        self._emit(events.DealCancelled, deal=deal, by=by)
        return deal

    def _record(self, title: Title) -> None:
        self._titles[title.asset, title.layer] = title
        self._emit(
            events.TitleRecorded, asset=title.asset, layer=title.layer, version=title.version,
            title=title_hash(title), shares=title.shares, unclaimed=title.unclaimed,
        )  # fmt: skip


def ask(
    world: World,
    who: str,
    asset: str,
    use: Usage = Usage.STREAM_ONDEMAND,
    *,
    at: int | None = None,
    place: str = "CN",
    policy: Policy = DEFAULT,
) -> Verdict:
    """The verdict now, unless another moment is named, of works whose records were seen and say nothing."""
    state = world.state()
    known = Known({name: RecordSeen() for name in state.assets})
    question = Question(who, use, asset, place, world.time if at is None else at)
    return verify(state, question, policy, known)


def says(verdict: Verdict, status: str, *codes: str) -> bool:
    """Whether the verdict is that status with exactly these codes."""
    return (verdict.status.value, verdict.codes) == (status, codes)


def params(verdict: Verdict, code: str) -> dict[str, Any]:
    """What the one finding of a code names."""
    found = [*verdict.findings, *(finding for layer in verdict.layers for finding in layer.findings)]
    (finding,) = [one for one in found if one.code == code]
    return dict(finding.params)


def layer_of(verdict: Verdict, asset: str, layer: Layer) -> LayerResult:
    """What the verdict says of one layer."""
    (found,) = [one for one in verdict.layers if (one.asset, one.layer) == (asset, layer)]
    return found
