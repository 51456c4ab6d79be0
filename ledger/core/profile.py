"""Which layers a use engages in a country, as data (RIGHTS.md 4)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ledger.core.rights import Layer, Usage


class Need(StrEnum):
    """What a use needs of a layer."""

    PERMISSION = "P"
    PAYMENT = "€"
    NOTHING = "–"


_ALL = (
    "DIGITAL_COPY DOWNLOAD STREAM_ONDEMAND KARAOKE_ONLINE KARAOKE_SUPPLY SAMPLE RINGTONE PREVIEW UGC IDENTIFY"
)
_ALL += " PHYSICAL AI_TDM AI_TRAIN AI_GEN_TRAIN AI_INFER SYNC_AV SYNC_AD"
_PAID = "STREAM_LINEAR LIVESTREAM_ROOM RETRANSMIT BROADCAST PUBLIC_PLAYBACK KARAOKE_VENUE"
_WORK_ONLY = "LIVE_PERFORM PRINT TRANSLATE ADAPT COMPILE COVER_RECORD"

CN: Mapping[Usage, str] = {
    **{Usage[name]: "PPPP" for name in _ALL.split()},
    **{Usage[name]: "P–€P" for name in _PAID.split()},
    **{Usage[name]: "P–––" for name in _WORK_ONLY.split()},
    Usage.RENT: "–PPP",
    Usage.AV_SCREENING: "P––P",
}
"""For each use one sign for WRK, PRF, PHN and AVP. A statutory licence (CL 42(2), 46(2)) needs dates of
the record, which this version does not read: it counts as permission needed, never the other way."""


def need(territory: str, use: Usage, layer: Layer) -> Need:
    """What a use needs of a layer; outside the profiles known, always permission.

    Args:
        territory: alpha-2 code.
        use: The use.
        layer: The layer.
    """
    return Need(CN[use][layer - 1]) if territory == "CN" else Need.PERMISSION


def is_default(territory: str) -> bool:
    """Whether no profile of that country is known (flag ``PROFILE_DEFAULT``)."""
    return territory != "CN"
