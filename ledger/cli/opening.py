"""songdeed open: a sealed file becomes the one it was."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger import papers
from ledger.cli.app import app
from ledger.cli.common import Run, command
from ledger.cli.completing import key_names
from ledger.cli.recipients import at_hand, unwrapper, whose
from ledger.cli.speech import t
from ledger.core import record as records
from ledger.core.events import Registered
from ledger.core.model import ZERO_HASH
from ledger.core.record import Record, file_tag
from ledger.errors import BadInput, SongdeedError


@command(app, "open", "open")
def open_(
    run: Run,
    sealed: Annotated[str, typer.Argument(help=t("arg.sealed_or_cid"))],
    out: Annotated[Path, typer.Option("--out", help=t("opt.open_out"))],
    by: Annotated[str | None, typer.Option("--as", help=t("opt.open_as"), autocompletion=key_names)] = None,
    keys: Annotated[list[Path] | None, typer.Option("--keys", help=t("opt.open_keys"))] = None,
    work: Annotated[str | None, typer.Option("--work", help=t("opt.open_work"))] = None,
    record: Annotated[Path | None, typer.Option("--record", help=t("opt.open_record"))] = None,
) -> int:
    """Open a sealed file."""
    if out.exists():
        raise BadInput("FILE_EXISTS", path=str(out))
    with run.home.open_sealed(sealed) as (header, source):
        if work is not None and work.lower() != header.work:
            raise BadInput("SEALED_OTHER_WORK", given=header.work, wanted=work)
        wraps = at_hand(run, header, sealed, keys or ())
        if not wraps:
            raise BadInput("SEALED_UNKNOWN", path=sealed)
        name = whose(run, by, [wrap.recipient for wrap in wraps])
        key = run.home.sealing.content_key(
            header, wraps, run.home.keys.address_of(name), lambda wrap: unwrapper(run, name, wrap)
        )
        papers.decrypt(header, key, source, out, run.bar("opening"))
    run.say(t("opened", path=str(out), work=header.work))
    fits = _fits(run, out, header.work, record)
    run.say(t("open_fits" if fits else "open_unknown" if fits is None else "open_other"))
    run.done(
        {"path": str(out), "work": header.work, "sealing": header.id, "size": header.size, "matches": fits}
    )
    return 1 if fits is False else 0


def _fits(run: Run, out: Path, work: str, record: Path | None) -> bool | None:
    """Whether a file is the one that was registered; None if that can't be told here."""
    if run.home.station.networks.current() is None:
        return None
    try:
        event = run.home.asking.about(asset=work)[0].assets.get(work)
        if event is None or event.file_tag == ZERO_HASH:
            return None
        sha256 = papers.digest(out, run.bar("hashing")).sha256
        if event.file_tag == sha256:
            return True
        known = _record(run, event, record)
    except SongdeedError:
        return None
    return None if known is None else file_tag(sha256, known.salt) == event.file_tag


def _record(run: Run, event: Registered, path: Path | None) -> Record | None:
    """The record of a registration, if it is at hand: in a sealed one is the salt of its file tag."""
    if path is not None:
        data: bytes | None = papers.read_file(path, records.MAX_RECORD)
    else:
        data = run.home.asking.record_of(event)
    if data is None or records.record_hash(data) != event.record_hash:
        return None
    return records.from_bytes(data)
