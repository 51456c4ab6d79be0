"""The closed sets of the rights model (RIGHTS.md 3 and 4): numbers of the contracts, never reused."""

from __future__ import annotations

from enum import IntEnum

WHOLE = 100_000_000
"""Units of a whole layer: hundred-millionths."""

OPEN_END = 2**64 - 1
"""End of a line, or deadline, that never comes."""

WORLD = 2**256 - 1
"""Territory bitmap of the whole world."""

MAX_LINES = 16
MAX_SIGNERS = 128
MAX_HOLDERS = 64
MAX_ASSETS = 32
MAX_LINKS = 64
MAX_PATH = 40


class AssetType(IntEnum):
    """What an asset is."""

    MUSICAL_WORK = 1
    LYRICS = 2
    SOUND_RECORDING = 3
    STEM = 4
    AUDIOVISUAL = 5
    COMPILATION = 6


class Layer(IntEnum):
    """Which right of an asset: composition, performers, phonogram producer, video producer."""

    WRK = 1
    PRF = 2
    PHN = 3
    AVP = 4


LAYERS_OF: dict[AssetType, tuple[Layer, ...]] = {
    AssetType.MUSICAL_WORK: (Layer.WRK,),
    AssetType.LYRICS: (Layer.WRK,),
    AssetType.SOUND_RECORDING: (Layer.PRF, Layer.PHN),
    AssetType.STEM: (Layer.PRF, Layer.PHN),
    AssetType.AUDIOVISUAL: (Layer.AVP,),
    AssetType.COMPILATION: (),
}
"""All layers of a type, in ascending order."""


class LinkKind(IntEnum):
    """How one asset stands to another."""

    EMBODIES = 1
    CONTAINS = 2
    DERIVED_FROM = 3
    VERSION_OF = 4
    SAMPLES = 5


class Exclusivity(IntEnum):
    """普通 · 排他 · 独占 (IR 24)."""

    NONEXCLUSIVE = 1
    SOLE = 2
    EXCLUSIVE = 3


class Revocation(IntEnum):
    """Who may end a line besides its licensee."""

    AT_WILL = 1
    FOR_CAUSE = 2
    IRREVOCABLE = 3


class Usage(IntEnum):
    """Uses; the value is the bit of the usage mask. Bit 31 is reserved."""

    PHYSICAL = 0
    DIGITAL_COPY = 1
    RENT = 2
    DOWNLOAD = 3
    STREAM_ONDEMAND = 4
    STREAM_LINEAR = 5
    BROADCAST = 6
    RETRANSMIT = 7
    LIVESTREAM_ROOM = 8
    LIVE_PERFORM = 9
    PUBLIC_PLAYBACK = 10
    AV_SCREENING = 11
    KARAOKE_VENUE = 12
    KARAOKE_SUPPLY = 13
    KARAOKE_ONLINE = 14
    COVER_RECORD = 15
    SYNC_AV = 16
    SYNC_AD = 17
    UGC = 18
    SAMPLE = 19
    ADAPT = 20
    TRANSLATE = 21
    COMPILE = 22
    PRINT = 23
    RINGTONE = 24
    PREVIEW = 25
    IDENTIFY = 26
    AI_TDM = 27
    AI_TRAIN = 28
    AI_GEN_TRAIN = 29
    AI_INFER = 30

    @property
    def mask(self) -> int:
        """The use as a mask of one bit."""
        return 1 << self.value
