"""Stories of RIGHTS.md 7 about collective management: 5, 8."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.stories import Person, Stage, agreed, drawn_up, given, may, not_agreed, seconds, signed_apart, song

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]
pytest_plugins = ["tests.stories_stages"]

KARAOKE = "--use KARAOKE_VENUE,KARAOKE_SUPPLY --territory CN"
BLANKET = "--layer WRK --layer AVP --use KARAOKE_VENUE --territory CN"


@dataclass(frozen=True, slots=True)
class Karaoke:
    """Who owns a song and its video, the societies that they belong to, a venue, and two videos."""

    label: Person
    writer: Person
    music: Person
    society: Person
    venue: Person
    w5: str
    v5: str

    def blanket(self, to: Person, start: str, until: str) -> str:
        """Terms of a blanket licence of both layers."""
        return f"--society {self.society} {BLANKET} --to {to} {self.society.stage.span(start, until)}"


def video(by: Person, file: str, work: str) -> str:
    """Somebody registers a video of a song, all his own."""
    by.has(file, f"pictures of {by.name}")
    made = by.writes(f"register {file} --type AUDIOVISUAL --as {by.name} --title V --embodies {work}"
                     f" --split AVP:{by.name}=100")  # fmt: skip
    return str(made["asset"])


def karaoke(stage: Stage) -> Karaoke:
    """LabelA is a member of a society, the writer of another, which collects through the first."""
    stage.it_is("2025-11-03")
    label, writer, music, society, venue = stage.persons("label", "writer", "music", "society", "venue")
    w5 = song(writer, None, title="W5")
    v5 = video(label, "v5.mp4", w5)
    for member, to in ((label, society), (writer, music)):
        given(member, to, f"--kind collective {KARAOKE} --from 2025-11-01 --until open --notice-days 31")
    given(music, society, f"--kind joint-collection {KARAOKE} --from 2025-11-01 --until open")
    here = Karaoke(label, writer, music, society, venue, w5, v5)
    stage.it_is("2025-12-15")
    agreed(society, here.blanket(venue, "2026-01-01", "2027-12-31"), society, venue, file="venue.json")
    return here


def test_05_karaoke_venue(stage: Stage) -> None:
    """One blanket of one society covers song and video, by the chain of mandates of each."""
    here = karaoke(stage)
    venue = here.venue
    stage.it_is("2026-03-01")
    held = may(venue, venue, "KARAOKE_VENUE", here.v5, "2026-03-02", verdict="AUTHORISED")
    hops = {layer: [kind for where, kind in held.chain if where == layer] for layer in ("WRK", "AVP")}
    assert hops == {"WRK": ["title", "mandate", "mandate", "line"], "AVP": ["title", "mandate", "line"]}
    may(venue, venue, "KARAOKE_VENUE", here.v5, "2027-12-31", verdict="AUTHORISED")
    may(venue, venue, "KARAOKE_VENUE", here.v5, "2028-01-01", verdict="NOT_AUTHORISED")
    may(venue, venue, "KARAOKE_ONLINE", here.v5, "2026-03-02", verdict="NOT_AUTHORISED")
    may(venue, venue, "KARAOKE_VENUE", here.v5, "2026-03-02", where="HK", verdict="NOT_AUTHORISED")

    outsider = stage.person("outsider")
    foreign = video(outsider, "vx.mp4", here.w5)
    said = may(venue, venue, "KARAOKE_VENUE", foreign, "2026-03-02", verdict="NOT_AUTHORISED")
    assert said.of("AVP") == ["NOT_IN_REPERTOIRE"] and said.of("WRK") == []


def test_05_what_a_society_and_its_member_may_not(stage: Stage) -> None:
    """Three years, an exclusive, and a line of the member's own are refused."""
    here = karaoke(stage)
    venue, society, label = here.venue, here.society, here.label
    stage.it_is("2026-03-01")
    long = here.blanket(venue, "2026-03-01", "2029-02-28")
    not_agreed(society, long, society, venue, error="CONTRACT_BAD_BLANKET", expected=65)
    exclusive = f"{here.blanket(venue, '2026-03-01', '2026-12-31')} --exclusive yes"
    not_agreed(society, exclusive, society, venue, error="CONTRACT_BAD_BLANKET", expected=65)
    term = stage.span("2026-03-01", "2026-12-31")
    direct = drawn_up(label, f"{here.v5} --to {venue} {KARAOKE} {term}")
    assert set(direct["signers"]) == {society.address, here.music.address, venue.address}
    assert label.does("deal sign deal.json --as label --yes", 1)["error"] == "NOT_A_SIGNER"
    wide = f"{here.v5} --to {venue} {KARAOKE} --from 2026-03-01 --until 2029-02-28"
    assert label.does(f"deal new {wide} --out wide.json", 1)["error"] == "BARRED_HOLDER"


def test_05_a_member_who_signed_before_he_joined(stage: Stage) -> None:
    """What he signed himself can't be put in force any more once the society has the power."""
    stage.it_is("2026-03-01")
    label, society, venue = stage.persons("label", "society", "venue")
    own = video(label, "own.mp4", song(label, None))
    drawn_up(label, f"{own} --to {venue} {KARAOKE} {stage.span('2026-03-01', '2026-12-31')}")
    signed_apart(label, "deal.json", label, venue)
    given(label, society, f"--kind collective {KARAOKE} --from 2026-03-01 --until open")
    said = label.is_refused("deal activate deal.json", "CONTRACT_BARRED_BY_MANDATE")
    assert label.address in said
    barred = may(venue, label, "KARAOKE_VENUE", own, "2026-03-02", verdict="NOT_AUTHORISED")
    assert barred.codes == {"OWNER_BARRED_BY_MANDATE"}


def test_08_mandate_withdrawn(stage: Stage) -> None:
    """It ends after its notice; who was licensed before stays so, who comes later is not, and she is free."""
    here = karaoke(stage)
    label, society, venue = here.label, here.society, here.venue
    august, late = stage.persons("august", "late")
    stage.it_is("2026-08-01", hour=0)
    ended = label.writes("mandate withdraw label-to-society.json --as label")
    assert ended["status"] == "ACTIVE", "until its notice is over"
    assert 0 <= ended["end"] - seconds("2026-09-01T00:00:00+08:00") < 600
    stage.it_is("2026-08-20")
    agreed(society, here.blanket(august, "2026-08-20", "2027-12-31"), society, august, file="august.json")
    single = f"{here.v5} --to {late} {KARAOKE} {stage.span('2026-10-01', '2027-09-30')}"
    stage.it_is("2026-09-25")
    agreed(society, here.blanket(late, "2026-09-25", "2027-12-31"), society, late, file="late.json")
    for day in ("2026-08-31", "2026-10-02", "2027-12-31"):
        for who in (venue, august):
            may(venue, who, "KARAOKE_VENUE", here.v5, day, verdict="AUTHORISED")
    said = may(venue, late, "KARAOKE_VENUE", here.v5, "2026-10-02", verdict="NOT_AUTHORISED")
    assert said.of("AVP") == ["NOT_IN_REPERTOIRE"] and said.of("WRK") == []

    deal = drawn_up(label, single)
    assert label.address in deal["signers"] and society.address not in deal["signers"]
    signed_apart(label, "deal.json", label, here.music, late)
    label.writes("deal activate deal.json")
    may(venue, late, "KARAOKE_VENUE", here.v5, "2026-10-02", verdict="AUTHORISED")
    may(venue, late, "KARAOKE_VENUE", here.v5, "2026-09-30", verdict="NOT_AUTHORISED")
