"""Facts as plain data (docs/verdict.md) become the state that the reducer would make of such events.

Names may be any text. Nothing is hashed but names, so facts may be told that no contract would have taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ledger.core import places
from ledger.core.events import (
    DealActivated,
    LineEnded,
    MandateActivated,
    MandateEnded,
    Position,
    Registered,
    Revealed,
    TitleChanged,
    TitleRecorded,
)
from ledger.core.facts import DealState, MandateState, TitleVersion
from ledger.core.fields import Fields
from ledger.core.ids import line_id
from ledger.core.licensing import Mandate, MandateKind
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Deal, Line, Link, Share, Unclaimed, check_uint
from ledger.core.plain_annals import Annals
from ledger.core.plain_names import KEYLESS, SOME_HASH, Names, fits, known
from ledger.core.rights import (
    LAYERS_OF,
    OPEN_END,
    WHOLE,
    WORLD,
    AssetType,
    Exclusivity,
    Layer,
    LinkKind,
    Revocation,
    Usage,
)
from ledger.errors import BadInput

_CHANGES = {"REPLACED": 1, "CLAIMED": 2, "ASSIGNED": 3}


class Builder(Annals):
    """Takes events one after the other.

    Args:
        names: Collects the names met.
    """

    def __init__(self, names: Names) -> None:
        super().__init__(names)
        self.bad_signers: dict[str, tuple[str, ...]] = {}
        self._block, self._log, self._time = 0, 0, 0

    def take(self, value: object, where: str) -> None:
        """One event.

        Raises:
            BadInput: ``FIELD_…``, ``PLAIN_ORDER``, ``PLAIN_UNKNOWN``.
        """
        fields = Fields(value, where)
        step, time = fields.one_of("event", self._STEPS), fields.integer("time")
        block = fields.whole("block", self._block + 1)
        if time < self._time or block < max(self._block, 1):
            raise BadInput("PLAIN_ORDER", field=where)
        self._log = self._log + 1 if block == self._block else 0
        self._block, self._time = block, time
        digest, transaction = f"0x{block:064x}", f"0x{block:032x}{self._log:032x}"
        unsigned = tuple(map(self.names.account, fields.texts("bad_signatures")))
        if unsigned:
            self.bad_signers[transaction] = unsigned
        step(self, fields, Position(block, self._log, digest, transaction, time))
        fields.done()

    @property
    def head(self) -> int:
        """Number of the last block."""
        return self._block

    # Registry

    def _registered(self, fields: Fields, at: Position) -> None:
        asset, registrant = (
            self.names.thing(fields.text("work")),
            self.names.account(fields.text("registrant")),
        )
        kind, file = fields.named("type", AssetType), fields.text_or_none("file")
        priority = fields.whole("priority", at.time)
        links = tuple(sorted(fields.listed("links", self._link), key=lambda link: (link.kind, link.target)))
        splits = Fields(fields.mapping("splits"), f"{fields.where}.splits")
        state = self.state
        fits(asset not in state.assets, fields)
        tag = ZERO_HASH if file is None else self.names.thing(file)
        state.assets[asset] = Registered(
            at, asset, registrant, tag, int(kind), asset, ZERO_HASH, priority, links
        )
        if tag != ZERO_HASH:
            state.claims.setdefault(tag, []).append(asset)
        for layer in LAYERS_OF[kind]:
            given = splits.mapping_or_none(layer.name)
            alone = (Share(registrant, WHOLE),), ()
            self._version(asset, layer, alone if given is None else self._table(given), at, False)
        splits.done()

    def _revealed(self, fields: Fields, at: Position) -> None:
        asset, file = self.names.thing(fields.text("work")), self.names.thing(fields.text("file"))
        registered = known(self.state.assets.get(asset), fields)
        fits(asset not in self.state.revealed and registered.file_tag != ZERO_HASH, fields)
        self.state.revealed[asset] = Revealed(at, asset, file, ZERO_HASH)
        self.state.claims.setdefault(file, []).append(asset)

    def _link(self, value: object, where: str) -> Link:
        fields = Fields(value, where)
        link = Link(int(fields.named("kind", LinkKind)), self.names.thing(fields.text("target")))
        fields.done()
        return link

    def _table(self, given: Mapping[str, Any]) -> tuple[tuple[Share, ...], tuple[Unclaimed, ...]]:
        keyless = {name: units for name, units in given.items() if name.startswith(KEYLESS)}
        keyed = {name: units for name, units in given.items() if name not in keyless}
        shares = [Share(self.names.account(name), units) for name, units in keyed.items()]
        unclaimed = [Unclaimed(self.names.thing(name), units) for name, units in keyless.items()]
        return (
            tuple(sorted(shares, key=lambda row: row.holder)),
            tuple(sorted(unclaimed, key=lambda row: row.who)),
        )

    def _version(
        self,
        asset: str,
        layer: Layer,
        table: tuple[tuple[Share, ...], tuple[Unclaimed, ...]],
        at: Position,
        confirmed: bool,
    ) -> None:
        versions = self.state.titles.setdefault((asset, layer), [])
        number = len(versions)
        name = self.names.thing(f"{self.names.back(asset)} {layer.name} {number}")
        version = TitleVersion(TitleRecorded(at, asset, layer, number, name, *table), ZERO_HASH, confirmed)
        versions.append(version)
        self.state.versions[name] = version

    def _title(self, fields: Fields, at: Position) -> None:
        asset, layer, old = self.work(fields)
        change = fields.one_of("change", _CHANGES)
        confirmed = fields.truth("confirmed", change == _CHANGES["ASSIGNED"])
        self.state.changes[old] = TitleChanged(at, old, change, confirmed, ZERO_HASH)
        self._version(asset, layer, self._table(fields.mapping("shares")), at, confirmed)

    def _confirmed(self, fields: Fields, at: Position) -> None:
        *_, title = self.work(fields)
        self.state.confirmed.setdefault(title, {})[self.names.account(fields.text("holder"))] = at

    # Licensing

    def _deal(self, fields: Fields, at: Position) -> None:
        deal = self.names.thing(fields.text("deal"))
        fits(deal not in self.state.deals, fields)
        signers = tuple(sorted(map(self.names.account, fields.texts("signers"))))
        arbiter = fields.text_or_none("arbiter")
        judge = ZERO_ADDRESS if arbiter is None else self.names.account(arbiter)
        lines = fields.listed("lines", self._line)
        text = Deal(lines, signers, ZERO_HASH, OPEN_END, judge, False, ZERO_HASH)
        self.state.deals[deal] = DealState(DealActivated(at, deal, text))
        for index, line in enumerate(lines):
            self.state.lines.setdefault((line.asset, line.layer), []).append((deal, index))

    def _line(self, value: object, where: str) -> Line:
        fields = Fields(value, where)
        work, society = fields.text_or_none("work"), fields.text_or_none("society")
        if (work is None) == (society is None):
            raise BadInput("FIELD_MISSING", field=f"{where}.work")
        asset = ZERO_HASH if work is None else self.names.thing(work)
        layer, parent = fields.named("layer", Layer), fields.part("parent")
        above = ZERO_HASH
        if parent is not None:
            index = check_uint(parent.integer("line"), 64, f"{parent.where}.line")
            above = line_id(self.names.thing(parent.text("deal")), index)
            parent.done()
        newest = self.state.title(asset, layer)
        title = newest.hash if newest is not None and above == ZERO_HASH else ZERO_HASH
        usage, territory, start, end = self._scope(fields)
        line = Line(
            asset, ZERO_ADDRESS if society is None else self.names.account(society), layer, usage, territory,
            start, end, _exclusivity(fields, "exclusivity"), self.names.account(fields.text("licensee")),
            title, above, fields.whole("depth", 0), SOME_HASH if fields.truth("consulted") else ZERO_HASH,
            Revocation.IRREVOCABLE, ZERO_ADDRESS, 0, fields.truth("survives"),
        )  # fmt: skip
        fields.done()
        return line

    def _scope(self, fields: Fields) -> tuple[int, int, int, int]:
        usage = 0
        for name in fields.texts("uses"):
            if name not in Usage.__members__:
                place, words = f"{fields.where}.uses", ", ".join(Usage.__members__)
                raise BadInput("FIELD_CHOICE", field=place, value=name[:100], known=words)
            usage |= Usage[name].mask
        world = fields.taken("territories", places.WORLD_NAME)
        territory = WORLD if world else places.bitmap(fields.texts("territories"))
        return usage, territory, fields.integer("start"), fields.whole("end", OPEN_END)

    def _line_ended(self, fields: Fields, at: Position) -> None:
        deal, index = self.names.thing(fields.text("deal")), fields.integer("line")
        found = known(self.state.deals.get(deal), fields)
        known(dict(enumerate(found.event.text.lines)).get(index), fields)
        ended = LineEnded(at, deal, index, fields.integer("end"), self.names.account(fields.text("by")))
        self.state.deals[deal] = replace(found, ends=(*found.ends, ended))

    def _mandate(self, fields: Fields, at: Position) -> None:
        mandate, kind = self.names.thing(fields.text("mandate")), fields.named("kind", MandateKind)
        fits(mandate not in self.state.mandates, fields)
        givers = tuple(sorted(map(self.names.account, fields.texts("givers"))))
        to, work = fields.text("to"), fields.text_or_none("work")
        bars = fields.truth("bars", kind is MandateKind.COLLECTIVE)
        usage, territory, start, end = self._scope(fields)
        text = Mandate(
            givers, self.names.account(to), int(kind), bars, _exclusivity(fields, "cap"),
            fields.one_of("layer", Layer.__members__, 0), usage, territory, start, end, 0,
            ZERO_HASH if work is None else self.names.thing(work), ZERO_HASH, OPEN_END, ZERO_HASH,
        )  # fmt: skip
        self.state.mandates[mandate] = MandateState(MandateActivated(at, mandate, text.to, text))

    def _mandate_ended(self, fields: Fields, at: Position) -> None:
        mandate, giver = self.names.thing(fields.text("mandate")), fields.text_or_none("giver")
        found = known(self.state.mandates.get(mandate), fields)
        who = ZERO_ADDRESS if giver is None else self.names.account(giver)
        by = self.names.account(fields.text("by"))
        ended = MandateEnded(at, mandate, who, fields.integer("end"), by)
        self.state.mandates[mandate] = replace(found, ends=(*found.ends, ended))

    _STEPS: Mapping[str, Callable[[Builder, Fields, Position], None]] = {
        "registered": _registered,
        "revealed": _revealed,
        "title": _title,
        "confirmed": _confirmed,
        "deal": _deal,
        "line_ended": _line_ended,
        "mandate": _mandate,
        "mandate_ended": _mandate_ended,
        "dispute_opened": Annals.opened,
        "dispute_withdrawn": Annals.withdrawn,
        "dispute_resolved": Annals.resolved,
        "title_voided": Annals.voided,
        "attested": Annals.attested,
    }


def build(events: Sequence[object], names: Names, until: int | None = None) -> Builder:
    """The state after some events.

    Args:
        events: As docs/verdict.md has them, in order.
        names: Collects the names met.
        until: Record time: what is later is left out; None takes all.

    Raises:
        BadInput: What an event has that is not understood.
    """
    builder = Builder(names)
    for number, event in enumerate(events):
        time = event.get("time") if isinstance(event, dict) else None
        if until is not None and isinstance(time, int) and time > until:
            break
        builder.take(event, f"events[{number}]")
    return builder


def _exclusivity(fields: Fields, name: str) -> int:
    return fields.one_of(name, Exclusivity.__members__, Exclusivity.NONEXCLUSIVE)
