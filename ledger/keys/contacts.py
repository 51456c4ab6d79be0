"""Other people by local names: whom one has met, never on chain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock

from ledger import safefile
from ledger.core import card as cards
from ledger.core import strictjson
from ledger.core.card import Card
from ledger.core.fields import Fields
from ledger.core.model import check_address
from ledger.errors import BadInput, Denied, ServiceDown
from ledger.keys.names import MAX_NAME, check_name, fold

MAX_BYTES = 1 << 24
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody by the name that the owner of the data folder gave him; ``card``: what he says himself."""

    name: str
    address: str
    card: Card | None = None


class Contacts:
    """The address book, one file.

    Args:
        path: The file; made when the first contact is.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> Sequence[Contact]:
        """Everybody, sorted by name.

        Raises:
            BadInput: ``CONTACTS_CORRUPT``, ``CONTACTS_UNREADABLE``.
        """
        return [contact for _, contact in sorted(self._read().items())]

    def find(self, name: str) -> Contact | None:
        """One of them, if there is one of that name.

        Raises:
            BadInput: As ``all``.
        """
        return next((each for each in self.all() if fold(each.name) == fold(name)), None)

    def get(self, name: str) -> Contact:
        """One of them.

        Raises:
            BadInput: ``UNKNOWN_PARTY``; as ``all``.
        """
        found = self.find(name)
        if found is None:
            raise BadInput("UNKNOWN_PARTY", name=name)
        return found

    def name_of(self, address: str) -> str | None:
        """What an address is called, if anything."""
        return next((each.name for each in self.all() if each.address == address), None)

    def add(self, name: str, address: str) -> Contact:
        """Note an address.

        Raises:
            BadInput: ``KEY_NAME``, ``BAD_ADDRESS``; ``PARTY_EXISTS``: the name is another's, or he has one.
        """
        with self._changing() as known:
            return self._put(known, Contact(check_name(name), check_address(address)))

    def take(self, card: Card, name: str | None = None) -> tuple[Contact, Contact | None]:
        """Note the owner of a card, or what he says anew.

        Args:
            card: Checked.
            name: What to call him, if not as he does.

        Returns:
            The contact, and what was known of this address before, if anything.

        Raises:
            BadInput: ``KEY_NAME``, ``PARTY_EXISTS``; ``CARD_OLDER``: a later card of his is known.
            Denied: ``CARD_CHANGED``: this name stood for another address.
        """
        with self._changing() as known:
            before = next((each for each in known.values() if each.address == card.account), None)
            if before is not None:
                if before.card is not None and before.card.issued > card.issued:
                    raise BadInput("CARD_OLDER", name=before.name)
                known[before.name] = replace(before, card=card)
                return known[before.name], before
            wanted = check_name(name or local_name(card.name))
            taken = next((each for each in known.values() if fold(each.name) == fold(wanted)), None)
            if taken is not None:
                raise Denied("CARD_CHANGED", name=wanted, before=taken.address, now=card.account)
            return self._put(known, Contact(wanted, card.account, card)), None

    def remove(self, name: str) -> Contact:
        """Forget somebody.

        Raises:
            BadInput: ``UNKNOWN_PARTY``.
        """
        with self._changing() as known:
            gone = self.get(name)
            del known[gone.name]
            return gone

    def export(self) -> bytes:
        """The whole book, as another folder takes it."""
        return _to_bytes(self._read())

    def import_(self, data: bytes) -> tuple[Sequence[Contact], Sequence[Contact]]:
        """Take over what another book has; who is known keeps his name.

        Returns:
            Those that are new, and those that could not be taken, since their name is another's here.

        Raises:
            BadInput: ``CONTACTS_CORRUPT``.
        """
        new, left = [], []
        with self._changing() as known:
            for contact in _parse(data).values():
                if any(each.address == contact.address for each in known.values()):
                    continue
                if any(fold(each) == fold(contact.name) for each in known):
                    left.append(contact)
                    continue
                known[contact.name] = contact
                new.append(contact)
        return new, left

    @staticmethod
    def _put(known: dict[str, Contact], contact: Contact) -> Contact:
        for other in known.values():
            if fold(other.name) == fold(contact.name) or other.address == contact.address:
                raise BadInput("PARTY_EXISTS", name=other.name, address=other.address)
        known[contact.name] = contact
        return contact

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Contact]]:
        try:
            safefile.private_folder(self._path.parent)
            lock = FileLock(self._path.with_name(".contacts.lock"), mode=safefile.OWNER_ONLY)
            with lock:
                known = self._read()
                yield known
                safefile.write(self._path, _to_bytes(known))
        except OSError as error:
            reason = error.strerror or str(error)
            raise ServiceDown("FILE_UNWRITABLE", path=str(self._path), reason=reason) from error

    def _read(self) -> dict[str, Contact]:
        try:
            with self._path.open("rb") as file:
                return _parse(file.read(MAX_BYTES + 1))
        except FileNotFoundError:
            return {}
        except OSError as error:
            reason = error.strerror or str(error)
            raise BadInput("CONTACTS_UNREADABLE", path=str(self._path), reason=reason) from error


def local_name(spoken: str) -> str:
    """A name that can be typed, from the one on a card: ``Blue Moon KTV`` is ``Blue-Moon-KTV``."""
    return re.sub(r"[^\w]+", "-", spoken).strip("-_")[:MAX_NAME]


def _to_bytes(known: Mapping[str, Contact]) -> bytes:
    rows: list[dict[str, object]] = []
    for name, contact in sorted(known.items()):
        card = {} if contact.card is None else {"card": contact.card.to_json()}
        rows.append({"name": name, "address": contact.address, **card})
    return strictjson.canonical({"songdeed": "contacts", "version": _VERSION, "contacts": rows}) + b"\n"


def _parse(data: bytes) -> dict[str, Contact]:
    try:
        fields = Fields(strictjson.loads(data, max_bytes=MAX_BYTES), "contacts")
        if fields.text("songdeed") != "contacts" or fields.integer("version") != _VERSION:
            raise ValueError("another kind of file, or of a later version")
        found = fields.listed("contacts", _contact)
        fields.done()
    except (BadInput, ValueError) as error:
        raise BadInput("CONTACTS_CORRUPT", reason=str(error)) from error
    known = {contact.name: contact for contact in found}
    names, addresses = {fold(name) for name in known}, {each.address for each in found}
    if not len(names) == len(addresses) == len(found):
        raise BadInput("CONTACTS_CORRUPT", reason="twice")
    return known


def _contact(value: object, where: str) -> Contact:
    fields = Fields(value, where)
    name, address = check_name(fields.text("name")), check_address(fields.text("address"))
    document = fields.mapping("card")
    fields.done()
    card = cards.from_json(document) if document else None
    if card is not None and card.account != address:
        raise ValueError(f"{where}.card")
    return Contact(name, address, card)
