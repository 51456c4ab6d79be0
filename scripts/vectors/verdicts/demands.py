"""V12 and the policy: signatures, finality, attested parties, and the record time of a question."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.vectors.verdicts.base import Json, World, case, day, line

_OK = "song/WRK A"


def _licensed(**more: object) -> World:
    """Blocks 1 and 2: a song, and a line."""
    return World().work("song", "lin").deal("d", "lin dsp", line("song", "dsp"), **more)  # type: ignore[arg-type]


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _signatures()
    yield from _final()
    yield from _attested()
    yield from _record_time()


def _signatures() -> Iterator[Json]:
    bad = "song/WRK N BAD_SIGNATURE"
    yield case(_licensed(bad_signatures=["lin"]), "bad signature under a deal",
               "signatures are valid for their keys at the recording block", "N", bad,
               covers="V12")  # fmt: skip
    world = World().work("song", "lin", bad_signatures=["lin"]).deal("d", "lin dsp", line("song", "dsp"))
    yield case(world, "bad signature under a title", "every hop of the chain", "N", bad,
               covers="V12")  # fmt: skip
    world = World().work("song", "lin")
    world.mandate("m", "AGENCY", "lin", "agent", bad_signatures=["lin"])
    world.deal("d", "agent dsp", line("song", "dsp"))
    yield case(world, "bad signature under a mandate", "every hop of the chain", "N", bad,
               covers="V12")  # fmt: skip
    world = _licensed(bad_signatures=["dsp"]).deal("e", "lin dsp", line("song", "dsp"))
    yield case(world, "bad signature under one of two deals", "the strongest ground counts", "A", _OK,
               covers="V12 combine:strongest")  # fmt: skip
    world = _licensed().deal("e", "lin bar", line("song", "bar"), bad_signatures=["bar"])
    yield case(world, "bad signature elsewhere", "only what the answer rests on", "A", _OK,
               covers="V12")  # fmt: skip


def _final() -> Iterator[Json]:
    late = "song/WRK I NOT_FINAL"
    for final, verdict, found, codes in ((2, "A", _OK, ""), (1, "I", late, ""), (0, "I", late, "NOT_FINAL")):
        yield case(_licensed(), f"final up to block {final}, deal in 2", "each hop must be final", verdict,
                   found, codes=codes, final=final, covers="V1 policy:finality boundary")  # fmt: skip
    for depth, verdict in ((0, "A"), (1, "A"), (2, "I")):
        world = _licensed().work("other", "lin")
        yield case(world, f"finality {depth}, one block after the deal",
                   "blocks that must follow the one that records a fact", verdict,
                   _OK if verdict == "A" else late, policy={"finality": depth},
                   covers="V1 policy:finality boundary")  # fmt: skip
    world = World().work("song", "dsp", block=5)
    yield case(world, "title not final", "the registration is a fact too", "I", late, codes="NOT_FINAL",
               policy={"finality": 1}, covers="V1 policy:finality")  # fmt: skip
    world = World().work("song", "lin", record={"published": "2020"}, block=5)
    yield case(world, "statutory licence, not final", "an asset must be final whatever its layers say", "I",
               "song/WRK D DUTY_STATUTORY", codes="NOT_FINAL", use="BROADCAST", final=4,
               covers="V1 policy:finality")  # fmt: skip
    yield case(World().work("song", "lin", block=5), "no licence, not final",
               "a missing permission goes before", "N", "song/WRK N NO_GRANT", codes="NOT_FINAL", final=4,
               covers="V1 policy:finality combine:no")  # fmt: skip


def _attested() -> Iterator[Json]:
    policy: Json = {"attested": True, "attestors": ["office"]}
    missing = "song/WRK I PARTY_NOT_ATTESTED"
    said = "every party in the chain must be attested by one who counts"
    world = _licensed()
    yield case(world, "nobody attested", said, "I", missing, policy=policy, covers="policy:attested")
    world.on("attested", party="lin", by="office", kind=1)
    yield case(world, "licensor attested", said, "I", missing, policy=policy, covers="policy:attested")
    world.on("attested", party="dsp", by="nobody", kind=1)
    yield case(world, "licensee attested by nobody", said, "I", missing, policy=policy,
               covers="policy:attested")  # fmt: skip
    world.on("attested", "2026-03-01", party="dsp", by="office", kind=2)
    yield case(world, "both attested", said, "A", _OK, policy=policy, covers="policy:attested")
    yield case(world, "attested later than k", "k before the attestation", "I", missing, policy=policy,
               known_at="2026-02-28", covers="policy:attested bitemporal")  # fmt: skip
    world.on("attested", party="dsp", by="office", kind=2, withdrawn=True)
    yield case(world, "attestation withdrawn", "what was withdrawn does not count", "I", missing,
               policy=policy, covers="policy:attested")  # fmt: skip
    yield case(world, "attestation not asked for", "a policy may ask for more, never for less", "A", _OK,
               covers="policy:attested")  # fmt: skip
    agent = World().work("song", "lin").mandate("m", "AGENCY", "lin", "agent")
    agent.deal("d", "agent dsp", line("song", "dsp"))
    for who in ("lin", "dsp"):
        agent.on("attested", party=who, by="office", kind=1)
    yield case(agent, "agent not attested", "who took a mandate is a party too", "I", missing, policy=policy,
               covers="policy:attested")  # fmt: skip


def _record_time() -> Iterator[Json]:
    """t and k are two times."""
    recorded = day("2026-05-01")
    world = World().work("song", "lin").deal("d", "lin dsp", line("song", "dsp"), when=recorded)
    for off, verdict, found, flags in ((-1, "N", "song/WRK N NO_GRANT", ""), (0, "A", _OK, "RETROACTIVE")):
        yield case(world, f"line known at {off:+} s", "what was recorded later than k is left out", verdict,
                   found, known_at=recorded + off, flags=flags, covers="bitemporal boundary")  # fmt: skip
    world.on("line_ended", "2026-06-15", deal="d", line=0, end=day("2026-06-20"), by="dsp")
    yield case(world, "t before an end that k knows", "the line was live at t", "A", _OK, at="2026-06-01",
               flags="RETROACTIVE", until="2026-06-20", covers="V7 bitemporal")  # fmt: skip
    yield case(world, "t after an end that k does not know", "as known at k it is live", "A", _OK,
               known_at="2026-06-14", flags="RETROACTIVE", covers="V7 bitemporal")  # fmt: skip
    yield case(world, "t after an end that k knows", "both times are later", "N", "song/WRK N REVOKED",
               covers="V7 bitemporal")  # fmt: skip
