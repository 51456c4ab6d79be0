"""The change file: what a signer reads is what he signs, and copies that were signed apart are joined."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest

from ledger.core import operation_json, strictjson
from ledger.core.changefile import Change, ChangeFile, RegistryPlace, from_bytes
from ledger.core.dealfile import MAX_BYTES
from ledger.core.operations import Anchor, Assign, ClaimUnits, VoidTitle
from ledger.errors import BadInput
from tests.fakes import a_network, an_id
from tests.unit.core.test_dealfile import HAO, LIN, VENUE, Json, address
from tests.unit.core.test_operation_json import a_value
from tests.unit.core.test_owner_files import owned
from tests.unit.core.world import party, title_hash

NETWORK = a_network()
PLACE = RegistryPlace(NETWORK.chain_id, NETWORK.genesis, NETWORK.registry, True)
SIGNERS = tuple(sorted((address(LIN), address(VENUE), HAO)))
TEXTS = {Assign: "assignment", ClaimUnits: "claim", VoidTitle: "arbitration"}
BARS = a_value(Assign).bars
KINDS = pytest.mark.parametrize("kind", get_args(Change), ids=lambda kind: str(kind.__name__))


def the_file(kind: type[Change] = Assign) -> ChangeFile:
    """A change of some title that three people sign, and nobody has."""
    change: Any = replace(a_value(kind), signers=SIGNERS, signatures=())
    text = replace(getattr(change, TEXTS[kind]), title=title_hash(change.title))
    change = replace(change, **{TEXTS[kind]: text})
    return ChangeFile(PLACE, replace(change, bars=()) if kind is Assign else change, {})


def signed(file: ChangeFile, *accounts: Any) -> ChangeFile:
    for each in accounts:
        file = file.signed(address(each), bytes(each.unsafe_sign_hash(file.id).signature))
    return file


def body(kind: type[Change] = Assign) -> Json:
    found: Json = json.loads(signed(the_file(kind), LIN).to_bytes())
    return found


def refused(data: bytes | Json) -> BadInput:
    with pytest.raises(BadInput) as caught:
        from_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return caught.value


@KINDS
def test_there_and_back(kind: type[Change]) -> None:
    file = signed(the_file(kind), LIN)
    data = file.to_bytes()
    assert from_bytes(data) == file and data == strictjson.canonical(json.loads(data))
    loose = json.dumps(dict(reversed(body(kind).items())), indent=3).encode()
    assert from_bytes(loose) == file, "it need not be in canonical form"


@KINDS
def test_everybody_signs_the_same_text_whose_digest_is_the_id(kind: type[Change]) -> None:
    file = the_file(kind)
    text = getattr(file.change, TEXTS[kind])
    assert file.domain == NETWORK.registry_domain
    assert file.id == operation_json.operation_id(file.change, NETWORK)
    assert {file.message_for(each) for each in file.signers} == {text}
    assert file.signers == SIGNERS == file.missing
    one = signed(file, LIN)
    assert set(one.missing) == {address(VENUE), HAO} and one.doubtful == ()


def _put(*path: Any, value: object) -> Callable[[Json], Any]:
    """A change of one place of a file."""

    def put(found: Json) -> None:
        place: Any = found
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return put


SHAPES: dict[str, Callable[[Json], Any]] = {
    "a field more": _put("note", value=""),
    "a field less": lambda found: found.pop("network"),
    "a later version": _put("songdeed", value=2),
    "true is no version": _put("songdeed", value=True),
    "signatures in a list": _put("signatures", value=[]),
    "what one person signs alone": _put("change", value=operation_json.to_json(Anchor(an_id("root")))),
}


@pytest.mark.parametrize("case", SHAPES)
def test_what_is_no_change_file(case: str) -> None:
    found = body()
    SHAPES[case](found)
    assert refused(found).code == "CHANGEFILE_SHAPE"


@pytest.mark.parametrize("data", [b"[]", b"null", b'"songdeed"', b"{}"])
def test_what_is_no_file_at_all(data: bytes) -> None:
    assert refused(data).code == "CHANGEFILE_SHAPE"


ALTERED: dict[str, Callable[[Json], Any]] = {
    "another id": _put("id", value=an_id("other")),
    "no id": _put("id", value=None),
    "another table before": _put("change", "title", "shares", 0, "units", value="8"),
    "another day to record it by": _put("change", "assignment", "deadline", value="8"),
    "another chain": _put("network", "chainId", value=str(NETWORK.chain_id + 1)),
    "signers in another order": lambda found: found["change"]["signers"].reverse(),
    "a signer twice": _put("change", "signers", value=[*SIGNERS, SIGNERS[-1]]),
    "a stranger's signature": _put("signatures", party("stranger"), value="0x01"),
    "signatures in the change": _put("change", "signatures", value=["0x01"]),
    "lists of mandates in the change": _put("change", "bars", value=operation_json.plain(BARS)),
}


@pytest.mark.parametrize("case", ALTERED)
def test_what_was_altered(case: str) -> None:
    found = body()
    ALTERED[case](found)
    assert refused(found).code == "CHANGEFILE_ALTERED"


@KINDS
def test_the_title_that_a_signer_is_shown_is_the_one_that_he_signs(kind: type[Change]) -> None:
    found = body(kind)
    found["change"]["title"]["version"] = "8"
    assert refused(found).code == "CHANGEFILE_ALTERED"


PLACES: dict[str, tuple[Callable[[Json], Any], str, str | None]] = {
    "no network": (_put("network", value=None), "JSON_SHAPE", "/network"),
    "a plain number": (_put("network", "chainId", value=7), "JSON_SHAPE", "/network/chainId"),
    "no change": (_put("change", value=None), "JSON_SHAPE", "/change"),
    "a change without a title": (lambda found: found["change"].pop("title"), "JSON_FIELDS", "/change"),
    "no layer": (_put("change", "title", "layer", value=None), "JSON_SHAPE", "/change/title/layer"),
    "no signature": (_put("signatures", HAO, value="01"), "JSON_HEX", f"/signatures/{HAO}"),
    "a change of no kind": (_put("change", "kind", value="steal"), "OPERATION_KIND", None),
    "a genesis that is none": (_put("network", "genesis", value="0x00"), "BAD_HASH", None),
    "a registry that is none": (_put("network", "registry", value="0x00"), "BAD_ADDRESS", None),
    "a chain that denies whose it is": (_put("network", "local", value=False), "PLACE_DENIES", None),
    "a signer that is none": (_put("signatures", "lin", value="0x"), "BAD_ADDRESS", None),
}


@pytest.mark.parametrize("case", PLACES)
def test_the_place_of_what_is_wrong_is_named(case: str) -> None:
    change, code, path = PLACES[case]
    found = body()
    change(found)
    error = refused(found)
    assert (error.code, error.params.get("path")) == (code, path)


def test_copies_signed_apart_are_joined() -> None:
    lin, venue = signed(the_file(), LIN), signed(the_file(), VENUE)
    both = lin.merged(venue)
    assert both == venue.merged(lin) == signed(the_file(), LIN, VENUE) and both.missing == (HAO,)
    whole = both.signed(HAO, b"what a wallet gave")
    assert whole.missing == () and from_bytes(whole.to_bytes()) == whole


def test_a_keys_own_signature_is_taken_for_a_bad_one_and_of_two_others_the_wallet_decides() -> None:
    good, bad = signed(the_file(), LIN), the_file().signed(address(LIN), b"\x01" * 65)
    assert bad.merged(good) == good.merged(bad) == good
    mine, theirs = the_file().signed(HAO, b"mine"), the_file().signed(HAO, b"theirs")
    assert mine.merged(theirs) == mine
    assert mine.merged(theirs, lambda who, each: each == b"theirs") == theirs


@pytest.mark.parametrize(
    "other",
    [
        the_file(ClaimUnits),
        replace(the_file(), change=replace(the_file().change, signers=SIGNERS[1:])),
        replace(the_file(), place=replace(PLACE, genesis=an_id("another chain"))),
    ],
    ids=["another change", "others sign", "another ledger"],
)
def test_different_changes_are_not_joined(other: ChangeFile) -> None:
    with pytest.raises(BadInput) as caught:
        the_file().merged(signed(other, VENUE))
    assert caught.value.code == "CHANGES_DIFFER"
    assert caught.value.params == {"one": the_file().id, "other": other.id}


def test_what_owners_of_a_wallet_signed_travels_along() -> None:
    assert "owners" not in body()
    lin, venue = owned(the_file(), LIN), owned(the_file(), VENUE)
    both = lin.merged(venue)
    assert both.owners_of(HAO).keys() == {address(LIN), address(VENUE)} and HAO in both.missing
    assert from_bytes(both.to_bytes()) == both
    stranger = replace(lin, owners={party("stranger"): lin.owners[HAO]})
    assert refused(stranger.to_bytes()).code == "OWNERS_SHAPE"


def test_a_file_that_nobody_could_read_is_not_written() -> None:
    """Else a copy full of rubbish would make one's own file, with its signatures, unreadable."""
    data = the_file().to_bytes()
    assert from_bytes(data + b" " * (MAX_BYTES - len(data))) == the_file()
    assert refused(data + b" " * (MAX_BYTES - len(data) + 1)).code == "JSON_TOO_LARGE"
    mine, theirs = (the_file().signed(who, bytes(MAX_BYTES // 3)) for who in SIGNERS[:2])
    assert from_bytes(mine.to_bytes()) == mine
    with pytest.raises(BadInput) as caught:
        mine.merged(theirs).to_bytes()
    assert caught.value.code == "JSON_TOO_LARGE"
