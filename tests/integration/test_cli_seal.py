"""songdeed seal, songdeed open: works that must stay secret, between two computers."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.core import wraps
from tests.shells import DEAL, PROGRAM, REGISTER, Shell, hears_ctrl_c

WORK = "0x" + "ab" * 32


def hand_over(name: str, giver: Shell, taker: Shell, new: str | None = None) -> None:
    shutil.copy(giver.folder / name, taker.folder / (new or name))


@pytest.fixture(scope="module")
def lin(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    found = Shell(tmp_path_factory.mktemp("lin"))
    found.people("lin")
    return found


@pytest.fixture(scope="module")
def venue(tmp_path_factory: pytest.TempPathFactory, lin: Shell) -> Shell:
    """Somebody elsewhere, whose card Lin has."""
    found = Shell(tmp_path_factory.mktemp("venue"))
    found.people("venue")
    hand_over("home/keys/venue.card", found, lin, "venue.card")
    lin.run("party import venue.card")
    return found


@pytest.fixture(scope="module")
def sealed(lin: Shell, venue: Shell) -> str:
    """Name of a file that Lin sealed for the venue, on both computers."""
    lin.json(f"seal song.wav --work {WORK} --for venue")
    for name in ("song.wav.sealed", "song.wav.sealed.keys.json"):
        hand_over(name, lin, venue)
    return "song.wav.sealed"


def test_sealed_for_a_contact_and_opened_by_him(lin: Shell, venue: Shell, sealed: str) -> None:
    listed = lin.json("seal list")["sealed"]
    assert [row["name"] for row in listed[0]["recipients"]] == ["lin", "venue"]
    opened = venue.json(f"open {sealed} --as venue --out back.wav --work {WORK}")
    assert opened["work"] == WORK and opened["matches"] is None and opened["sealing"] == listed[0]["sealing"]
    assert (venue.folder / "back.wav").read_bytes() == (lin.folder / "song.wav").read_bytes()
    assert venue.json(f"open {sealed} --out back.wav", 65)["error"] == "FILE_EXISTS"
    assert lin.run(f"open {sealed} --out mine.wav").returncode == 0  # whoever seals can open, too
    song = (lin.folder / "song.wav").read_bytes()
    for path in lin.folder.glob("song.wav.sealed*"):
        data = path.read_bytes()
        assert song[:64] not in data and hashlib.sha256(song).digest() not in data
        assert hashlib.sha256(song).hexdigest().encode() not in data


def test_t68_fingerprints_are_the_same_on_both_sides(lin: Shell, venue: Shell) -> None:
    own = venue.json("key show venue")["encryption"]
    assert own == lin.json("party show venue")["encryption"] and own["kem"] == "MLKEM768-X25519"
    assert own["fingerprint"] in venue.run("key show venue").stdout
    assert own["fingerprint"] in lin.run("party show venue").stdout


def test_t68_nothing_is_sealed_for_somebody_without_a_signed_key(lin: Shell, venue: Shell) -> None:
    lin.run(f"party add bar {'0x' + '0b' * 20}")
    for name in ("bar", "0x" + "0c" * 20):
        refused = lin.json(f"seal song.wav --work {WORK} --for {name} --out x.sealed", 65)
        assert refused["error"] == "NO_ENCRYPTION_KEY" and "card" in refused["hint"]
    book = json.loads((lin.folder / "home" / "contacts.json").read_bytes())
    whole = json.dumps(book)
    row = next(each for each in book["contacts"] if each["name"] == "venue")
    row["card"]["encryption_key"] = "0x" + "09" + "00" * 31
    try:
        (lin.folder / "home" / "contacts.json").write_text(json.dumps(book))
        altered = lin.json(f"seal song.wav --work {WORK} --for venue --out x.sealed", 65)
        assert altered["error"] == "CONTACTS_CORRUPT"
    finally:
        (lin.folder / "home" / "contacts.json").write_text(whole)
    assert not (lin.folder / "x.sealed").exists()


def test_t68_a_changed_key_is_flagged(lin: Shell, tmp_path: Path) -> None:
    mei = Shell(tmp_path)
    mei.people("mei")
    hand_over("home/keys/mei.card", mei, lin, "1.card")
    lin.run("party import 1.card")
    lin.run(f"seal song.wav --work {WORK} --for mei --out mei.sealed")
    assert mei.json("key encryption mei --kem x25519")["encryption"]["kem"] == "X25519"
    hand_over("home/keys/mei.card", mei, lin, "2.card")
    changed = lin.run("party import 2.card --json")
    assert json.loads(changed.stdout)["changed"] == ["encryption_key"] and "encryption key" in changed.stderr
    assert lin.json("seal add mei.sealed --for mei", 77)["error"] == "CONFIRMATION_NEEDED"
    told = lin.run("seal add mei.sealed --for mei --yes")
    assert "another encryption key" in told.stderr and "quantum" in told.stderr
    assert mei.json("key encryption mei --kem rsa", 64)["error"] == "KEM_UNKNOWN"


def test_t66_t69_what_is_refused_leaves_nothing(lin: Shell, venue: Shell, sealed: str) -> None:
    whole = (venue.folder / sealed).read_bytes()
    keys = venue.folder / f"{sealed}.keys.json"
    before = {path.name for path in venue.folder.iterdir()}
    spoilt = {
        "SEALED_NOT": b"RIFF" + whole[4:],
        "SEALED_SHORT": whole[:-1],
        "SEALED_LONG": whole + b"\0",
        "SEALED_DAMAGED": whole[:-1] + bytes([whole[-1] ^ 1]),
    }
    for code, data in spoilt.items():
        (venue.folder / sealed).write_bytes(data)
        english = venue.json(f"open {sealed} --as venue --out x.wav", 65)
        assert english["error"] == code and english["message"] and english["hint"]
    (venue.folder / sealed).write_bytes(whole)
    other = venue.json(f"open {sealed} --out x.wav --work {'0x' + '11' * 32}", 65)
    assert other["error"] == "SEALED_OTHER_WORK"
    assert venue.json("open song.wav --out x.wav", 65)["error"] == "SEALED_NOT"
    assert venue.json("open nothing --out x.wav", 65)["error"] == "FILE_NOT_FOUND"
    kept = keys.read_bytes()
    keys.unlink()
    assert venue.json(f"open {sealed} --out x.wav", 65)["error"] == "SEALED_UNKNOWN"
    found = wraps.from_bytes(kept)
    for wrap in found.wraps:  # a wrap for somebody else under one's own name, and none of one's own
        moved = wraps.KeysFile((replace(wrap, recipient=found.wraps[1].recipient),))
        keys.write_bytes(moved.to_bytes())
        if wrap.recipient != found.wraps[1].recipient:
            assert venue.json(f"open {sealed} --out x.wav", 65)["error"] == "WRAP_CLOSED"
    keys.write_bytes(found.without([found.wraps[1].recipient]).to_bytes())
    assert venue.json(f"open {sealed} --as venue --out x.wav", 77)["error"] == "NO_WRAP"
    keys.write_bytes(kept)
    assert {path.name for path in venue.folder.iterdir()} == before


def test_t67_recipients_come_and_go(lin: Shell, venue: Shell, tmp_path: Path) -> None:
    lin.people("hao")
    lin.run(f"seal song.wav --work {WORK} --out mine.sealed --as lin")
    before = (lin.folder / "mine.sealed").read_bytes()
    assert lin.json("seal add mine.sealed", 64)["error"] == "SEAL_FOR"
    added = lin.json("seal add mine.sealed --for venue --for hao --as lin")
    assert len(added["recipients"]) == 3 and (lin.folder / "mine.sealed").read_bytes() == before
    assert lin.json("open mine.sealed --out x.wav", 64)["error"] == "SEAL_AS"
    old_keys = (lin.folder / "mine.sealed.keys.json").read_bytes()
    removed = lin.run("seal remove mine.sealed --for hao --as lin")
    assert "keeps what he had" in removed.stderr and "--new-key" in removed.stderr
    assert lin.json("open mine.sealed --as hao --out x.wav", 77)["error"] == "NO_WRAP"
    assert lin.json("seal remove mine.sealed --for hao --as lin", 65)["error"] == "NOT_AMONG"
    assert lin.json("seal remove mine.sealed --for lin --as lin", 65)["error"] == "REMOVE_OWN"
    renewed = lin.json("seal remove mine.sealed --for venue --new-key anew.sealed --as lin")
    assert [row["name"] for row in renewed["recipients"]] == ["lin"]
    # The keys that they had open the old file, and not the new one.
    (venue.folder / "old.keys.json").write_bytes(old_keys)
    for name in ("mine.sealed", "anew.sealed"):
        hand_over(name, lin, venue)
    venue.run("open mine.sealed --keys old.keys.json --out kept.wav")
    assert venue.json("open anew.sealed --keys old.keys.json --out x.wav", 65)["error"] == "SEALED_UNKNOWN"
    lin.run("open anew.sealed --as lin --out same.wav")
    assert (lin.folder / "same.wav").read_bytes() == (lin.folder / "song.wav").read_bytes()


def _recipients(shell: Shell, line: str) -> list[str]:
    return [row["name"] for row in shell.json(line)["recipients"]]


def test_t68_an_old_keys_file_lets_nobody_in_again(lin: Shell, venue: Shell) -> None:
    lin.run(f"seal song.wav --work {WORK} --out stale.sealed --for venue --as lin")
    beside = lin.folder / "stale.sealed.keys.json"
    old = beside.read_bytes()
    lin.run("seal remove stale.sealed --for venue --as lin")
    beside.write_bytes(old)
    told = lin.run("seal remove stale.sealed --for venue --as lin", 65).stderr
    assert "has no key of this file" in told and "whom the data folder does not know of: venue" in told
    assert _recipients(lin, "seal add stale.sealed --for hao --as lin") == ["lin", "hao"]
    beside.write_bytes(old)
    renewed = "seal remove stale.sealed --for hao --new-key stale2.sealed --as lin"
    assert _recipients(lin, renewed) == ["lin"]
    hand_over("stale2.sealed", lin, venue)
    hand_over("stale2.sealed.keys.json", lin, venue)
    assert venue.json("open stale2.sealed --as venue --out x.wav", 77)["error"] == "NO_WRAP"


def _forged(keys: Path, recipient: str) -> None:
    """One wrap more, of random bytes, in a keys file."""
    found = wraps.from_bytes(keys.read_bytes())
    more = replace(found.wraps[0], recipient=recipient, wrapped=os.urandom(len(found.wraps[0].wrapped)))
    keys.write_bytes(found.with_wraps([more]).to_bytes())


def test_t68_a_forged_keys_file_chooses_nobody(lin: Shell, venue: Shell) -> None:
    forged = venue.json("key show venue")["address"]
    lin.run(f"seal song.wav --work {WORK} --out f.sealed --for hao --as lin")
    beside = lin.folder / "f.sealed.keys.json"
    _forged(beside, forged)
    told = lin.run("seal remove f.sealed --for hao --new-key f2.sealed --as lin")
    assert told.stdout.count("Can be opened by") == 1 and "Can be opened by lin" in told.stdout
    assert [
        wrap.recipient for wrap in wraps.from_bytes((lin.folder / "f2.sealed.keys.json").read_bytes()).wraps
    ] == [lin.json("key show lin")["address"]]
    shutil.move(lin.folder / "home" / "seals", lin.folder / "aside")
    try:  # the file beside is all there is: its list is shown, and asked about
        lin.run("seal remove f.sealed --for hao --as lin --yes")
        shutil.rmtree(lin.folder / "home" / "seals")
        _forged(beside, forged)
        for line in ("seal add f.sealed --for hao", "seal remove f.sealed --for venue --new-key f3.sealed"):
            refused = lin.run(f"{line} --as lin", 77).stderr
            assert "known from f.sealed.keys.json alone" in refused and f"venue ({forged})" in refused
        assert not (lin.folder / "f3.sealed").exists() and not (lin.folder / "home" / "seals").exists()
    finally:
        shutil.rmtree(lin.folder / "home" / "seals", ignore_errors=True)
        shutil.move(lin.folder / "aside", lin.folder / "home" / "seals")


def test_deleting_the_keys_deletes_the_work(lin: Shell) -> None:
    sealing = lin.json(f"seal song.wav --work {WORK} --out gone.sealed --as lin")["sealing"]
    assert lin.json("seal forget gone.sealed", 77)["error"] == "CONFIRMATION_NEEDED"
    assert "永久" in lin.run("seal forget gone.sealed --lang zh", 77).stderr
    assert "gone for good" in lin.run("seal forget gone.sealed --yes").stderr
    assert lin.json("open gone.sealed --out x.wav", 65)["error"] == "SEALED_UNKNOWN"
    assert not (lin.folder / "gone.sealed.keys.json").exists()
    assert sealing not in [row["sealing"] for row in lin.json("seal list")["sealed"]]


@pytest.mark.parametrize("name", ["sealing", "cid"])
def test_forgotten_by_its_id_or_its_address(lin: Shell, name: str, tmp_path: Path) -> None:
    """The keys file goes, too, wherever it was written; a copy that was carried away still opens it."""
    (lin.folder / name).mkdir()
    file, beside = f"{name}/f.sealed", lin.folder / name / "f.sealed.keys.json"
    done = lin.json(f"seal song.wav --work {WORK} --out {file} --as lin --store")
    copy = shutil.copy(beside, tmp_path)
    told = lin.run(f"seal forget {done[name]}", 77).stderr
    assert f"This keys file is deleted with them: {beside}" in told and "deal files" in told
    assert beside.exists()
    lin.run("store unpin " + done["cid"] + " --confirm")  # the shelf knows the address, too
    assert lin.json(f"seal forget {done[name]} --yes")["files"] == [str(beside)]
    assert not beside.exists() and not list((lin.folder / "home" / "seals").glob(f"{done['sealing']}*"))
    assert lin.json(f"open {file} --out x.wav", 65)["error"] == "SEALED_UNKNOWN"
    lin.run(f"open {file} --keys {copy} --out {tmp_path / 'back.wav'} --as lin")
    assert lin.json(f"seal forget {done['sealing']} --yes", 65)["error"] == "SEALED_UNKNOWN"


def test_forgetting_deletes_no_other_file(lin: Shell) -> None:
    """What lies by now where the keys file was is another's."""
    sealing = lin.json(f"seal song.wav --work {WORK} --out one.sealed --as lin")["sealing"]
    lin.run(f"seal song.wav --work {WORK} --out two.sealed --as lin")
    shutil.copy(lin.folder / "two.sealed.keys.json", lin.folder / "one.sealed.keys.json")
    assert lin.json(f"seal forget {sealing} --yes")["files"] == []
    assert (lin.folder / "one.sealed.keys.json").exists()


def test_sealed_into_the_store_and_opened_by_cid(lin: Shell) -> None:
    cid = lin.json(f"seal song.wav --work {WORK} --out stored.sealed --as lin --store")["cid"]
    (lin.folder / "stored.sealed").unlink()
    (lin.folder / "stored.sealed.keys.json").unlink()
    lin.run(f"open {cid} --as lin --out from-store.wav")
    assert (lin.folder / "from-store.wav").read_bytes() == (lin.folder / "song.wav").read_bytes()


def _small_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_full_disk_leaves_nothing(lin: Shell) -> None:
    before = {path.name for path in lin.folder.iterdir()}
    full = lin.json(f"seal song.wav --work {WORK} --as lin --out x.sealed", 69, limit=_small_disk)
    assert full["error"] == "FILE_UNWRITABLE"
    assert {path.name for path in lin.folder.iterdir()} == before


def test_ctrl_c_leaves_nothing(lin: Shell) -> None:
    with (lin.folder / "large.wav").open("wb") as file:
        file.truncate(1 << 31)
    command = [*PROGRAM, "seal", "large.wav", "--work", WORK, "--as", "lin", "--out", "large.sealed"]
    with subprocess.Popen(
        command, cwd=lin.folder, env=lin.environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, preexec_fn=hears_ctrl_c,
    ) as running:  # fmt: skip
        while not list(lin.folder.glob(".large.sealed*.part")) and running.poll() is None:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    os.unlink(lin.folder / "large.wav")
    assert running.returncode == 130, said
    assert not list(lin.folder.glob("*large*")) and not list(lin.folder.glob(".large*"))


@pytest.fixture(scope="module")
def song(ledger_shell: Shell) -> Iterator[str]:
    yield str(ledger_shell.json(REGISTER)["asset"])


@pytest.mark.anvil
@pytest.mark.slow
def test_the_key_travels_in_the_deal_file(ledger_shell: Shell, song: str) -> None:
    """From the registered song to the licensee's copy; and what is opened is compared with the ledger."""
    shell = ledger_shell
    assert shell.json("seal song.wav --work song.wav --out s.sealed")["work"] == song  # its registrant's key
    shell.run(DEAL)
    identity = shell.json("deal show deal.json")["deal"]
    shell.run("seal add s.sealed --deal deal.json --as lin")
    assert (
        "keys of sealed works" in shell.run("deal sign deal.json --as lin --as hao --as venue --yes").stdout
    )
    document = json.loads((shell.folder / "deal.json").read_bytes())
    venue = shell.json("key show venue")["address"]
    assert [wrap["recipient"] for wrap in document["keys"]] == [venue]
    assert shell.json("deal activate deal.json --as venue")["deal"] == identity  # nobody signs the keys
    shutil.rmtree(shell.folder / "home" / "seals")
    (shell.folder / "s.sealed.keys.json").unlink()
    opened = shell.json("open s.sealed --as venue --keys deal.json --out licensed.wav")
    assert opened["matches"] is True
    (shell.folder / "other.wav").write_bytes(b"another take")
    shell.run(f"seal other.wav --work {song} --as lin")
    assert shell.json("open other.wav.sealed --as lin --out o.wav", 1)["matches"] is False
    for change in ({"recipient": "0x" + "01" * 20}, {"wrapped": "0x01"}, {"more": 1}):
        spoilt = {**document, "keys": [document["keys"][0] | change]}
        (shell.folder / "spoilt.json").write_text(json.dumps(spoilt))
        shell.json(
            "open s.sealed --as venue --keys spoilt.json --out x.wav", 77 if "recipient" in change else 65
        )
