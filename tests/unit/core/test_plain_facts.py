"""Plain events (docs/verdict.md) become the state that the reducer would make of them."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.core.annals import Decision
from ledger.core.events import (
    Attested,
    DealActivated,
    DisputeOpened,
    DisputeResolved,
    DisputeWithdrawn,
    LineEnded,
    MandateActivated,
    MandateEnded,
    Position,
    Registered,
    Revealed,
    TitleChanged,
    TitleRecorded,
    TitleVoided,
)
from ledger.core.facts import DealState, Dispute, MandateState, State, TitleVersion
from ledger.core.ids import line_id, title_key
from ledger.core.licensing import Mandate, MandateKind
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Deal, Line, Link, Share, Unclaimed
from ledger.core.plain_facts import build
from ledger.core.plain_names import SOME_HASH, Names
from ledger.core.rights import (
    OPEN_END,
    WHOLE,
    WORLD,
    AssetType,
    Exclusivity,
    Layer,
    LinkKind,
    Revocation,
    Usage,
)

Json = dict[str, Any]

LIN, HAO, VENUE, SOC, MEI, JUDGE = map(Names().account, ("lin", "hao", "venue", "soc", "mei", "judge"))
SONG, TAPE, D, M = map(Names().thing, ("song", "tape", "D", "M"))
WRK, PRF, PHN = Layer.WRK, Layer.PRF, Layer.PHN

REGISTERED: Json = {
    "event": "registered", "time": 100, "work": "song", "type": "MUSICAL_WORK", "registrant": "lin",
}  # fmt: skip
LINE: Json = {
    "work": "song", "layer": "WRK", "uses": ["RENT", "PRINT"], "territories": ["CN", "AF"], "start": 90,
    "licensee": "venue",
}  # fmt: skip
DEAL: Json = {"event": "deal", "time": 110, "deal": "D", "signers": ["lin", "venue"], "lines": [LINE]}
MANDATE: Json = {
    "event": "mandate", "time": 110, "mandate": "M", "kind": "AGENCY", "givers": ["lin"], "to": "mei",
    "uses": ["PRINT"], "territories": "WORLD", "start": 100,
}  # fmt: skip
REPLACED: Json = {
    "event": "title", "time": 110, "work": "song", "layer": "WRK", "shares": {"hao": WHOLE},
    "change": "REPLACED",
}  # fmt: skip
OPENED: Json = {"event": "dispute_opened", "time": 120, "subject": {"deal": "D"}, "opener": "hao"}
RESOLVED: Json = {
    **OPENED, "event": "dispute_resolved", "time": 130, "arbiter": "judge", "decision": "UPHELD",
}  # fmt: skip
WITHDRAWN: Json = {**OPENED, "event": "dispute_withdrawn", "time": 140}

A_LINE = Line(
    SONG, ZERO_ADDRESS, WRK, Usage.RENT.mask | Usage.PRINT.mask, 1 << 43 | 1, 90, OPEN_END,
    Exclusivity.NONEXCLUSIVE, VENUE, Names().thing("song WRK 0"), ZERO_HASH, 0, ZERO_HASH,
    Revocation.IRREVOCABLE, ZERO_ADDRESS, 0, False,
)  # fmt: skip
A_MANDATE = Mandate(
    (LIN,), MEI, MandateKind.AGENCY, False, Exclusivity.NONEXCLUSIVE, 0, Usage.PRINT.mask, WORLD, 100,
    OPEN_END, 0, ZERO_HASH, ZERO_HASH, OPEN_END, ZERO_HASH,
)  # fmt: skip


def told(*events: Json) -> State:
    return build(events, Names()).state


def at(block: int, time: int, log: int = 0) -> Position:
    return Position(block, log, f"0x{block:064x}", f"0x{block:032x}{log:032x}", time)


def version(
    place: Position, name: str, shares: dict[str, int], *keyless: Unclaimed, yes: bool = False
) -> TitleVersion:
    """What is recorded of a title that the answer calls ``song WRK 0``."""
    work, layer, number = name.split()
    rows = tuple(Share(holder, units) for holder, units in sorted(shares.items()))
    asset, title = map(Names().thing, (work, name))
    return TitleVersion(
        TitleRecorded(place, asset, Layer[layer], int(number), title, rows, keyless), ZERO_HASH, yes
    )


# Works and titles


def test_a_work_is_its_registrants_alone_unless_it_says_otherwise() -> None:
    first = version(at(1, 100), "song WRK 0", {LIN: WHOLE})
    song = Registered(at(1, 100), SONG, LIN, ZERO_HASH, AssetType.MUSICAL_WORK, SONG, ZERO_HASH, 100, ())
    assert told(REGISTERED) == State(assets={SONG: song}, titles={(SONG, WRK): [first]})
    assert told(REGISTERED).versions == {Names().thing("song WRK 0"): first}


def test_a_recording_has_its_file_links_in_order_and_the_splits_it_names() -> None:
    links = [
        {"kind": "SAMPLES", "target": "tape"}, {"kind": "EMBODIES", "target": "tape"},
        {"kind": "EMBODIES", "target": "song"},
    ]  # fmt: skip
    splits = {"PHN": {"hao": 3, "?b": 2, "mei": 4, "?a": 1, "lin": 5}}
    take = {
        **REGISTERED, "work": "take", "type": "SOUND_RECORDING", "file": "wav", "priority": 7,
        "links": links, "splits": splits,
    }  # fmt: skip
    asset, wav = Names().thing("take"), Names().thing("wav")
    first, second = (Link(LinkKind.EMBODIES, target) for target in sorted([SONG, TAPE]))
    expected = Registered(
        at(1, 100), asset, LIN, wav, AssetType.SOUND_RECORDING, asset, ZERO_HASH, 7,
        (first, second, Link(LinkKind.SAMPLES, TAPE)),
    )  # fmt: skip
    keyless = tuple(Unclaimed(*row) for row in sorted([(Names().thing("?a"), 1), (Names().thing("?b"), 2)]))
    assert told(take) == State(
        assets={asset: expected},
        titles={
            (asset, PRF): [version(at(1, 100), "take PRF 0", {LIN: WHOLE})],
            (asset, PHN): [version(at(1, 100), "take PHN 0", {HAO: 3, MEI: 4, LIN: 5}, *keyless)],
        },
        claims={wav: [asset]},
    )


def test_a_sealed_work_claims_its_file_beside_its_tag_once_it_is_revealed() -> None:
    sealed = {**REGISTERED, "file": "tag"}
    other = {**REGISTERED, "work": "tape", "file": "wav"}
    shown = {"event": "revealed", "time": 120, "work": "song", "file": "wav"}
    state = told(sealed, other, shown)
    tag, wav = map(Names().thing, ("tag", "wav"))
    assert state.revealed == {SONG: Revealed(at(3, 120), SONG, wav, ZERO_HASH)}
    assert state.claims == {tag: [SONG], wav: [TAPE, SONG]}
    first = told(sealed, shown)
    assert first.claims == {tag: [SONG], wav: [SONG]}


@pytest.mark.parametrize(
    ("change", "number", "confirmed"), [("REPLACED", 1, False), ("CLAIMED", 2, False), ("ASSIGNED", 3, True)]
)
def test_a_later_table_says_why_it_came(change: str, number: int, confirmed: bool) -> None:
    state = told(REGISTERED, {**REPLACED, "change": change})
    old = Names().thing("song WRK 0")
    assert state.changes == {old: TitleChanged(at(2, 110), old, number, confirmed, ZERO_HASH)}
    assert state.titles[SONG, WRK] == [
        version(at(1, 100), "song WRK 0", {LIN: WHOLE}),
        version(at(2, 110), "song WRK 1", {HAO: WHOLE}, yes=confirmed),
    ]
    other = told(REGISTERED, {**REPLACED, "change": change, "confirmed": not confirmed})
    assert other.titles[SONG, WRK][1].confirmed is other.changes[old].confirmed is not confirmed


def test_holders_confirm_the_present_table() -> None:
    signed = {"event": "confirmed", "time": 120, "work": "song", "layer": "WRK", "holder": "hao"}
    state = told(REGISTERED, REPLACED, signed, {**signed, "time": 130, "holder": "lin"})
    assert state.confirmed == {Names().thing("song WRK 1"): {HAO: at(3, 120), LIN: at(4, 130)}}


# Deals and mandates


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ({}, {}),
        ({"exclusivity": "SOLE", "depth": 3, "end": 500}, {"exclusivity": 2, "depth": 3, "end": 500}),
        ({"consulted": True, "survives": True}, {"consult": SOME_HASH, "survives": True}),
        ({"territories": "WORLD", "uses": []}, {"territory": WORLD, "usage": 0}),
        (
            {"parent": {"deal": "up", "line": 2}},
            {"parent": line_id(Names().thing("up"), 2), "title": ZERO_HASH},
        ),
        ({"work": "unknown"}, {"asset": Names().thing("unknown"), "title": ZERO_HASH}),
        ({"licensee": "ANYONE"}, {"licensee": ZERO_ADDRESS}),
    ],
)
def test_a_line_is_what_was_signed(words: Json, fields: Json) -> None:
    state = told(REGISTERED, {**DEAL, "lines": [{**LINE, **words}]})
    expected = {name: getattr(A_LINE, name) for name in A_LINE.__slots__} | fields
    assert state.deals[D].event.text.lines == (Line(**expected),)


def test_a_deal_has_its_signers_in_order_and_its_lines_by_what_they_are_of() -> None:
    blanket = {name: word for name, word in LINE.items() if name != "work"} | {"society": "soc"}
    text = {**DEAL, "signers": ["venue", "soc", "lin", "hao"], "arbiter": "judge"}
    state = told(REGISTERED, {**text, "lines": [LINE, blanket, LINE]}, {**DEAL, "deal": "E"})
    fields = {name: getattr(A_LINE, name) for name in A_LINE.__slots__}
    over_all = Line(**fields | {"asset": ZERO_HASH, "society": SOC, "title": ZERO_HASH})
    signers = tuple(sorted([VENUE, SOC, LIN, HAO]))
    deal = Deal((A_LINE, over_all, A_LINE), signers, ZERO_HASH, OPEN_END, JUDGE, False, ZERO_HASH)
    assert state.deals[D] == DealState(DealActivated(at(2, 110), D, deal))
    other = Names().thing("E")
    assert state.deals[other].event.text.arbiter == ZERO_ADDRESS
    assert state.lines == {(SONG, WRK): [(D, 0), (D, 2), (other, 0)], (ZERO_HASH, WRK): [(D, 1)]}


def test_ends_of_lines_are_kept_one_after_the_other() -> None:
    ended = {"event": "line_ended", "time": 120, "deal": "D", "line": 0, "end": 300, "by": "lin"}
    state = told(REGISTERED, DEAL, ended, {**ended, "end": 200, "by": "venue"})
    assert state.deals[D].ends == (
        LineEnded(at(3, 120), D, 0, 300, LIN),
        LineEnded(at(4, 120), D, 0, 200, VENUE),
    )


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ({}, {}),
        ({"givers": ["mei", "lin", "hao"]}, {"givers": tuple(sorted([MEI, LIN, HAO]))}),
        ({"kind": "COLLECTIVE"}, {"kind": 1, "bars": True}),
        ({"kind": "COLLECTIVE", "bars": False}, {"kind": 1}),
        ({"bars": True, "cap": "EXCLUSIVE", "end": 400}, {"bars": True, "cap": 3, "end": 400}),
        ({"layer": "PHN", "work": "tape"}, {"layer": 3, "asset": TAPE}),
        ({"territories": ["CN"], "uses": ["RENT"]}, {"territory": 1 << 43, "usage": 1 << 2}),
    ],
)
def test_a_mandate_is_what_was_signed(words: Json, fields: Json) -> None:
    expected = {name: getattr(A_MANDATE, name) for name in A_MANDATE.__slots__} | fields
    event = MandateActivated(at(1, 110), M, MEI, Mandate(**expected))
    assert told({**MANDATE, **words}).mandates == {M: MandateState(event)}


def test_ends_of_mandates_are_kept_one_after_the_other() -> None:
    ended = {"event": "mandate_ended", "time": 120, "mandate": "M", "end": 300, "by": "mei"}
    state = told(MANDATE, ended, {**ended, "giver": "lin", "end": 200, "by": "lin"})
    assert state.mandates[M].ends == (
        MandateEnded(at(2, 120), M, ZERO_ADDRESS, 300, MEI),
        MandateEnded(at(3, 120), M, LIN, 200, LIN),
    )


# Disputes and attestations


def test_a_dispute_is_opened_ruled_on_withdrawn_and_opened_again() -> None:
    again = {**OPENED, "time": 150}
    state = told(OPENED, RESOLVED, {**RESOLVED, "arbiter": "mei", "decision": "DISMISSED"}, WITHDRAWN)
    opened = DisputeOpened(at(1, 120), D, HAO, ZERO_HASH, ZERO_HASH)
    rulings = (
        DisputeResolved(at(2, 130), D, HAO, JUDGE, Decision.UPHELD, ZERO_HASH, ZERO_HASH),
        DisputeResolved(at(3, 130), D, HAO, MEI, Decision.DISMISSED, ZERO_HASH, ZERO_HASH),
    )
    withdrawn = DisputeWithdrawn(at(4, 140), D, HAO, ZERO_HASH)
    assert state.disputes == {(D, HAO): Dispute(opened, 1, withdrawn, rulings)}
    assert state.rulings == {D: rulings}
    anew = told(OPENED, WITHDRAWN, again).disputes[D, HAO]
    assert anew == Dispute(DisputeOpened(at(3, 150), D, HAO, ZERO_HASH, ZERO_HASH), 2)


def test_a_dispute_may_be_about_a_title_and_undo_it() -> None:
    about = {**OPENED, "subject": {"work": "song", "layer": "WRK"}}
    voided = {"event": "title_voided", "time": 130, "work": "song", "layer": "WRK"}
    state = told(REGISTERED, REPLACED, about, voided)
    assert list(state.disputes) == [(title_key(SONG, WRK), HAO)]
    title = Names().thing("song WRK 1")
    assert state.voided == {(SONG, WRK): TitleVoided(at(4, 130), SONG, WRK, title, ZERO_HASH)}


def test_an_attestation_stands_until_it_is_taken_back_by_who_gave_it() -> None:
    given = {"event": "attested", "time": 120, "party": "hao", "by": "judge", "kind": 1}
    state = told(given, {**given, "kind": 2}, {**given, "by": "mei"}, {**given, "withdrawn": True})
    assert state.attested == {
        HAO: {
            (JUDGE, 2): Attested(at(2, 120), HAO, 2, JUDGE, SOME_HASH, ZERO_HASH),
            (MEI, 1): Attested(at(3, 120), HAO, 1, MEI, SOME_HASH, ZERO_HASH),
        }
    }
    assert told({**given, "withdrawn": True}).attested == {HAO: {}}, "nothing to take back"


# Blocks


def test_events_of_one_block_are_counted_from_nought() -> None:
    blocks = enumerate((5, 5, 5, 9, 9))
    events = [{**MANDATE, "mandate": f"M{place}", "block": block} for place, block in blocks]
    places = [one.event.at for one in told(*events, MANDATE).mandates.values()]
    expected = [(5, 0), (5, 1), (5, 2), (9, 0), (9, 1), (10, 0)]
    assert places == [at(block, 110, log) for block, log in expected]


def test_facts_are_told_up_to_a_moment() -> None:
    def works(until: int | None) -> int:
        events = [{**REGISTERED, "time": 0}, {**REGISTERED, "work": "tape"}]
        return len(build(events, Names(), until).state.assets)

    assert [works(until) for until in (-1, 0, 99, 100, None)] == [0, 1, 1, 2, 2]
