"""The session of the first issue, exactly as a person types it, in real processes on the real chain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.core import strictjson
from tests.shells import DEAL, MAY, REGISTER, Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    found = Shell(tmp_path, processes=True)
    yield found
    found.stop()


def test_session(shell: Shell) -> None:
    shell.started = True
    shell.run("init")
    assert "already" in shell.run("init").stdout
    for name in ("lin", "hao", "venue"):
        shell.run(f"key new {name}")
    registered = shell.json(REGISTER)
    assert (
        registered["local"] is True and registered["cid"].startswith("bafk") and len(registered["works"]) == 1
    )
    assert shell.json(REGISTER)["already"] is True
    assert shell.json("check song.wav")["match"] is True
    no = shell.json(MAY, 1)
    assert no["verdict"] == "NOT_AUTHORISED" and no["codes"] == ["NO_GRANT"]
    assert {layer["layer"] for layer in no["layers"]} == {"WRK", "PRF", "PHN"}
    made = shell.json(DEAL)
    assert made["lines"] == 3 and sorted(made["missing_names"]) == ["hao", "lin", "venue"]
    shell.run("deal sign deal.json --as lin --yes")
    shell.run("deal sign deal.json --as hao --yes")
    assert shell.json("deal activate deal.json --as lin", 2)["error"] == "SIGNATURES_MISSING"
    assert shell.json("deal status deal.json", 2)["missing_names"] == ["venue"]
    shell.run("deal sign deal.json --as venue --yes")
    shell.run("deal activate deal.json --as venue")
    assert "already" in shell.run("deal activate deal.json --as venue").stdout
    yes = shell.json(MAY)
    assert yes["verdict"] == "AUTHORISED" and len(yes["chain"]) == 6 and yes["block"]["number"] > 0
    assert shell.json("may venue STREAM_ONDEMAND song.wav JP", 1)["codes"] == ["OUT_OF_SCOPE"]
    assert "连城" not in shell.run("title song.wav").stderr
    assert shell.json("cid song.wav")["cid"] == registered["file_cid"]
    assert shell.json("deal status deal.json")["status"] == "ACTIVE"
    shell.run("terminate deal.json --as lin --yes")
    assert shell.json(MAY, 1)["codes"] == ["REVOKED"]
    shell.run("chain stop")
    assert shell.json(MAY, 1)["codes"] == ["REVOKED"], "the chain is started again where it is needed"


def test_mistakes_are_errors_of_their_own(shell: Shell) -> None:
    assert shell.json("check song.wav", 65)["error"] == "NOT_INITIALISED"
    shell.run("init")
    for name in ("lin", "venue"):
        shell.run(f"key new {name}")
    (shell.folder / "empty.wav").touch()
    assert shell.json("check empty.wav", 65)["error"] == "FILE_EMPTY"
    for line in ("key restore empty.wav", "deal show empty.wav", "join empty.wav"):
        nothing = shell.json(line, 65)
        assert nothing["error"] == "DOCUMENT_EMPTY" and "music" not in nothing["hint"]
    assert shell.json("check nowhere.wav", 65)["error"] == "FILE_NOT_FOUND"
    assert shell.json("check .", 65)["error"] == "FILE_IS_DIRECTORY"
    assert shell.json("nonsense", 64)["error"] == "USAGE"
    assert shell.json("may venue WHISTLING song.wav CN", 64)["error"] == "UNKNOWN_USE"
    assert shell.json("may venue STREAM_ONDEMAND song.wav XX", 64)["error"] == "UNKNOWN_TERRITORY"
    unknown = shell.json(MAY, 3)
    assert unknown["verdict"] == "INDETERMINATE" and unknown["codes"] == ["UNKNOWN_ASSET"]
    assert shell.json("title song.wav", 3)["error"] == "UNKNOWN_WORK"
    short = "register song.wav --as lin --title A --split WRK:lin=99 --split PRF:lin=100 --split PHN:lin=100"
    assert shell.json(short, 65)["error"] == "SPLIT_SUM"
    lacking = "register song.wav --as lin --title A --split WRK:lin=100"
    assert shell.json(lacking, 65)["error"] == "SPLIT_LAYER_MISSING"
    shell.run(
        "register song.wav --as lin --title A --split WRK:lin=100 --split PRF:lin=100 --split PHN:lin=100"
    )
    shell.environment["SONGDEED_PASSWORD"] = "wrong"
    shell.run(DEAL)
    assert shell.json("deal sign deal.json --as lin --yes", 77)["error"] == "WRONG_PASSWORD"
    path = shell.folder / "deal.json"
    path.write_bytes(path.read_bytes().replace(b'"usage":"16"', b'"usage":"48"'))
    assert shell.json("deal show deal.json", 65)["error"] == "DEALFILE_ALTERED"
    assert strictjson.loads(path.read_bytes(), max_bytes=1 << 20)
    flipped = bytearray((shell.folder / "song.wav").read_bytes())
    flipped[1000] ^= 1
    (shell.folder / "flipped.wav").write_bytes(flipped)
    assert shell.json("check flipped.wav", 1)["match"] is False


def test_rival_claim(shell: Shell) -> None:
    shell.run("init")
    for name in ("lin", "thief"):
        shell.run(f"key new {name}")
    split = "--title A --split WRK:{0}=100 --split PRF:{0}=100 --split PHN:{0}=100"
    shell.run(f"register song.wav --as lin {split.format('lin')}")
    assert shell.json(f"register song.wav --as thief {split.format('thief')}", 1)["error"] == "FILE_CLAIMED"
    rival = shell.json(f"register song.wav --as thief --contest {split.format('thief')}")
    answer = shell.json("may thief STREAM_ONDEMAND song.wav CN", 3)
    assert answer["codes"] == ["SEVERAL_CLAIMS"] and len(answer["answers"]) == 2
    own = shell.json(f"may thief STREAM_ONDEMAND song.wav CN --asset {rival['asset']}", 2)
    assert "EARLIER_CLAIM" in own["codes"] and own["verdict"] == "CONDITIONAL"
