"""One thing wrong at a time: in the words of a text, in its proof, or in its signatures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger.core.licensing import Bars, Exclusives, Mandate, Proof, Seen
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Deal, Line
from ledger.core.operations import Activate
from tests.fakes import an_id
from tests.model.keys import PEOPLE
from tests.model.wishes import UNIT, Draw, spoiled

_LINE: list[dict[str, Any]] = [
    {"layer": 5}, {"layer": 2}, {"usage": 0}, {"usage": 1 << 31 | 1}, {"territory": 0}, {"start": 2**63},
    {"exclusivity": 0}, {"exclusivity": 4}, {"revocation": 4}, {"depth": 5}, {"depth": 4}, {"survives": True},
    {"consult": an_id("evidence")}, {"title": an_id("title")}, {"title": ZERO_HASH}, {"asset": ZERO_HASH},
    {"society": PEOPLE[5]}, {"parent": an_id("parent")}, {"licensee": ZERO_ADDRESS}, {"exclusivity": 3},
    {"exclusivity": 2}, {"asset": an_id("asset")}, {"end": 2**64 - 1}, {"start": 0},
]  # fmt: skip


def line(draw: Draw, value: Line) -> Line:
    """A line with a wrong word."""
    if draw.chance(8):
        named = value.revoker == ZERO_ADDRESS
        return replace(value, revoker=PEOPLE[0] if named else ZERO_ADDRESS)
    changed: Line = spoiled(draw, value, _LINE)
    return changed


def deal(draw: Draw, value: Deal, now: int) -> Deal:
    """A deal with a wrong line, deadline or signer."""
    lines, signers = value.lines, value.signers
    place = draw.pick(range(len(lines)))
    if draw.chance(2):
        return replace(value, lines=(*lines[:place], line(draw, lines[place]), *lines[place + 1 :]))
    who = draw.pick(signers or PEOPLE)
    others = [each for each in PEOPLE if each not in signers] or [PEOPLE[0]]
    ways = [
        replace(value, signers=tuple(each for each in signers if each != who)),
        replace(value, signers=tuple(sorted({*signers, draw.pick(others)}))),
        replace(value, signers=signers[::-1]),
        replace(value, signers=(*signers, *signers[-1:])),
        replace(value, signers=(ZERO_ADDRESS, *signers)),
        replace(value, accept_by=now - 1),
        replace(value, accept_by=now),
        replace(value, lines=()),
        replace(value, lines=lines[:1] * 17),
        replace(value, cross_termination=not value.cross_termination),
    ]
    return draw.pick(ways)


def mandate(draw: Draw, value: Mandate, now: int) -> Mandate:
    """A mandate with a wrong word."""
    ways: list[dict[str, Any]] = [
        {"kind": 0}, {"kind": 7}, {"cap": 0}, {"cap": 4}, {"cap": 3}, {"layer": 5}, {"usage": 0},
        {"usage": 1 << 31}, {"territory": 0}, {"end": value.start}, {"bars": not value.bars}, {"givers": ()},
        {"givers": tuple(sorted({*value.givers, PEOPLE[0], PEOPLE[3]}))}, {"givers": (ZERO_ADDRESS,)},
        {"givers": value.givers * 2}, {"to": ZERO_ADDRESS}, {"to": value.givers[0]}, {"accept_by": now - 1},
        {"accept_by": now},
    ]  # fmt: skip
    changed: Mandate = spoiled(draw, value, ways)
    return changed


def activation(draw: Draw, value: Activate) -> Activate:
    """An activation with another proof, other titles, or other signatures than it should have."""
    made = value.signatures
    ways = [
        replace(value, signatures=made[::-1]),
        replace(value, signatures=made[:-1]),
        replace(value, signatures=(*made, *made[:1])),
        replace(value, signatures=tuple(each[:64] for each in made)),
        replace(value, titles=()),
        replace(value, proof=()),
        replace(value, proof=value.proof * 2),
    ]
    if value.proof and not draw.chance(3):
        ways = [replace(value, proof=(one,)) for one in _proofs(draw, value.proof[0])] or ways
    return draw.pick(ways)


def _proofs(draw: Draw, proof: Proof) -> list[Proof]:
    """Every way to leave something out of one part of a proof, or to say something wrong in it."""
    parts = [part for part in (_routes, _bars, _exclusives, _lineages, _heads) if part(proof)]
    parts += [_heads] * 3 if proof.seen else []
    return draw.pick(parts)(proof) if parts else []


def _routes(proof: Proof) -> list[Proof]:
    if not proof.routes:
        return []
    first, rest = proof.routes[0], proof.routes[1:]
    ways = [rest, (first[:1], *rest), (bytes([9]) + first[1:], *rest), (first[:-1], *rest)]
    ways += [(first + bytes([9]), *rest), (first + first[1:], *rest), (first[:1] + first[:0:-1], *rest)]
    return [replace(proof, mandates=proof.mandates[:-1]), *(replace(proof, routes=each) for each in ways)]


def _bars(proof: Proof) -> list[Proof]:
    if not proof.bars:
        return []
    one, rest = proof.bars[0], proof.bars[1:]
    later = Bars(one.member, one.horizon + 1, one.ended, one.entries)
    return [replace(proof, bars=rest), replace(proof, bars=(later, *rest))]


def _lineages(proof: Proof) -> list[Proof]:
    if not proof.lineages:
        return []
    steps, rest = proof.lineages[0], proof.lineages[1:]
    wrong = (b"", steps[:-1], steps[:-2], steps + steps[-2:], steps[:-1] + bytes([9]), steps * 6)
    found = [replace(proof, lineages=(each, *rest)) for each in wrong]
    return [*found, replace(proof, lineages=rest), replace(proof, ancestors=proof.ancestors[:-1])]


def _heads(proof: Proof) -> list[Proof]:
    """Of what a licensee of an exclusive line has seen."""
    if not proof.heads:
        return []
    found = [replace(proof, heads=proof.heads[:-1]), replace(proof, heads=(an_id("head"), *proof.heads[1:]))]
    if proof.seen:
        seen, rest = proof.seen[0], proof.seen[1:]
        found += [
            replace(proof, seen=rest),
            replace(proof, seen=(Seen(seen.head, seen.since[:-1]), *rest)),
            replace(proof, seen=(Seen(seen.head, seen.since[1:]), *rest)),
            replace(proof, seen=(Seen(an_id("head"), seen.since), *rest)),
        ]
    return found


def _exclusives(proof: Proof) -> list[Proof]:
    """Lists of exclusives left out, cut, moved; and hints that are not true, or that are not given."""
    if not proof.exclusives:
        return []
    one, rest = proof.exclusives[0], proof.exclusives[1:]
    ways = [
        Exclusives(one.horizon, one.ended, one.entries[:-1]),
        Exclusives(one.horizon + UNIT, one.ended, one.entries),
        Exclusives(one.horizon, 0, one.entries),
        Exclusives(one.horizon, 2**256 - 1, one.entries),
    ]
    return [replace(proof, exclusives=rest), *(replace(proof, exclusives=(each, *rest)) for each in ways)]
