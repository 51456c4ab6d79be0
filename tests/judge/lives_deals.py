"""Deals of a random life: lines, sub-licences and their chains, blankets, and their ends."""

from __future__ import annotations

from tests.judge.lives_world import DAY, LAYERS, MIDNIGHT, PLACES, USES, Json, World

COMMON = USES[:5]
USERS = ("dsp", "tv", "doc", "ann", "bo")
EXCLUSIVITIES = ("NONEXCLUSIVE", "SOLE", "EXCLUSIVE")


def deal(world: World) -> None:
    """One or two lines, signed by whoever must; now and then by all but one."""
    first = world.layer()
    if first is None:
        return
    lines, signers = [], set()
    licensee = world.rng.choice(USERS)
    layers = [first] + ([world.layer() or first] if world.chance(0.25) else [])
    for target, layer in layers:
        anyone = len(layers) == 1 and world.chance(0.08)
        line = _line(world, "ANYONE" if anyone else licensee)
        if anyone:
            line["exclusivity"] = "NONEXCLUSIVE"
        lines.append({"work": target, "layer": layer, **line})
        holders = list(world.holders[target, layer])
        if line.get("consulted") and len(holders) > 1:
            holders.pop(world.rng.randrange(len(holders)))
        signers |= {_signer(world, holder, layer) for holder in holders}
    _sign(world, signers, {licensee}, lines)


def _line(world: World, licensee: str) -> Json:
    line: Json = {"uses": _uses(world), "territories": _territories(world), "licensee": licensee}
    line |= _interval(world)
    line["exclusivity"] = world.rng.choice(("NONEXCLUSIVE", "NONEXCLUSIVE", "NONEXCLUSIVE", *EXCLUSIVITIES))
    if world.chance(0.6):
        line["depth"] = world.rng.randint(0, 4)
    if world.chance(0.25):
        line["consulted"] = True
    return line


def _uses(world: World) -> list[str]:
    return world.some(USES, 3) if world.chance(0.6) else world.some(COMMON)


def _territories(world: World) -> list[str] | str:
    return "WORLD" if world.chance(0.4) else world.some(PLACES)


def _interval(world: World) -> Json:
    """Mostly from now for some days; sometimes earlier, open, or near the longest a society may give."""
    start = world.now + world.rng.choice((0, 0, 0, 0, -2, 1, 3)) * DAY
    length = world.rng.choice((1, 3, 5, 10, 20, 731, 732)) * DAY
    return {"start": start} if world.chance(0.1) else {"start": start, "end": start + length}


def _signer(world: World, holder: str, layer: str) -> str:
    """Whom the holder has given a mandate signs for him, if it is so; and on to whom that one has."""
    signer = holder
    for event in world.happened("mandate"):
        if signer in event["givers"] and event.get("layer") in (None, layer) and world.chance(0.7):
            signer = event["to"]
    return signer


def _sign(
    world: World, licensors: set[str], licensees: set[str], lines: list[Json], *, sure: bool = False
) -> str:
    signers = sorted(who for who in licensors | licensees if not who.startswith("?"))
    if len(signers) > 1 and not sure and world.chance(0.15):
        signers.remove(world.rng.choice(signers))
    if world.chance(0.05):
        signers.append("zed")
    fields: Json = {"deal": world.name("deal"), "signers": signers, "lines": lines}
    if world.chance(0.1):
        fields["arbiter"] = "judge"
    world.records("deal", **fields)
    return str(fields["deal"])


def chain(world: World) -> None:
    """A line with sub-licences one under another; a grant between them, or the end of one above."""
    target = world.layer()
    if target is None:
        return
    owners, start = set(world.holders[target]), world.now
    line: Json = {"work": target[0], "layer": target[1], "uses": list(USES), "territories": "WORLD"}
    line |= {"start": start, "end": start + 20 * DAY, "licensee": "dsp", "depth": 4}
    line["exclusivity"] = world.rng.choice(EXCLUSIVITIES)
    deals = [_sign(world, owners, {"dsp"}, [line], sure=True)]
    if world.chance(0.4):
        other = {**line, "uses": world.some(COMMON), "licensee": "doc"}
        other["exclusivity"] = world.rng.choice(EXCLUSIVITIES[1:])
        _sign(world, owners, {"doc"}, [other], sure=True)
    for licensee in world.some(("tv", "ann", "bo")):
        world.now += world.rng.choice((0, DAY))
        child = {**line, "licensee": licensee, "parent": {"deal": deals[-1], "line": 0}, "start": world.now}
        child |= {"depth": line["depth"] - 1, "survives": world.chance(0.3)}
        if world.chance(0.5):
            child["exclusivity"] = "NONEXCLUSIVE"
        deals.append(_sign(world, {line["licensee"]}, {licensee}, [child], sure=True))
        line = child
    if world.chance(0.5):
        ended = {"deal": world.rng.choice(deals), "line": 0, "end": world.now + world.rng.choice((0, DAY))}
        world.records("line_ended", **ended, by="dsp")


def exclusive(world: World, target: tuple[str, str], signers: set[str], exclusivity: str) -> None:
    """A layer goes to one user, mostly to him alone, signed by these."""
    line: Json = {"work": target[0], "layer": target[1], "uses": world.some(USES, 3), "licensee": "doc"}
    line |= {"territories": _territories(world), **_interval(world)}
    line["exclusivity"] = exclusivity
    _sign(world, signers, {"doc"}, [line], sure=True)


def sublicence(world: World) -> None:
    """A licensee passes on what he has: mostly within it, sometimes more than he may."""
    above = [
        (event["deal"], number, line)
        for event in world.happened("deal")
        for number, line in enumerate(event["lines"])
        if "work" in line and (line.get("depth", 0) > 0 or world.chance(0.1))
    ]
    if not above:
        return
    name, number, parent = above[-1] if world.chance(0.5) else world.rng.choice(above)
    same = ("work", "layer", "uses", "territories", "start", "end")
    child = {key: parent[key] for key in same if key in parent}
    child |= {"licensee": world.rng.choice(USERS), "parent": {"deal": name, "line": number}}
    child["depth"] = max(0, parent.get("depth", 0) - 1)
    child["exclusivity"] = parent["exclusivity"] if world.chance(0.5) else "NONEXCLUSIVE"
    child |= _narrowed(world, child)
    child |= _widened(world, child) if world.chance(0.15) else {}
    if world.chance(0.3):
        child["survives"] = True
    _sign(world, {parent["licensee"]} - {"ANYONE"}, {child["licensee"]}, [child])


def _narrowed(world: World, child: Json) -> Json:
    found: Json = {}
    if world.chance(0.4):
        found["uses"] = world.some(child["uses"])
    if world.chance(0.4):
        found["territories"] = world.some(PLACES if child["territories"] == "WORLD" else child["territories"])
    end = child.get("end", child["start"] + 30 * DAY)
    if world.chance(0.4) and end - child["start"] > 2 * DAY:
        found["start"], found["end"] = child["start"] + DAY, end - world.rng.choice((0, DAY))
    return found


def _widened(world: World, child: Json) -> Json:
    return world.rng.choice(
        (
            {"uses": list(USES)},
            {"territories": "WORLD"},
            {"start": child["start"] - 1},
            {"end": child.get("end", MIDNIGHT + 800 * DAY) + 1},
            {"exclusivity": world.rng.choice(EXCLUSIVITIES)},
            {"depth": child["depth"] + 1},
            {"parent": {"deal": "nowhere", "line": 0}},
        )
    )


def blanket(world: World, layer: str | None = None, society: str | None = None) -> None:
    """A society licenses its repertoire on one layer."""
    society = society or world.rng.choice(("soc", "soc", "int"))
    licensee = world.rng.choice(("dsp", "tv", "ANYONE"))
    line = {**_line(world, licensee), "society": society, "layer": layer or world.rng.choice(LAYERS[:3])}
    line |= {"depth": 0, "consulted": False}
    if world.chance(0.9):
        line["exclusivity"] = "NONEXCLUSIVE"
    if world.chance(0.8):
        line["end"] = line["start"] + world.rng.choice((2, 5, 20, 731)) * DAY
    _sign(world, {society}, {licensee} - {"ANYONE"}, [line])


def line_ended(world: World) -> None:
    """Somebody ends a line, now or later."""
    deals = world.happened("deal")
    if deals:
        one = world.rng.choice(deals)
        number = world.rng.randrange(len(one["lines"]))
        end = world.now + world.rng.choice((0, 0, 1, 3)) * DAY
        before = [
            e["end"] for e in world.happened("line_ended") if (e["deal"], e["line"]) == (one["deal"], number)
        ]
        if end >= min([one["lines"][number].get("end", end + 1), *before]):
            return
        by = one["lines"][number]["licensee"]
        world.records("line_ended", deal=one["deal"], line=number, end=end, by=by)
