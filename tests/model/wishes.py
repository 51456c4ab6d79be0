"""What people wish for, mostly nearly right: lines, mandates, tables of few uses, countries and moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, TypeVar

from ledger.core import eip712, scopes
from ledger.core.licensing import Entry, Mandate
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Deal, Line, Share, Title
from ledger.core.state import State
from tests.fakes import an_id
from tests.model import hashes, keys
from tests.model.keys import PEOPLE
from tests.model.real import GENESIS
from tests.model.title_rules import digest_of
from tests.model.world import ADMIN, COLLECTIVE, OPEN, SUBPUBLISH, WHOLE, World, targets

T = TypeVar("T")

UNIT = 100 * 86_400
MOMENTS = [GENESIS + (1 + place) * UNIT for place in range(16)]
USES = [1, 3, 2, 7, 4]
CN, HK = 1 << 45, 1 << 98
WORLD = 2**256 - 1
PLACES = [CN, CN | HK, HK, WORLD]


class Draw:
    """Even choices from one number of Hypothesis, which prefers few values and repeats them."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def pick(self, options: Sequence[T]) -> T:
        """One of some."""
        return options[self._random.randrange(len(options))]

    def chance(self, one_in: int) -> bool:
        """True once in so many times."""
        return not self._random.randrange(one_in)


@dataclass
class Wishes:
    """What may be wished for in a world as it is."""

    draw: Draw
    world: World
    state: State
    now: int

    def interval(self) -> tuple[int, int]:
        """Some moments apart."""
        past = [moment for moment in MOMENTS if moment <= self.now]
        start = self.draw.pick([*past[-2:], *past[-2:], *MOMENTS[:10]])
        end = self.draw.pick([start + 3 * UNIT, start + UNIT, start + 7 * UNIT, start + 8 * UNIT, OPEN])
        return start, end

    def line(self) -> Line:
        """A line on a title, under a parent, or of a blanket."""
        draw = self.draw
        start, end = self.interval()
        exclusivity = draw.pick([1, 3, 1, 3, 2])
        if exclusivity > 1 and end <= self.now and not draw.chance(6):
            end = self.now + UNIT
        revocation = draw.pick([3, 1, 2])
        line = Line(
            asset=ZERO_HASH, society=ZERO_ADDRESS, layer=1, usage=draw.pick(USES),
            territory=draw.pick(PLACES), start=start, end=end, exclusivity=exclusivity,
            licensee=draw.pick(PEOPLE[3:] + PEOPLE[:3]), title=ZERO_HASH, parent=ZERO_HASH,
            depth=draw.pick([0, 2, 1]), consult=ZERO_HASH, revocation=revocation,
            revoker=draw.pick(PEOPLE) if revocation == 1 else ZERO_ADDRESS, notice=draw.pick([0, UNIT]),
            survives=False,
        )  # fmt: skip
        if draw.chance(3):
            line = self._within_a_mandate(line)
        kind = draw.pick(["title", "title", "title", "sub", "sub", "blanket", "public", "consult"])
        parents = [
            (digest, index) for digest, record in self.world.deals.items()
            for index, each in enumerate(record.text.lines) if each.depth
        ]  # fmt: skip
        if kind == "sub" and parents:
            return self._sub(line, *draw.pick(parents[::-1]))
        if kind == "blanket":
            society = draw.pick(PEOPLE[4:])
            return replace(line, society=society, exclusivity=1, depth=0, end=min(end, start + 731 * 86_400))
        title = draw.pick([versions[-1] for versions in self.world.titles.values()])
        line = replace(line, asset=title.asset, layer=title.layer, title=hashes.title_hash(title))
        if draw.chance(2):
            line = self._beside_another(line, hashes.title_key(title.asset, title.layer))
        if kind == "public":
            return replace(
                line, licensee=ZERO_ADDRESS, exclusivity=1, revocation=3, revoker=ZERO_ADDRESS, depth=0
            )
        if kind == "consult":
            return replace(line, exclusivity=1, consult=an_id("consultation"))
        return line

    def _within_a_mandate(self, line: Line) -> Line:
        """A line that some mandate covers, or nearly: so agents and societies get something to license."""
        if not self.world.mandates:
            return line
        text = self.draw.pick([*self.world.mandates.values()]).text
        usage, territory = line.usage & text.usage, line.territory & text.territory
        end = min(line.end, line.start + 7 * UNIT) if text.cap == 1 else line.end
        return replace(
            line, usage=usage or text.usage, territory=territory or text.territory, end=end,
            exclusivity=min(line.exclusivity, text.cap),
        )  # fmt: skip

    def _beside_another(self, line: Line, chain: str) -> Line:
        """A line of the scope of an earlier one, from its start on or from where it ended."""
        known = self.world.chains.get(chain)
        if not known:
            return line
        early = [each for each in known if each.exclusivity > 1 and self._end(each) < each.end]
        entry = self.draw.pick(early if early and self.draw.chance(2) else known[-4:])
        start = self.draw.pick([entry.start, self._end(entry), line.start])
        if start >= self.now + 10 * UNIT:
            start = line.start
        return replace(
            line, usage=entry.usage, territory=entry.territory, start=start,
            end=max(line.end, start + UNIT, self.now + 1),
        )  # fmt: skip

    def _end(self, entry: Entry) -> int:
        return self.world.deals[entry.deal].end_of(entry.index)  # whatever a wrong world may think

    def _sub(self, line: Line, deal: str, index: int) -> Line:
        """A sub-licence within its parent, or wider in what the wish for a line happened to say."""
        parent = self.world.deals[deal].text.lines[index]
        exclusivity = min(line.exclusivity, parent.exclusivity)
        wider = self.draw.pick(["", "", "", "", "", "time", "usage", "territory", "depth", "exclusivity"])
        inside: dict[str, Any] = {
            "usage": line.usage & parent.usage or parent.usage,
            "territory": line.territory & parent.territory or parent.territory,
        }
        line = replace(line, **{name: value for name, value in inside.items() if name != wider})
        if wider != "time":
            start = max(line.start, parent.start) if line.start < parent.end else parent.start
            line = replace(line, start=start, end=min(max(line.end, start + 1), parent.end))
        return replace(
            line, asset=parent.asset, layer=parent.layer, parent=hashes.line_id(deal, index),
            exclusivity=line.exclusivity if wider == "exclusivity" else exclusivity,
            depth=parent.depth if wider == "depth" else min(line.depth, parent.depth - 1),
            survives=exclusivity == 1 and self.draw.chance(3),
        )  # fmt: skip

    def signers(self, lines: Sequence[Line], titles: Sequence[Title]) -> set[str]:
        """Who must sign, one way or another."""
        found: set[str] = set()
        for line in lines:
            found |= {line.licensee, line.society} - {ZERO_ADDRESS}
            if line.parent != ZERO_HASH:
                found |= {each for each in [self._licensor(line)] if each}
                continue
            shares = next((t.shares for t in titles if hashes.title_hash(t) == line.title), ())
            absent = self.draw.pick(shares).holder if line.consult != ZERO_HASH and shares else ""
            for share in shares:
                if share.holder != absent:
                    found.add(self._consents(line, share.holder))
        return found | self._seniors(lines)

    def _licensor(self, line: Line) -> str:
        for digest, record in self.world.deals.items():
            for index, each in enumerate(record.text.lines):
                if hashes.line_id(digest, index) == line.parent:
                    return each.licensee
        return ""

    def _consents(self, line: Line, holder: str) -> str:
        """The holder, or the end of a chain of mandates; of a barred holder mostly his mandatary."""
        known = self.world.bars.get(holder)
        barred = [
            bar.mandate for bar in (known.entries if known else ())
            if bar.kind != SUBPUBLISH and targets(bar, line)
            and self.world.overlap(line, bar, self.world.bar_end(bar))
        ]  # fmt: skip
        paths = list(scopes.paths(self.state, line, holder, PEOPLE, self.now))
        through = [path for path in paths if path[0] in barred] or paths
        options = [self.world.mandates[path[-1]].text.to for path in through]
        if self.draw.chance(5):  # whoever was ever given something, whatever it was
            given = [each.text for each in self.world.mandates.values()]
            options = [text.to for text in given if holder in text.givers] or options
        if barred:
            return self.draw.pick([*options, *options, holder])
        return self.draw.pick([holder, *options])

    def _seniors(self, lines: Sequence[Line]) -> set[str]:
        """Licensees of earlier exclusives who let a line pass, if they are asked."""
        found = set()
        for line in lines:
            chain = line.parent if line.parent != ZERO_HASH else hashes.title_key(line.asset, line.layer)
            known = self.world.lists.get(chain)
            for senior in known.entries if known else ():
                if self.world.overlap(line, senior, self.world.end_of(senior)) and self.draw.chance(2):
                    found.add(senior.licensee)
        return found

    def deal(self, lines: Sequence[Line], titles: Sequence[Title], salt: int) -> Deal:
        """A deal of some lines."""
        draw = self.draw
        arbiter = draw.pick([ZERO_ADDRESS, PEOPLE[2]])
        signers = tuple(sorted(self.signers(lines, titles)))
        cross = len(lines) > 1 and draw.chance(3)
        if cross:
            first = lines[0]
            lines = [
                replace(one, revocation=first.revocation, revoker=first.revoker, notice=first.notice)
                for one in lines
            ]
        return Deal(tuple(lines), signers, an_id("terms"), OPEN, arbiter, cross, an_id("salt", salt))

    def mandate(self, salt: int) -> Mandate:
        """A mandate of a holder, or of somebody to whom one was given."""
        draw = self.draw
        kind = draw.pick([1, 2, 3, 4, 5, 6, 1, 3])
        start, end = self.interval()
        before = [
            each.text for each in self.world.mandates.values()
            if each.text.kind in ((ADMIN, SUBPUBLISH) if kind == SUBPUBLISH else (1, 5, 6))
        ]  # fmt: skip
        onward = kind >= SUBPUBLISH and before and not draw.chance(5)
        giver = draw.pick(before).to if onward else draw.pick(PEOPLE[:3])
        bars = kind == COLLECTIVE or (kind in (ADMIN, SUBPUBLISH) and draw.chance(2))
        several = not bars and kind in (2, 3) and draw.chance(3)
        givers = tuple(sorted({giver, PEOPLE[0], PEOPLE[1]})) if several else (giver,)
        others = [each for each in PEOPLE if each not in givers]
        others += [each for each in others if each >= PEOPLE[3]] * 2
        assets = [ZERO_HASH, *self.world.works]
        notice = draw.pick([31 * 86_400, 1, 0]) or int(kind == COLLECTIVE)
        return Mandate(
            givers=givers, to=draw.pick(others), kind=kind, bars=bars,
            cap=1 if kind in (1, 5, 6) else draw.pick([3, 1, 2]), layer=draw.pick([0, 1]),
            usage=draw.pick([7, 7, 7, 7, *USES]), territory=draw.pick([WORLD, WORLD, WORLD, *PLACES]),
            start=start, end=end,
            notice=notice, asset=draw.pick([ZERO_HASH, *assets]), terms=an_id("terms"), accept_by=OPEN,
            salt=an_id("mandate", salt),
        )  # fmt: skip

    def table(self, title: Title) -> tuple[Share, ...]:
        """Another table of the same units."""
        units = WHOLE - sum(row.units for row in title.unclaimed)
        people = sorted({self.draw.pick(PEOPLE[:4]), self.draw.pick(PEOPLE[:4])})
        part = units // len(people)
        return tuple(
            Share(who, part if n else units - part * (len(people) - 1)) for n, who in enumerate(people)
        )

    def signed(self, account: str, message: eip712.Message, *, registry: bool = False) -> bytes:
        """A signature in the domain of one of the contracts."""
        domain = self.world.registry if registry else self.world.licensing
        return keys.sign(account, digest_of(domain, message))


def spoiled(draw: Draw, value: Any, ways: Sequence[dict[str, Any]]) -> Any:
    """A dataclass with one thing wrong."""
    return replace(value, **draw.pick(ways))
