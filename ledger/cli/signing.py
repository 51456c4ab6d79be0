"""What commands on deals, mandates and changes have in common: who signed, signing, joining copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from ledger.cli.common import Run
from ledger.cli.names import called
from ledger.cli.speech import t
from ledger.core import dealfile
from ledger.core.changefile import ChangeFile
from ledger.core.mandatefile import MandateFile
from ledger.core.rights import Layer
from ledger.core.signedfile import SignedFile
from ledger.errors import Denied
from ledger.ports import Payer, Receipt

File = TypeVar("File", bound=SignedFile)
Copy = TypeVar("Copy", MandateFile, ChangeFile)


def names_of(run: Run, signers: tuple[str, ...]) -> str:
    """Accounts by their local names."""
    return ", ".join(called(run.home, signer) for signer in signers) or "–"


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """Where a write stands, and how sure it is that it stays, for a program."""
    block = {"number": receipt.block.number, "hash": receipt.block.hash}
    return {"transaction": receipt.transaction, "block": block, "level": receipt.level.value}


def standing(
    run: Run, file: SignedFile, state: str, missing: tuple[str, ...] | None = None
) -> dict[str, Any]:
    """Who signs a file, for a program; ``missing`` are by default those without a signature in it."""
    missing = file.missing if missing is None else missing
    return {
        "status": state,
        "missing": list(missing),
        "missing_names": [run.home.name_of(signer) or signer for signer in missing],
        "signers": list(file.signers),
    }


def tell_signers(run: Run, file: SignedFile) -> None:
    """Who has signed, who has not, and whose signature can't be told."""
    doubtful = file.doubtful
    for signer in file.signers:
        mark = "?" if signer in doubtful else "✓" if signer in file.signatures else "·"
        run.say(f"  {mark} {called(run.home, signer)}")
    if doubtful:
        run.note(t("doubtful"))


def check_signers(run: Run, file: SignedFile, keys: Sequence[str]) -> None:
    """Raise unless each key is that of a signer.

    Raises:
        Denied: ``NOT_A_SIGNER``.
    """
    for name in keys:
        if run.home.keys.address_of(name) not in file.signers:
            raise Denied("NOT_A_SIGNER", name=name)


def sign_with(run: Run, file: File, keys: Sequence[str], save: Callable[[File], object]) -> File:
    """Sign with some keys; ``save`` is given the file after each, so that no signature is lost."""
    for name in keys:
        address = run.home.keys.address_of(name)
        message = file.message_for(address)
        file = file.signed(address, run.home.keys.sign(name, run.password(name), file.domain, message))
        save(file)
        run.say(t("signed", name=name, count=len(file.missing)))
    return file


def confirm_splits(
    run: Run, places: Iterable[tuple[str, Layer]], keys: Sequence[str], payer: Payer | None
) -> list[dict[str, Any]]:
    """Sign and record, for each key, the splits in which it holds units and which it has not confirmed yet.

    A split that somebody has not signed binds him to nothing: an agent's or a society's licence of such a
    title is conditional.
    """
    done: list[dict[str, Any]] = []
    domain, titling = run.home.chain.network.registry_domain, run.home.titling
    for asset, layer in dict.fromkeys(places):
        for name in keys:
            holder = run.home.keys.address_of(name)
            state, version = titling.current(asset, layer)
            known = version.title.confirmed or holder in state.confirmed.get(version.hash, {})
            if known or all(share.holder != holder for share in version.title.shares):
                continue
            password = run.password(name)
            sign = partial(run.home.keys.sign, name, password, domain)
            receipt = titling.confirm(version, holder, sign, payer)
            run.say(t("split_confirmed", name=name, layer=layer.name, asset=f"{asset[:18]}…"))
            done.append({"asset": asset, "layer": layer.name, "holder": holder, **receipt_json(receipt)})
    return done


def join_copies(run: Run, read: Callable[[Run, Path], Copy], file: Path, also: Sequence[Path] | None) -> Copy:
    """A file with the signatures of its copies that were signed apart."""
    found = read(run, file)
    for path in also or ():
        found = found.merged(read(run, path))
    return found


def keep(run: Run, path: Path) -> None:
    """What lies where a new file goes may hold signatures: it is moved aside, never overwritten."""
    if not path.exists():
        return
    before = run.home.read_file(path, dealfile.MAX_BYTES)
    name = dealfile.terms_hash({"file": before.hex()})[2:10]
    aside = path.with_name(f"{path.stem}-{name}{path.suffix}")
    run.home.replace_file(aside, before)
    run.note(t("kept", path=str(path), aside=str(aside)))
