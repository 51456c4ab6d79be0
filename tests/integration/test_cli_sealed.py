"""songdeed register --sealed, reveal and record …: what is said, what is refused, what is cut off."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from ledger.core import record
from ledger.store.embedded import EmbeddedStore
from tests.shells import Shell, served

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]

SPLITS = "--split WRK:lin --split PRF:lin --split PHN:lin"


def seal(shell: Shell, name: str, more: str = "") -> dict[str, Any]:
    """Seal a file of that name, which is made."""
    (shell.folder / f"{name}.wav").write_bytes(name.encode() * 100)
    return shell.json(f"register {name}.wav --as lin --title {name} {SPLITS} --sealed {more}")


def home(shell: Shell) -> Path:
    return Path(shell.environment["SONGDEED_HOME"])


def kept(shell: Shell, asset: str) -> record.Record:
    return record.from_bytes((home(shell) / "sealed" / f"{asset}.json").read_bytes())


def test_t60_what_becomes_public_is_said_first(ledger_shell: Shell) -> None:
    (ledger_shell.folder / "open.wav").write_bytes(b"open")
    said = ledger_shell.run(f"register open.wav --as lin --title open {SPLITS}").stderr
    assert said.count("For ever public") == 1 and "authors" in said
    (ledger_shell.folder / "shut.wav").write_bytes(b"shut")
    said = ledger_shell.run(
        f"register shut.wav --as lin --title shut {SPLITS} --sealed --creator COMPOSER:林 --performer 豪"
    ).stderr
    assert (
        "For ever public" not in said and "songdeed record export" in said and "nobody, you included" in said
    )
    refused = ledger_shell.json("reveal shut.wav --as lin", 77)
    assert refused["error"] == "CONFIRMATION_NEEDED"
    assert ledger_shell.json("check shut.wav")["assets"][0]["sealed"] is True
    said = ledger_shell.run("reveal shut.wav --as lin --yes").stderr
    assert said.count("For ever public") == 1 and "“shut”" in said
    assert "Names in a record are public and stay so: 林, 豪" in said


def test_t61_every_record_has_a_salt_of_its_own(ledger_shell: Shell) -> None:
    done = seal(ledger_shell, "salted")
    salts = {kept(ledger_shell, asset).salt for asset in (done["asset"], *done["works"])}
    assert len(salts) == 2 and all(salt is not None and len(salt) == 66 for salt in salts)
    store = EmbeddedStore(home(ledger_shell) / "store")
    assert not store.has(done["cid"])
    assert seal(ledger_shell, "salted") == {**done, "already": True}
    other = ledger_shell.json(f"register salted.wav --as lin --title other {SPLITS} --sealed", 1)
    assert other["error"] == "SEALED_BEFORE" and done["asset"] in other["message"]
    openly = ledger_shell.json(f"register salted.wav --as lin --title salted {SPLITS}", 1)
    assert openly["error"] == "SEALED_BEFORE", "the digest would be public by mistake"
    assert ledger_shell.json(f"register salted.wav --as lin --title x {SPLITS} --sealed --store-audio", 64)


def test_t25_a_reveal_that_was_cut_off_goes_on(ledger_shell: Shell) -> None:
    done = seal(ledger_shell, "torn")
    store = home(ledger_shell) / "store"
    for work in ("torn.wav", done["asset"]):
        refused = ledger_shell.json(f"reveal {work} --as hao", 1)
        lin = ledger_shell.json("key show lin")["address"]
        assert refused["error"] == "NOT_THE_REGISTRANT" and lin in refused["message"]
    aside = store.rename(store.with_name("aside"))
    store.write_text("no folder: the record can't be stored")
    assert ledger_shell.json("reveal torn.wav --as lin --yes", 69)["error"] == "STORE_UNUSABLE"
    assert "revealed" not in ledger_shell.json(f"title {done['asset']}"), "the store was asked first"
    store.unlink()
    aside.rename(store)
    assert ledger_shell.json("reveal torn.wav --as lin --yes")["already"] is False
    again = ledger_shell.json("reveal torn.wav --as lin --yes")
    assert again["already"] is True and again["revealed"]["file"] == again["file"]
    assert EmbeddedStore(store).has(done["cid"])
    match = ledger_shell.json("check torn.wav")["assets"][0]
    assert match["record"] == "SEEN" and match["priority"] == done["time"]


def test_records_go_to_a_backup_and_come_back(ledger_shell: Shell) -> None:
    done = seal(ledger_shell, "kept")
    ids = {done["asset"], *done["works"]}
    written = ledger_shell.json("record export backup")
    assert ids <= set(written["records"])
    folder = ledger_shell.folder / "backup"
    assert (folder / f"{done['asset']}.json").stat().st_mode & 0o777 == 0o600
    shutil.move(home(ledger_shell) / "sealed", ledger_shell.folder / "lost")
    assert ledger_shell.json("record list")["records"] == []
    assert ledger_shell.json("check kept.wav", 1)["match"] is False
    assert ledger_shell.json(f"check kept.wav --asset {done['asset']}", 3)["match"] is None
    assert ledger_shell.json("reveal kept.wav --as lin", 3)["error"] == "NO_SEALED_RECORD"
    ledger_shell.run("record import " + " ".join(str(path) for path in sorted(folder.iterdir())))
    rows = {row["asset"]: row for row in ledger_shell.json("record list")["records"]}
    assert rows[done["asset"]] == {**rows[done["asset"]], "title": "kept", "state": "SEALED"}
    assert ledger_shell.json("check kept.wav")["assets"][0]["sealed"] is True


def test_a_record_that_was_altered_proves_nothing(ledger_shell: Shell) -> None:
    done = seal(ledger_shell, "forged")
    body = json.loads((home(ledger_shell) / "sealed" / f"{done['asset']}.json").read_bytes())
    body["titles"][0]["text"] = "another"
    forged = ledger_shell.folder / "forged.json"
    forged.write_bytes(json.dumps(body, sort_keys=True, separators=(",", ":")).encode())
    assert ledger_shell.json("check forged.wav --record forged.json", 1)["match"] is False
    (home(ledger_shell) / "sealed" / f"{done['asset']}.json").write_bytes(forged.read_bytes())
    assert ledger_shell.json("check forged.wav", 1)["match"] is False
    assert ledger_shell.json(f"reveal {done['asset']} --as lin", 65)["error"] == "NOT_ITS_RECORD"


def test_a_song_alone_is_revealed_by_its_record(ledger_shell: Shell) -> None:
    line = "register --type MUSICAL_WORK --as lin --title secret --split WRK:lin --sealed"
    song = ledger_shell.json(line)
    assert ledger_shell.json(line)["already"] is True
    done = ledger_shell.json(f"reveal {song['asset']} --as lin --yes")
    assert done["file"] is None and done["records"] == [song["asset"]] and done["already"] is False
    assert EmbeddedStore(home(ledger_shell) / "store").has(song["cid"])
    openly = ledger_shell.json("register --type MUSICAL_WORK --as lin --title known --split WRK:lin")
    refused = ledger_shell.json(f"reveal {openly['asset']} --as lin", 3)
    assert refused["error"] == "NO_SEALED_RECORD"


def test_a_server_has_nothing_of_what_is_sealed(ledger_shell: Shell, tmp_path: Path) -> None:
    """Neither the host's own sealed record nor that of who writes through it, until it is revealed."""
    own = seal(ledger_shell, "hosts")
    with served(ledger_shell, "--share", "network.json") as (url, _):
        shutil.copy(ledger_shell.folder / "network.json", tmp_path)
        far = Shell(tmp_path)
        far.people("lin")
        far.run("join network.json")
        theirs = seal(far, "far")
        EmbeddedStore(home(ledger_shell) / "store").put_block(kept(ledger_shell, own["asset"]).to_bytes())
        for sealed in (own, theirs):  # though that of the host is in his store by mistake
            assert httpx.get(f"{url}/v1/records/{sealed['cid']}").status_code == 404
            asked = {"party": "0x" + "77" * 20, "use": "RENT", "work": sealed["asset"], "territory": "CN"}
            assert "RECORD_NOT_SEEN" in httpx.get(f"{url}/v1/verdict", params=asked).json()["flags"]
        shutil.copy(far.folder / "far.wav", ledger_shell.folder)
        assert ledger_shell.json(f"check far.wav --asset {theirs['asset']}", 3)["match"] is None
        shown = far.json("reveal far.wav --as lin --yes")
        assert set(shown["records"]) == {theirs["asset"], *theirs["works"]}
        assert far.json("operation list")["operations"] == []
        given = httpx.get(f"{url}/v1/records/{theirs['cid']}").content
        assert record.from_bytes(given).titles[0].text == "far"
        told = httpx.get(f"{url}/v1/works/{theirs['asset']}").json()
        assert told["revealed"]["file"] == shown["file"] and told["priority"] == theirs["time"]
    match = ledger_shell.json("check far.wav")["assets"][0]
    assert match["asset"] == theirs["asset"] and match["record"] == "SEEN"


def test_what_may_be_stored_of_a_secret_work(ledger_shell: Shell) -> None:
    """Its sealed files, which belong to it; never its record, before it is revealed."""
    shell = ledger_shell
    done = seal(shell, "hidden")
    for line in ("store export hidden.wav --out x.car", f"pin status {done['asset']}"):
        refused = shell.json(line, 1)
        assert refused["error"] == "SEALED_NOTHING_STORED" and "record export" in refused["hint"]
    assert not (shell.folder / "x.car").exists()
    cid = shell.json(f"seal hidden.wav --work {done['asset']} --as lin --store")["cid"]
    assert shell.json(f"pin status {done['asset']}", 1)["works"][0]["roots"] == [cid]
    told = shell.json("store export hidden.wav --out hidden.car")
    assert told["roots"] == [cid] and told["left_out"] == []
    assert kept(shell, done["asset"]).to_bytes() not in (shell.folder / "hidden.car").read_bytes()
    store = home(shell) / "store"
    EmbeddedStore(store).put_block(kept(shell, done["asset"]).to_bytes())  # by mistake
    assert shell.json(f"pin status {done['asset']}", 1)["works"][0]["roots"] == [cid]
    EmbeddedStore(store).unpin(done["cid"])
    EmbeddedStore(store).unpin(cid)
    lost = [one for one in shell.json("store fsck", 1)["lost"] if one["cid"] == cid]
    assert lost == [{"cid": cid, "assets": [done["asset"]], "code": "STORE_MISSING"}]
    told = shell.json("store import hidden.car")
    assert told["roots"] == [{"cid": cid, "asset": None}] and shell.json("store fsck")["lost"] == []
    shell.run("reveal hidden.wav --as lin --yes")
    assert shell.json(f"pin status {done['asset']}", 1)["works"][0]["roots"][0] == done["cid"]


def test_a_sealed_work_goes_out_as_ciphertext_alone(ledger_shell: Shell) -> None:
    shell = ledger_shell
    asset = seal(shell, "locked")["asset"]
    done = shell.json(f"seal locked.wav --work {asset} --as lin --publish")
    opened = shell.json("open locked.wav.sealed --as lin --out locked-back.wav")
    assert opened["matches"] is True, "the salt of its tag is in the record at home"
    assert shell.json(f"store publish {asset}", 1)["error"] == "SEALED_AUDIO"
    assert shell.json("store fsck")["lost"] == [], "a record that is kept apart is not missed"
    with served(shell) as (url, _):
        handed = httpx.get(f"{url}/v1/audio/{done['cid']}")
    assert handed.status_code == 200 and handed.content == (shell.folder / "locked.wav.sealed").read_bytes()
    assert (shell.folder / "locked.wav").read_bytes()[:30] not in handed.content
