"""What changed in a deal since one signed it: who asks for a second signature may have altered the text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ledger.cli.common import Run
from ledger.cli.dealwords import sentences
from ledger.cli.dealworks import holders, tell_titles
from ledger.cli.names import called
from ledger.cli.speech import t
from ledger.core import dealfile
from ledger.core.dealfile import DealFile
from ledger.errors import BadInput, SongdeedError


@dataclass(frozen=True, slots=True)
class Changes:
    """``before``: id of the deal that was signed here; sentences that it had, and those that are new."""

    before: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def changes(run: Run, file: DealFile) -> Changes | None:
    """What a deal says otherwise than the last one signed here about the same works and the same people.

    None if this very deal was signed here, or none about them was.
    """
    before = _before(run, file)
    if before is None:
        return None
    old, now = list(_words(run, before)), list(_words(run, file))
    gone = tuple(line for line in old if line not in now)
    return Changes(before.id, gone, tuple(line for line in now if line not in old))


def _words(run: Run, file: DealFile) -> Iterator[str]:
    """All that a deal says to those who sign it: its lines, who holds what they stand on, and who signs."""
    yield from sentences(run, file)
    yield from holders(run, file)
    for signer in file.signers:
        yield t("signs", who=called(run.home, signer))


def tell_changes(run: Run, file: DealFile) -> dict[str, Any]:
    """Warn, and say what is gone and what is new since one signed; the same for a program."""
    found = changes(run, file)
    if found is None:
        return {}
    run.note(t("changed_since", deal=found.before))
    for mark, lines in (("−", found.gone), ("+", found.new)):
        for line in lines:
            run.note(f"  {mark} {line.strip()}")
    if not found.gone and not found.new:
        run.note(t("changed_elsewhere"))
    return {"changed": {"before": found.before, "gone": list(found.gone), "new": list(found.new)}}


def tell_stale(run: Run, file: DealFile) -> None:
    """Warn that a text can't come into force any more, if the chain is at hand and tells it soon."""
    if not run.home.station.soon(file.chain_id, file.licensing):
        return
    with suppress(SongdeedError):  # what it can't tell now does not keep anybody from signing
        if tell_titles(run, run.home.dealing.status(file).changed):
            run.note(t("sign_stale"))


def _before(run: Run, file: DealFile) -> DealFile | None:
    about = _about(file)
    newest = None
    for identity, data in run.home.signed.newest_first():
        if identity == file.id:
            return None
        if newest is None:
            newest = _like(data, about)
    return newest


def _like(data: bytes, about: set[tuple[str, str]]) -> DealFile | None:
    try:
        found = dealfile.from_bytes(data)
    except BadInput:  # a copy that was damaged is none
        return None
    return found if _about(found) & about else None


def _about(file: DealFile) -> set[tuple[str, str]]:
    return {(line.asset, line.licensee) for line in file.deal.lines}
