"""songdeed check: whether exactly these bytes are registered, openly or sealed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import papers
from ledger.cli.app import app
from ledger.cli.common import Run, command
from ledger.cli.names import called
from ledger.cli.speech import t
from ledger.core import record as records
from ledger.core import times
from ledger.core.drafting import identify
from ledger.core.events import Block, Registered
from ledger.core.model import ZERO_HASH, check_hash
from ledger.core.record import MAX_RECORD, Record
from ledger.core.seen import read_record
from ledger.core.state import State
from ledger.errors import CannotTell, UsageError
from ledger.services import telling

_CANNOT_TELL = 3


@command(app, "check", "check")
def check(
    run: Run,
    file: Annotated[Path, typer.Argument(help=t("arg.file"))],
    record: Annotated[Path | None, typer.Option("--record", help=t("opt.record"))] = None,
    asset: Annotated[str | None, typer.Option("--asset", help=t("opt.asset"))] = None,
) -> int:
    """Whether a file is registered."""
    sha256 = papers.digest(file, run.bar("hashing")).sha256
    if record is not None and asset is not None:
        raise UsageError("RECORD_OR_ASSET")
    if record is not None:
        return _by_record(run, file, sha256, records.from_bytes(papers.read_file(record, MAX_RECORD)))
    if asset is not None:
        return _by_asset(run, file, sha256, check_hash(asset.lower()))
    state, found, head = run.home.asking.of_file(sha256)
    key = "match" if sha256 in state.claims else "match_sealed" if found else "no_match"
    run.say(t(key, file=str(file)))
    if not found:
        run.say(t("sealed_elsewhere"))
    return _tell(run, state, found, sha256, head)


def _by_record(run: Run, file: Path, sha256: str, shown: Record) -> int:
    """With the record of a sealed work, as its owner gave it to whoever asks."""
    asset = identify(shown)
    state, head = run.home.asking.about(asset=asset)
    known, same = asset in state.assets, any(one.sha256 == sha256 for one in shown.files)
    key = "match_sealed" if known and same else "no_match_record" if known else "record_unregistered"
    run.say(t(key if shown.salt or key != "match_sealed" else "match", file=str(file)))
    return _tell(run, state, [asset] if known and same else [], sha256, head)


def _by_asset(run: Run, file: Path, sha256: str, asset: str) -> int:
    """Of one work: which may be sealed, and then its record is needed."""
    state, head = run.home.asking.about(asset=asset)
    if asset not in state.assets:
        raise CannotTell("UNKNOWN_WORK", asset=asset)
    named = _named_file(run, state, state.assets[asset])
    if named is None:
        run.say(t("sealed_uncheckable", file=str(file), asset=asset))
        _as_of(run, head)
        run.done({**telling.claims(sha256, [], head), "match": None, "sealed": asset})
        return _CANNOT_TELL
    same = named == sha256
    key = "no_match_asset" if not same else "match_sealed" if _is_sealed(state, asset, sha256) else "match"
    run.say(t(key, file=str(file), asset=asset))
    return _tell(run, state, [asset] if same else [], sha256, head)


def _named_file(run: Run, state: State, event: Registered) -> str | None:
    """SHA-256 of the file of a work (of none: zero); None where only a record that is not here tells it."""
    if event.asset in state.revealed:
        return state.revealed[event.asset].file
    if event.file_tag == ZERO_HASH:
        return ZERO_HASH
    data = run.home.asking.record_of(event)
    if data is None or read_record(event, data).problem:
        return None
    return records.from_bytes(data).files[0].sha256


def _is_sealed(state: State, asset: str, sha256: str) -> bool:
    return state.assets[asset].file_tag != sha256 and asset not in state.revealed


def _tell(run: Run, state: State, found: list[str], sha256: str, head: Block) -> int:
    assets: list[dict[str, Any]] = []
    for name in found:
        event, one = state.assets[name], telling.asset_json(state, name)
        who = called(run.home, event.registrant)
        run.say(t("claimed_by", asset=name, who=who, time=one["priority_iso"]))
        if _is_sealed(state, name, sha256):
            one["sealed"] = True
            run.say(t("is_sealed"))
        elif name in state.revealed:
            one["record"] = _record_state(run, event)
            run.say(t("was_revealed", time=one["revealed"]["time_iso"]))
            run.say(t(f"its_record.{one['record']}"))
        assets.append(one)
    _as_of(run, head)
    run.done(telling.claims(sha256, assets, head))
    return 0 if assets else 1


def _record_state(run: Run, event: Registered) -> str:
    """Whether what was published is the record that was sealed: it hashes to the asset's own id."""
    data = run.home.asking.record_of(event)
    return "NOT_SEEN" if data is None else "WRONG" if read_record(event, data).problem else "SEEN"


def _as_of(run: Run, head: Block) -> None:
    run.say(t("as_of", block=head.number, time=times.iso(head.time, True)))
