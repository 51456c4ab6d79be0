"""Exclusives, sub-licences, agents, blankets and disputes: what they make of a verdict (RIGHTS 5 and 6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledger.core.ids import line_id, title_key
from ledger.core.licensing import MandateKind
from ledger.core.model import ZERO_HASH, Line
from ledger.core.places import bitmap
from ledger.core.rights import AssetType, Exclusivity, Layer, LinkKind
from tests.fakes import an_id
from tests.unit.core.world import World, ask, params, party, says

LIN, HAO, VENUE, FILM, STUDIO = (party(name) for name in ("lin", "hao", "venue", "film", "studio"))
SOCIETY, OTHER, AGENT = party("society"), party("other society"), party("agent")
WRK, PRF, PHN, AVP = Layer
DAY = 86_400
EXCLUSIVE, SOLE = Exclusivity.EXCLUSIVE, Exclusivity.SOLE


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def song(world: World) -> str:
    return world.register(LIN)


def sub(world: World, parent: str, song: str, to: str, *, by: str, **fields: Any) -> str:
    """A sub-licence of line 0 of a deal."""
    line = world.line(song, WRK, to, parent=line_id(parent, 0), title=ZERO_HASH, **fields)
    return world.deal(line, signers=sorted([by, to]))


def blanket(world: World, to: str, **fields: Any) -> Line:
    """A line on everything that reached the society."""
    line = world.line(ZERO_HASH, WRK, to, society=SOCIETY, title=ZERO_HASH)
    return replace(line, end=world.time + 700 * DAY, **fields)


def test_an_exclusive_bars_its_giver_where_it_reaches(world: World, song: str) -> None:
    line = world.line(song, WRK, FILM, exclusivity=EXCLUSIVE, territory=bitmap(["CN", "HK"]))
    deal = world.deal(line)
    assert says(ask(world, FILM, song), "AUTHORISED")
    verdict = ask(world, LIN, song)
    assert says(verdict, "NOT_AUTHORISED", "OWNER_BARRED_BY_EXCLUSIVE")
    assert params(verdict, "OWNER_BARRED_BY_EXCLUSIVE") == {"asset": song, "layer": "WRK", "deal": deal}
    assert says(ask(world, LIN, song, place="JP"), "AUTHORISED"), "not elsewhere"
    world.terminate(deal, by=FILM)
    assert says(ask(world, LIN, song, at=world.time + 1), "AUTHORISED"), "nor after its end"


def test_a_sole_licence_does_not_bar_its_giver(world: World, song: str) -> None:
    world.deal(world.line(song, WRK, FILM, exclusivity=SOLE))
    assert says(ask(world, LIN, song), "AUTHORISED") and says(ask(world, FILM, song), "AUTHORISED")


def test_an_exclusive_of_a_moment_to_come_bars_from_then_on(world: World, song: str) -> None:
    world.deal(world.line(song, WRK, FILM, exclusivity=EXCLUSIVE, start=world.time + DAY))
    assert says(ask(world, LIN, song), "AUTHORISED")
    assert says(ask(world, LIN, song, at=world.time + 2 * DAY), "NOT_AUTHORISED", "OWNER_BARRED_BY_EXCLUSIVE")


def test_who_passed_an_exclusive_on_is_barred_himself(world: World, song: str) -> None:
    deal = world.deal(world.line(song, WRK, FILM, exclusivity=EXCLUSIVE, depth=2))
    sub(world, deal, song, STUDIO, by=FILM, exclusivity=EXCLUSIVE, depth=1)
    assert says(ask(world, STUDIO, song), "AUTHORISED")
    assert says(ask(world, FILM, song), "NOT_AUTHORISED", "OWNER_BARRED_BY_EXCLUSIVE")


def test_a_sub_licence_falls_with_its_parent(world: World, song: str) -> None:
    deal = world.deal(world.line(song, WRK, FILM, depth=2))
    child = sub(world, deal, song, STUDIO, by=FILM, depth=1)
    sub(world, child, song, VENUE, by=STUDIO)
    verdict = ask(world, VENUE, song)
    assert says(verdict, "AUTHORISED")
    assert [hop.kind for hop in verdict.layers[0].chain] == ["title", "line", "line", "line"]
    world.terminate(deal, by=FILM)
    after = world.time + 1
    for who in (VENUE, STUDIO):
        assert says(ask(world, who, song, at=after), "NOT_AUTHORISED", "PARENT_ENDED")
    assert says(ask(world, VENUE, song, at=world.time - 1), "AUTHORISED"), "not for the time before"


def test_a_surviving_sub_licence_survives_every_ancestor(world: World, song: str) -> None:
    deal = world.deal(world.line(song, WRK, FILM, depth=2))
    child = sub(world, deal, song, STUDIO, by=FILM, depth=1)
    sub(world, child, song, VENUE, by=STUDIO, survives=True)
    world.terminate(deal, by=FILM)
    world.terminate(child, by=STUDIO)
    assert says(ask(world, VENUE, song, at=world.time + DAY), "AUTHORISED")


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("usage", {"usage": 3 << 4}),
        ("territory", {"territory": bitmap(["CN", "HK"])}),
        ("time", {"end": 2**63}),
        ("exclusivity", {"exclusivity": EXCLUSIVE}),
        ("depth", {"depth": 1}),
    ],
)
def test_a_sub_licence_wider_than_its_parent(
    world: World, song: str, what: str, fields: dict[str, Any]
) -> None:
    end = world.time + 90 * DAY
    deal = world.deal(world.line(song, WRK, FILM, depth=1, territory=bitmap(["CN"]), end=end))
    sub(world, deal, song, STUDIO, by=FILM, **{"end": end, "territory": bitmap(["CN"]), **fields})
    verdict = ask(world, STUDIO, song)
    assert says(verdict, "NOT_AUTHORISED", "SUBLICENCE_EXCEEDS_PARENT")
    assert params(verdict, "SUBLICENCE_EXCEEDS_PARENT")["what"] == what


def test_a_sub_licence_of_nothing(world: World, song: str) -> None:
    line = world.line(song, WRK, STUDIO, parent=an_id("nowhere"), title=ZERO_HASH)
    world.deal(line, signers=sorted([FILM, STUDIO]))
    assert says(ask(world, STUDIO, song), "NOT_AUTHORISED", "PARENT_UNKNOWN")


def test_a_sub_licence_that_the_licensee_above_did_not_sign(world: World, song: str) -> None:
    deal = world.deal(world.line(song, WRK, FILM, depth=1))
    line = world.line(song, WRK, STUDIO, parent=line_id(deal, 0), title=ZERO_HASH)
    world.deal(line, signers=[STUDIO])
    assert says(ask(world, STUDIO, song), "NOT_AUTHORISED", "MISSING_CONSENTS")


def test_a_co_owner_who_was_only_consulted(world: World) -> None:
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    world.deal(world.line(song, WRK, VENUE, consult=an_id("letters")), signers=sorted([LIN, VENUE]))
    assert says(ask(world, VENUE, song), "CONDITIONAL", "MISSING_CO_OWNERS", "TITLE_UNCONFIRMED")
    world.confirm(song, WRK, HAO)
    verdict = ask(world, VENUE, song)
    assert says(verdict, "CONDITIONAL", "MISSING_CO_OWNERS")
    assert params(verdict, "MISSING_CO_OWNERS")["holders"] == HAO


def test_consulting_replaces_nobody_on_other_layers(world: World, song: str) -> None:
    recording = world.register(
        LIN, AssetType.SOUND_RECORDING, splits={PRF: [LIN, HAO], PHN: [LIN]},
        links=[(LinkKind.EMBODIES, song)],
    )  # fmt: skip
    line = world.line(recording, PRF, VENUE, consult=an_id("letters"))
    world.deal(line, signers=sorted([LIN, VENUE]))
    verdict = ask(world, VENUE, recording)
    assert "MISSING_CONSENTS" in verdict.codes and verdict.status == "NOT_AUTHORISED"


def test_an_agent_signs_for_a_holder(world: World) -> None:
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    world.confirm(song, WRK, HAO)
    world.confirm(song, WRK, LIN)
    world.activate_mandate(world.mandate(HAO, AGENT))
    world.deal(world.line(song, WRK, VENUE), signers=sorted([LIN, AGENT, VENUE]), agents=[AGENT])
    verdict = ask(world, VENUE, song)
    assert says(verdict, "AUTHORISED")
    assert [hop.kind for hop in verdict.layers[0].chain] == ["title", "mandate", "line"]


def test_an_agent_of_somebody_who_was_only_named(world: World) -> None:
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    world.activate_mandate(world.mandate(HAO, AGENT))
    world.deal(world.line(song, WRK, VENUE), signers=sorted([LIN, AGENT, VENUE]), agents=[AGENT])
    assert says(ask(world, VENUE, song), "CONDITIONAL", "TITLE_UNCONFIRMED")


def test_an_agent_whose_mandate_came_too_late_or_reached_too_short(world: World) -> None:
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    world.deal(world.line(song, WRK, VENUE), signers=sorted([LIN, AGENT, VENUE]), agents=[AGENT])
    world.activate_mandate(world.mandate(HAO, AGENT))
    assert says(ask(world, VENUE, song), "NOT_AUTHORISED", "MISSING_CONSENTS")
    other = party("other")
    world.activate_mandate(world.mandate(HAO, other, usage=1 << 3))
    world.deal(world.line(song, WRK, FILM), signers=sorted([LIN, other, FILM]), agents=[other])
    verdict = ask(world, FILM, song)
    assert says(verdict, "NOT_AUTHORISED", "MANDATE_SCOPE")
    assert params(verdict, "MANDATE_SCOPE")["holder"] == HAO


def test_a_mandate_that_bars_its_giver(world: World, song: str) -> None:
    text = world.mandate(LIN, SOCIETY, MandateKind.COLLECTIVE, notice=31 * DAY)
    mandate = world.activate_mandate(text)
    verdict = ask(world, LIN, song)
    assert says(verdict, "NOT_AUTHORISED", "OWNER_BARRED_BY_MANDATE")
    assert params(verdict, "OWNER_BARRED_BY_MANDATE")["mandate"] == mandate
    world.withdraw(mandate, LIN)
    assert says(ask(world, LIN, song), "NOT_AUTHORISED", "OWNER_BARRED_BY_MANDATE"), (
        "until the notice is over"
    )
    assert says(ask(world, LIN, song, at=world.time + 31 * DAY), "AUTHORISED")


def test_an_agency_bars_nobody(world: World, song: str) -> None:
    world.activate_mandate(world.mandate(LIN, AGENT))
    assert says(ask(world, LIN, song), "AUTHORISED")


def test_a_blanket_covers_what_reached_the_society(world: World, song: str) -> None:
    world.activate_mandate(world.mandate(LIN, OTHER, MandateKind.COLLECTIVE, notice=1))
    world.activate_mandate(world.mandate(OTHER, SOCIETY, MandateKind.JOINT_COLLECTION, bars=False))
    world.deal(blanket(world, VENUE), signers=sorted([SOCIETY, VENUE]))
    verdict = ask(world, VENUE, song)
    assert says(verdict, "AUTHORISED")
    assert [hop.kind for hop in verdict.layers[0].chain] == ["title", "mandate", "mandate", "line"]
    assert says(ask(world, FILM, song), "NOT_AUTHORISED", "NO_GRANT"), "nobody else's"


def test_a_blanket_does_not_cover_who_is_no_member(world: World, song: str) -> None:
    world.deal(blanket(world, VENUE), signers=sorted([SOCIETY, VENUE]))
    verdict = ask(world, VENUE, song)
    assert says(verdict, "NOT_AUTHORISED", "NOT_IN_REPERTOIRE")
    assert params(verdict, "NOT_IN_REPERTOIRE")["holder"] == LIN
    world.activate_mandate(world.mandate(LIN, SOCIETY, MandateKind.COLLECTIVE, notice=1))
    assert says(ask(world, VENUE, song), "AUTHORISED"), "who joins later is covered from then on"


def test_a_blanket_runs_on_after_a_withdrawal_but_a_later_one_does_not(world: World, song: str) -> None:
    mandate = world.activate_mandate(world.mandate(LIN, SOCIETY, MandateKind.COLLECTIVE, notice=31 * DAY))
    world.deal(blanket(world, VENUE), signers=sorted([SOCIETY, VENUE]))
    world.withdraw(mandate, LIN)
    late = world.time + 60 * DAY
    world.deal(blanket(world, FILM), signers=sorted([SOCIETY, FILM]), time=late)
    assert says(ask(world, VENUE, song, at=late), "AUTHORISED")
    assert says(ask(world, FILM, song, at=late + 1), "NOT_AUTHORISED", "NOT_IN_REPERTOIRE")


def test_an_earlier_exclusive_goes_before_a_blanket(world: World, song: str) -> None:
    deal = world.deal(world.line(song, WRK, FILM, exclusivity=EXCLUSIVE))
    world.activate_mandate(world.mandate(LIN, SOCIETY, MandateKind.COLLECTIVE, notice=1))
    world.deal(blanket(world, VENUE), signers=sorted([SOCIETY, VENUE]))
    verdict = ask(world, VENUE, song)
    assert says(verdict, "NOT_AUTHORISED", "PRIOR_EXCLUSIVE")
    assert params(verdict, "PRIOR_EXCLUSIVE")["deal"] == deal
    world.terminate(deal, by=FILM)
    assert says(ask(world, VENUE, song, at=world.time + 1), "AUTHORISED")


def test_a_society_that_holds_the_title_reaches_itself(world: World) -> None:
    song = world.register(SOCIETY)
    world.deal(blanket(world, VENUE), signers=sorted([SOCIETY, VENUE]))
    assert says(ask(world, VENUE, song), "AUTHORISED")


def test_a_dispute_is_a_flag_if_its_opener_has_a_stake(world: World) -> None:
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    world.deal(world.line(song, WRK, VENUE))
    key = title_key(song, WRK)
    world.open_dispute(key, party("stranger"))
    assert ask(world, VENUE, song).flags == ("RETROACTIVE",), "a stranger can't stain a song"
    world.open_dispute(key, HAO)
    assert "DISPUTED" in ask(world, VENUE, song).flags
    world.withdraw_dispute(key, HAO)
    assert "DISPUTED" not in ask(world, VENUE, song).flags


def test_a_dispute_about_the_deal_is_a_flag_too(world: World) -> None:
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    deal = world.deal(world.line(song, WRK, VENUE))
    other = world.deal(world.line(song, WRK, FILM))
    world.open_dispute(deal, party("stranger"))
    world.open_dispute(other, HAO)
    assert "DISPUTED" not in ask(world, VENUE, song).flags, "of a stranger, and of another deal"
    world.open_dispute(deal, HAO)
    verdict = ask(world, VENUE, song)
    assert says(verdict, "AUTHORISED") and "DISPUTED" in verdict.flags
    world.withdraw_dispute(deal, HAO)
    assert "DISPUTED" not in ask(world, VENUE, song).flags


def test_a_voided_title_authorises_nobody(world: World, song: str) -> None:
    world.deal(world.line(song, WRK, VENUE))
    world.void(song, WRK)
    for who in (LIN, VENUE):
        assert says(ask(world, who, song), "NOT_AUTHORISED", "TITLE_VOID")
