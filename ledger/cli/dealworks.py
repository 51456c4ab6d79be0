"""What a deal file says of its works: their names, who holds them, and terms in prose that lie beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ledger import papers
from ledger.cli.common import Run
from ledger.cli.names import called
from ledger.cli.speech import LANG, t
from ledger.core import record, times
from ledger.core.dealfile import DealFile
from ledger.core.model import ZERO_HASH, Title
from ledger.core.record import Record
from ledger.core.record_words import Credit
from ledger.core.renewing import Changed
from ledger.core.rights import Layer
from ledger.core.titles import percent
from ledger.errors import BadInput, Refused
from ledger.filenames import is_plain
from ledger.text import text


def _works(file: DealFile) -> dict[str, Record | None]:
    """Every work of a deal with its record, if that is in the file: those of its lines first."""
    found = {asset: record.from_bytes(body) for asset, body in file.records.items()}
    named = dict.fromkeys(line.asset for line in file.deal.lines if line.asset != ZERO_HASH)
    return {asset: found.get(asset) for asset in (*named, *sorted(found.keys() - named.keys()))}


def tell_works(run: Run, file: DealFile) -> None:
    """Works by name, as the file says, and who holds them by the titles that the deal stands on."""
    for asset, found in _works(file).items():
        if found is None:
            run.say(t("work_unnamed", asset=asset))
            continue
        titles = " / ".join(f"“{title.text}”" for title in found.titles)
        kind = text(f"type.{found.type.name}", LANG)
        run.say(
            t("work_named", kind=kind, titles=titles, asset=asset, who=called(run.home, found.registrant))
        )
        for credit in _people(found):
            name = credit.name or called(run.home, str(credit.party))
            run.say(f"    {credit.role.value}: {name}")
        if found.contact is not None:
            run.say("    " + t("contact_of", contact=found.contact))
    if file.records:
        run.say(t("works_checked"))
    for words in holders(run, file):
        run.say(words)


def holders(run: Run, file: DealFile) -> Iterator[str]:
    """Who holds what by the titles that the deal stands on, in words."""
    for title in file.titles:
        words = {"layer": Layer(title.layer).name, "asset": f"{title.asset[:18]}…"}
        yield t("held_by", shares=_shares(run, title), **words)


def _people(found: Record) -> Iterable[Credit]:
    return (*found.creators, *found.performers)


def works_json(file: DealFile) -> list[dict[str, Any]]:
    """The same for programs; ``record`` is None where it is not in the file."""
    rows = []
    for asset, found in _works(file).items():
        row: dict[str, Any] = {"asset": asset, "record": None}
        if found is not None:
            row |= {
                "type": found.type.name,
                "titles": [title.text for title in found.titles],
                "registrant": found.registrant,
                "people": [each.to_json() for each in _people(found)],
                "contact": found.contact,
                "record": record.record_hash(file.records[asset]),
            }
        rows.append(row)
    return rows


def holders_json(file: DealFile) -> list[dict[str, Any]]:
    """Who holds what by the titles that the deal stands on."""
    return [
        {
            "asset": title.asset,
            "layer": Layer(title.layer).name,
            "shares": [{"holder": share.holder, "percent": percent(share.units)} for share in title.shares],
        }
        for title in file.titles
    ]


def tell_titles(run: Run, changes: Sequence[Changed]) -> dict[str, Any]:
    """Titles that changed since a deal was drawn up, before and now; the same for programs."""
    rows = []
    for change in changes:
        before, now = _shares(run, change.signed), _shares(run, change.now)
        layer, asset = Layer(change.now.layer).name, change.now.asset
        since = times.iso(change.now.since, True)
        words = {"layer": layer, "asset": f"{asset[:18]}…", "time": since, "before": before, "now": now}
        run.note(t("title_changed", **words))
        rows.append({"asset": asset, "layer": layer, "since": change.now.since, "before": before, "now": now})
    return {"titles_changed": rows} if rows else {}


def _shares(run: Run, title: Title) -> str:
    return ", ".join(f"{called(run.home, share.holder)} {percent(share.units)} %" for share in title.shares)


def tell_prose(run: Run, file: DealFile, folder: Path) -> list[dict[str, str]]:
    """Hold the terms in prose that lie beside the deal against the hashes that are signed.

    Returns:
        For each: ``name``, ``sha256`` and ``state``: ``same``, ``other``, or ``missing``.
    """
    rows = []
    for document in file.terms.get("prose", ()):
        name, wanted = str(document["name"]), str(document["sha256"])
        state = _state(run, folder, name, wanted)
        words = t(f"prose.{state}", name=name)
        run.say(words) if state == "same" else run.note(words)
        rows.append({"name": name, "sha256": wanted, "state": state})
    return rows


def check_prose(rows: Sequence[Mapping[str, str]], agreed: bool) -> None:
    """Raise if a document beside the deal is another than the one that is signed.

    Args:
        rows: From ``tell_prose``.
        agreed: Whether it shall be signed all the same.

    Raises:
        Refused: ``PROSE_OTHER``.
    """
    other = [row["name"] for row in rows if row["state"] == "other"]
    if other and not agreed:
        raise Refused("PROSE_OTHER", names=", ".join(other))


def _state(run: Run, folder: Path, name: str, wanted: str) -> str:
    if not is_plain(name):  # somebody else's word: it leads nowhere but to this folder
        return "missing"
    try:
        found = papers.digest(folder / name).sha256
    except BadInput:
        return "missing"
    return "same" if found == wanted else "other"
