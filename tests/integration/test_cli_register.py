"""songdeed register in all its forms, and what it says of its mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger.core import record
from ledger.core.rights import AssetType
from ledger.store.embedded import EmbeddedStore
from tests.shells import REGISTER, Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]

SONG = "register --type MUSICAL_WORK --as lin --split WRK:lin=60,hao=40 --title"


def stored(shell: Shell, cid: str) -> bytes:
    return b"".join(EmbeddedStore(Path(shell.environment["SONGDEED_HOME"]) / "store").read(cid))


def test_document(ledger_shell: Shell) -> None:
    done = ledger_shell.json(REGISTER)
    assert done.keys() == {
        "asset", "works", "cid", "file_cid", "transaction", "block", "time", "time_iso", "already", "local",
    }  # fmt: skip
    assert done["block"].keys() == {"number", "hash"} and done["already"] is False
    main = record.from_bytes(stored(ledger_shell, done["cid"]))
    assert main.type is AssetType.SOUND_RECORDING and main.titles[0].text == "连城一家"
    assert main.files[0].cid == done["file_cid"]
    home = EmbeddedStore(Path(ledger_shell.environment["SONGDEED_HOME"]) / "store")
    assert not home.has(done["file_cid"]), "the audio stays with its owner unless he says otherwise"
    again = ledger_shell.json(REGISTER)
    assert again == {**done, "already": True}


def test_audio_is_stored_when_asked_for(ledger_shell: Shell) -> None:
    (ledger_shell.folder / "kept.wav").write_bytes(b"audio" * 200_000)
    line = (
        "register kept.wav --as lin --title K --split WRK:lin --split PRF:lin --split PHN:lin --store-audio"
    )
    done = ledger_shell.json(line)
    assert stored(ledger_shell, done["file_cid"]) == b"audio" * 200_000


def test_song_alone_and_its_recording(ledger_shell: Shell) -> None:
    song = ledger_shell.json(f"{SONG} 茉莉 --creator COMPOSER:林 --creator 'Hao,died=1955' --language zh")
    assert song["works"] == [] and song["file_cid"] is None
    body = json.loads(stored(ledger_shell, song["cid"]))
    assert body["creators"] == [
        {"name": "林", "role": "COMPOSER"},
        {"died": "1955", "name": "Hao", "role": "AUTHOR"},
    ]
    (ledger_shell.folder / "take.wav").write_bytes(b"take" * 100)
    line = (
        f"register take.wav --as bo --title 茉莉 --embodies {song['asset']} --split PRF:bo,hao --split PHN:bo"
    )
    take = ledger_shell.json(f"{line} --performer VOCALIST:郝 --isrc US-S1Z-99-00001 --fixed 2026-02 --no-ai")
    assert take["works"] == [song["asset"]]
    answer = ledger_shell.json("may venue DOWNLOAD take.wav CN", 1)
    assert {layer["layer"] for layer in answer["layers"]} == {"WRK", "PRF", "PHN"}
    body = json.loads(stored(ledger_shell, take["cid"]))
    assert body["identifiers"] == [{"kind": "ISRC", "value": "USS1Z9900001"}]
    assert body["dates"] == {"fixed": "2026-02"} and len(body["training"]) == 4


def test_video_and_album(ledger_shell: Shell) -> None:
    song = ledger_shell.json(f"{SONG} 视频里的歌")["asset"]
    (ledger_shell.folder / "clip.mp4").write_bytes(b"clip" * 100)
    line = f"register clip.mp4 --type AUDIOVISUAL --as lin --title V --embodies {song} --split AVP:lin"
    video = ledger_shell.json(line)
    layers = ledger_shell.json("may venue AV_SCREENING clip.mp4 CN", 1)["layers"]
    assert {layer["layer"] for layer in layers} == {"AVP", "WRK"}
    whole = f"register {'{}'} --type AUDIOVISUAL --as lin --title V --split AVP:lin --contains"
    (ledger_shell.folder / "live.mp4").write_bytes(b"live" * 100)
    ledger_shell.run(f"{whole.format('live.mp4')} {ledger_shell.json(REGISTER)['asset']}")
    deal = "deal new live.mp4 --to venue --use SYNC_AV --territory CN --from 2026-01-01 --until open"
    assert ledger_shell.json(deal)["lines"] == 4, "the video, the recording in it, the song in that"
    album = ledger_shell.json(
        f"register --type COMPILATION --as lin --title 专辑 --contains {video['asset']} --upc 036000291452"
    )
    assert album["file_cid"] is None and album["asset"] != video["asset"]
    rows = ledger_shell.json(f"title {album['asset']}")["titles"]
    assert {row["layer"] for row in rows} <= {"AVP", "WRK"}, "an album has no layer of its own"
    said = ledger_shell.json(f"title confirm {album['asset']} --layer AVP --as lin", 65)
    assert said["error"] == "NO_SUCH_LAYER", "its tracks' titles are not its own"
    wrong = (
        f"register song.wav --as lin --title W --split PRF:lin --split PHN:lin --embodies {video['asset']}"
    )
    assert ledger_shell.json(wrong, 65)["error"] == "LINK_TARGET"


@pytest.mark.parametrize(
    ("line", "exit_code", "error"),
    [
        ("register --as lin --title A", 64, "REGISTER_NOTHING"),
        ("register --as lin --title A --type SOUND_RECORDING", 64, "REGISTER_FILE_NEEDED"),
        ("register --as lin --title A --type SYMPHONY", 64, "UNKNOWN_TYPE"),
        ("register song.wav --as lin", 64, "USAGE"),
        ("register song.wav --as nobody --title A --split WRK:lin", 65, "UNKNOWN_KEY"),
        ("register song.wav --as lin --title A --split WRK:lin", 65, "SPLIT_LAYER_MISSING"),
        ("register song.wav --as lin --title A", 65, "SPLIT_LAYER_MISSING"),
        ("register song.wav --as lin --title A --split WRK:lin=50,hao", 65, "SPLIT_MIXED"),
        ("register song.wav --as lin --title A --split XYZ:lin", 65, "SPLIT_LAYER_UNKNOWN"),
        ("register song.wav --as lin --title A --split WRK:0x12", 65, "BAD_ADDRESS"),
        (f"{SONG} A --split PRF:lin", 65, "SPLIT_LAYER_EXTRA"),
        (f"{SONG} A --creator COOK:lin", 65, "CREDIT_ROLE"),
        (f"{SONG} A --creator COMPOSER:", 65, "CREDIT_SYNTAX"),
        (f"{SONG} A --creator 'Lin,born=1900'", 65, "CREDIT_SYNTAX"),
        (f"{SONG} A --iswc T-034.524.680-9", 65, "IDENTIFIER_CHECK"),
        (f"{SONG} A --published 2026-13", 65, "BAD_PARTIAL_DATE"),
        (f"{SONG} A --embodies 0x12", 65, "BAD_HASH"),
    ],
)
def test_mistakes(ledger_shell: Shell, line: str, exit_code: int, error: str) -> None:
    said = ledger_shell.json(line, exit_code)
    assert said["error"] == error and said["exit"] == exit_code
    assert said["message"] and said["hint"]


def test_checksummed_address(ledger_shell: Shell) -> None:
    right = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"  # EIP-55's own example
    wrong = right.replace("5aA", "5Aa")
    mistyped = ledger_shell.json(f"may {wrong} STREAM_ONDEMAND song.wav CN", 65)
    assert mistyped["error"] == "ADDRESS_CHECKSUM" and "mistyped" in mistyped["message"]
    assert (
        ledger_shell.json(f"may {right.lower()} STREAM_ONDEMAND deal.x CN", 65)["error"] == "FILE_NOT_FOUND"
    )
    ledger_shell.json(f"{SONG} 给别人 --split WRK:{right}", 65)
    line = f"register --type LYRICS --as lin --title 词 --split WRK:{right}"
    assert ledger_shell.json(line)["asset"]
