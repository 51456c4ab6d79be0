"""songdeed title, assign: who owns what, and how that changes."""

from __future__ import annotations

import pytest

from tests.shells import DEAL, MAY, REGISTER, Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(300)]


def test_titles_change_hands(shell: Shell) -> None:
    shell.run("init")
    shell.people("lin", "hao", "venue", "bo")
    shell.run(REGISTER)
    confirmed = {row["layer"]: row["confirmed"] for row in shell.json("title song.wav")["titles"]}
    assert confirmed == {"WRK": False, "PRF": False, "PHN": False}
    own = "may hao SYNC_AV song.wav CN"
    assert "TITLE_UNCONFIRMED" in shell.json(own, 1)["codes"]
    assert shell.json("title confirm song.wav --layer PRF --as hao")["confirmed"] is True
    assert shell.json("title confirm song.wav --layer PRF --as hao")["already"] is True
    assert "TITLE_UNCONFIRMED" not in shell.json(own, 1)["codes"]
    assert shell.json("title confirm song.wav --layer WRK --as hao", 65)["error"] == "CONTRACT_NOT_A_HOLDER"
    assert shell.json("title confirm song.wav --layer AVP --as hao", 65)["error"] == "NO_SUCH_LAYER"
    assert shell.json("title confirm song.wav --layer XYZ --as hao", 64)["error"] == "SPLIT_LAYER_UNKNOWN"
    replaced = shell.json("title replace song.wav --split PHN:lin=50,hao=50 --as lin")
    assert replaced["version"] == 1 and replaced["confirmed"] is False
    said = shell.json("title replace song.wav --split PRF:lin=50,hao=50 --as lin", 1)
    assert said["error"] == "CONTRACT_TITLE_LOCKED", "Hao has signed it"
    said = shell.json("title replace song.wav --split WRK:hao=100 --as hao", 65)
    assert said["error"] == "CONTRACT_BAD_SIGNATURE", "only its registrant"


def test_assignment_and_the_licences_before_it(shell: Shell) -> None:
    shell.run("init")
    shell.people("lin", "hao", "venue", "bo")
    shell.run(REGISTER)
    shell.run(DEAL)
    shell.run("deal sign deal.json --as lin --as hao --as venue --yes")
    shell.run("deal activate deal.json")
    shell.run(DEAL.replace("deal.json", "later.json"))
    shell.run("deal sign later.json --as lin --as hao --as venue --yes")
    half = "assign song.wav --split WRK:lin=50,bo=50"
    assert shell.json(f"{half} --as lin --yes", 2)["error"] == "CHANGE_SIGNATURES"
    assert shell.json(f"{half} --as lin --as bo", 77)["error"] == "CONFIRMATION_NEEDED"
    done = shell.json(f"{half} --as lin --as bo --yes")
    assert done["confirmed"] is True and done["version"] == 1 and done["block"]["hash"]
    assert shell.json(MAY)["verdict"] == "AUTHORISED", "a later assignment never breaks a licence"
    said = shell.json("deal activate later.json", 1)
    assert said["error"] == "TITLES_CHANGED" and "bo (0x" in said["message"], "bo's signature is not there"
    assert shell.json(DEAL)["signers"] != shell.json("deal show later.json")["signers"]
    versions = [row["version"] for row in shell.json("title song.wav")["titles"] if row["layer"] == "WRK"]
    assert versions == [0, 1]
    assert shell.json(f"{half} --as lin --as bo --yes", 65)["error"] == "CONTRACT_NOTHING_ASSIGNED"
