"""Registering on a fake chain, with the real index and the real store: what is sent, and what is not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.core import events
from ledger.core.cid import raw_cid
from ledger.core.keccak import keccak
from ledger.core.model import ZERO_HASH, Registration
from ledger.core.operations import Anchor, Register
from ledger.core.rights import AssetType
from ledger.errors import Denied
from tests.unit.services.registry import HAO, LIN, Office, id_of, song_and_recording


@pytest.fixture
def desk(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def public(tmp_path: Path) -> Office:
    """A network where everybody reads what is pending."""
    return Office(tmp_path, local=False)


def test_recorded_in_one_transaction(desk: Office) -> None:
    desk.chain.mine(time=2_000_000_000)
    wanted = song_and_recording()
    done = desk.register(wanted)
    (sent,) = desk.chain.sent
    assert isinstance(sent, Register) and sent.paths == () and sent.signature == b"\x01" * 65
    assert desk.asked == [sent.registration]
    assert sent.registration == Registration(LIN, wanted.assets, ZERO_HASH, 2_000_000_000 + 86_400)
    song, recording = wanted.ids
    assert (done.asset, done.works) == (recording, (song,))
    assert done.receipt is not None and done.receipt.block == desk.chain.head() == desk.index.head()
    state = desk.state(recording)
    assert set(state.assets) == {song, recording} and state.claims == {wanted.assets[1].file_tag: [recording]}
    kinds = [AssetType(state.assets[name].asset_type).name for name in (song, recording)]
    assert kinds == ["MUSICAL_WORK", "SOUND_RECORDING"]


def test_records_are_stored_under_the_digest_that_the_chain_names(desk: Office) -> None:
    wanted = song_and_recording()
    done = desk.register(wanted)
    for name, record in zip(wanted.ids, wanted.records, strict=True):
        hash_on_chain = desk.state(name).assets[name].record_hash
        cid = raw_cid(bytes.fromhex(hash_on_chain[2:]))
        assert desk.store.has(cid) and b"".join(desk.store.read(cid)) == record
        assert hashlib.sha256(record).hexdigest() == hash_on_chain[2:]
    assert done.cid == cid


def test_done_already(desk: Office) -> None:
    wanted = song_and_recording()
    first = desk.register(wanted)
    again = desk.register(wanted)
    assert again == replace(first, receipt=None)
    assert len(desk.chain.sent) == len(desk.asked) == 1, "nobody is asked to sign again"


def test_only_what_is_not_there_is_recorded(desk: Office) -> None:
    first = desk.register(song_and_recording())
    live = song_and_recording(audio=b"live")
    done = desk.register(live)
    assert done.receipt is not None and done.works == first.works and done.asset != first.asset
    sent = desk.chain.sent[-1]
    assert isinstance(sent, Register) and sent.registration.assets == live.assets[1:]


def test_file_claimed(desk: Office) -> None:
    first = desk.register(song_and_recording())
    rival = song_and_recording(HAO, "Another title")
    with pytest.raises(Denied) as error:
        desk.register(rival, HAO)
    assert error.value.code == "FILE_CLAIMED"
    assert error.value.params == {"claimant": LIN, "asset": first.asset}
    assert len(desk.chain.sent) == len(desk.asked) == 1, "nothing was signed or sent"
    assert not desk.state(rival.ids[-1]).assets


def test_contest(desk: Office) -> None:
    first = desk.register(song_and_recording())
    rival = desk.register(song_and_recording(HAO, "Another title"), HAO, contest=True)
    (claims,) = desk.state(first.asset).claims.values()
    assert rival.receipt is not None and claims == [first.asset, rival.asset]
    with pytest.raises(Denied):
        desk.register(song_and_recording(title="A third title"))
    assert desk.register(song_and_recording()).receipt is None, "what is there already is no claim"


def test_ones_own_claim_and_other_files_are_no_rivals(desk: Office) -> None:
    desk.register(song_and_recording())
    assert desk.register(song_and_recording(title="Another title")).receipt is not None
    assert desk.register(song_and_recording(HAO, audio=b"other bytes"), HAO).receipt is not None


def leads_to(root: str, name: str, path: Sequence[str]) -> bool:
    """Merkle path as OpenZeppelin's verifies it, written out."""
    node = keccak(raw(name))
    for sibling in path:
        node = keccak(b"".join(sorted([node, raw(sibling)])))
    return "0x" + node.hex() == root


def raw(word: str) -> bytes:
    return bytes.fromhex(word[2:])


def test_anchored_first_where_others_read_what_is_pending(public: Office) -> None:
    wanted = song_and_recording()
    done = public.register(wanted)
    anchor, register = public.chain.sent
    assert isinstance(anchor, Anchor) and isinstance(register, Register)
    text = register.registration
    assert text.root == anchor.root != ZERO_HASH and text.assets == wanted.assets
    assert len(register.paths) == 2
    for asset, name, path in zip(text.assets, wanted.ids, register.paths, strict=True):
        assert id_of(text, asset) == name and leads_to(anchor.root, name, path)
    assert not leads_to(anchor.root, wanted.ids[0], register.paths[1])
    (anchored,) = [event for event in public.chain.everything() if isinstance(event, events.Anchored)]
    event = public.state(done.asset).assets[done.asset]
    assert anchored.at.block < event.at.block and event.priority == anchored.at.time < event.at.time
    assert text.deadline == anchored.at.time + 86_400


def test_a_tree_of_one(public: Office) -> None:
    public.register(song_and_recording())
    public.register(song_and_recording(audio=b"live"))
    anchor, register = public.chain.sent[2:]
    assert isinstance(anchor, Anchor) and isinstance(register, Register) and register.paths == ((),)
    (asset,) = register.registration.assets
    assert leads_to(anchor.root, id_of(register.registration, asset), ())


def test_direct(public: Office) -> None:
    public.register(song_and_recording(), direct=True)
    (sent,) = public.chain.sent
    assert isinstance(sent, Register) and sent.registration.root == ZERO_HASH and sent.paths == ()
