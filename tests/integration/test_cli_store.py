"""What is in the store: taken out, brought in, lost and found, on a real ledger (THREATS 57, 59, 87)."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.core import car
from ledger.core.cid import RAW, Cid
from ledger.core.hashing import digest
from ledger.core.unixfs import UNIXFS_2025
from tests.shells import PROGRAM, REGISTER, Shell, hears_ctrl_c, served

AUDIO = hashlib.shake_256(b"store").digest(600_000)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    found = Shell(tmp_path_factory.mktemp("store"))
    (found.folder / "song.wav").write_bytes(AUDIO)
    found.run("init")
    found.people("lin", "hao")
    found.song = found.json(f"{REGISTER} --store-audio")  # type: ignore[attr-defined]
    yield found
    found.stop()


@pytest.fixture
def song(shell: Shell) -> dict[str, str]:
    found: dict[str, str] = shell.song  # type: ignore[attr-defined]
    return found


def blocks(shell: Shell) -> Path:
    return shell.folder / "home" / "store" / "blocks"


def stored(shell: Shell) -> list[Path]:
    return sorted(path for path in blocks(shell).rglob("*") if path.is_file())


def block(shell: Shell, data: bytes) -> Path:
    return next(blocks(shell).rglob(digest(data).cid))


def test_get(shell: Shell, song: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "copy.wav"
    assert shell.json(f"store get {song['file_cid']} --out {out}")["size"] == len(AUDIO)
    assert out.read_bytes() == AUDIO
    assert shell.json(f"store get {song['file_cid']} --out {out}", 65)["error"] == "FILE_EXISTS"
    assert shell.json(f"store get nonsense --out {tmp_path / 'x'}", 65)["error"] == "CID_SYNTAX"
    assert [path.name for path in tmp_path.iterdir()] == ["copy.wav"]


def test_t57_nothing_wrong_reaches_the_file(shell: Shell, song: dict[str, str], tmp_path: Path) -> None:
    last = block(shell, AUDIO[2 * 262_144 :])
    good = last.read_bytes()
    last.write_bytes(b"\0" + good[1:])
    answer = shell.json(f"store get {song['file_cid']} --out {tmp_path / 'copy.wav'}", 69)
    assert answer["error"] == "BLOCK_MISMATCH"
    assert list(tmp_path.iterdir()) == []
    last.write_bytes(good)


def test_interrupted(shell: Shell, song: dict[str, str], tmp_path: Path) -> None:
    slow = block(shell, AUDIO[2 * 262_144 :])
    good = slow.read_bytes()
    slow.unlink()
    os.mkfifo(slow)  # reading waits for ever, as on a disk that hangs
    command = [*PROGRAM, "store", "get", song["file_cid"], "--out", str(tmp_path / "copy.wav")]
    with subprocess.Popen(
        command, cwd=shell.folder, env=shell.environment, text=True, stderr=subprocess.PIPE,
        preexec_fn=hears_ctrl_c,
    ) as process:  # fmt: skip
        until = time.monotonic() + 60
        while not list(tmp_path.iterdir()):
            assert time.monotonic() < until
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    slow.unlink()
    slow.write_bytes(good)
    assert process.returncode == 130 and "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_car_out_and_in(shell: Shell, song: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "song.car"
    told = shell.json(f"store export song.wav --out {file}")
    of_song = told["roots"][-1]
    assert told["roots"] == [song["cid"], song["file_cid"], of_song] and told["left_out"] == []
    with file.open("rb") as source:
        assert [str(root) for root in car.Reader(source.read).roots] == told["roots"]
    other = Shell(tmp_path, home=tmp_path / "other")
    other.environment["SONGDEED_HOME"] = str(tmp_path / "other")
    other.run("init")
    try:
        brought = other.json(f"store import {file}")["roots"]
        assert brought == [
            {"cid": song["cid"], "asset": song["asset"]},
            {"cid": song["file_cid"], "asset": None},
            {"cid": of_song, "asset": song["works"][0]},
        ]
        assert other.json(f"store get {song['file_cid']} --out got.wav")["size"] == len(AUDIO)
        assert other.json("store fsck")["read"] == 3
        assert other.json(f"store import {file}")["roots"] == brought
    finally:
        other.stop()


def test_cars_that_are_refused_leave_nothing(shell: Shell, song: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "song.car"
    shell.run(f"store export {song['asset']} --out {file}")
    data = file.read_bytes()
    extra = hashlib.sha256(b"extra").digest()
    lacking = car.header([Cid(0x55, extra)])
    before = stored(shell)
    for broken, code in (
        (data[:-1], "CAR_TRUNCATED"),
        (data[:-1] + bytes([data[-1] ^ 1]), "CAR_BLOCK"),
        (lacking + car.section(Cid(0x55, hashlib.sha256(b"other").digest()), b"other"), "CAR_LACKS"),
        (b"RIFF" + data, "CAR_SECTION"),
        (b"", "CAR_HEADER"),
    ):
        (tmp_path / "bad.car").write_bytes(broken)
        answer = shell.json(f"store import {tmp_path / 'bad.car'}", 65)
        assert answer["error"] in (code, "CAR_HEADER")
    assert stored(shell) == before
    junk = [hashlib.shake_256(bytes([number])).digest(1 << 20) for number in range(3)]
    more = b"".join(car.section(Cid(RAW, hashlib.sha256(each).digest()), each) for each in junk)
    (tmp_path / "bad.car").write_bytes(data + more)
    shell.run(f"store import {tmp_path / 'bad.car'}")
    assert stored(shell) == before, "what no root leads to is not kept"
    assert shell.json(f"store import {tmp_path / 'none.car'}", 65)["error"] == "FILE_NOT_FOUND"
    assert shell.json(f"store import {tmp_path}", 65)["error"] == "FILE_IS_DIRECTORY"


def test_t59_what_is_lost_is_named_with_its_work(shell: Shell, song: dict[str, str]) -> None:
    whole = shell.json("store fsck")
    assert whole["lost"] == [] and whole["read"] >= 3  # two records and the audio
    leaf = block(shell, AUDIO[:262_144])
    good = leaf.read_bytes()
    leaf.unlink()
    found = shell.json("store fsck", 1)["lost"]
    assert found == [{"cid": song["file_cid"], "assets": [song["asset"]], "code": "STORE_MISSING"}]
    assert song["asset"] in shell.run("store fsck", 1).stdout
    leaf.write_bytes(good)


def test_t59_a_store_that_was_lost_altogether(shell: Shell, song: dict[str, str]) -> None:
    store, aside = shell.folder / "home" / "store", shell.folder / "aside"
    store.rename(aside)
    lost = shell.json("store fsck", 1)["lost"]
    assert {one["assets"][0] for one in lost} == {song["asset"], *song["works"]}
    for path in sorted(store.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    store.rmdir()
    aside.rename(store)
    assert shell.json("store fsck")["lost"] == []


def test_t59_a_work_without_copies_is_an_alarm(shell: Shell, song: dict[str, str], tmp_path: Path) -> None:
    """Whether or not a replica was ever named: what should have copies is what is here."""
    told = shell.run("pin status", 1)
    assert "what is in your store is nowhere else" in told.stdout
    assert f"ALARM: {song['asset']} has 0 good copies" in told.stdout
    shell.run("replica add attic --node /ip4/127.0.0.1/tcp/1/http")
    works = shell.json("pin status", 1)["works"]
    assert [(one["asset"], one["copies"]) for one in works] == [(song["asset"], [])], "its song goes with it"
    shell.run("replica remove attic")
    alone = Shell(tmp_path, home=tmp_path / "alone")
    alone.run("init")
    try:
        assert alone.json("pin status") == {"works": [], "wanted": 2, "alarm": False, "local": True}
        alone.people("lin", "hao")
        asset = alone.json(f"{REGISTER} --sealed")["asset"]
        assert alone.json("pin status")["works"] == [], "a secret record is not to be elsewhere"
        alone.run(f"seal song.wav --work {asset} --as lin --store")
        assert [one["asset"] for one in alone.json("pin status", 1)["works"]] == [asset]
    finally:
        alone.stop()


def test_the_other_import_profile(shell: Shell) -> None:
    (shell.folder / "other.wav").write_bytes(AUDIO + b"other")
    wanted = digest(AUDIO + b"other", UNIXFS_2025).cid
    told = shell.json("cid other.wav --profile unixfs-v1-2025")
    assert (told["cid"], told["profile"]) == (wanted, "unixfs-v1-2025")
    assert shell.json("cid other.wav")["cid"] != wanted
    line = REGISTER.replace("song.wav", "other.wav") + " --store-audio --profile unixfs-v1-2025"
    asset = shell.json(line)
    assert asset["file_cid"] == wanted
    assert shell.json(f"store export {asset['asset']} --out {shell.folder / 'other.car'}")["left_out"] == []
    assert shell.json("cid other.wav --profile x", 64)["error"] == "UNKNOWN_PROFILE"


def test_unpin_frees_and_keeps_what_others_need(shell: Shell, song: dict[str, str]) -> None:
    both = AUDIO[:262_144] + b"a coda"
    (shell.folder / "short.wav").write_bytes(both)
    added = shell.json(REGISTER.replace("song.wav", "short.wav") + " --store-audio")
    assert shell.json(f"store unpin {added['file_cid']}", 77)["error"] == "CONFIRMATION_NEEDED"
    freed = shell.json(f"store unpin {added['file_cid']} --confirm")["freed"]
    assert 6 <= freed < 1000  # the coda and the node above it; the first chunk is another song's too
    assert shell.json(f"store get {song['file_cid']} --out {shell.folder / 'again.wav'}")["size"] == len(
        AUDIO
    )
    assert shell.json("store status")["pins"] >= 3


def test_audio_is_served_when_its_creator_says_so(shell: Shell, song: dict[str, str]) -> None:
    (shell.folder / "public.wav").write_bytes(AUDIO + b"public")
    line = REGISTER.replace("song.wav", "public.wav")
    added = shell.json(f"{line} --public-audio")
    with served(shell) as (url, _):

        def get(cid: str) -> int:
            try:
                with urllib.request.urlopen(f"{url}/v1/audio/{cid}", timeout=30) as answer:
                    assert hashlib.sha256(answer.read()).hexdigest()
                    return int(answer.status)
            except urllib.error.HTTPError as error:
                error.close()
                return error.code

        assert get(added["file_cid"]) == 200
        assert get(song["file_cid"]) == 404  # stored, but nobody said so
        assert shell.json("store publish song.wav")["cids"] == [song["file_cid"]]
        assert get(song["file_cid"]) == 200
        assert shell.json(f"store unpublish {song['file_cid']}")["was_public"] is True
        assert get(song["file_cid"]) == 404
    (shell.folder / "home" / "keys").rename(shell.folder / "keys")
    shell.people("stranger")
    assert shell.json(f"store publish {song['asset']}", 1)["error"] == "NOT_REGISTRANT"
    shutil.rmtree(shell.folder / "home" / "keys")
    (shell.folder / "keys").rename(shell.folder / "home" / "keys")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Lin 11010519491231002X", "PERSONAL_ID"),
        ("林 138 0013 8000", "PERSONAL_PHONE"),
        ("lin@example.org", "PERSONAL_MAIL"),
        ("林 微信 linx88", "PERSONAL_ACCOUNT"),
    ],
)
def test_t60_no_personal_data_in_a_record(shell: Shell, name: str, code: str) -> None:
    line = "register other.wav --as lin --title Z --split WRK:lin --split PRF:lin --split PHN:lin"
    answer = shell.json(f"{line} --performer '{name}'", 65)
    assert answer["error"] == code
    assert shell.json(line.replace("Z", f"'{name}'"), 65)["error"] == code


def test_t60_an_address_of_mail_is_published_when_its_owner_agrees(shell: Shell) -> None:
    line = "register --type LYRICS --as lin --title Mail --split WRK:lin --contact mailto:ask@music.example"
    assert shell.json(line, 77)["error"] == "CONFIRMATION_NEEDED"
    said = shell.run(f"{line} --yes").stderr
    assert "mailto:ask@music.example stands in the record, which will be public for ever" in said


def test_t60_names_are_published_after_a_warning(shell: Shell) -> None:
    line = "register other.wav --as lin --title Z --split WRK:lin --split PRF:lin --split PHN:lin"
    assert "阿浩" in shell.run(f"{line} --performer 阿浩 --contest").stderr
