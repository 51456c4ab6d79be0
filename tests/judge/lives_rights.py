"""Whatever else happens in a random life: mandates, memberships, changes of title, disputes."""

from __future__ import annotations

from tests.judge.lives_deals import EXCLUSIVITIES, blanket, exclusive
from tests.judge.lives_world import DAY, PEOPLE, PLACES, USES, WHOLE, Json, World


def work(world: World) -> None:
    """One more work, perhaps of a file that another has."""
    world.registers()


def mandate(world: World) -> None:
    """A holder's to a society, an agent or a publisher, or one of theirs to another."""
    kind, givers, to = world.rng.choice(
        (
            ("COLLECTIVE", PEOPLE, "soc"),
            ("COLLECTIVE", PEOPLE, "soc"),
            ("COLLECTIVE", PEOPLE, "int"),
            ("AGENCY", PEOPLE, "agent"),
            ("AGENCY", PEOPLE, "ann"),
            ("ADMIN", PEOPLE, "pub"),
            ("SUBPUBLISH", ("pub",), "sub"),
            ("SUBPUBLISH", ("sub", "agent"), "dsp"),
            ("JOINT_COLLECTION", ("soc",), "int"),
            ("RECIPROCAL", ("int",), "soc"),
        )
    )
    fields: Json = {"mandate": world.name("mandate"), "kind": kind, "to": to}
    fields["givers"] = world.some([who for who in givers if who != to])
    if kind in ("ADMIN", "SUBPUBLISH"):
        fields["bars"] = world.chance(0.5)
    if kind in ("AGENCY", "ADMIN", "SUBPUBLISH") and world.chance(0.6):
        fields["cap"] = world.rng.choice(EXCLUSIVITIES)
    layer = world.layer()
    if layer and world.chance(0.3):
        fields["layer"] = layer[1]
    if layer and world.chance(0.2):
        fields["work"] = layer[0]
    fields["uses"] = list(USES) if world.chance(0.7) else world.some(USES)
    fields["territories"] = "WORLD" if world.chance(0.7) else world.some(PLACES)
    fields["start"] = world.now + world.rng.choice((0, 0, 0, -1, 1, 2)) * DAY
    if world.chance(0.6):
        fields["end"] = fields["start"] + world.rng.choice((2, 4, 10, 30)) * DAY
    world.records("mandate", **fields)


def membership(world: World) -> None:
    """All holders of a layer give it to a society, which licenses its repertoire."""
    target = world.layer()
    if target is None:
        return
    givers = [who for who in world.holders[target] if who in PEOPLE]
    if givers:
        if world.chance(0.35):
            exclusive(world, target, set(givers), world.rng.choice(EXCLUSIVITIES[1:]))
        if world.chance(0.3):
            blanket(world, target[1], "soc")
            world.now += world.rng.choice((0, DAY))
        fields: Json = {"mandate": world.name("mandate"), "kind": "COLLECTIVE", "givers": givers, "to": "soc"}
        fields |= {"uses": list(USES), "territories": "WORLD", "start": world.now}
        world.records("mandate", **fields)
        if world.chance(0.3):
            fields |= {
                "mandate": world.name("mandate"),
                "kind": "JOINT_COLLECTION",
                "givers": ["soc"],
                "to": "int",
            }
            world.records("mandate", **fields)
        if world.chance(0.25):
            world.records("mandate_ended", mandate=fields["mandate"], end=world.now + DAY, by="soc")
        if world.chance(0.8):
            world.now += world.rng.choice((0, 0, DAY))
            blanket(world, target[1])


def publishing(world: World) -> None:
    """All holders give a layer to a publisher or an agent, who gives it on; one of them signs a deal."""
    target = world.layer()
    if target is None:
        return
    givers = [who for who in world.holders[target] if who in PEOPLE]
    if not givers:
        return
    scope: Json = {"uses": list(USES), "territories": "WORLD", "start": world.now, "cap": "EXCLUSIVE"}
    first = world.rng.choice((("ADMIN", "pub"), ("ADMIN", "pub"), ("AGENCY", "agent")))
    hops = [(first[0], givers, first[1]), ("SUBPUBLISH", [first[1]], "sub")]
    for kind, who, to in hops[: world.rng.choice((1, 2, 2))]:
        bars = {"bars": world.chance(0.5)} if kind != "AGENCY" else {}
        world.records("mandate", mandate=world.name("mandate"), kind=kind, givers=who, to=to, **scope, **bars)
    signer = world.rng.choice((first[1], "sub", "sub"))
    exclusive(world, target, {signer}, world.rng.choice(EXCLUSIVITIES))


def forgery(world: World) -> None:
    """Somebody disputes the latest deal, and often an arbiter rules on it."""
    deals = world.happened("deal")
    if not deals:
        return
    given: Json = {"subject": {"deal": deals[-1]["deal"]}, "opener": world.rng.choice((*PEOPLE, "zed"))}
    if (given["subject"], given["opener"]) in _open(world):
        return
    world.records("dispute_opened", **given)
    if world.chance(0.6):
        decision = world.rng.choice(("UPHELD", "UPHELD", "DISMISSED"))
        world.records(
            "dispute_resolved", **given, arbiter=world.rng.choice(("arb", "judge")), decision=decision
        )


def mandate_ended(world: World) -> None:
    """Either side withdraws, with a notice."""
    given = world.happened("mandate")
    if given:
        one = world.rng.choice(given)
        ended: Json = {"mandate": one["mandate"], "end": world.now + world.rng.choice((0, 1, 3)) * DAY}
        before = [e["end"] for e in world.happened("mandate_ended") if e["mandate"] == one["mandate"]]
        if ended["end"] >= min([one.get("end", ended["end"] + 1), *before]):
            return
        if world.chance(0.6):
            ended["giver"] = world.rng.choice(one["givers"])
        world.records("mandate_ended", **ended, by=ended.get("giver", one["to"]))


def title(world: World) -> None:
    """A layer gets other holders: all sign an assignment, the registrant alone replaces his claim."""
    target = world.layer()
    if target is None:
        return
    change = world.rng.choice(("ASSIGNED", "ASSIGNED", "REPLACED"))
    shares = world.shares()
    if any(who.startswith("?") for who in world.holders[target]):
        change, shares = "CLAIMED", {"cy": WHOLE}
    fields: Json = {"work": target[0], "layer": target[1], "shares": shares, "change": change}
    if change != "ASSIGNED" and world.chance(0.3):
        fields["confirmed"] = not any(who.startswith("?") for who in shares)
    world.holders[target] = shares
    world.records("title", **fields)


def confirmed(world: World) -> None:
    """A holder signs the split that names him."""
    target = world.layer()
    if target:
        named = [who for who in world.holders[target] if not who.startswith("?")]
        if named:
            world.records("confirmed", work=target[0], layer=target[1], holder=world.rng.choice(named))


def attested(world: World) -> None:
    """Somebody trusted attests to most, or takes it back."""
    for party in world.some((*PEOPLE, "dsp", "tv", "doc", "soc", "int", "pub", "sub", "agent"), 5):
        withdrawn = {"withdrawn": True} if world.chance(0.1) else {}
        world.records("attested", party=party, by="gov", kind=world.rng.choice((1, 2)), **withdrawn)


def _subject(world: World) -> Json | None:
    deals = world.happened("deal")
    if deals and world.chance(0.35):
        return {"deal": world.rng.choice(deals)["deal"]}
    target = world.layer()
    return {"work": target[0], "layer": target[1]} if target else None


def dispute(world: World) -> None:
    """Somebody disputes a title or a deal: with a stake in it, or a stranger."""
    subject = _subject(world)
    opener = world.rng.choice((*PEOPLE, "zed", "dsp"))
    if subject and (subject, opener) not in _open(world):
        world.records("dispute_opened", subject=subject, opener=opener)


def _open(world: World) -> list[tuple[Json, str]]:
    """Disputes that their openers have not withdrawn."""
    found = []
    for event in world.events:
        if event["event"] == "dispute_opened":
            found.append((event["subject"], event["opener"]))
        elif event["event"] == "dispute_withdrawn":
            found.remove((event["subject"], event["opener"]))
    return found


def ruling(world: World) -> None:
    """An arbiter rules on a dispute: the one whom most accept, that of a deal, or another."""
    opened = _open(world)
    if opened:
        subject, opener = world.rng.choice(opened)
        arbiter = world.rng.choice(("arb", "arb", "judge", "other"))
        decision = world.rng.choice(("UPHELD", "DISMISSED", "DISMISSED"))
        world.records("dispute_resolved", subject=subject, opener=opener, arbiter=arbiter, decision=decision)


def withdrawn(world: World) -> None:
    """Whoever opened a dispute gives it up."""
    opened = _open(world)
    if opened:
        subject, opener = world.rng.choice(opened)
        world.records("dispute_withdrawn", subject=subject, opener=opener)


def voided(world: World) -> None:
    """An arbiter whom all had accepted takes a title away."""
    target = world.layer()
    if target:
        world.records("title_voided", work=target[0], layer=target[1])
