"""What commands on deals, mandates and changes have in common: who signed, signing, joining copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from ledger import papers
from ledger.cli import wallets
from ledger.cli.common import Run
from ledger.cli.names import called
from ledger.cli.speech import t
from ledger.core import dealfile
from ledger.core.changefile import ChangeFile
from ledger.core.mandatefile import MandateFile
from ledger.core.operationfile import OperationFile
from ledger.core.signedfile import SignedFile
from ledger.errors import Denied, ServiceDown, UsageError
from ledger.ports import Receipt
from ledger.services.walleting import Walleting

File = TypeVar("File", bound=SignedFile)
Copy = TypeVar("Copy", MandateFile, ChangeFile, OperationFile)

EXITS = {"PROPOSED": 2, "EXPIRED": 1}
"""Exit codes of where a text stands that people sign; of all others 0."""


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
    found = wallets.standings(run, file)
    missing = Walleting.settled(file, found).missing if missing is None else missing
    return {
        **wallets.plain(found),
        "status": state,
        "missing": list(missing),
        "missing_names": [run.home.name_of(signer) or signer for signer in missing],
        "signers": list(file.signers),
    }


def tell_signers(run: Run, file: SignedFile, also: tuple[str, ...] = ()) -> None:
    """Who has signed, who has not, and whose signature can't be told; ``also``: who else may be a wallet."""
    found = wallets.standings(run, file, also)
    signed = Walleting.settled(file, found).signatures
    doubtful = [signer for signer in file.doubtful if signer not in found]
    for signer in file.signers:
        known = found.get(signer)
        holds = signer in signed and (known is None or known.ready is not None)
        mark = "?" if signer in doubtful else "✓" if holds else "·"
        run.say(f"  {mark} {called(run.home, signer)}")
        if known is not None:
            wallets.tell(run, known)
        else:
            wallets.tell_unasked(run, file.owners_of(signer))
    if doubtful:
        run.note(t("doubtful"))


def ready(run: Run, file: File) -> File:
    """The file with what its wallets take now, before it is sent; what they lack is told.

    Raises:
        Denied: ``WALLET_REFUSES``.
    """
    found = wallets.standings(run, file)
    for wallet, each in found.items():
        if each.ready is None:
            run.say(f"  · {called(run.home, wallet)}")
            wallets.tell(run, each)
    wallets.refuse(run, found)
    return Walleting.settled(file, found)


def check_signers(run: Run, file: SignedFile, keys: Sequence[str]) -> None:
    """Raise unless each key is that of a signer.

    Raises:
        Denied: ``NOT_A_SIGNER``; ``OWNER_NOT_SIGNER``: it signs for a wallet that is one.
    """
    for name in keys:
        address = run.home.keys.address_of(name)
        if address in file.signers:
            continue
        for wallet, each in wallets.standings(run, file, file.signers).items():
            if address in each.account.owners:
                raise Denied("OWNER_NOT_SIGNER", name=name, wallet=called(run.home, wallet))
        raise Denied("NOT_A_SIGNER", name=name)


def sign_with(
    run: Run, file: File, keys: Sequence[str], save: Callable[[File], object], signature: str | None = None
) -> File:
    """Sign with some keys.

    Args:
        run: The command.
        file: The file.
        keys: Names; of a wallet its owners sign whose keys are here.
        save: Is given the file after each signature, so that none is lost.
        signature: That of a wallet's own software, where one wallet signs.
    """
    given = None if signature is None else wallets.ready_bytes(run, signature)
    if given is not None and len(keys) != 1:
        raise UsageError("ONE_SIGNER")
    for name in keys:
        address = run.home.keys.address_of(name)
        if given is not None or run.home.keys.is_wallet(name):
            file = wallets.sign_file(run, file, name, save, given)
        else:
            message = file.message_for(address)
            own = run.home.keys.sign(name, run.password(name), file.domain, message)
            wallets.check_counts(run, name, file.domain, file.digest_for(address), own)
            save(file := file.signed(address, own))
        missing = Walleting.settled(file, wallets.standings(run, file)).missing
        run.say(t("signed", name=name, count=len(missing)))
    return file


def holding(run: Run, file: SignedFile) -> Callable[[str, bytes], bool]:
    """Whether a signature that no key made holds: wallets are asked, where the chain can be."""

    def holds(signer: str, signature: bytes) -> bool:
        if not run.home.station.at_hand(file.domain.chain_id, file.domain.contract):
            return False
        try:
            return run.home.walleting.takes(signer, file.digest_for(signer), signature)
        except ServiceDown:
            return False

    return holds


def join_copies(run: Run, read: Callable[[Run, Path], Copy], file: Path, also: Sequence[Path] | None) -> Copy:
    """A file with the signatures of its copies that were signed apart."""
    found = read(run, file)
    for path in also or ():
        found = found.merged(read(run, path), holding(run, found))
    return found


def keep(run: Run, path: Path) -> None:
    """What lies where a new file goes may hold signatures: it is moved aside, never overwritten."""
    if not path.exists():
        return
    before = papers.read_file(path, dealfile.MAX_BYTES)
    name = dealfile.terms_hash({"file": before.hex()})[2:10]
    aside = path.with_name(f"{path.stem}-{name}{path.suffix}")
    papers.replace_file(aside, before)
    run.note(t("kept", path=str(path), aside=str(aside)))
