"""Ledgers for tests: the events that the contracts would emit, in their order and with their hashes.

It enforces none of the contracts' rules, so that facts can be told which today's contracts refuse. Hashes are
computed by eth_abi, not by the code under test; only a deal's id comes from ``ledger.core.eip712``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ledger.core import eip712, events
from ledger.core.events import Event, Position
from ledger.core.model import (
    ZERO_ADDRESS,
    ZERO_HASH,
    Deal,
    Domain,
    Line,
    Link,
    Share,
    Title,
    Unclaimed,
)
from ledger.core.question import Question
from ledger.core.rights import LAYERS_OF, OPEN_END, WHOLE, WORLD, AssetType, Layer, LinkKind, Usage
from ledger.core.state import State, fold
from ledger.core.verdict import LayerResult, Verdict
from ledger.core.verification import verify
from ledger.evm import recursion_limit_kept
from tests.fakes import GENESIS_TIME, FakeChain, a_network, an_id

with recursion_limit_kept():
    from eth_abi import encode
    from eth_utils.crypto import keccak

BLOCK_S = 12
Shares = Sequence[str] | Mapping[str, int]
"""Holders in equal parts, or units by holder."""


def party(name: str) -> str:
    """An address that is the same for the same name."""
    return "0x" + an_id("party", name)[-40:]


def hashed(types: str, *values: Any) -> str:
    """keccak256(abi.encode(...)) by eth_abi; hashes are given as 0x strings."""
    return "0x" + keccak(encode(types.split(" "), [_raw(value) for value in values])).hex()


def _raw(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 66:
        return bytes.fromhex(value[2:])
    return [tuple(map(_raw, row)) for row in value] if isinstance(value, list) else value


def table(given: Shares) -> tuple[Share, ...]:
    """Shares ascending by holder; equal parts where only holders are named."""
    if isinstance(given, Mapping):
        return tuple(Share(holder, units) for holder, units in sorted(given.items()))
    part, left = divmod(WHOLE, len(given))
    return tuple(Share(holder, part + (place < left)) for place, holder in enumerate(sorted(given)))


def title_hash(title: Title) -> str:
    """Hash of an opened title."""
    rows = [(share.holder, share.units) for share in title.shares]
    keyless = [(row.who, row.units) for row in title.unclaimed]
    body = hashed("(address,uint32)[] (bytes32,uint32)[]", rows, keyless)
    key = hashed("bytes32 uint8", title.asset, title.layer)
    types = "bytes32 bytes32 uint32 uint64 bool bytes32"
    return hashed(types, key, title.previous, title.version, title.since, title.confirmed, body)


class World:
    """One ledger as it grows; each method is one transaction in a block of its own."""

    def __init__(self, domain: Domain | None = None, start: int = GENESIS_TIME) -> None:
        self.domain = domain or a_network().licensing_domain
        self.events: list[Event] = []
        self.time, self.number, self._log, self._replayed = start, 0, 0, 0
        self._open = False
        self._titles: dict[tuple[str, int], Title] = {}
        self._heads: dict[str, str] = {}
        self._anchors: dict[str, int] = {}
        self._texts: dict[str, Deal] = {}
        self._ends: dict[tuple[str, int], int] = {}

    @contextmanager
    def one_block(self, time: int | None = None) -> Iterator[None]:
        """What is done within lies in one block."""
        self._block(time)
        self._open = True
        yield
        self._open = False

    def state(self, upto: int | None = None) -> State:
        """The fold of all events, or of those up to a block."""
        return fold(event for event in self.events if upto is None or event.at.block <= upto)

    def replay(self, chain: FakeChain) -> None:
        """Put on a fake chain what happened since the last time, block by block at the same times."""
        for number in range(self._replayed + 1, self.number + 1):
            found = [event for event in self.events if event.at.block == number]
            makers = [lambda at, event=event: replace(event, at=at) for event in found]
            chain.mine(*makers, time=found[0].at.time if found else None)
        self._replayed = self.number

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

    def retitle(self, asset: str, layer: Layer, given: Shares, time: int | None = None) -> None:
        """An assignment: a later version of a title, which all holders signed."""
        self._block(time)
        old = self._titles[asset, layer]
        self._emit(
            events.TitleChanged, asset=asset, layer=int(layer), change=3, title=title_hash(old),
            confirmed=True, detail=an_id("instrument"),
        )  # fmt: skip
        self._record(Title(asset, layer, title_hash(old), old.version + 1, self.time, True, table(given)))

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

    def deal(self, *lines: Line, time: int | None = None, **fields: Any) -> str:
        """Activate a deal of these lines. Its id."""
        return self.activate(self.text(*lines, **fields), time)

    def activate(self, text: Deal, time: int | None = None) -> str:
        """Activate a deal. Its id."""
        self._block(time)
        deal = eip712.digest(self.domain, text)
        self._texts[deal] = text
        self._emit(events.DealActivated, deal=deal, text=text)
        for index, line in enumerate(text.lines):
            chain = hashed("bytes32 uint8", line.asset, line.layer)
            one = hashed("bytes32 uint256", deal, index)
            self._heads[chain] = hashed("bytes32 bytes32", self._heads.get(chain, ZERO_HASH), one)
            self._emit(
                events.LineActivated, chain=chain, deal=deal, licensee=line.licensee, index=index,
                head=self._heads[chain],
            )  # fmt: skip
        return deal

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

    def _block(self, time: int | None) -> None:
        if self._open:
            return
        moment = self.time + BLOCK_S if time is None else time
        assert moment >= self.time, "block times never fall"
        self.time, self.number, self._log = moment, self.number + 1, 0

    def _emit(self, kind: Callable[..., Event], **fields: Any) -> None:
        number = self.number
        transaction = an_id("tx", number, self._log if self._open else 0)
        at = Position(number, self._log, an_id("block", number), transaction, self.time)
        self.events.append(kind(at=at, **fields))
        self._log += 1


def ask(
    world: World,
    who: str,
    asset: str,
    use: Usage = Usage.STREAM_ONDEMAND,
    *,
    at: int | None = None,
    place: str = "CN",
) -> Verdict:
    """The verdict now, unless another moment is named."""
    return verify(world.state(), Question(who, use, asset, place, world.time if at is None else at))


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
