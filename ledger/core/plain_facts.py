"""Facts as plain data (docs/verdict.md) become the state that the reducer would make of such events.

Names may be any text. Nothing is hashed but names, so facts may be told that no contract would have taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

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
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Deal, Line, Link, Share, Unclaimed
from ledger.core.plain_annals import Annals
from ledger.core.plain_names import KEYLESS, Names, fits, known
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
        kind, time = fields.text("event"), fields.integer("time")
        block = fields.whole("block", self._block + 1)
        step = self._STEPS.get(kind)
        if step is None:
            raise BadInput(
                "FIELD_CHOICE", field=f"{where}.event", value=kind[:100], known=", ".join(self._STEPS)
            )
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
        splits, state = fields.mapping("splits"), self.state
        fits(asset not in state.assets, fields)
        tag = ZERO_HASH if file is None else self.names.thing(file)
        state.assets[asset] = Registered(
            at, asset, registrant, tag, int(kind), asset, ZERO_HASH, priority, links
        )
        if tag != ZERO_HASH:
            state.claims.setdefault(tag, []).append(asset)
        for layer in LAYERS_OF[kind]:
            given = splits.pop(layer.name, None)
            shares = (Share(registrant, WHOLE),), ()
            self._version(asset, layer, self._table(given) if given is not None else shares, at, False)
        if splits:
            raise BadInput("FIELD_UNKNOWN", field=f"splits.{next(iter(splits))}"[:100])

    def _revealed(self, fields: Fields, at: Position) -> None:
        asset, file = self.names.thing(fields.text("work")), self.names.thing(fields.text("file"))
        known(asset in self.state.assets, fields)
        fits(asset not in self.state.revealed and self.state.assets[asset].file_tag != ZERO_HASH, fields)
        self.state.revealed[asset] = Revealed(at, asset, file, ZERO_HASH)
        self.state.claims.setdefault(file, []).append(asset)

    def _link(self, value: object, where: str) -> Link:
        fields = Fields(value, where)
        link = Link(int(fields.named("kind", LinkKind)), self.names.thing(fields.text("target")))
        fields.done()
        return link

    def _table(self, given: object) -> tuple[tuple[Share, ...], tuple[Unclaimed, ...]]:
        if not isinstance(given, Mapping):
            raise BadInput("FIELD_TYPE", field="shares", expected="object")
        keyed = {name: units for name, units in given.items() if not str(name).startswith(KEYLESS)}
        keyless = {name: units for name, units in given.items() if str(name).startswith(KEYLESS)}
        shares = sorted((self.names.account(str(name)), units) for name, units in keyed.items())
        unclaimed = sorted((self.names.thing(str(name)), units) for name, units in keyless.items())
        return tuple(Share(*row) for row in shares), tuple(Unclaimed(*row) for row in unclaimed)

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
        asset, layer = self.work(fields)
        change = fields.text("change")
        if change not in _CHANGES:
            raise BadInput("FIELD_CHOICE", field="change", value=change[:100], known=", ".join(_CHANGES))
        confirmed = fields.truth("confirmed", change == "ASSIGNED")
        old = self.state.titles[asset, layer][-1].hash
        self.state.changes[old] = TitleChanged(at, old, _CHANGES[change], confirmed, ZERO_HASH)
        self._version(asset, layer, self._table(fields.mapping("shares")), at, confirmed)

    def _confirmed(self, fields: Fields, at: Position) -> None:
        asset, layer = self.work(fields)
        title = self.state.titles[asset, layer][-1].hash
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
            above = line_id(self.names.thing(parent.text("deal")), parent.integer("line"))
            parent.done()
        versions = self.state.titles.get((asset, layer))
        title = versions[-1].hash if versions and above == ZERO_HASH else ZERO_HASH
        usage, territory, start, end = self._scope(fields)
        line = Line(
            asset, ZERO_ADDRESS if society is None else self.names.account(society), layer, usage, territory,
            start, end, _exclusivity(fields, "exclusivity"), self.names.account(fields.text("licensee")),
            title, above, fields.whole("depth", 0), _flagged(fields, "consulted"),
            Revocation.IRREVOCABLE, ZERO_ADDRESS, 0, fields.truth("survives"),
        )  # fmt: skip
        fields.done()
        return line

    def _scope(self, fields: Fields) -> tuple[int, int, int, int]:
        usage = 0
        for name in fields.texts("uses"):
            if name not in Usage.__members__:
                raise BadInput(
                    "FIELD_CHOICE", field="uses", value=name[:100], known=", ".join(Usage.__members__)
                )
            usage |= Usage[name].mask
        world = fields.taken("territories", places.WORLD_NAME)
        territory = WORLD if world else places.bitmap(fields.texts("territories"))
        return usage, territory, fields.integer("start"), fields.whole("end", OPEN_END)

    def _line_ended(self, fields: Fields, at: Position) -> None:
        deal, index = self.names.thing(fields.text("deal")), fields.integer("line")
        found = self.state.deals.get(deal)
        known(found is not None and index < len(found.event.text.lines), fields)
        ended = LineEnded(at, deal, index, fields.integer("end"), self.names.account(fields.text("by")))
        if found is not None:
            self.state.deals[deal] = replace(found, ends=(*found.ends, ended))

    def _mandate(self, fields: Fields, at: Position) -> None:
        mandate, kind = self.names.thing(fields.text("mandate")), fields.named("kind", MandateKind)
        fits(mandate not in self.state.mandates, fields)
        givers = tuple(sorted(map(self.names.account, fields.texts("givers"))))
        to, work, layer = fields.text("to"), fields.text_or_none("work"), fields.text_or_none("layer")
        bars = fields.truth("bars", kind is MandateKind.COLLECTIVE)
        usage, territory, start, end = self._scope(fields)
        if layer is not None and layer not in Layer.__members__:
            raise BadInput(
                "FIELD_CHOICE", field="layer", value=layer[:100], known=", ".join(Layer.__members__)
            )
        text = Mandate(
            givers, self.names.account(to), int(kind), bars, _exclusivity(fields, "cap"),
            0 if layer is None else Layer[layer], usage, territory, start, end, 0,
            ZERO_HASH if work is None else self.names.thing(work), ZERO_HASH, OPEN_END, ZERO_HASH,
        )  # fmt: skip
        self.state.mandates[mandate] = MandateState(MandateActivated(at, mandate, text.to, text))

    def _mandate_ended(self, fields: Fields, at: Position) -> None:
        mandate, giver = self.names.thing(fields.text("mandate")), fields.text_or_none("giver")
        found = self.state.mandates.get(mandate)
        known(found is not None, fields)
        who = ZERO_ADDRESS if giver is None else self.names.account(giver)
        by = self.names.account(fields.text("by"))
        if found is not None:
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
    word = fields.text_or_none(name)
    if word is None:
        return Exclusivity.NONEXCLUSIVE
    if word not in Exclusivity.__members__:
        raise BadInput("FIELD_CHOICE", field=name, value=word[:100], known=", ".join(Exclusivity.__members__))
    return Exclusivity[word]


def _flagged(fields: Fields, name: str) -> str:
    """Some hash if a flag is set, the zero hash if not."""
    return "0x" + "01" * 32 if fields.truth(name) else ZERO_HASH
