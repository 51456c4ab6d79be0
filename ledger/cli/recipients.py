"""Who may open a sealed file: people by name, their encryption keys, and the keys files at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ledger import papers
from ledger.cli.common import Run
from ledger.cli.names import called, party
from ledger.cli.speech import t
from ledger.core import dealfile, strictjson, wraps
from ledger.core.card import Card
from ledger.core.model import ZERO_ADDRESS
from ledger.core.sealed import Header
from ledger.core.wraps import Kem, KeysFile, Wrap, kem_of, key_fingerprint
from ledger.errors import BadInput, UsageError
from ledger.services.sealing import Recipient, Unwrapper

ENDING = ".keys.json"
"""Of the keys file that lies beside a sealed file."""


def recipient(run: Run, given: str) -> Recipient:
    """Somebody with the encryption key that he attested himself (THREATS 68).

    Args:
        run: The command.
        given: Name of a key or a contact, or an address.

    Raises:
        BadInput: ``NO_ENCRYPTION_KEY``: we have no card of his with one; ``ENCRYPTION_KEY``: it is none.
    """
    account = party(run.home, given)
    own = run.home.keys.name_of(account)
    card = own_card(run, own) if own is not None else _contacts_card(run, account)
    if card is None or not card.encryption_key:
        raise BadInput("NO_ENCRYPTION_KEY", name=called(run.home, account))
    papers.check_encryption_key(card.encryption_key)
    return Recipient(account, card.encryption_key)


def _contacts_card(run: Run, account: str) -> Card | None:
    return next((each.card for each in run.home.contacts.all() if each.address == account), None)


def own_card(run: Run, name: str) -> Card:
    """The card beside a key of one's own; one that is older than encryption keys gets it now."""
    found = run.home.own_cards.find(name)
    if found is None:
        found = run.home.own_cards.make(name, run.password(run.home.own_cards.source(name)))
        run.note(
            t("encryption_made", name=name, fingerprint=key_fingerprint(found.account, found.encryption_key))
        )
    return found


def encryption_json(card: Card | None) -> dict[str, Any]:
    """The encryption key on a card, for a program."""
    if card is None or not card.encryption_key:
        return {}
    shown = key_fingerprint(card.account, card.encryption_key)
    return {"encryption": {"fingerprint": shown, "kem": _kem_name(card.encryption_key)}}


def _kem_name(public: bytes) -> str | None:
    try:
        return kem_of(public).value
    except BadInput:
        return None


def tell_encryption(run: Run, card: Card | None) -> None:
    """The encryption key on a card, for a person."""
    if card is None or not card.encryption_key:
        run.say(t("encryption_none"))
        return
    shown = key_fingerprint(card.account, card.encryption_key)
    run.say(t("encryption_shown", fingerprint=shown, kem=_kem_name(card.encryption_key) or "?"))


def tell_recipients(run: Run, found: Sequence[Recipient]) -> list[dict[str, Any]]:
    """Who may open a file, with fingerprints to compare; the same for a program."""
    rows = []
    for each in found:
        kem, shown = kem_of(each.public), key_fingerprint(each.account, each.public)
        run.say(t("sealed_for", who=called(run.home, each.account), fingerprint=shown))
        if kem is Kem.X25519:
            run.note(t("seal_classical", who=called(run.home, each.account)))
        rows.append({"account": each.account, "fingerprint": shown, "kem": kem.value})
    return rows


def unwrapper(run: Run, name: str, wrap: Wrap) -> Unwrapper:
    """The encryption key of one of one's own keys, for a wrap."""
    cards = run.home.own_cards
    return cards.private(name, run.password(cards.source(name)), wrap.kem)


def wraps_in(run: Run, path: Path) -> tuple[Wrap, ...]:
    """The wraps in a keys file or a deal file.

    Raises:
        BadInput: ``KEYS_FILE`` and others.
    """
    data = papers.read_file(path, wraps.MAX_BYTES)
    document = strictjson.loads(data, max_bytes=wraps.MAX_BYTES)
    if isinstance(document, dict) and "deal" in document:
        return dealfile.from_bytes(data).keys
    return wraps.from_bytes(data).wraps


def at_hand(run: Run, header: Header, given: str, more: Sequence[Path]) -> tuple[Wrap, ...]:
    """All wraps for a sealed file: in files that were named, or else beside it; and in the data folder."""
    found = [wrap for path in more for wrap in wraps_in(run, path)]
    beside = Path(given + ENDING)
    if not more and beside.is_file():
        found += wraps_in(run, beside)
    known = run.home.shelf.find(header.id)
    if known is not None:
        found += known.wraps
    return tuple(wrap for wrap in found if wrap.sealing == header.id)


def whose(run: Run, given: str | None, accounts: Iterable[str] = ()) -> str:
    """Name of the key that acts: the one given, or the only one that can.

    Raises:
        BadInput: ``UNKNOWN_KEY``.
        UsageError: ``SEAL_AS``: several could, or none.
    """
    keys = run.home.keys
    if given is not None:
        keys.address_of(given)
        return given
    names = [name for account in accounts if (name := keys.name_of(account))] or list(keys.names())
    if len(set(names)) != 1:
        raise UsageError("SEAL_AS", names=", ".join(sorted(set(names))) or "-")
    return names[0]


def licensees(file: dealfile.DealFile) -> list[str]:
    """Who gets a licence by a deal, ascending; ``ANYONE`` has no key."""
    return sorted({line.licensee for line in file.deal.lines} - {ZERO_ADDRESS})


def put_beside(run: Run, path: Path, keys: KeysFile) -> Path:
    """Write the keys file beside a sealed file; the path of it, which `seal forget` will know."""
    beside = Path(f"{path}{ENDING}")
    run.home.shelf.written(keys.sealing, beside)
    papers.replace_file(beside, keys.to_bytes(), private=True)
    return beside
