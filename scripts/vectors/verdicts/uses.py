"""V3: every cell of the table of uses in RIGHTS.md 4, typed from the page, over a video of a song."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.vectors.verdicts.base import Json, World, case, line

WRK, PRF, PHN, AVP = LAYERS = ("WRK", "PRF", "PHN", "AVP")
PLACES = {WRK: "song", PRF: "rec", PHN: "rec", AVP: "video"}
_ALL = (
    "PHYSICAL DIGITAL_COPY DOWNLOAD STREAM_ONDEMAND KARAOKE_ONLINE KARAOKE_SUPPLY SAMPLE RINGTONE PREVIEW "
    "UGC IDENTIFY AI_TDM AI_TRAIN AI_GEN_TRAIN AI_INFER"
)
ROWS = (  # uses | WRK PRF PHN AVP; P permission, E payment only, - not engaged
    (_ALL, "PPPP"),
    ("RENT", "-PPP"),
    ("STREAM_LINEAR LIVESTREAM_ROOM RETRANSMIT", "P-EP"),
    ("BROADCAST", "P-EP"),
    ("PUBLIC_PLAYBACK", "P-EP"),
    ("KARAOKE_VENUE", "P-EP"),
    ("AV_SCREENING", "P--P"),
    ("LIVE_PERFORM PRINT TRANSLATE ADAPT COMPILE", "P---"),
    ("COVER_RECORD", "P---"),
    ("SYNC_AV SYNC_AD", "PPPP"),
)
TABLE = {use: needs for names, needs in ROWS for use in names.split()}
ORDER = (
    "PHYSICAL DIGITAL_COPY RENT DOWNLOAD STREAM_ONDEMAND STREAM_LINEAR BROADCAST RETRANSMIT LIVESTREAM_ROOM "
    "LIVE_PERFORM PUBLIC_PLAYBACK AV_SCREENING KARAOKE_VENUE KARAOKE_SUPPLY KARAOKE_ONLINE COVER_RECORD "
    "SYNC_AV SYNC_AD UGC SAMPLE ADAPT TRANSLATE COMPILE PRINT RINGTONE PREVIEW IDENTIFY AI_TDM AI_TRAIN "
    "AI_GEN_TRAIN AI_INFER"
)
_STRANGER = {"P": "N NO_GRANT", "E": "D DUTY_PAYMENT"}
_LICENSEE = {"P": "A", "E": "D DUTY_PAYMENT"}


def _video(record: Json | None = None) -> World:
    world = World().work("song", "wen", record=record)
    world.work("rec", "lab", "SOUND_RECORDING", "EMBODIES song")
    return world.work("video", "cam", "AUDIOVISUAL", "CONTAINS rec")


def _licensed(use: str) -> World:
    lines = [line(PLACES[layer], "dsp", use, layer, territories="WORLD") for layer in LAYERS]
    return _video().deal("all", "wen lab cam dsp", *lines)


def _rows(needs: str, said: dict[str, str]) -> str:
    return ",".join(
        f"{PLACES[layer]}/{layer} {said[need]}"
        for layer, need in zip(LAYERS, needs, strict=True)
        if need != "-"
    )


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _table()
    yield from _licensees()
    yield from _elsewhere()
    yield from _nothing()


def _table() -> Iterator[Json]:
    """Who has no licence sees the need of each layer: no for permission, a duty for payment, or nothing."""
    for use in ORDER.split():
        yield case(
            _video(), f"use {use}, stranger",
            f"{use} in CN needs {TABLE[use]} (WRK PRF PHN AVP; P permission, E payment only, - nothing)",
            "N", _rows(TABLE[use], _STRANGER), work="video", use=use,
            covers=" ".join(["V2", "V3", *(f"use:{use}/{layer}" for layer in LAYERS)]),
        )  # fmt: skip


def _licensees() -> Iterator[Json]:
    """One of each row, by a party who has a line on every layer."""
    for names, needs in ROWS:
        use = names.split()[-1]
        yield case(
            _licensed(use), f"use {use}, licensee",
            "lines on every layer cover what needs permission; what is only to be paid for stays a duty",
            "D" if "E" in needs else "A", _rows(needs, _LICENSEE), work="video", use=use,
            covers="V3 V7 V13" if "E" in needs else "V3 V7",
        )  # fmt: skip


def _elsewhere() -> Iterator[Json]:
    """A territory without a profile: permission on every layer that the asset has."""
    for use in ("RENT", "BROADCAST", "LIVE_PERFORM"):
        yield case(
            _video(), f"use {use}, JP, stranger",
            "a territory without a profile needs permission on every layer, labelled PROFILE_DEFAULT",
            "N", _rows("PPPP", _STRANGER), flags="PROFILE_DEFAULT", work="video", use=use, territory="JP",
            covers="V3 profile:default",
        )  # fmt: skip
    yield case(
        _licensed("BROADCAST"), "use BROADCAST, JP, licensee",
        "a licence for the world covers a territory without a profile, where nothing is payment only",
        "A", _rows("PPPP", _LICENSEE), flags="PROFILE_DEFAULT", work="video", use="BROADCAST", territory="JP",
        covers="V3 profile:default",
    )  # fmt: skip
    for code in ("HK", "MO", "TW"):
        yield case(
            _licensed("RENT"), f"use RENT, {code}, licensee",
            f"CN is the mainland only: {code} has no profile, so RENT needs the composition too",
            "A", _rows("PPPP", _LICENSEE), flags="PROFILE_DEFAULT", work="video", use="RENT", territory=code,
            covers="V3 profile:default territory:bits",
        )  # fmt: skip


def _nothing() -> Iterator[Json]:
    """Where the use engages no layer that the asset has, nothing is missing."""
    yield case(
        _video(), "use RENT of a song",
        "a use that engages no layer of the asset is AUTHORISED, and says so",
        "A", "", codes="NOTHING_ENGAGED", use="RENT", covers="V3",
    )  # fmt: skip
    yield case(
        _video(), "use RENT of a song, JP",
        "without a profile the same use needs permission",
        "N", "song/WRK N NO_GRANT", flags="PROFILE_DEFAULT", use="RENT", territory="JP", covers="V3",
    )  # fmt: skip
