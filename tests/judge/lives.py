"""Random ledgers as plain documents, small enough that things meet: few people, few uses, few days.

`life(seed)` gives facts, `questions(seed, facts)` what to ask about them. Most of what happens is in order;
now and then somebody doesn't sign, a grant collides with another, a sub-licence is wider than its parent.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.judge import lives_deals, lives_rights
from tests.judge.lives_world import DAY, LAYERS_OF, MIDNIGHT, USES, Json, World

STEPS: dict[Callable[[World], None], float] = {
    lives_deals.deal: 9,
    lives_deals.sublicence: 3,
    lives_deals.chain: 2,
    lives_deals.blanket: 2,
    lives_rights.membership: 3.5,
    lives_rights.publishing: 1.5,
    lives_rights.forgery: 1.5,
    lives_rights.mandate: 6,
    lives_rights.mandate_ended: 1,
    lives_deals.line_ended: 2,
    lives_rights.title: 3,
    lives_rights.attested: 0.7,
    lives_rights.confirmed: 2,
    lives_rights.dispute: 2,
    lives_rights.ruling: 2,
    lives_rights.withdrawn: 1,
    lives_rights.voided: 0.2,
    lives_rights.work: 1.5,
}
"""What may happen, and how often."""


def life(seed: int) -> Json:
    """The facts of one random ledger."""
    rng = random.Random(seed)
    world = World(rng)
    for _ in range(rng.randint(1, 4)):
        world.registers()
    steps, weights = list(STEPS), list(STEPS.values())
    for _ in range(rng.randint(3, 15)):
        step = rng.choices(steps, weights)[0]
        if rng.random() < 0.6:
            world.now += rng.choice((0, DAY, DAY, 2 * DAY, 5 * DAY))
        step(world)
    facts: Json = {"events": world.events, "records": {work: _record(rng) for work in world.works}}
    for work in list(facts["records"]):
        if rng.random() < 0.15:
            del facts["records"][work]
    if rng.random() < 0.25:
        _number_blocks(rng, world.events)
    if rng.random() < 0.15:
        facts["final"] = rng.randint(1, len(world.events) + 1)
    _seal(random.Random(f"sealed {seed}"), world.events)
    return facts


def _seal(rng: random.Random, events: list[Json]) -> None:
    """Some works with a file were sealed at first, and most of those are revealed later, or at the end.

    A row of numbers of its own: all else in a life is as it would be without.
    """
    for event in [one for one in events if one.get("file") and rng.random() < 0.4]:
        work, file = event["work"], event["file"]
        event["file"] = f"seal of {work}"
        if rng.random() < 0.8:
            place = rng.randint(events.index(event) + 1, len(events))
            before = {key: events[place - 1][key] for key in ("time", "block") if key in events[place - 1]}
            events.insert(place, {"event": "revealed", **before, "work": work, "file": file})


def _number_blocks(rng: random.Random, events: list[Json]) -> None:
    """Some events share a block; then they share its time."""
    block, before = 1, None
    for event in events:
        if before is not None and (event["time"] != before or rng.random() < 0.5):
            block += rng.randint(1, 3)
        event["block"], before = block, event["time"]


def _record(rng: random.Random) -> Any:
    """What a record says: often nothing that matters."""
    roll = rng.random()
    if roll < 0.5:
        return {}
    if roll < 0.55:
        return "sealed"
    if roll < 0.57:
        return {"problem": rng.choice(("HASH_MISMATCH", "RECORD_MISMATCH"))}
    record: Json = {}
    for key in ("published", "performed", "fixed"):
        if rng.random() < 0.5:
            record[key] = _date(rng)
    if rng.random() < 0.5:
        record["authors"] = [_author(rng) for _ in range(rng.randint(1, 2))]
    if rng.random() < 0.4:
        record["recorded_lawfully"] = rng.random() < 0.8
    if rng.random() < 0.5:
        record["reserved"] = rng.random() < 0.3
    return record


def _date(rng: random.Random) -> str:
    """The public domain begins on the first day of these lives for what happened in 1975."""
    return rng.choice(("1970", "1975", "1975-06", "1975-12-31", "1976-01-01", "2001-05-05", "2026-01-05"))


def _author(rng: random.Random) -> Json:
    if rng.random() < 0.25:
        return {"legal_person": True}
    return {"died": _date(rng)} if rng.random() < 0.8 else {}


def documents(seed: int, how_many: int) -> list[Json]:
    """A life with several questions: mostly at, just before and just after what happens in it."""
    facts = life(seed)
    rng = random.Random(seed * 7 + 1)
    return [
        {"facts": facts, "question": question(rng, facts), "policy": policy(rng)} for _ in range(how_many)
    ]


def question(rng: random.Random, facts: Json) -> Json:
    """Who may do what: of the people, uses and works that the facts speak of."""
    lines = [line for event in facts["events"] if event["event"] == "deal" for line in event["lines"]]
    works = [event["work"] for event in facts["events"] if event["event"] == "registered"]
    asked: Json = {
        "party": rng.choice(("ann", "bo", "cy", "dsp", "tv")),
        "use": rng.choice(USES),
        "work": rng.choice([*works, *works, *works, *works, "ghost"]),
        "territory": rng.choice(("CN", "CN", "CN", "HK", "JP")),
        "at": _moment(rng, facts, lines),
    }
    if lines and rng.random() < 0.8:
        line = rng.choice(lines)
        asked["at"] = _moment_of(rng, asked["at"], line)
        asked["use"] = rng.choice(line["uses"])
        if line["licensee"] != "ANYONE":
            asked["party"] = line["licensee"]
        if line["territories"] != "WORLD":
            asked["territory"] = rng.choice(line["territories"])
        if rng.random() < 0.7:
            asked["work"] = line.get("work") or _with_layer(rng, facts, line["layer"])
    if rng.random() < 0.2:
        asked["known_at"] = _moment(rng, facts, lines)
    return asked


def _moment_of(rng: random.Random, at: int, line: Json) -> int:
    """That moment, if the line is live then; else one at an edge of it or soon after it begins."""
    start, end = line["start"], line.get("end", at + 1)
    if start <= at < end:
        return at
    return int(rng.choice((start, start + DAY, start + 3 * DAY, end, at))) + rng.choice((-1, 0, 0, 1))


def _with_layer(rng: random.Random, facts: Json, layer: str) -> str:
    """A work that has this layer, if there is one: blankets are about any."""
    made = [event for event in facts["events"] if event["event"] == "registered"]
    return str(rng.choice([e for e in made if layer in LAYERS_OF[e["type"]]] or made)["work"])


def _moment(rng: random.Random, facts: Json, lines: list[Json]) -> int:
    times = [event["time"] for event in facts["events"]] + [facts["events"][-1]["time"] + DAY] * 4
    for thing in [*lines, *facts["events"]]:
        times += [thing[key] for key in ("start", "end") if thing.get(key) is not None]
    times.append(MIDNIGHT)
    return int(rng.choice(times)) + rng.choice((-1, 0, 0, 1))


def policy(rng: random.Random) -> Json:
    """What whoever asks accepts: mostly the arbiter, mostly nothing else."""
    found: Json = {}
    if rng.random() < 0.7:
        found["arbiters"] = ["arb"]
    if rng.random() < 0.1:
        found["disputants"] = ["zed"]
    if rng.random() < 0.07:
        found["strict"] = True
    if rng.random() < 0.1:
        found["finality"] = rng.randint(0, 5)
    if rng.random() < 0.06:
        found["attested"], found["attestors"] = True, ["gov"]
    return found
