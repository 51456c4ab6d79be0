"""The address book: names are one person's each, and a card that changed is seen."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.core.card import Card
from ledger.errors import BadInput, Denied, ServiceDown, SongdeedError
from ledger.evm import recursion_limit_kept
from ledger.keys.contacts import Contacts, local_name

with recursion_limit_kept():
    from eth_account import Account

LIN, HAO = (Account.from_key("0x" + digit * 64) for digit in "12")
ONE, TWO = ("0x" + digits * 20 for digits in ("0a", "0b"))


def a_card(name: str = "lin", issued: int = 5, encryption_key: bytes = b"", account: object = LIN) -> Card:
    card = Card(name, account.address.lower(), issued, encryption_key)  # type: ignore[attr-defined]
    return replace(card, signature=bytes(account.unsafe_sign_hash(card.digest).signature))  # type: ignore[attr-defined]


@pytest.fixture
def book(tmp_path: Path) -> Contacts:
    return Contacts(tmp_path / "home" / "contacts.json")


def refused(code: str, kind: type[SongdeedError] = BadInput) -> pytest.RaisesExc[SongdeedError]:
    return pytest.RaisesExc(kind, check=lambda error: error.code == code)


def test_noted_found_forgotten(book: Contacts, tmp_path: Path) -> None:
    assert (book.all(), book.name_of(ONE), book.find("x")) == ([], None, None)
    book.add("venue", ONE)
    book.add("海", TWO)
    assert [each.name for each in book.all()] == ["venue", "海"]
    assert book.name_of(TWO) == "海" and book.get("VENUE").address == ONE
    assert stat.S_IMODE((tmp_path / "home" / "contacts.json").stat().st_mode) == 0o600
    assert book.remove("venue").address == ONE
    with refused("UNKNOWN_PARTY"):
        book.remove("venue")
    with refused("UNKNOWN_PARTY"):
        book.get("venue")


@pytest.mark.parametrize(("name", "address"), [("Venue", TWO), ("ｖｅｎｕｅ", TWO), ("other", ONE)])
def test_one_name_for_one_account(book: Contacts, name: str, address: str) -> None:
    book.add("venue", ONE)
    with refused("PARTY_EXISTS"):
        book.add(name, address)
    assert len(book.all()) == 1


@pytest.mark.parametrize("name", ["", "0xabc", "a b", "../x", "con", "a\u202eb"])
def test_names_that_can_be_typed(book: Contacts, name: str) -> None:
    with refused("KEY_NAME"):
        book.add(name, ONE)


def test_a_card(book: Contacts) -> None:
    contact, before = book.take(a_card("Blue Moon KTV"))
    assert (contact.name, contact.address, before) == ("Blue-Moon-KTV", LIN.address.lower(), None)
    assert Contacts(book._path).get("blue-moon-ktv").card == a_card("Blue Moon KTV")
    again, before = book.take(a_card("Blue Moon KTV", issued=6, encryption_key=b"\x01" * 32))
    assert before == contact and again.card is not None and again.card.encryption_key == b"\x01" * 32
    with refused("CARD_OLDER"):
        book.take(a_card("Blue Moon KTV"))
    assert book.get("Blue-Moon-KTV") == again


def test_a_name_that_stood_for_another_account(book: Contacts) -> None:
    book.take(a_card())
    with refused("CARD_CHANGED", Denied):
        book.take(a_card("Lin", account=HAO))
    assert book.take(a_card("Lin", account=HAO), "hao")[0].name == "hao"


def test_a_card_of_somebody_noted_keeps_his_name(book: Contacts) -> None:
    book.add("teacher", LIN.address.lower())
    contact, before = book.take(a_card(), "other")
    assert contact.name == "teacher" and before is not None and before.card is None


def test_a_name_without_letters(book: Contacts) -> None:
    with refused("KEY_NAME"):
        book.take(a_card("!!!"))


def test_books_are_joined(book: Contacts, tmp_path: Path) -> None:
    other = Contacts(tmp_path / "other.json")
    other.take(a_card())
    other.add("venue", TWO)
    book.add("venue", ONE)
    new, left = book.import_(other.export())
    assert [each.name for each in new] == ["lin"] and [each.address for each in left] == [TWO]
    assert book.get("venue").address == ONE and book.get("lin").card == a_card()
    assert book.import_(other.export())[0] == []


def test_an_empty_book_travels_too(book: Contacts, tmp_path: Path) -> None:
    assert book.import_(Contacts(tmp_path / "none.json").export()) == ([], [])


def row(**changes: object) -> dict[str, object]:
    return {"name": "venue", "address": ONE} | changes


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"songdeed": "card", "version": 1, "contacts": []},
        {"songdeed": "contacts", "version": 2, "contacts": []},
        {"songdeed": "contacts", "version": 1, "contacts": [], "more": 1},
        *(
            {"songdeed": "contacts", "version": 1, "contacts": rows}
            for rows in (
                [row(), row()],
                [row(), row(name="VENUE", address=TWO)],
                [row(), row(name="other")],
                [row(address="0x1")],
                [row(name="a b")],
                [row(more=1)],
                [row(card=json.loads(a_card().to_bytes()))],
                [row(address=LIN.address.lower(), card=json.loads(a_card().to_bytes()) | {"name": "x"})],
                ["venue"],
            )
        ),
    ],
)
def test_a_damaged_book(book: Contacts, document: object) -> None:
    book.add("mei", TWO)
    before = book.export()
    with refused("CONTACTS_CORRUPT"):
        book.import_(json.dumps(document).encode())
    assert book.export() == before
    book._path.write_text(json.dumps(document))
    for look in (book.all, lambda: book.add("x", ONE), lambda: book.name_of(ONE)):
        with refused("CONTACTS_CORRUPT"):
            look()
    assert json.loads(book._path.read_text()) == document


def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with refused("FILE_UNWRITABLE", ServiceDown):
        Contacts(tmp_path / "file" / "contacts.json").add("venue", ONE)


@pytest.mark.parametrize(
    ("spoken", "name"),
    [
        ("Blue Moon KTV", "Blue-Moon-KTV"),
        ("  海 之 声 ", "海-之-声"),
        ("_x_", "x"),
        ("!", ""),
        ("a" * 70, "a" * 64),
    ],
)
def test_a_name_from_a_card(spoken: str, name: str) -> None:
    assert local_name(spoken) == name
