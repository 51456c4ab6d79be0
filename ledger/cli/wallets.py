"""Wallet contracts on the command line: their owners sign, with keys on this computer or on others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from ledger import papers
from ledger.cli.common import Run
from ledger.cli.names import called
from ledger.cli.speech import LANG, t
from ledger.core import operation_json, safe
from ledger.core.model import Domain
from ledger.core.operations import check_signature
from ledger.core.signedfile import SignedFile
from ledger.errors import BadInput, Denied, NotYet, ServiceDown
from ledger.ports import Account, AccountKind
from ledger.services.walleting import Standing
from ledger.text import message_of

File = TypeVar("File", bound=SignedFile)

_MAX_SIGNATURE_FILE = 1 << 18
_ERC6492 = bytes.fromhex("6492") * 16
"""The end of a signature of a wallet that is not deployed yet; only a checker off the chain takes it."""


def standings(run: Run, file: SignedFile, also: Iterable[str] = ()) -> dict[str, Standing]:
    """Where the wallets among a file's signers stand; nothing where the chain can't be asked."""
    own = [signer for signer in file.signers if _is_own_wallet(run, signer)]
    asked = bool(file.owners or file.doubtful or own or tuple(also))
    if not asked or not run.home.station.at_hand(file.domain.chain_id, file.domain.contract):
        return {}
    try:
        return run.home.walleting.standings(file, {*own, *also})
    except ServiceDown as error:
        run.note(t("wallets_not_asked", reason=message_of(error, LANG)))
        return {}


def _is_own_wallet(run: Run, address: str) -> bool:
    name = run.home.keys.name_of(address)
    return name is not None and run.home.keys.is_wallet(name)


def tell(run: Run, standing: Standing) -> None:
    """Who has signed for a wallet, and what it lacks."""
    account = standing.account
    if account.kind is AccountKind.DELEGATED:
        run.say(t("account_delegates", delegate=account.delegate))
    if account.kind is AccountKind.CONTRACT:
        run.say(t("account_contract"))
    if account.owners:
        signed = {"signed": _names(run, standing.signed), "threshold": account.threshold}
        run.say(t("owners_signed", **signed, count=len(standing.signed), owners=len(account.owners)))
    if standing.wanted:
        run.say(t("owners_lacking", wanted=standing.wanted, lacking=_names(run, standing.lacking)))
    if standing.former:
        run.say(t("owners_former", former=_names(run, standing.former)))
    if standing.refused:
        run.say(t("wallet_says_no"))


def tell_unasked(run: Run, owners: Mapping[str, bytes]) -> None:
    """Who has signed for a wallet that can't be asked now."""
    if owners:
        run.say(t("owners_unasked", signed=_names(run, owners)))


def plain(found: Mapping[str, Standing]) -> dict[str, Any]:
    """The same for a program; nothing where there are no wallets."""
    rows = [
        {
            "wallet": wallet,
            "kind": each.account.kind.value,
            "version": each.account.version,
            "owners": list(each.account.owners),
            "threshold": each.account.threshold,
            "signed": list(each.signed),
            "former": list(each.former),
            "lacking": list(each.lacking),
            "holds": each.ready is not None,
            "refused": each.refused,
        }
        for wallet, each in found.items()
    ]
    return {"wallets": rows} if rows else {}


def refuse(run: Run, found: Mapping[str, Standing]) -> None:
    """Raise if a wallet says no to what is there for it.

    Raises:
        Denied: ``WALLET_REFUSES``.
    """
    for wallet, each in found.items():
        if each.refused:
            raise Denied("WALLET_REFUSES", wallet=called(run.home, wallet))


def sign_file(
    run: Run, file: File, name: str, save: Callable[[File], object], ready: bytes | None = None
) -> File:
    """A file signed for a wallet by the owners whose keys are here, or with the bytes that its software gave.

    Args:
        run: The command.
        file: The file.
        name: The wallet.
        save: Is given the file after each signature.
        ready: The wallet's whole signature.

    Raises:
        Denied: ``WALLET_NO_CODE``, ``NOT_AN_OWNER``, ``WALLET_REFUSES``.
        NotYet: ``NO_OWNER_HERE``, ``WALLET_SOFTWARE``: nothing was signed.
        BadInput: ``WALLET_OFFLINE``.
    """
    address = run.home.keys.address_of(name)
    if ready is not None:
        _check_ready(run, file, name, ready)
        save(file := file.signed(address, ready))
        return file
    count = 0
    for owner, signature in owners_sign(
        run, name, file.domain, file.digest_for(address), file.owners_of(address)
    ):
        save(file := file.owner_signed(address, owner, signature))
        count += 1
    if not count:
        _nothing_signed(run, file, name)
    return file


def owners_sign(
    run: Run, name: str, domain: Domain, digest: str, have: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """Signatures of a wallet's owners whose keys are here, no more than it lacks.

    Args:
        run: The command.
        name: The wallet.
        domain: Of the text; the wallet is on its chain.
        digest: Of the text, 32 bytes as 0x string.
        have: Signatures of owners that are there already.
    """
    wallet, chain_id = run.home.keys.address_of(name), domain.chain_id
    told = safe.digest_for(chain_id, wallet, digest)
    for key in _chosen(run, name, _account(run, domain, wallet), have):
        run.say(t("owner_signs", owner=key, wallet=name, digest=told))
        signature = run.home.keys.sign_text(
            key, run.password(key), told, lambda: safe.typed_data(chain_id, wallet, digest)
        )
        yield run.home.keys.address_of(key), signature


def ready_bytes(run: Run, given: str) -> bytes:
    """A wallet's signature as its own software gave it: 0x and hex digits, or a file with them.

    Raises:
        BadInput: ``JSON_HEX``, ``SIGNATURE_TOO_LONG``, ``FILE_…``; ``WALLET_ERC6492``.
    """
    text = given
    if not given.startswith("0x"):
        text = papers.read_file(Path(given), _MAX_SIGNATURE_FILE).decode("ascii", "replace").strip()
    found: bytes = operation_json.struct(bytes, text.lower(), "--signature")
    if found.endswith(_ERC6492):
        raise BadInput("WALLET_ERC6492")
    return check_signature(found)


def check_counts(run: Run, name: str, domain: Domain, digest: str, signature: bytes) -> None:
    """Warn if a key's account has code (EIP-7702): then its key alone does not count.

    Raises:
        Denied: ``ACCOUNT_HAS_CODE``: that code does not take the signature.
    """
    home = run.home
    address = home.keys.address_of(name)
    account = home.station.glance(address) if home.station.at_hand(domain.chain_id, domain.contract) else None
    if account is None or account.kind is AccountKind.KEY:
        return
    code = account.delegate or account.kind.value
    run.note(t("account_has_code", name=name, code=code))
    if not home.walleting.takes(address, digest, signature):
        raise Denied("ACCOUNT_HAS_CODE", name=name, code=code)


def _account(run: Run, domain: Domain, address: str) -> Account | None:
    if not run.home.station.at_hand(domain.chain_id, domain.contract):
        return None
    try:
        return run.home.walleting.account(address)
    except ServiceDown:
        return None


def _chosen(run: Run, name: str, account: Account | None, have: Mapping[str, bytes]) -> Sequence[str]:
    """Keys of owners to sign with."""
    named = {key: run.home.keys.address_of(key) for key in run.owners}
    if account is None:
        if not named:
            raise BadInput("WALLET_OFFLINE", name=name)
        run.note(t("owner_unasked", wallet=name))
        return [key for key, owner in named.items() if owner not in have]
    if account.kind is AccountKind.KEY:
        raise Denied("WALLET_NO_CODE", name=name, address=account.address)
    for key, owner in named.items():
        if owner not in account.owners:
            raise Denied("NOT_AN_OWNER", name=key, wallet=name)
    left = [owner for owner in account.owners if owner not in have]
    if named:
        return [key for key, owner in named.items() if owner in left]
    wanted = account.threshold - len(account.owners) + len(left)
    return _keys_of(run, left)[: max(0, wanted)]


def _keys_of(run: Run, addresses: Sequence[str]) -> list[str]:
    found = []
    for key in run.home.keys.names():
        with suppress(BadInput):  # a damaged key file hides no other
            if not run.home.keys.is_wallet(key) and run.home.keys.address_of(key) in addresses:
                found.append(key)
    return found


def _check_ready(run: Run, file: SignedFile, name: str, ready: bytes) -> None:
    address = run.home.keys.address_of(name)
    account = _account(run, file.domain, address)
    if account is None:
        run.note(t("signature_unasked", wallet=name))
    elif not run.home.walleting.takes(address, file.digest_for(address), ready):
        if account.kind is AccountKind.KEY and run.home.keys.is_wallet(name):
            raise Denied("WALLET_NO_CODE", name=name, address=address)
        raise Denied("WALLET_REFUSES", wallet=called(run.home, address))


def _nothing_signed(run: Run, file: SignedFile, name: str) -> None:
    if not run.home.station.at_hand(file.domain.chain_id, file.domain.contract):
        run.say(t("owner_signed_before", wallet=name))
        return
    standing = run.home.walleting.standing(file, run.home.keys.address_of(name))
    if standing.ready is not None:
        run.say(t("wallet_signed_before", wallet=name))
    elif standing.account.owners:
        raise NotYet("NO_OWNER_HERE", wallet=name, owners=_names(run, standing.lacking))
    else:
        raise NotYet("WALLET_SOFTWARE", wallet=name, digest=file.digest_for(standing.account.address))


def _names(run: Run, accounts: Iterable[str]) -> str:
    return ", ".join(called(run.home, account) for account in accounts) or "–"
