"""The verifier: every code that it can say, each reached in a way of its own (RIGHTS 6)."""

from __future__ import annotations

import pytest

from ledger.core.model import Unclaimed
from ledger.core.places import bitmap
from ledger.core.question import Question
from ledger.core.rights import WHOLE, AssetType, Layer, LinkKind, Usage
from ledger.core.state import State
from ledger.core.verification import verify
from tests.fakes import an_id
from tests.unit.core.world import World, ask, layer_of, params, party, says

LIN, HAO, VENUE = party("lin"), party("hao"), party("venue")
FILE = an_id("file")
WRK, PRF, PHN, AVP = Layer
RECORDING, VIDEO, ALBUM = AssetType.SOUND_RECORDING, AssetType.AUDIOVISUAL, AssetType.COMPILATION
EMBODIES, CONTAINS, SAMPLES = LinkKind.EMBODIES, LinkKind.CONTAINS, LinkKind.SAMPLES
STREAM = Usage.STREAM_ONDEMAND


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def song(world: World) -> str:
    return world.register(LIN)


def test_unknown_asset(world: World) -> None:
    verdict = ask(world, LIN, an_id("nothing"))
    assert says(verdict, "INDETERMINATE", "UNKNOWN_ASSET") and not verdict.layers
    assert params(verdict, "UNKNOWN_ASSET") == {"asset": an_id("nothing")}


def test_unknown_asset_that_is_linked_to(world: World) -> None:
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, an_id("nowhere"))])
    verdict = ask(world, LIN, recording)
    assert says(verdict, "INDETERMINATE", "TITLE_INCOMPLETE")
    assert params(verdict, "TITLE_INCOMPLETE") == {"asset": recording, "layer": "WRK"}
    assert [layer.status.value for layer in verdict.layers] == ["AUTHORISED", "AUTHORISED"]


def test_what_is_reached_twice_is_named_once(world: World) -> None:
    links = [(CONTAINS, an_id("nowhere"))]
    parts = [(CONTAINS, world.register(LIN, VIDEO, links=links)) for _ in range(2)]
    video = world.register(LIN, VIDEO, links=parts)
    assert [finding.code for finding in ask(world, LIN, video).findings] == ["UNKNOWN_ASSET"]


def test_title_incomplete_with_units_of_nobody(world: World) -> None:
    keyless = {WRK: [Unclaimed(an_id("who"), 1)]}
    song = world.register(LIN, splits={WRK: {LIN: WHOLE - 1}}, unclaimed=keyless)
    for who in (LIN, VENUE):
        verdict = ask(world, who, song)
        assert says(verdict, "INDETERMINATE", "TITLE_INCOMPLETE")
        assert params(verdict, "TITLE_INCOMPLETE") == {"asset": song, "layer": "WRK"}


def test_title_incomplete_for_a_recording_of_no_work(world: World) -> None:
    recording = world.register(LIN, RECORDING)
    verdict = ask(world, LIN, recording)
    assert says(verdict, "INDETERMINATE", "TITLE_INCOMPLETE")
    assert params(verdict, "TITLE_INCOMPLETE") == {"asset": recording, "layer": "WRK"}


def test_title_incomplete_without_a_title(world: World, song: str) -> None:
    state = State(assets=world.state().assets)
    verdict = verify(state, Question(LIN, STREAM, song, "CN", world.time))
    assert says(verdict, "INDETERMINATE", "TITLE_INCOMPLETE")


def test_no_grant(world: World, song: str) -> None:
    assert says(ask(world, LIN, song), "AUTHORISED")
    verdict = ask(world, VENUE, song)
    assert says(verdict, "NOT_AUTHORISED", "NO_GRANT")
    assert params(verdict, "NO_GRANT") == {"asset": song, "layer": "WRK"}
    assert not layer_of(verdict, song, WRK).chain
    world.deal(world.line(song, WRK, HAO))
    assert says(ask(world, VENUE, song), "NOT_AUTHORISED", "NO_GRANT"), "a line to another is none"


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"usage": Usage.DOWNLOAD.mask | Usage.STREAM_LINEAR.mask}, "CN"),
        ({"usage": ((1 << 31) - 1) ^ STREAM.mask}, "CN"),
        ({"territory": bitmap(["CN"])}, "HK"),
        ({"territory": bitmap(["CN"])}, "TW"),
        ({"territory": bitmap(["HK", "MO", "TW"])}, "CN"),
        ({"territory": 1 << 255}, "CN"),
    ],
)
def test_out_of_scope(world: World, song: str, fields: dict[str, int], place: str) -> None:
    deal = world.deal(world.line(song, WRK, VENUE, **fields))
    verdict = ask(world, VENUE, song, place=place)
    assert says(verdict, "NOT_AUTHORISED", "OUT_OF_SCOPE")
    found = params(verdict, "OUT_OF_SCOPE")
    assert found.items() >= {"asset": song, "layer": "WRK", "deal": deal, "line": 0}.items()
    assert found.items() >= fields.items() and {"usage", "territory"} <= found.keys()


def test_not_yet(world: World, song: str) -> None:
    start = world.time + 1000
    world.deal(world.line(song, WRK, VENUE, start=start))
    verdict = ask(world, VENUE, song, at=start - 1)
    assert says(verdict, "NOT_AUTHORISED", "NOT_YET") and params(verdict, "NOT_YET")["start"] == start
    assert says(ask(world, VENUE, song, at=start), "AUTHORISED")


def test_expired(world: World, song: str) -> None:
    end = world.time + 1000
    world.deal(world.line(song, WRK, VENUE, end=end))
    assert says(ask(world, VENUE, song, at=end - 1), "AUTHORISED")
    verdict = ask(world, VENUE, song, at=end)
    assert says(verdict, "NOT_AUTHORISED", "EXPIRED") and params(verdict, "EXPIRED")["end"] == end


def test_revoked(world: World, song: str) -> None:
    deal = world.deal(world.line(song, WRK, VENUE, notice=60, end=2**40))
    world.terminate(deal, by=VENUE)
    end = world.time + 60
    assert says(ask(world, VENUE, song, at=end - 1), "AUTHORISED")
    verdict = ask(world, VENUE, song, at=end)
    assert says(verdict, "NOT_AUTHORISED", "REVOKED")
    assert params(verdict, "REVOKED").items() >= {"end": end, "by": VENUE, "line": 0, "deal": deal}.items()


def test_revoking_one_line_leaves_the_others(world: World, song: str) -> None:
    lines = [world.line(song, WRK, VENUE, usage=use.mask) for use in (STREAM, Usage.DOWNLOAD)]
    world.terminate(world.deal(*lines), [1], by=VENUE)
    assert says(ask(world, VENUE, song), "AUTHORISED")
    assert ask(world, VENUE, song, Usage.DOWNLOAD).codes == ("OUT_OF_SCOPE", "REVOKED")


@pytest.mark.parametrize("layer", [PRF, PHN])
def test_missing_co_owners(world: World, song: str, layer: Layer) -> None:
    links = [(EMBODIES, song)]
    recording = world.register(LIN, RECORDING, links=links, splits={layer: {LIN: WHOLE - 1, HAO: 1}})
    verdict = ask(world, LIN, recording)
    assert says(verdict, "NOT_AUTHORISED", "MISSING_CO_OWNERS"), "authority counts people, not shares"
    assert params(verdict, "MISSING_CO_OWNERS")["holders"] == HAO
    assert layer_of(verdict, recording, layer).status == "NOT_AUTHORISED"


def test_missing_co_owners_of_a_video(world: World) -> None:
    video = world.register(LIN, VIDEO, splits={AVP: [LIN, HAO, VENUE]})
    verdict = ask(world, HAO, video)
    assert says(verdict, "NOT_AUTHORISED", "MISSING_CO_OWNERS")
    assert params(verdict, "MISSING_CO_OWNERS")["holders"] == ", ".join(sorted([LIN, VENUE]))


def test_co_owners_consulted(world: World) -> None:
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    assert says(ask(world, LIN, song), "CONDITIONAL", "CO_OWNERS_CONSULTED", "TITLE_UNCONFIRMED")
    world.confirm(song, WRK, HAO)
    for who, other in ((LIN, HAO), (HAO, LIN)):
        verdict = ask(world, who, song)
        assert says(verdict, "CONDITIONAL", "CO_OWNERS_CONSULTED")
        assert params(verdict, "CO_OWNERS_CONSULTED")["holders"] == other
        assert [hop.kind for hop in layer_of(verdict, song, WRK).chain] == ["title"]


def test_title_unconfirmed(world: World) -> None:
    song = world.register(LIN, splits={WRK: [HAO]})
    verdict = ask(world, HAO, song)
    assert says(verdict, "CONDITIONAL", "TITLE_UNCONFIRMED")
    assert params(verdict, "TITLE_UNCONFIRMED")["holder"] == HAO
    assert says(ask(world, LIN, song), "NOT_AUTHORISED", "NO_GRANT"), "registering alone gives nothing"
    world.deal(world.line(song, WRK, VENUE))
    assert says(ask(world, HAO, song), "AUTHORISED"), "he has signed on it"
    assert says(ask(world, VENUE, song), "AUTHORISED")


def test_signing_one_layer_confirms_no_other(world: World, song: str) -> None:
    splits = {PRF: [HAO], PHN: [HAO]}
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, song)], splits=splits)
    world.deal(world.line(recording, PRF, VENUE), world.line(song, WRK, HAO))
    verdict = ask(world, HAO, recording)
    assert says(verdict, "CONDITIONAL", "TITLE_UNCONFIRMED")
    assert layer_of(verdict, recording, PRF).status == "AUTHORISED"
    assert layer_of(verdict, recording, PHN).status == "CONDITIONAL"


def test_missing_consents(world: World) -> None:
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    world.deal(world.line(song, WRK, VENUE), signers=sorted([LIN, VENUE]))
    verdict = ask(world, VENUE, song)
    assert says(verdict, "NOT_AUTHORISED", "MISSING_CONSENTS")
    assert params(verdict, "MISSING_CONSENTS") == {"asset": song, "layer": "WRK", "holders": HAO}
    world.deal(world.line(song, WRK, VENUE))
    assert says(ask(world, VENUE, song), "AUTHORISED")


def test_missing_consents_on_a_title_that_never_was(world: World, song: str) -> None:
    world.deal(world.line(song, WRK, VENUE, title=an_id("no title")))
    verdict = ask(world, VENUE, song)
    assert says(verdict, "NOT_AUTHORISED", "MISSING_CONSENTS")
    assert params(verdict, "MISSING_CONSENTS")["holders"] == "–", "whose, nobody knows"


def test_a_line_stands_on_the_title_it_was_signed_on(world: World, song: str) -> None:
    world.deal(world.line(song, WRK, VENUE))
    world.retitle(song, WRK, [LIN, HAO])
    verdict = ask(world, VENUE, song)
    assert says(verdict, "AUTHORISED"), "a later assignment never breaks a licence"
    title, line = layer_of(verdict, song, WRK).chain
    assert title.ref == world.state().titles[song, WRK][0].hash and line.kind == "line"
    world.deal(world.line(song, WRK, HAO), signers=sorted([LIN, HAO]))
    world.deal(world.line(song, WRK, party("dsp")), signers=sorted([LIN, party("dsp")]))
    assert says(ask(world, party("dsp"), song), "NOT_AUTHORISED", "MISSING_CONSENTS")


def test_a_holder_who_confirmed_is_one(world: World) -> None:
    song = world.register(LIN, splits={WRK: [HAO]})
    assert says(ask(world, HAO, song), "CONDITIONAL", "TITLE_UNCONFIRMED")
    world.confirm(song, WRK, HAO)
    assert says(ask(world, HAO, song), "AUTHORISED")
    world.retitle(song, WRK, [VENUE])
    assert says(ask(world, VENUE, song), "AUTHORISED"), "whoever takes units signs for them"


def test_duty_payment(world: World, song: str) -> None:
    splits = {PRF: [HAO], PHN: [HAO]}
    recording = world.register(HAO, RECORDING, links=[(EMBODIES, song)], splits=splits)
    world.deal(world.line(song, WRK, VENUE, usage=Usage.STREAM_LINEAR.mask))
    verdict = ask(world, VENUE, recording, Usage.STREAM_LINEAR)
    assert says(verdict, "AUTHORISED_WITH_DUTIES", "DUTY_PAYMENT")
    duty = {"asset": recording, "layer": "PHN", "law": "CL 45", "payees": HAO}
    assert params(verdict, "DUTY_PAYMENT") == duty
    assert {(one.asset, one.layer) for one in verdict.layers} == {(recording, PHN), (song, WRK)}
    assert says(ask(world, VENUE, recording, Usage.STREAM_LINEAR, place="JP"), "NOT_AUTHORISED", "NO_GRANT")


def test_profile_default(world: World, song: str) -> None:
    assert ask(world, LIN, song).flags == ()
    for place in ("JP", "HK", "TW"):
        verdict = ask(world, LIN, song, place=place)
        assert says(verdict, "AUTHORISED") and verdict.flags == ("PROFILE_DEFAULT",)


def test_retroactive(world: World, song: str) -> None:
    before = world.time
    deal = world.deal(world.line(song, WRK, VENUE, start=before - 500))
    activated = world.state().deals[deal].event.at.time
    for at in (before - 500, activated):
        verdict = ask(world, VENUE, song, at=at)
        assert says(verdict, "AUTHORISED") and verdict.flags == ("RETROACTIVE",)
    early = ask(world, VENUE, song, at=before - 501)
    assert says(early, "INDETERMINATE", "TITLE_INCOMPLETE"), "whose it was by then is not known"
    assert [each.findings[0].code for each in early.layers[0].others] == ["NOT_YET"]
    world.deal(world.line(song, WRK, HAO, start=world.time + 12))
    assert ask(world, HAO, song).flags == (), "from the second of its activation it is not"
