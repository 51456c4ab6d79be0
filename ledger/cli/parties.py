"""songdeed party …, songdeed card: people by names of one's own, and what they say of themselves."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import papers
from ledger.cli.app import app, people
from ledger.cli.cautions import caution_address, caution_name
from ledger.cli.common import Run, command
from ledger.cli.completing import contact_names, key_names
from ledger.cli.names import checksummed, party
from ledger.cli.recipients import encryption_json, own_card, tell_encryption
from ledger.cli.speech import t
from ledger.core import card as cards
from ledger.core import times
from ledger.core.card import Card
from ledger.core.characters import clean_text
from ledger.errors import BadInput

_MAX_BOOK = 1 << 24

Name = Annotated[str, typer.Argument(help=t("arg.contact"), autocompletion=contact_names)]
Out = Annotated[Path, typer.Option("--out", help=t("opt.out_party"))]


@command(people, "add", "party_add")
def add(run: Run, name: Name, address: Annotated[str, typer.Argument(help=t("arg.address"))]) -> None:
    """Note an address."""
    found = party(run.home, address) if address.startswith("0x") else _no_address(address)
    _check_no_key(run, name, found)
    caution_address(run, found)
    caution_name(run, name)
    contact = run.home.contacts.add(name, found)
    run.say(t("party_added", name=contact.name, address=checksummed(found)))
    run.done({"name": contact.name, "address": found})


def _no_address(value: str) -> str:
    raise BadInput("BAD_ADDRESS", value=value)


def _check_no_key(run: Run, name: str, address: str) -> None:
    """A name stands for one account, whether it is one's own or another's."""
    own = run.home.keys.name_of(address)
    if own is not None:
        raise BadInput("PARTY_EXISTS", name=own, address=address)
    for key in run.home.keys.names():
        if key.casefold() == name.casefold():
            raise BadInput("PARTY_EXISTS", name=key, address=run.home.keys.address_of(key))


@command(people, "list", "party_list")
def list_(run: Run) -> None:
    """List contacts."""
    found = run.home.contacts.all()
    for contact in found:
        run.say(f"{contact.name}  {checksummed(contact.address)}")
    if not found:
        run.say(t("no_parties"))
    run.done({"parties": [_plain(contact.name, contact.address, contact.card) for contact in found]})


@command(people, "show", "party_show")
def show(run: Run, name: Name) -> None:
    """Show a contact."""
    contact = run.home.contacts.get(name)
    run.say(f"{contact.name}  {checksummed(contact.address)}")
    if contact.card is not None:
        run.say(t("card_says", name=contact.card.name, time=times.iso(contact.card.issued, True)))
    tell_encryption(run, contact.card)
    caution_address(run, contact.address)
    run.done(_plain(contact.name, contact.address, contact.card))


@command(people, "remove", "party_remove")
def remove(run: Run, name: Name) -> None:
    """Forget a contact."""
    contact = run.home.contacts.remove(name)
    run.say(t("party_removed", name=contact.name, address=checksummed(contact.address)))
    run.done({"name": contact.name, "address": contact.address})


@command(people, "export", "party_export")
def export(run: Run, out: Out) -> None:
    """Write all contacts to a file."""
    if out.exists():
        raise BadInput("FILE_EXISTS", path=str(out))
    papers.replace_file(out, run.home.contacts.export(), private=True)
    count = len(run.home.contacts.all())
    run.say(t("parties_exported", count=count, path=str(out)))
    run.done({"path": str(out), "parties": count})


@command(people, "import", "party_import")
def import_(
    run: Run,
    file: Annotated[Path, typer.Argument(help=t("arg.card"))],
    name: Annotated[str | None, typer.Option("--name", help=t("opt.party_name"))] = None,
) -> None:
    """Take over a card, or the contacts of another folder."""
    data = papers.read_file(file, _MAX_BOOK)
    if len(data) > cards.MAX_BYTES or b'"contacts"' in data:
        _import_book(run, data)
        return
    card = cards.from_bytes(data)
    caution_address(run, card.account)
    caution_name(run, card.name)
    if run.home.contacts.name_of(card.account) is None:
        _check_no_key(run, name or card.name, card.account)
    contact, before = run.home.contacts.take(card, name)
    changed = _changes(before.card, card) if before is not None and before.card is not None else []
    if changed:
        run.note(t("card_changed", name=contact.name, fields=", ".join(t(f"card.{one}") for one in changed)))
    run.say(t("party_added", name=contact.name, address=checksummed(card.account)))
    tell_encryption(run, card)
    run.note(t("card_hint", name=card.name))
    run.done({**_plain(contact.name, contact.address, card), "changed": changed})


def _changes(before: Card, now: Card) -> list[str]:
    return [field for field in ("name", "encryption_key") if getattr(before, field) != getattr(now, field)]


def _import_book(run: Run, data: bytes) -> None:
    new, left = run.home.contacts.import_(data)
    for contact in new:
        run.say(t("party_added", name=contact.name, address=checksummed(contact.address)))
        caution_address(run, contact.address)
    for contact in left:
        run.note(t("party_left", name=contact.name, address=checksummed(contact.address)))
    run.done({"new": [each.name for each in new], "left": [each.name for each in left]})


def _plain(name: str, address: str, card: Card | None) -> dict[str, Any]:
    shown = {} if card is None else {"card": card.to_json()}
    return {"name": name, "address": address, **shown, **encryption_json(card)}


@command(app, "card", "card")
def card(
    run: Run,
    key: Annotated[str, typer.Argument(help=t("arg.key"), autocompletion=key_names)],
    out: Out,
    name: Annotated[str | None, typer.Option("--name", help=t("opt.card_name"))] = None,
) -> None:
    """Make a card to be handed to others."""
    if out.exists():
        raise BadInput("FILE_EXISTS", path=str(out))
    address = run.home.keys.address_of(key)
    if run.home.keys.is_wallet(key):
        raise BadInput("CARD_OF_WALLET", name=key)
    signer = run.home.keys.remote(key)
    # A key whose secret is elsewhere has no encryption key until `key encryption --from` names another.
    encryption = own_card(run, key).encryption_key if signer is None or signer.encryption else b""
    unsigned = Card(clean_text(name or key), address, int(time.time()), encryption)
    caution_name(run, unsigned.name)
    run.say(t("digest", digest=unsigned.digest))
    signature = run.home.keys.sign_text(key, run.password(key), unsigned.digest, unsigned.typed_data)
    papers.replace_file(out, replace(unsigned, signature=signature).to_bytes())
    run.say(t("card_made", path=str(out), name=unsigned.name, address=checksummed(address)))
    tell_encryption(run, unsigned)
    run.done({"path": str(out), "name": unsigned.name, "address": address, **encryption_json(unsigned)})
