"""Signing what one account signs; for a wallet, keeping it until enough of its owners have signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, get_args

from ledger import papers
from ledger.cli import wallets
from ledger.cli.common import Run
from ledger.cli.names import called
from ledger.cli.signing import keep, receipt_json
from ledger.cli.speech import LANG, t
from ledger.core import eip712, operation_json, times
from ledger.core.eip712 import Message
from ledger.core.model import Domain
from ledger.core.operationfile import OperationFile, Single
from ledger.core.operations import Operation
from ledger.core.rights import Layer
from ledger.errors import Denied, NotYet
from ledger.ports import Payer
from ledger.services import relaying
from ledger.text import message_of


def sign_one(run: Run, name: str, domain: Domain, text: Message) -> bytes:
    """A signature for the contracts, by a key, or by a wallet's owners whose keys are here.

    Where these are too few it is empty, and the operation is kept in a file instead of being sent (``hold``).

    Raises:
        Denied: ``ACCOUNT_HAS_CODE``, ``WALLET_NO_CODE``, ``NOT_AN_OWNER``, ``WALLET_REFUSES``.
    """
    digest, keys = eip712.digest(domain, text), run.home.keys
    if not keys.is_wallet(name):
        signature = keys.sign(name, run.password(name), domain, text)
        wallets.check_counts(run, name, domain, digest, signature)
        return signature
    found = run.gathered.setdefault(digest, {})
    found.update(wallets.owners_sign(run, name, domain, digest, found))
    standing = run.home.walleting.standing_of(keys.address_of(name), digest, found)
    if standing.refused:
        raise Denied("WALLET_REFUSES", wallet=called(run.home, standing.account.address))
    run.home.chain.before_sending = partial(_hold, run)
    return standing.ready or b""


def _hold(run: Run, operation: Operation) -> None:
    """Keep an operation whose wallet has not signed yet.

    Raises:
        NotYet: ``WALLET_SIGNATURES``.
    """
    identity = operation_json.operation_id(operation, run.home.chain.network)
    if identity not in run.gathered or not isinstance(operation, get_args(Single)) or operation.signature:
        return
    file = OperationFile(run.home.walleting.place, operation, {})
    signer = file.signers[0]
    for owner, signature in run.gathered[identity].items():
        file = file.owner_signed(signer, owner, signature)
    path = Path(f"{relaying.kind_of(operation)}-{identity[2:10]}.json")
    keep(run, path)
    papers.replace_file(path, file.to_bytes())
    raise waiting(run, file, path)


def waiting(run: Run, file: OperationFile, path: Path) -> NotYet:
    """What to say of an operation that waits for a wallet."""
    found = wallets.standings(run, file, file.signers)
    for each in found.values():
        wallets.tell(run, each)
    kind = relaying.kind_of(file.operation)
    run.held = {"operation": file.id, "kind": kind, "path": str(path), **wallets.plain(found)}
    wallet, until = called(run.home, file.signers[0]), times.iso(file.message.deadline, True)
    return NotYet("WALLET_SIGNATURES", wallet=wallet, path=str(path), digest=file.id, until=until)


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
            try:
                receipt = titling.confirm(version, holder, partial(sign_one, run, name, domain), payer)
            except NotYet as error:  # a wallet's owners sign elsewhere: the others go on
                if error.code != "WALLET_SIGNATURES":
                    raise
                run.note(message_of(error, LANG))
                continue
            run.say(t("split_confirmed", name=name, layer=layer.name, asset=f"{asset[:18]}…"))
            done.append({"asset": asset, "layer": layer.name, "holder": holder, **receipt_json(receipt)})
    return done
