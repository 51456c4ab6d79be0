"""One verdict, the reducer, and whether a verdict cares how large the ledger is."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import cast

from ledger.core.events import Event
from ledger.core.inquiry import Inquiry
from ledger.core.policy import Known
from ledger.core.question import Question
from ledger.core.rights import AssetType, Layer, LinkKind, Usage
from ledger.core.seen import RecordSeen
from ledger.core.state import fold
from ledger.core.verdict import Status
from ledger.core.verification import verify
from ledger.index.sqlite import SqliteIndex
from ledger.ports import ChainPort, StorePort
from ledger.services.asking import Asking
from scripts.benches import Figures, Limits
from scripts.benches.verdict_works import (
    START,
    CatalogueChain,
    Ledger,
    an_account,
    an_id,
    catalogue,
    equal,
)

LIMITS: Limits = {
    "verdict_ms_30_holders": ("<", 2),
    "fold_events_per_s": (">=", 100_000),
    "verdict_1m_over_1k": ("<=", 1.5),
}
SMALL = 1_000
LARGE = int(os.environ.get("SONGDEED_BENCH_WORKS", "1000000"))
FOLDED = 40_000
ROUNDS = 5
LATER = START + 10**8


class NoStore:
    """A store with nothing in it: this is no benchmark of stores."""

    def has(self, cid: str) -> bool:
        """No."""
        return False


def figures() -> Figures:
    """``verdict_ms_30_holders``: facts in memory; ``fold_over_floor``: time of the reducer over that of
    putting the same events into plain dictionaries; ``verdict_1m_over_1k``: one question to a large index
    over a small one, from the database to the verdict; ``index_events_per_s``: its making.
    """
    with tempfile.TemporaryDirectory(prefix="songdeed-bench-") as folder:
        return {**_of_thirty(), **_folds(), **_sizes(Path(folder))}


def _of_thirty() -> Figures:
    """28 performers, 3 writers and a producer license a recording: three layers, 33 signers."""
    ledger = Ledger()
    ledger.next_block(1)
    writers, performers = (
        [an_account(f"{word} {number}") for number in range(count)]
        for word, count in (("writer", 3), ("performer", 28))
    )
    producer, dsp = an_account("producer"), an_account("dsp")
    song, of_song = ledger.register(an_id("song"), AssetType.MUSICAL_WORK, {Layer.WRK: equal(writers)})
    splits = {Layer.PRF: equal(performers), Layer.PHN: equal([producer])}
    recording, of_recording = ledger.register(
        an_id("recording"), AssetType.SOUND_RECORDING, splits, [(LinkKind.EMBODIES, song)], an_id("file")
    )
    rows = [(song, Layer.WRK, of_song[Layer.WRK])]
    rows += [(recording, layer, title) for layer, title in of_recording.items()]
    ledger.license(rows, [*writers, *performers, producer, dsp], dsp, 1)
    state = fold(ledger.events)
    question = Question(dsp, Usage.STREAM_ONDEMAND, recording, "CN", LATER)
    known = Known({song: RecordSeen(), recording: RecordSeen()}, 1)
    if verify(state, question, known=known).status is not Status.AUTHORISED:
        raise AssertionError("the licence of thirty does not hold")
    seconds = _best(lambda: verify(state, question, known=known), 200)
    return {"verdict_ms_30_holders": round(seconds * 1000, 3)}


def _folds() -> Figures:
    events = [event for _, some in catalogue(FOLDED // 2) for event in some][:FOLDED]
    ours, floor = [], []
    for _ in range(ROUNDS):  # in turns, so that a slow moment of the machine meets both
        ours.append(_timed(lambda: fold(events), time.process_time))  # on one core: others may have theirs
        floor.append(_timed(lambda: _floor(events), time.process_time))
    speed = len(events) / min(ours)
    return {
        "fold_events_per_s": round(speed),
        "fold_over_floor": round(median(one / other for one, other in zip(ours, floor, strict=True)), 2),
    }


def _floor(events: Iterable[Event]) -> dict[tuple[str, int, int], Event]:
    """The least that keeping events by what they are about can cost."""
    found: dict[tuple[str, int, int], Event] = {}
    for event in events:
        found[type(event).__name__, event.at.block, event.at.log_index] = event
    return found


def _sizes(folder: Path) -> Figures:
    small, _ = _asking(folder / "small.db", SMALL)
    large, speed = _asking(folder / "large.db", LARGE)
    ratios = [_asked(large, LARGE) / _asked(small, SMALL) for _ in range(ROUNDS)]
    return {
        "verdict_1m_over_1k": round(median(ratios), 2),
        "verdict_cold_ms_1m": round(_asked(large, LARGE) * 1000, 2),
        "index_events_per_s": round(speed),
    }


def _asking(path: Path, works: int) -> tuple[Asking, float]:
    chain, index = CatalogueChain(works), SqliteIndex(path)
    began = time.perf_counter()
    index.sync(cast(ChainPort, chain))
    events = works * 2 + (works + 9) // 10 * 2
    took = time.perf_counter() - began
    return Asking(cast(ChainPort, chain), index, cast(StorePort, NoStore()), lambda: LATER), events / took


def _asked(asking: Asking, works: int) -> float:
    """Seconds for a question about a licensed work, each time another one, of a label that holds all."""
    hearing = asking.open()
    label, venue = an_account("label"), an_account("venue")
    songs = [_song(works // 2 // 10 * 10 + 10 * step) for step in range(20)]
    began = time.perf_counter()
    for song in songs:
        for party, status in ((venue, Status.AUTHORISED), (label, Status.CONDITIONAL)):
            found = hearing.ask(Inquiry(party, Usage.STREAM_ONDEMAND, song, "CN")).answers[0][1].status
            if found is not status:
                raise AssertionError(f"{song} is {found}, not {status}")
    return (time.perf_counter() - began) / (2 * len(songs))


def _song(number: int) -> str:
    """Id of a work of the catalogue."""
    ledger = Ledger()
    ledger.next_block(number // 250 + 1)
    people = equal([an_account(number // 5), an_account("label")])
    return ledger.register(an_id("record", number), AssetType.MUSICAL_WORK, {Layer.WRK: people})[0]


def _timed(function: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    function()
    return clock() - began


def _best(function: Callable[[], object], times: int) -> float:
    """Median of five rounds, seconds a call."""
    return median(_timed(lambda: [function() for _ in range(times)]) / times for _ in range(ROUNDS))
