"""What a use requires per layer, and how long a layer is protected (RIGHTS.md 4; V3, V4)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from tests.judge.facts import Facts
from tests.judge.words import Json

BEIJING = timezone(timedelta(hours=8))
PERMISSION, PAYMENT, STATUTORY, PUBLIC_DOMAIN, NOTHING = "P", "€", "S", "public domain", "–"

_EVERYTHING = (
    "PHYSICAL DIGITAL_COPY DOWNLOAD STREAM_ONDEMAND KARAOKE_ONLINE KARAOKE_SUPPLY SAMPLE RINGTONE PREVIEW "
    "UGC IDENTIFY AI_TDM AI_TRAIN AI_GEN_TRAIN AI_INFER SYNC_AV SYNC_AD"
)
_PROFILE = {  # WRK, PRF, PHN, AVP
    _EVERYTHING: "PPPP",
    "RENT": "–PPP",
    "STREAM_LINEAR LIVESTREAM_ROOM RETRANSMIT BROADCAST PUBLIC_PLAYBACK KARAOKE_VENUE": "P–€P",
    "AV_SCREENING": "P––P",
    "LIVE_PERFORM PRINT TRANSLATE ADAPT COMPILE COVER_RECORD": "P–––",
}
CN = {
    use: dict(zip(("WRK", "PRF", "PHN", "AVP"), row, strict=True))
    for uses, row in _PROFILE.items()
    for use in uses.split()
}


def in_profile(use: str, layer: str, territory: str) -> str:
    """V3: the table for CN; anywhere else P on every layer."""
    return CN[use][layer] if territory == "CN" else PERMISSION


def record_of(facts: Facts, work: str) -> Json | None:
    """A record that was seen and is the asset's own; without one, each date counts as missing."""
    record = facts.records.get(work)
    return record if isinstance(record, dict) and not record.get("problem") else None


def need(facts: Facts, work: str, layer: str, use: str, territory: str, at: int) -> str:
    """What a use needs of a layer at a time: the profile, the protection term, the statutory licences."""
    plain = in_profile(use, layer, territory)
    if territory != "CN" or plain == NOTHING:
        return plain
    free_from = public_domain_from(facts, work, layer)
    if free_from is not None and at >= free_from:
        return PUBLIC_DOMAIN
    return STATUTORY if _statutory(facts, work, layer, use, at) else plain


def _statutory(facts: Facts, work: str, layer: str, use: str, at: int) -> bool:
    """CL 46(2): a published work is broadcast; CL 42(2): a lawfully recorded, not reserved one covered."""
    record = record_of(facts, work)
    if record is None or layer != "WRK":
        return False
    if use == "BROADCAST":
        return "published" in record and at >= published_from(record["published"])
    return (
        use == "COVER_RECORD" and record.get("recorded_lawfully", False) and not record.get("reserved", False)
    )


def published_from(date: str) -> int:
    """First second of the last local day that a date of this precision may mean."""
    parts = [int(part) for part in date.split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    if len(parts) == 1:
        after = datetime(year + 1, 1, 1, tzinfo=BEIJING)
    elif len(parts) == 2:
        after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=BEIJING)
    else:
        after = datetime(year, month, day, tzinfo=BEIJING) + timedelta(days=1)
    return int((after - timedelta(days=1)).timestamp())


def public_domain_from(facts: Facts, work: str, layer: str) -> int | None:
    """The first second after 31 December of the 50th year; None while a date is missing."""
    record = record_of(facts, work)
    year = _year_that_counts(record, layer) if record else None
    return None if year is None else int(datetime(year + 51, 1, 1, tzinfo=BEIJING).timestamp())


def _year_that_counts(record: Json, layer: str) -> int | None:
    if layer != "WRK":
        return _year(record.get({"PRF": "performed", "PHN": "fixed", "AVP": "published"}[layer]))
    years: list[int | None] = []
    for author in record.get("authors", []):
        date = record.get("published") if author.get("legal_person") else author.get("died")
        years.append(_year(date))
    known = [year for year in years if year is not None]
    return max(known) if known and len(known) == len(years) else None


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date else None


def turning_points(facts: Facts) -> set[int]:
    """Times at which a record's dates may change a verdict."""
    found: set[int] = set()
    for work, (_, event) in facts.registrations.items():
        record = facts.records.get(work)
        if isinstance(record, dict) and record.get("published"):
            found.add(published_from(record["published"]))
        layers = facts.own_layers(event["work"])
        ends = (public_domain_from(facts, work, layer) for layer in layers)
        found.update(end for end in ends if end is not None)
    return found
