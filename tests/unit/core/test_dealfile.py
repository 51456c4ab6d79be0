"""The deal file: whoever gets it on its way, what a signer reads is what was hashed (RIGHTS 2, M1)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledger.core.dealfile import MAX_BYTES, DealFile, from_bytes, terms_hash, written
from ledger.core.dealrecords import MOST
from ledger.core.drafting import identify
from ledger.core.model import Link
from ledger.core.record import Record
from ledger.core.record_words import TitleText
from ledger.core.rights import AssetType, Layer, LinkKind
from ledger.core.strictjson import canonical
from ledger.core.wraps import Wrap
from ledger.errors import BadInput
from ledger.evm import recursion_limit_kept
from tests.fakes import a_network, an_id
from tests.unit.core.world import World, party

with recursion_limit_kept():
    from eth_account import Account

LIN, VENUE = (Account.from_key(number.to_bytes(32, "big")) for number in (11, 12))
HAO = party("hao")
Json = dict[str, Any]


def address(account: Any) -> str:
    return str(account.address.lower())


@cache
def made() -> DealFile:
    """A deal of two lines on one title and one line on another, signed by one of three."""
    world, network = World(), a_network()
    song = world.register(address(LIN), splits={Layer.WRK: [address(LIN), HAO]})
    other = world.register(HAO)
    terms = {
        "songdeed": 1,
        "duties": [f"PAY PHN {song}"],
        "prose": [{"name": "版税按月结算", "sha256": an_id("prose")}],
    }
    lines = [world.line(asset, Layer.WRK, address(VENUE), usage=use) for asset, use in
             ((song, 16), (song, 8), (other, 16))]  # fmt: skip
    deal = world.text(*lines, terms=terms_hash(terms))
    titles = tuple(world.state().titles[asset, Layer.WRK][0].title for asset in (song, other))
    file = DealFile(
        network.chain_id,
        network.genesis,
        network.licensing,
        deal,
        titles,
        (),
        terms,
        {},
        network.local,
    )
    return file.signed(address(LIN), signature(LIN, file))


def signature(account: Any, file: DealFile) -> bytes:
    return bytes(account.unsafe_sign_hash(file.id).signature)


def body() -> Json:
    found: Json = json.loads(made().to_bytes())
    return found


def refused(data: bytes | Json) -> str:
    with pytest.raises(BadInput) as caught:
        from_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return caught.value.code


def test_round_trip() -> None:
    file = made()
    data = file.to_bytes()
    assert from_bytes(data) == file and from_bytes(data).to_bytes() == data == canonical(json.loads(data))
    loose = json.dumps(dict(reversed(body().items())), indent=3).encode()
    assert from_bytes(loose) == file, "it need not be in canonical form"


def test_who_has_signed() -> None:
    file = made()
    assert set(file.missing) == {HAO, address(VENUE)} and file.doubtful == ()
    assert list(file.missing) == sorted(file.missing)
    both = file.signed(address(VENUE), signature(VENUE, file))
    assert both.missing == (HAO,) and both.id == file.id and both.doubtful == ()
    assert from_bytes(both.to_bytes()) == both
    assert file.missing != both.missing, "a file that was read is not changed"


@pytest.mark.parametrize("wrong", [b"", b"\0" * 65, b"\x01" * 64, b"\xff" * 65])
def test_a_signature_that_is_none_is_doubtful(wrong: bytes) -> None:
    file = made()
    assert from_bytes(file.signed(address(LIN), wrong).to_bytes()).doubtful == (address(LIN),)
    of_another = file.signed(address(LIN), signature(VENUE, file))
    assert from_bytes(of_another.to_bytes()).doubtful == (address(LIN),)
    of_another_deal = replace(file, deal=replace(file.deal, salt=an_id("other")))
    assert of_another_deal.doubtful == (address(LIN),)


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from _leaves(value[key], (*path, key))
    else:
        yield path


def _other(value: Any) -> Any:
    """Another value of the same form."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + 1
    if value.startswith("0x"):
        return value[:-1] + ("0" if value[-1] == "1" else "1")
    return str(int(value) ^ 1) if value.isdigit() else value + "x"


BOUND = [path for name in ("id", "deal", "titles", "terms") for path in _leaves(body()[name], (name,))]
BOUND += [("network", "chainId"), ("network", "licensing")]


@pytest.mark.parametrize("path", BOUND, ids=lambda path: ".".join(map(str, path)))
def test_every_value_is_bound_by_the_id(path: tuple[Any, ...]) -> None:
    found = body()
    place: Any = found
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = _other(place[path[-1]])
    assert refused(found) == "DEALFILE_ALTERED"


def _put(name: str, value: Any) -> Callable[[Json], Any]:
    return lambda found: found.__setitem__(name, value)


def _in(name: str, key: str, value: Any) -> Callable[[Json], Any]:
    return lambda found: found[name].__setitem__(key, value)


CASES: dict[str, tuple[Callable[[Json], Any], str]] = {
    "a stranger's signature": (_in("signatures", party("stranger"), "0x" + "01" * 65), "DEALFILE_ALTERED"),
    "a line dropped": (lambda found: found["deal"]["lines"].pop(), "DEALFILE_ALTERED"),
    "lines swapped": (lambda found: found["deal"]["lines"].reverse(), "DEALFILE_ALTERED"),
    "a signer dropped": (lambda found: found["deal"]["signers"].pop(), "DEALFILE_ALTERED"),
    "a title dropped": (lambda found: found["titles"].pop(), "DEALFILE_ALTERED"),
    "a share dropped": (lambda found: found["titles"][0]["shares"].pop(), "DEALFILE_ALTERED"),
    "a head that nobody acknowledges": (_put("heads", [an_id("head")]), "DEALFILE_ALTERED"),
    "a zero head for every line": (_put("heads", ["0x" + "00" * 32] * 3), "DEALFILE_ALTERED"),
    "a term more": (_in("terms", "more", 1), "DEALFILE_ALTERED"),
    "a term less": (lambda found: found["terms"].pop("duties"), "DEALFILE_ALTERED"),
    "no terms": (_put("terms", {}), "DEALFILE_ALTERED"),
    "id of no text": (_put("id", None), "DEALFILE_ALTERED"),
    "a later version": (_put("songdeed", 2), "DEALFILE_SHAPE"),
    "version in words": (_put("songdeed", "1"), "DEALFILE_SHAPE"),
    "a field less": (lambda found: found.pop("heads"), "DEALFILE_SHAPE"),
    "a field more": (_put("note", ""), "DEALFILE_SHAPE"),
    "terms in a list": (_put("terms", []), "DEALFILE_SHAPE"),
    "signatures in a list": (_put("signatures", []), "DEALFILE_SHAPE"),
    "no network": (_put("network", None), "JSON_SHAPE"),
    "a network's field less": (lambda found: found["network"].pop("genesis"), "JSON_FIELDS"),
    "a network's field more": (_in("network", "name", ""), "JSON_FIELDS"),
    "a plain number": (_in("network", "chainId", 3_000_000_001), "JSON_SHAPE"),
    "a padded number": (_in("network", "chainId", " 3000000001"), "JSON_DECIMAL"),
    "digits of another script": (_in("network", "chainId", "３０００００００１"), "JSON_DECIMAL"),
    "a chain id too wide": (_in("network", "chainId", "9" * 78), "BAD_INTEGER"),
    "a genesis that is none": (_in("network", "genesis", "0x00"), "BAD_HASH"),
    "capitals in an address": (_in("network", "licensing", "0x" + "B2" * 20), "BAD_ADDRESS"),
    "heads in one": (_put("heads", an_id("head")), "JSON_SHAPE"),
    "a head as a number": (_put("heads", [0]), "JSON_SHAPE"),
    "a head that is none": (_put("heads", ["0x00"]), "BAD_HASH"),
    "a signature without 0x": (_in("signatures", address(LIN), "01" * 65), "JSON_HEX"),
    "half a byte": (_in("signatures", address(LIN), "0x1"), "JSON_HEX"),
    "a signer that is none": (_in("signatures", "lin", "0x"), "BAD_ADDRESS"),
    "usage too wide": (lambda found: found["deal"]["lines"][0].update(usage=str(2**32)), "BAD_INTEGER"),
    "a float": (_in("terms", "songdeed", 1.5), "JSON_FLOAT"),
    "an integer too wide": (_in("terms", "songdeed", 2**53), "JSON_INTEGER"),
    "not NFC": (_in("terms", "duties", ["e\u0301"]), "TEXT_NOT_NFC"),
    "a key that is not NFC": (_in("terms", "e\u0301", 1), "TEXT_NOT_NFC"),
    "text that runs backwards": (_in("terms", "duties", ["\u202eabc"]), "TEXT_FORBIDDEN_CHARACTER"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_refused(case: str) -> None:
    change, code = CASES[case]
    found = body()
    change(found)
    assert found != body() and refused(found) == code


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"1", b"{}", b"{", b"\xff", b"\xef\xbb\xbf{}", b"[" * 999]
)
def test_what_is_no_deal_file(data: bytes) -> None:
    assert refused(data).startswith(("DEALFILE_SHAPE", "JSON_"))


@pytest.mark.parametrize("key", ["songdeed", "id", "deal", "salt", "terms", "genesis", "signatures"])
def test_a_key_said_twice(key: str) -> None:
    data = made().to_bytes()
    name = f'"{key}":'.encode()
    assert refused(data.replace(name, name + b'"",' + name, 1)) == "JSON_DUPLICATE_KEY"


def test_titles_come_in_any_order() -> None:
    """A title is found by its hash, which the line states."""
    file = replace(made(), titles=made().titles[::-1])
    assert from_bytes(file.to_bytes()) == file and file.id == made().id


def test_size() -> None:
    data = made().to_bytes()
    assert MAX_BYTES == 1_048_576, "what was written stays readable"
    assert from_bytes(data + b" " * (MAX_BYTES - len(data))) == made()
    assert refused(data + b" " * (MAX_BYTES - len(data) + 1)) == "JSON_TOO_LARGE"


def test_what_is_written_is_no_longer_than_what_is_read() -> None:
    room = MAX_BYTES - len(written({"name": ""}))
    assert len(written({"name": "x" * room})) == MAX_BYTES
    with pytest.raises(BadInput) as caught:
        written({"name": "x" * (room + 1)})
    assert caught.value.code == "JSON_TOO_LARGE"
    assert caught.value.params == {"size": MAX_BYTES + 1, "limit": MAX_BYTES}


def test_the_genesis_is_not_in_the_id() -> None:
    """EIP-712 knows no genesis: ``Dealing.check_network`` compares it."""
    found = body()
    found["network"] |= {"genesis": an_id("another chain")}
    file = from_bytes(json.dumps(found).encode())
    assert file == replace(made(), genesis=an_id("another chain"))


def test_a_file_does_not_deny_that_its_chain_is_a_persons_own() -> None:
    found = body()
    found["network"] |= {"local": False}
    with pytest.raises(BadInput) as caught:
        from_bytes(json.dumps(found).encode())
    assert caught.value.code == "PLACE_DENIES"


# Hashes of titles: a Title does not check itself, see test_a_title_that_is_none.
_TITLES = made().to_bytes().index(b'"titles":')


@settings(max_examples=400)
@given(st.integers(0, _TITLES - 1), st.integers(1, 255))
@example(0, 1)
def test_any_byte_altered_is_refused_or_says_the_same(place: int, mask: int) -> None:
    data = bytearray(made().to_bytes())
    data[place] ^= mask
    try:
        found = from_bytes(bytes(data))
    except BadInput:
        return
    whole = replace(found, signatures=made().signatures, genesis=made().genesis)
    assert whole == made(), "only a signature or the genesis may differ"
    assert found.signatures == made().signatures or found.doubtful == (address(LIN),)


BAD_TITLES = {
    "no hex": {"previous": "hello"},
    "a version too wide": {"version": "9" * 78},
    "another prefix": {"asset": "Ax" + made().titles[0].asset[2:]},
}


@pytest.mark.parametrize("case", BAD_TITLES)
def test_a_title_that_is_none(case: str) -> None:
    found = body()
    found["titles"][0] |= BAD_TITLES[case]
    assert refused(found) in {"BAD_HASH", "BAD_INTEGER", "DEALFILE_ALTERED"}


def test_a_title_too_many() -> None:
    found = body()
    found["titles"].append(found["titles"][0])
    assert refused(found) == "DEALFILE_ALTERED"


@pytest.mark.parametrize(
    "change",
    [
        {"price": "1"},
        {"duties": 5},
        {"duties": [5]},
        {"prose": [1]},
        {"prose": [{"name": "x"}]},
        {"prose": [{"name": "x", "sha256": 1}]},
        {"songdeed": True},
        {"songdeed": 2},
    ],
)
def test_terms_that_nobody_could_be_shown(change: dict[str, object]) -> None:
    """A hostile deal whose hashes are all right."""
    terms = {**made().terms, **change}
    deal = replace(made().deal, terms=terms_hash(terms))
    found = replace(made(), terms=terms, deal=deal, signatures={})
    with pytest.raises(BadInput) as error:
        from_bytes(found.to_bytes())
    assert error.value.code == "DEALFILE_TERMS"


def test_true_is_no_version() -> None:
    found = body()
    found["songdeed"] = True
    assert refused(found) == "DEALFILE_SHAPE"


WRAP = Wrap("0x" + "ab" * 32, "0x" + "cd" * 32, "0x" + "11" * 20, "0x" + "ef" * 32, wrapped=bytes(1168))


def test_keys_of_sealed_files_travel_along_and_are_signed_by_nobody() -> None:
    bare, more = made(), replace(made(), keys=(WRAP,))
    assert more.id == bare.id and from_bytes(more.to_bytes()) == more
    assert b'"keys"' not in bare.to_bytes()
    other = replace(WRAP, recipient="0x" + "12" * 20)
    both = more.joined(replace(bare, keys=(other, replace(WRAP, wrapped=b"\x01" * 1168))))
    assert set(both.keys) == {WRAP, other}  # of two for one person one's own stays
    assert both.signatures == bare.signatures


@pytest.mark.parametrize(
    ("keys", "code", "place"),
    [
        ([], "FIELD_EMPTY", "keys"),
        ({}, "FIELD_TYPE", "keys"),
        (None, "FIELD_TYPE", "keys"),
        ([WRAP.to_json(), 7], "FIELD_TYPE", "keys[1]"),
        ([WRAP.to_json()] * 2, "WRAP_TWICE", None),
        ([WRAP.to_json() | {"more": 1}], "FIELD_UNKNOWN", "keys[0].more"),
    ],
)
def test_keys_that_are_none(keys: object, code: str, place: str | None) -> None:
    with pytest.raises(BadInput) as caught:
        from_bytes(json.dumps({**body(), "keys": keys}).encode())
    assert (caught.value.code, caught.value.params.get("field")) == (code, place)


def test_copies_with_more_records_than_a_file_holds_are_joined_to_one_that_can_be_read() -> None:
    """An album embodies more works than a file takes records of."""
    songs = [Record(AssetType.MUSICAL_WORK, HAO, (TitleText(str(number)),)) for number in range(MOST)]
    links = tuple(Link(LinkKind.CONTAINS, each) for each in sorted(map(identify, songs)))
    album = Record(AssetType.COMPILATION, HAO, (TitleText("专辑"),), links=links)
    line = replace(made().deal.lines[0], asset=identify(album))
    file = replace(made(), deal=replace(made().deal, lines=(line, *made().deal.lines[1:])), signatures={})
    one, other = (
        replace(file, records={identify(each): each.to_bytes() for each in (album, *part)})
        for part in (songs[:40], songs[40:])
    )
    for both in (one.joined(other), other.joined(one)):
        assert len(both.records) == MOST and from_bytes(both.to_bytes()) == both
