"""songdeed change …: people who never sit at one desk sign a change of a title."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.shells import REGISTER, Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def bo(shell: Shell, tmp_path: Path) -> Shell:
    """Bo on another computer, who has a key and no chain."""
    folder = tmp_path / "bo"
    folder.mkdir()
    other = Shell(folder)
    other.people("bo")
    return other


def hand(one: Shell, other: Shell, name: str, new: str | None = None) -> None:
    shutil.copyfile(one.folder / name, other.folder / (new or name))


def test_an_assignment_signed_apart(shell: Shell, bo: Shell) -> None:
    shell.run("init")
    shell.people("lin", "hao")
    shell.run(REGISTER)
    buyer = bo.json("key list")["keys"][0]["address"]
    half = f"assign song.wav --split PHN:lin=50,hao=40,{buyer}=10"
    said = shell.json(f"{half} --as lin --yes", 2)
    assert said["error"] == "CHANGE_SIGNATURES" and said["path"] == "change.json"
    assert set(said["missing"]) == {*said["signers"]} - {shell.json("key list")["keys"][1]["address"]}
    hand(shell, bo, "change.json")
    assert "60 % → 50 %" in bo.run("change show change.json").stdout
    assert bo.json("change sign change.json --as bo", 77)["error"] == "CONFIRMATION_NEEDED"
    bo.run("change sign change.json --as bo --yes")
    hand(bo, shell, "change.json", "from-bo.json")
    said = shell.json("change send change.json from-bo.json", 2)
    assert said["missing_names"] == ["hao"]
    assert shell.json("change merge change.json from-bo.json")["missing_names"] == ["hao"]
    assert shell.json("change sign change.json --as nobody --yes", 65)["error"] == "UNKNOWN_KEY"
    shell.run("change sign change.json --as hao --yes")
    sent = shell.json("change send change.json")
    assert sent["status"] == "RECORDED" and sent["missing"] == []
    rows = [row for row in shell.json("title song.wav")["titles"] if row["layer"] == "PHN"]
    assert rows[-1]["version"] == 1 and buyer in {share["holder"] for share in rows[-1]["shares"]}
    assert shell.json("change send change.json", 1)["error"] == "CONTRACT_TITLE_MOVED", "not twice"


def test_who_signed_takes_it_back(shell: Shell, bo: Shell) -> None:
    shell.run("init")
    shell.people("lin", "hao")
    shell.run(REGISTER)
    buyer = bo.json("key list")["keys"][0]["address"]
    shell.json(f"assign song.wav --split WRK:lin=50,{buyer}=50 --as lin --yes", 2)
    hand(shell, bo, "change.json")
    bo.run("change sign change.json --as bo --yes")
    assert shell.json("change cancel change.json --as hao --yes", 1)["error"] == "NOT_A_SIGNER"
    shell.run("change cancel change.json --as lin --yes")
    hand(bo, shell, "change.json", "from-bo.json")
    assert shell.json("change send change.json from-bo.json", 1)["error"] == "CONTRACT_CANCELLED"
    # Another draft never overwrites a file that may bear signatures.
    again = shell.json(f"assign song.wav --split WRK:lin=60,{buyer}=40 --as lin --yes", 2)
    assert again["path"] == "change.json" and len(list(shell.folder.glob("change-*.json"))) == 1
    assert shell.json("change merge change.json from-bo.json", 65)["error"] == "CHANGES_DIFFER"


def test_a_member_assigns_with_the_society(shell: Shell) -> None:
    """Units leave a society with its signature, or to somebody who is its member as well."""
    shell.run("init")
    shell.people("lin", "hao", "bo", "society")
    shell.run(REGISTER)
    term = "--use KARAOKE_VENUE --territory CN --from 2026-01-01 --until 2099-12-31 --layer WRK"
    for giver in ("lin", "bo"):
        shell.run(f"mandate new {giver} --to society --kind collective {term} --out {giver}.json")
        if giver == "lin":
            shell.run("mandate sign lin.json --as lin --as society --yes")
            shell.run("mandate activate lin.json")
    half = "assign song.wav --split WRK:lin=50,bo=50 --as lin --as bo --yes"
    assert shell.json(half, 2)["missing_names"] == ["society"]
    shell.run("mandate sign bo.json --as bo --as society --yes")
    shell.run("mandate activate bo.json")
    assert shell.json(half)["version"] == 1, "Bo has given the society as much"


def test_a_file_that_was_altered(shell: Shell, bo: Shell) -> None:
    shell.run("init")
    shell.people("lin", "hao")
    shell.run(REGISTER)
    buyer = bo.json("key list")["keys"][0]["address"]
    shell.json(f"assign song.wav --split WRK:lin=50,{buyer}=50 --as lin --yes", 2)
    whole = json.loads((shell.folder / "change.json").read_text())
    shares = whole["change"]["title"]["shares"]
    shares[0]["units"] = "1"
    (bo.folder / "change.json").write_text(json.dumps(whole))
    assert bo.json("change sign change.json --as bo --yes", 65)["error"] == "CHANGEFILE_ALTERED"
    (bo.folder / "change.json").write_text("{}")
    assert bo.json("change show change.json", 65)["error"] == "CHANGEFILE_SHAPE"
