"""V11: disputes, rulings, and rival claims on one file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.vectors.verdicts.base import WHOLE, Json, World, case, day, halves, line, title

_ARB: Json = {"arbiters": ["arb"]}
_VOID = "song/WRK N TITLE_VOID"
_WORK: Json = {"subject": {"work": "song", "layer": "WRK"}}
_DEAL: Json = {"subject": {"deal": "d"}}


def _pair() -> World:
    """A song of Ann's, of which Bo held half before he sold it to her; a line to the DSP."""
    world = World().work("song", "ann", shares=halves("ann", "bo"))
    world.on("title", **title("song", {"ann": WHOLE}), change="ASSIGNED")
    return world.deal("d", "ann dsp", line("song", "dsp"), arbiter="judge")


def _ruled(world: World, subject: Json, opener: str, arbiter: str, decision: str) -> World:
    world.on("dispute_opened", **subject, opener=opener)
    return world.on("dispute_resolved", **subject, opener=opener, arbiter=arbiter, decision=decision)


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _cells()
    yield from _flags()
    yield from _rulings()
    yield from _deals()
    yield from _claims()


def _cells() -> Iterator[Json]:
    """A dispute that is open, or was upheld, before each kind of line, an assignment, and an owner."""
    for state, verdict, found in (("OPEN", "A", "song/WRK A"), ("UPHELD", "N", _VOID)):
        flags, about = ("DISPUTED", "stake") if state == "OPEN" else ("", "upheld")
        for cell in ("NONEXCLUSIVE", "SOLE", "EXCLUSIVE", "ASSIGNMENT", "OWN"):
            world = World().work("song", "ann", shares=halves("ann", "bo"))
            world.on("title", **title("song", {"ann": WHOLE}), change="ASSIGNED")
            if state == "OPEN":
                world.on("dispute_opened", **_WORK, opener="bo")
            else:
                _ruled(world, _WORK, "bo", "arb", "UPHELD")
            if cell == "ASSIGNMENT":
                world.on("title", **title("song", {"pub": WHOLE}), change="ASSIGNED")
            elif cell != "OWN":
                world.deal("d", "ann dsp", line("song", "dsp", exclusivity=cell))
            party = {"ASSIGNMENT": "pub", "OWN": "ann"}.get(cell, "dsp")
            yield case(world, f"{cell} while a dispute is {state}",
                       "an open dispute flags; only an upheld one voids", verdict, found, party=party,
                       flags=flags, policy=_ARB,
                       covers=f"V11 conflict:{state}/{cell} dispute:{about}")  # fmt: skip


def _flags() -> Iterator[Json]:
    """Whose dispute flags."""
    world = _pair().on("dispute_opened", **_WORK, opener="stranger")
    yield case(world, "dispute of a stranger", "a stranger can't stain every song", "A", "song/WRK A",
               covers="V11 dispute:stranger")  # fmt: skip
    yield case(world, "dispute of a stranger whom the policy hears", "the policy may accept him", "A",
               "song/WRK A", flags="DISPUTED", policy={"disputants": ["stranger"]},
               covers="V11 dispute:stake")  # fmt: skip
    world = _pair().on("dispute_opened", **_WORK, opener="ann")
    yield case(world, "dispute of a holder", "who holds units has a stake", "A", "song/WRK A",
               flags="DISPUTED", covers="V11 dispute:stake")  # fmt: skip
    world.on("dispute_withdrawn", "2026-05-01", **_WORK, opener="ann")
    yield case(world, "dispute withdrawn", "what is withdrawn flags no more", "A", "song/WRK A",
               covers="V11")  # fmt: skip
    yield case(world, "dispute, withdrawal not known", "k before the withdrawal", "A", "song/WRK A",
               flags="DISPUTED", known_at="2026-04-30", covers="V11 bitemporal")  # fmt: skip
    world = _pair()
    for opener in ("ann", "bo"):
        world.on("dispute_opened", **_WORK, opener=opener)
    world.on("dispute_resolved", **_WORK, opener="ann", arbiter="arb", decision="DISMISSED")
    yield case(world, "two disputes, one of them dismissed", "the other is open", "A", "song/WRK A",
               flags="DISPUTED", policy=_ARB, covers="V11 dispute:stake")  # fmt: skip
    yield case(world, "dispute open, no licence", "the flag stands beside any verdict", "N",
               "song/WRK N NO_GRANT", party="bar", flags="DISPUTED", policy=_ARB,
               covers="V11 dispute:stake")  # fmt: skip
    world = _pair().work("rec", "lab", "SOUND_RECORDING", "EMBODIES song")
    world.on("dispute_opened", subject={"work": "rec", "layer": "PHN"}, opener="lab")
    yield case(world, "dispute about a layer engaged", "it flags the whole answer", "N",
               "rec/PRF N NO_GRANT,rec/PHN N NO_GRANT,song/WRK A", work="rec", flags="DISPUTED",
               covers="V11 dispute:stake")  # fmt: skip
    yield case(world, "dispute about a layer not engaged", "it is about one (asset, layer)", "A",
               "song/WRK A", work="rec", use="LIVE_PERFORM", party="ann", covers="V11")  # fmt: skip


def _rulings() -> Iterator[Json]:
    """Whose ruling counts, and when."""
    yield case(_ruled(_pair(), _WORK, "ann", "arb", "DISMISSED"), "dispute dismissed",
               "an accepted arbiter has decided", "A", "song/WRK A", policy=_ARB,
               covers="V11 dispute:arbiter")  # fmt: skip
    for decision in ("UPHELD", "DISMISSED"):
        yield case(_ruled(_pair(), _WORK, "ann", "nobody", decision), f"dispute {decision}, by nobody",
                   "a ruling counts if the policy or both sides accept the arbiter", "A", "song/WRK A",
                   flags="DISPUTED", policy=_ARB, covers="V11 dispute:arbiter")  # fmt: skip
    world = _pair()
    _ruled(world.on("attested", "2026-05-01", party="x", by="y", kind=1), _WORK, "ann", "arb", "UPHELD")
    yield case(world, "title void at every t", "an upheld ruling recorded by k voids at every t", "N", _VOID,
               at="2026-02-01", policy=_ARB, covers="V11 bitemporal dispute:upheld")  # fmt: skip
    yield case(world, "ruling not known yet", "k before the ruling", "A", "song/WRK A",
               known_at="2026-05-01", policy=_ARB, covers="V11 bitemporal")  # fmt: skip
    yield case(world, "title void for its holder", "it voids for holders too", "N", _VOID, party="ann",
               policy=_ARB, covers="V11 dispute:upheld")  # fmt: skip
    world = _pair().on("title_voided", work="song", layer="WRK")
    yield case(world, "title voided on the ledger", "by an arbiter whom both sides accepted", "N", _VOID,
               covers="V11 dispute:arbiter dispute:upheld")  # fmt: skip
    world = _pair().work("rec", "lab", "SOUND_RECORDING", "EMBODIES song")
    world.on("title_voided", work="rec", layer="PHN")
    world.deal("r", "lab dsp", line("rec", "dsp", "STREAM_LINEAR", "PHN"))
    world.deal("w", "ann dsp", line("song", "dsp", "STREAM_LINEAR"))
    yield case(world, "void title of a layer that is only paid for", "it skips V5 to V12", "D",
               "rec/PHN D DUTY_PAYMENT,song/WRK A", work="rec", use="STREAM_LINEAR",
               covers="V3 V11 V13 combine:no_permission")  # fmt: skip
    again = _ruled(_pair(), _WORK, "ann", "arb", "UPHELD").on("dispute_withdrawn", **_WORK, opener="ann")
    yield case(again, "dispute withdrawn after it was upheld", "what was decided stays", "N", _VOID,
               policy=_ARB, covers="V11 dispute:upheld")  # fmt: skip


def _deals() -> Iterator[Json]:
    """Forged consent: the subject is a deal."""
    world = _pair().on("dispute_opened", **_DEAL, opener="dsp")
    yield case(world, "deal disputed by its signer", "it flags what rests on it", "A", "song/WRK A",
               flags="DISPUTED", covers="V11 dispute:stake dispute:deal")  # fmt: skip
    world = _pair().on("dispute_opened", **_DEAL, opener="stranger")
    yield case(world, "deal disputed by a stranger", "he has no stake in it", "A", "song/WRK A",
               covers="V11 dispute:stranger dispute:deal")  # fmt: skip
    for arbiter, policy, void in (("judge", {}, True), ("arb", _ARB, True), ("nobody", _ARB, False)):
        world = _ruled(_pair(), _DEAL, "ann", arbiter, "UPHELD")
        yield case(world, f"deal, consent forged, says {arbiter}", "whom it names or the policy accepts",
                   "N" if void else "A", "song/WRK N DEAL_VOID" if void else "song/WRK A",
                   flags="" if void else "DISPUTED", policy=policy,
                   covers="V11 dispute:arbiter dispute:deal")  # fmt: skip
    world = _ruled(_pair(), _DEAL, "ann", "judge", "DISMISSED")
    yield case(world, "deal, dispute dismissed", "the arbiter whom it names has decided", "A", "song/WRK A",
               covers="V11 dispute:arbiter dispute:deal")  # fmt: skip
    world = World().work("song", "ann").deal("d", "ann film", line("song", "film", depth=1), arbiter="judge")
    world.deal("sub", "film dsp", line("song", "dsp", parent={"deal": "d", "line": 0}))
    yield case(_ruled(world, _DEAL, "ann", "judge", "UPHELD"), "sub-licence under a void deal",
               "it falls with what it stands on", "N", "song/WRK N DEAL_VOID",
               covers="V8 V11 dispute:deal")  # fmt: skip


def _claims() -> Iterator[Json]:
    """Two works with one file."""

    def rival(priority: str, **more: Any) -> World:
        world = World().work("song", "qian", file="tune", when="2025-07-01", **more)
        world.deal("d", "qian dsp", line("song", "dsp"))
        return world.work("other", "sun", file="tune", priority=day(priority))

    early = "song/WRK C EARLIER_CLAIM"
    for name, priority in (("earlier", "2025-02-01"), ("equal", "2025-07-01")):
        for party in ("dsp", "qian"):
            yield case(rival(priority), f"{name} claim, {party}", "somebody else claimed the file first", "C",
                       early, party=party, covers="V11 claim:earlier")  # fmt: skip
    yield case(rival("2025-07-03"), "later claim", "a later claim is a flag", "A", "song/WRK A",
               flags="COMPETING_CLAIM", covers="V11 claim:later")  # fmt: skip
    yield case(rival("2025-02-01"), "his own earlier claim", "for him the other one is later", "A",
               "other/WRK A", party="sun", work="other", flags="COMPETING_CLAIM",
               covers="V11 claim:later")  # fmt: skip
    yield case(rival("2025-02-01"), "earlier claim, not known yet", "k before it was registered", "A",
               "song/WRK A", known_at="2025-07-02", covers="V11 bitemporal claim:earlier")  # fmt: skip
    world = rival("2025-02-01").on("dispute_opened", **_WORK, opener="sun")
    yield case(world, "earlier claim and a dispute", "who claimed first has a stake", "C", early,
               flags="DISPUTED", policy=_ARB, covers="V11 claim:earlier dispute:stake")  # fmt: skip
    for decision, verdict, found in (("UPHELD", "N", _VOID), ("DISMISSED", "A", "song/WRK A")):
        world = _ruled(rival("2025-02-01"), _WORK, "sun", "arb", decision)
        yield case(world, f"earlier claim, dispute {decision}", "an accepted arbiter has decided", verdict,
                   found, policy=_ARB, covers="V11 claim:consents")  # fmt: skip
    world = rival("2025-02-01").deal("e", "qian sun bar", line("song", "bar"))
    yield case(world, "earlier claimant who signed", "he has signed on the work: he consents", "A",
               "song/WRK A", covers="V11 claim:consents")  # fmt: skip
    world = rival("2025-02-01").on("title", **title("song", halves("qian", "sun")), change="ASSIGNED")
    yield case(world, "earlier claimant who holds units", "he holds units in the work", "A", "song/WRK A",
               covers="V11 claim:consents")  # fmt: skip
    world = World().work("old", "qian", file="tune").work("song", "qian", file="tune")
    yield case(world, "own earlier claim", "nobody is his own rival", "A", "song/WRK A", party="qian",
               covers="V11 claim:earlier")  # fmt: skip
    world = World().work("song", "dsp").work("rec", "qian", "SOUND_RECORDING", "EMBODIES song", file="tune")
    world.deal("d", "qian dsp", line("rec", "dsp", layer="PRF"), line("rec", "dsp", layer="PHN"))
    world.work("other", "sun", "SOUND_RECORDING", "EMBODIES song", file="tune", priority=day("2025-02-01"))
    yield case(world, "earlier claim on a recording", "each engaged layer of that asset, not of songs", "C",
               "rec/PRF C EARLIER_CLAIM,rec/PHN C EARLIER_CLAIM,song/WRK A", work="rec",
               covers="V11 claim:earlier")  # fmt: skip
    both = rival("2025-02-01").work("third", "tan", file="tune")
    yield case(both, "earlier claim and a later one", "one limits, the other flags", "C", early,
               flags="COMPETING_CLAIM", covers="V11 claim:earlier claim:later")  # fmt: skip
    yield case(rival("2025-02-01"), "earlier claim, no licence", "nothing to be limited", "N",
               "song/WRK N NO_GRANT", party="bar", covers="V11 claim:earlier")  # fmt: skip
    yield from _sealed()


def _sealed() -> Iterator[Json]:
    """A work that was sealed first, and revealed later."""

    def sealed(priority: str) -> World:
        world = World().work("song", "qian", file="tune", when="2025-07-01")
        world.deal("d", "qian dsp", line("song", "dsp"))
        return world.work("other", "sun", file="seal", priority=day(priority))

    def revealed(priority: str) -> World:
        return sealed(priority).on("revealed", "2025-08-01", work="other", file="tune")

    early = "song/WRK C EARLIER_CLAIM"
    yield case(sealed("2025-02-01"), "sealed work of the same file", "nobody can know before", "A",
               "song/WRK A", covers="V11 claim:earlier")  # fmt: skip
    yield case(revealed("2025-02-01"), "sealed earlier, revealed later", "its priority is that of its seal",
               "C", early, covers="V11 claim:earlier")  # fmt: skip
    yield case(revealed("2025-02-01"), "revealed, not known yet", "k before the reveal", "A", "song/WRK A",
               known_at="2025-07-31", covers="V11 bitemporal claim:earlier")  # fmt: skip
    yield case(revealed("2025-07-03"), "sealed later, revealed", "a later claim is a flag", "A", "song/WRK A",
               flags="COMPETING_CLAIM", covers="V11 claim:later")  # fmt: skip
    yield case(revealed("2025-02-01"), "the sealed work itself", "for it the open one is later", "A",
               "other/WRK A", party="sun", work="other", flags="COMPETING_CLAIM",
               covers="V11 claim:later")  # fmt: skip
    world = sealed("2025-02-01").work("copy", "tan", file="seal", priority=day("2025-01-01"))
    yield case(world, "a copied tag", "an earlier one of its tag is a rival", "C",
               "other/WRK C EARLIER_CLAIM", party="sun", work="other",
               covers="V11 claim:earlier")  # fmt: skip
    world = revealed("2025-02-01").on("dispute_opened", **_WORK, opener="sun")
    yield case(world, "revealed claim and a dispute", "who sealed it first has a stake", "C", early,
               flags="DISPUTED", policy=_ARB, covers="V11 claim:earlier dispute:stake")  # fmt: skip
