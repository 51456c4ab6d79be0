"""One step on both sides: the same answer, and the same ledger after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hypothesis import note

from ledger.chain import abi
from ledger.core.model import ZERO_HASH
from ledger.core.operations import Operation
from ledger.core.state import State, fold
from tests.model import hashes
from tests.model.keys import PEOPLE
from tests.model.real import Real
from tests.model.rules import Rules
from tests.model.signatures import Signatures
from tests.model.world import Refusal, World

_TIME = (1 << 64) - 1


class Difference(AssertionError):
    """The model and the contracts do not say the same."""


@dataclass
class Play:
    """The model beside the contracts, and beside what the events fold to."""

    real: Real
    rules: Rules
    world: World = field(init=False)
    signatures: Signatures = field(init=False)
    state: State = field(default_factory=State)
    told: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.real.reset()
        network = self.real.network
        self.signatures = Signatures(network)
        self.world = self.rules.world(network.registry_domain, network.licensing_domain)

    def step(self, step: Operation, sender: str, now: int) -> Refusal | None:
        """Try one step. Why it was refused, by both.

        Raises:
            Difference: They don't agree.
        """
        refusals, effect = self.rules.judge(self.world, step, sender, now)
        said = self.real.refusal(step, sender, now)
        told = f"at {now} by {sender[:6]}: {brief(step)}"
        if said is None and refusals:
            raise Difference(f"taken, but the model refuses with {sorted(map(str, refusals))} {told}")
        if said is not None and not any(_same(said, one) for one in refusals):
            model = sorted(map(str, refusals)) or "takes it"
            raise Difference(f"refused with {said}; the model: {model} {told}")
        name = f"{type(step).__name__} {said[0] if said else 'accepted'}"
        self.told[name] = self.told.get(name, 0) + 1
        note(f"{name} {told}")
        if said is None:
            number, events = self.real.send(step, sender, now)
            effect(number)
            fold(events, self.state)
            self.signatures.taken(step, sender, events)
            looked = self.signatures.asked(self.state, step, now)
            self.told["hops looked_at"] = self.told.get("hops looked_at", 0) + looked
            try:
                self.compare()
            except Difference as difference:
                raise Difference(f"{difference} after {told}") from None
        return said

    def compare(self) -> None:
        """Every slot of the contracts against the model, and the fold of the events against it."""
        self._titles()
        self._claims()
        self._chains()
        self._texts()
        self._folded()

    def _titles(self) -> None:
        world = self.world
        calls: list[tuple[str, str, tuple[object, ...]]] = []
        wanted: list[tuple[str, int]] = []
        for key, versions in world.titles.items():
            current = hashes.title_hash(versions[-1])
            calls += [(abi.REGISTRY, "titles", (key,)), (abi.REGISTRY, "confirmations", (current,))]
            known = world.signed.get(current, ())
            bits = sum(1 << n for n, share in enumerate(versions[-1].shares) if share.holder in known)
            wanted += [("title", int(current, 16)), ("confirmations", bits)]
        self._same(calls, wanted)

    def _claims(self) -> None:
        world = self.world
        tags, assets = [*world.claims], [*world.works]
        calls: list[tuple[str, str, tuple[object, ...]]] = [(abi.REGISTRY, "claims", (tag,)) for tag in tags]
        calls += [(abi.REGISTRY, "unsealedAs", (asset,)) for asset in assets]
        wanted: list[tuple[int, ...]] = []
        for priority, registrant, count in (world.claims[tag] for tag in tags):
            wanted.append((priority, int(registrant, 16), count))
        wanted += [(int(world.revealed.get(asset, ZERO_HASH), 16),) for asset in assets]
        for call, answer, expected in zip(calls, self.real.read(calls), wanted, strict=True):
            if tuple(int(word, 16) for word in answer) != expected:
                raise Difference(f"{call}: {answer}, the model has {expected}")

    def _chains(self) -> None:
        world = self.world
        chains = {*world.heads, *world.titles, *world.lists, *map(hashes.agent_key, PEOPLE)}
        calls: list[tuple[str, str, tuple[object, ...]]] = []
        wanted: list[tuple[str, int]] = []
        for chain in sorted(chains):
            calls += [(abi.LICENSING, "heads", (chain,)), (abi.LICENSING, "restricted", (chain,))]
            wanted += [("head", int(world.head(chain), 16)), ("restricted", int(world.list_hash(chain), 16))]
        for person in PEOPLE:
            calls.append((abi.LICENSING, "barring", (person,)))
            wanted.append(("barring", int(world.bars_hash(person), 16)))
        self._same(calls, wanted)

    def _same(self, calls: list[tuple[str, str, tuple[object, ...]]], wanted: list[tuple[str, int]]) -> None:
        for call, (value,), (name, expected) in zip(calls, self.real.read(calls), wanted, strict=True):
            if int(value, 16) != expected:
                raise Difference(f"{name} {call}: {value}, the model has {expected:#x}")

    def _texts(self) -> None:
        """Status words, read as the NatSpec says, and ends: of deals, of mandates, of what was cancelled."""
        world = self.world
        ids = [*world.deals, *world.mandates, *sorted(world.cancelled)]
        places = {**{each: 16 for each in world.deals}, **{each: 4 for each in world.mandates}}
        lines = {
            each: len(world.deals[each].text.lines)
            if each in world.deals
            else len(world.mandates[each].text.givers)
            for each in places
        }
        keys = [(each, place) for each in places for place in range(lines[each])]
        calls = [(abi.LICENSING, "status", (each,)) for each in ids]
        ends = [(abi.LICENSING, "lineEnds", (hashes.line_id(*key),)) for key in keys]
        answers = [int(value, 16) for (value,) in self.real.read([*calls, *ends])]
        words, own = dict(zip(ids, answers, strict=False)), dict(zip(keys, answers[len(ids) :], strict=True))
        for each, word in words.items():
            self._text(each, word, {place: own[each, place] for place in range(lines.get(each, 0))})

    def _text(self, digest: str, word: int, own: dict[int, int]) -> None:
        world = self.world
        if digest in world.cancelled:
            said, expected = (word & 0xFF,), (2,)
            if said != expected:
                raise Difference(f"status of {digest}: {word:#x}, the model has it cancelled")
            return
        record = world.deals.get(digest) or world.mandates[digest]
        flags, end, time, block = (
            (word >> 8) & 0xFFFF,
            (word >> 24) & _TIME,
            (word >> 88) & _TIME,
            word >> 152,
        )
        found = word & 0xFF, time, block
        if found != (1, record.time, record.block):
            raise Difference(f"status of {digest}: {found}, the model has {(1, record.time, record.block)}")
        if digest in world.deals:
            deal = world.deals[digest]
            got = {n: own[n] or end for n in own if flags >> n & 1}
            if got != deal.ends:
                raise Difference(f"ends of {digest}: {got}, the model has {deal.ends}")
            return
        mandate = world.mandates[digest]
        for place, giver in enumerate(mandate.text.givers):
            ends = [
                mandate.text.end,
                *([end] if flags & 1 else []),
                *([own[place]] if flags & 2 and own[place] else []),
            ]
            if min(ends) != mandate.end_for(giver):
                raise Difference(f"end of {digest}: {ends}, the model has {mandate.end_for(giver)}")

    def _folded(self) -> None:
        """What a stranger makes of the events."""
        world, state = self.world, self.state
        pairs: list[tuple[str, object, object]] = [
            ("heads", {key: head for key, head in state.heads.items() if head != ZERO_HASH}, world.heads),
            ("exclusives", state.exclusives, {k: (v.horizon, v.entries) for k, v in world.lists.items()}),
            ("bars", {k: (v.horizon, v.entries) for k, v in state.bars.items()},
             {k: (v.horizon, v.entries) for k, v in world.bars.items()}),
            ("titles", {hashes.title_key(*k): [one.title for one in v] for k, v in state.titles.items()},
             world.titles),
            ("claims", {k: len(v) for k, v in state.claims.items()},
             {k: v[2] for k, v in world.claims.items()}),
            ("reveals", {k: v.file for k, v in state.revealed.items()}, world.revealed),
            ("confirmations", {k: {*v} for k, v in state.confirmed.items()}, world.signed),
            ("cancelled", {*state.cancelled}, world.cancelled),
            ("deals",
             {k: [state.end_of(k, n) for n, _ in enumerate(v.event.text.lines)]
              for k, v in state.deals.items()},
             {k: [v.end_of(n) for n, _ in enumerate(v.text.lines)] for k, v in world.deals.items()}),
            ("mandates",
             {k: [v.end_for(g) for g in v.event.text.givers] for k, v in state.mandates.items()},
             {k: [v.end_for(g) for g in v.text.givers] for k, v in world.mandates.items()}),
        ]  # fmt: skip
        for name, got, expected in pairs:
            if got != expected:
                raise Difference(f"{name} folded from the events: {got}, the model has {expected}")


def brief(step: object) -> str:
    """A step short enough to be read: hashes and accounts by their first digits, signatures not at all."""
    text = re.sub(r"(?<!\w)b(['\"])(?:\\.|(?!\1).)*\1", "..", repr(step))
    return re.sub(r"0x([0-9a-f]{4})[0-9a-f]{36,60}", r"0x\1", text)


def _same(said: Refusal, one: Refusal) -> bool:
    return said[0] == one[0] and all(
        wanted is None or wanted == given for given, wanted in zip(said[1:], one[1:], strict=True)
    )
