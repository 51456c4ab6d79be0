"""A band whose account is a real Safe: two of three sign, on one computer or on several."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.nodes import ask
from tests.safes import SENTINEL, Safes, call
from tests.shells import DEAL, MAY, Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.thorough, pytest.mark.timeout(300)]

REGISTER = "register song.wav --as band --title 连城一家 --split WRK:band --split PRF:band --split PHN:band"


@dataclass
class Band:
    """Lin's computer with the ledger; Mei's, which has never seen it; the band's Safe of lin, mei and bo."""

    lin: Shell
    mei: Shell
    safes: Safes
    address: str

    def owner(self, name: str) -> str:
        return str((self.mei if name == "mei" else self.lin).json(f"key show {name}")["address"])


@pytest.fixture(scope="module")
def band(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Band]:
    lin, mei = (Shell(tmp_path_factory.mktemp(name)) for name in ("lin", "mei"))
    lin.run("init")
    lin.people("lin", "bo", "venue")
    mei.people("mei")
    url = lin.json("chain status")["url"]
    owners = [lin.json("key show lin")["address"], lin.json("key show bo")["address"]]
    owners.append(mei.json("key show mei")["address"])
    safes = Safes.on(url)
    address = safes.new(owners, 2)
    yield Band(lin, mei, safes, address)
    lin.stop()


def pass_on(source: Shell, target: Shell, name: str) -> None:
    shutil.copy(source.folder / name, target.folder / name)


def test_a_wallet_is_entered_by_its_address(band: Band) -> None:
    added = band.lin.json(f"key add band {band.address} --wallet")
    assert (added["kind"], added["threshold"], len(added["owners"])) == ("SAFE", 2, 3)
    assert added["version"] == "1.5.0" and added["wallet"] is True
    assert "2" in band.lin.run("key show band").stdout
    assert band.mei.json(f"key add band {band.address} --wallet")["address"] == band.address
    (band.lin.folder / "new.txt").write_text("another")
    for line in ("export band --out x.json", "words band", "passwd band --new-password-file new.txt"):
        assert band.lin.json(f"key {line}", 65)["error"] == "WALLET_KEY"
    assert band.lin.json("card band --out card.json", 65)["error"] == "CARD_OF_WALLET"
    assert band.lin.json(f"key add x {band.address}", 64)["error"] == "SIGNER_OR_WALLET"


def test_both_owners_on_one_computer(band: Band) -> None:
    """Everything that a key signs, a wallet signs: nobody notices but who gives the password."""
    band.lin.run(REGISTER)
    band.lin.run("title confirm song.wav --layer WRK --as band")
    band.lin.run(DEAL)
    signed = band.lin.json("deal sign deal.json --as band --as venue --yes")
    assert signed["missing"] == [] and signed["wallets"][0]["holds"]
    assert len(signed["wallets"][0]["signed"]) == 2
    assert band.lin.json("deal activate deal.json")["status"] == "ACTIVE"
    assert band.lin.json(f"{MAY} --strict --signatures")["verdict"] == "AUTHORISED"
    (band.lin.folder / "why.txt").write_text("They did not ask us.")
    band.lin.run("dispute open song.wav --layer PRF --as band --evidence why.txt --yes")
    band.lin.run("dispute withdraw song.wav --layer PRF --as band")
    band.lin.run("attest venue --as band --kind 1 --evidence why.txt")
    band.lin.run("terminate deal.json --as venue --yes")


def test_owners_on_two_computers(band: Band) -> None:
    lin, mei = band.lin, band.mei
    lin.run(f"{DEAL.replace('deal.json', 'apart.json')}")
    lin.run("deal sign apart.json --as venue --yes")
    pass_on(lin, mei, "apart.json")
    first = lin.json("deal sign apart.json --as band --owner lin --yes")
    assert first["missing"] == [band.address]
    [standing] = first["wallets"]
    assert standing["signed"] == [band.owner("lin")]
    assert set(standing["lacking"]) == {band.owner("bo"), band.owner("mei")}
    shown = lin.run("deal show apart.json").stdout
    assert "1 of the 2" in shown and "lin" in shown
    state = lin.json("deal status apart.json", 2)
    assert state["missing"] == [band.address] and not state["wallets"][0]["holds"]
    assert lin.json("deal activate apart.json", 2)["error"] == "SIGNATURES_MISSING"
    # Mei's computer has no ledger at all; she says with which key she signs.
    assert mei.json("deal sign apart.json --as band --yes", 65)["error"] == "WALLET_OFFLINE"
    signed = mei.run("deal sign apart.json --as band --owner mei --yes")
    assert "SafeMessage 0x" in signed.stdout
    assert "Done already" in mei.run("deal sign apart.json --as band --owner mei --yes").stdout
    (mei.folder / "apart.json").rename(mei.folder / "from-mei.json")
    pass_on(mei, lin, "from-mei.json")
    merged = lin.json("deal merge apart.json from-mei.json")
    assert merged["missing"] == [] and len(merged["wallets"][0]["signed"]) == 2
    assert lin.json("deal status apart.json", 2)["missing"] == []
    assert lin.json("deal activate apart.json")["status"] == "ACTIVE"
    assert lin.json(MAY)["verdict"] == "AUTHORISED"


def test_an_operation_waits_for_the_other_owner(band: Band) -> None:
    lin, mei = band.lin, band.mei
    kept = lin.json("terminate apart.json --as venue --yes")
    assert kept["status"] == "ENDED"
    waits = lin.json("title confirm song.wav --layer PHN --as band --owner lin", 2)
    assert waits["error"] == "WALLET_SIGNATURES" and waits["kind"] == "confirm"
    path = waits["path"]
    assert waits["wallets"][0]["signed"] == [band.owner("lin")]
    pass_on(lin, mei, path)
    told = mei.run(f"operation sign {path} --as band --owner mei --yes")
    assert "holder" in told.stdout and band.address in told.stdout
    assert "digest" in mei.json(f"operation show {path}")
    assert lin.json(f"operation send {path}", 2)["error"] == "WALLET_SIGNATURES"
    shutil.copy(mei.folder / path, lin.folder / "from-mei.json")
    assert lin.json(f"operation merge {path} from-mei.json")["missing"] == []
    done = lin.json(f"operation send {path}")
    assert done["kind"] == "confirm" and done["block"]["number"] > 0
    assert lin.json(f"operation send {path}")["already"] is True
    altered = json.loads((lin.folder / path).read_bytes())
    altered["operation"]["confirmation"]["deadline"] += "0"
    (lin.folder / "bad.json").write_text(json.dumps(altered))
    assert lin.json("operation show bad.json", 65)["error"] == "OPERATIONFILE_ALTERED"


def test_t11_an_owner_leaves_between_signing_and_activation(band: Band) -> None:
    lin = band.lin
    lin.run(f"{DEAL.replace('deal.json', 'later.json')}")
    lin.run("deal sign later.json --as band --as venue --yes")
    file: dict[str, Any] = json.loads((lin.folder / "later.json").read_bytes())
    who = sorted(file["owners"][band.address])[0]
    newcomer = lin.json("key new 新")["address"]
    order = owners_in_order(band)
    before = SENTINEL if order[0] == who else order[order.index(who) - 1]
    band.safes.swap_owner(band.address, before, who, newcomer)
    try:
        state = lin.json("deal status later.json", 2)
        assert state["missing"] == [band.address] and state["wallets"][0]["former"] == [who]
        assert lin.json("deal activate later.json", 2)["error"] == "SIGNATURES_MISSING"
        assert "no owner any more" in lin.run("deal activate later.json", 2).stdout
        lin.run("deal sign later.json --as band --owner 新 --yes")
        assert lin.json("deal activate later.json")["status"] == "ACTIVE"
    finally:
        band.safes.swap_owner(band.address, before, newcomer, who)


def test_shares_and_powers_of_a_band(band: Band) -> None:
    """A change of a title and a mandate, whose files travel as deals do."""
    lin, mei = band.lin, band.mei
    line = "assign song.wav --split WRK:band=60,venue=40 --as venue"
    waits = lin.json(f"{line} --as band --owner lin --yes", 2)
    assert waits["error"] == "CHANGE_SIGNATURES" and waits["missing"] == [band.address]
    pass_on(lin, mei, "change.json")
    mei.run("change sign change.json --as band --owner mei --yes")
    shutil.copy(mei.folder / "change.json", lin.folder / "from-mei.json")
    assert lin.json("change send change.json from-mei.json")["status"] == "RECORDED"
    again = lin.json("assign song.wav --split WRK:band=100 --as band --as venue --yes")
    assert again["block"]["number"] > 0
    lin.run("mandate new band --to venue --kind agency --use STREAM_ONDEMAND --territory CN"
            " --from 2026-01-01 --until 2030-12-31")  # fmt: skip
    lin.run("mandate sign mandate.json --as venue --yes")
    pass_on(lin, mei, "mandate.json")
    lin.run("mandate sign mandate.json --as band --owner bo --yes")
    assert lin.json("mandate status mandate.json", 2)["wallets"][0]["signed"] == [band.owner("bo")]
    mei.run("mandate sign mandate.json --as band --owner mei --yes")
    shutil.copy(mei.folder / "mandate.json", lin.folder / "from-mei.json")
    assert lin.json("mandate activate mandate.json from-mei.json")["status"] == "ACTIVE"
    lin.run("mandate withdraw mandate.json --as band --yes")


def owners_in_order(band: Band) -> list[str]:
    """Owners as the Safe lists them."""
    answer = ask(band.safes.url, "eth_call", {"to": band.address, "data": call("getOwners()")}, "latest")
    words = [answer[2 + at : 66 + at] for at in range(0, len(answer) - 2, 64)]
    return ["0x" + word[-40:] for word in words[2:]]


def test_a_ready_signature_and_one_that_the_wallet_refuses(band: Band, tmp_path: Path) -> None:
    lin = band.lin
    lin.run(f"{DEAL.replace('deal.json', 'ready.json')}")
    shutil.copy(lin.folder / "ready.json", lin.folder / "signed.json")
    lin.run("deal sign signed.json --as band --yes")
    owners = json.loads((lin.folder / "signed.json").read_bytes())["owners"][band.address]
    packed = "0x" + "".join(owners[who][2:] for who in sorted(owners))
    (lin.folder / "sig.txt").write_text(packed + "\n")
    before = (lin.folder / "ready.json").read_bytes()
    swapped = "0x" + packed[132:] + packed[2:132]
    for wrong in (swapped, packed[:132], "0x" + "11" * 130):
        refused = lin.json(f"deal sign ready.json --as band --signature {wrong} --yes", 1)
        assert refused["error"] == "WALLET_REFUSES"
    erc6492 = packed + "6492" * 16
    assert (
        lin.json(f"deal sign ready.json --as band --signature {erc6492} --yes", 65)["error"]
        == "WALLET_ERC6492"
    )
    assert (lin.folder / "ready.json").read_bytes() == before
    assert lin.json("deal sign ready.json --as band --signature sig.txt --yes")["wallets"][0]["holds"]
    # A copy with rubbish in the wallet's name, whichever way the copies are joined, does not drive it out.
    rubbish = json.loads((lin.folder / "ready.json").read_bytes())
    rubbish["signatures"][band.address] = "0x" + "11" * 65
    for into, other in (("ready.json", "rubbish.json"), ("rubbish.json", "ready.json")):
        (lin.folder / "rubbish.json").write_text(json.dumps(rubbish))
        assert lin.json(f"deal merge {into} {other}")["wallets"][0]["holds"]
    (lin.folder / "rubbish.json").write_text(json.dumps(rubbish))
    assert band.address in lin.json("deal status rubbish.json", 2)["missing"]
    lin.run("deal sign rubbish.json --as venue --yes")
    assert lin.json("deal activate rubbish.json", 1)["error"] == "WALLET_REFUSES"


def test_t12_the_same_owners_of_another_wallet(band: Band) -> None:
    lin = band.lin
    other = band.safes.new([band.owner("lin"), band.owner("bo")], 2, salt=7)
    lin.run(f"key add duo {other} --wallet")
    lin.run(f"{DEAL.replace('deal.json', 'duo.json').replace('--to venue', '--to duo')}")
    lin.run("deal sign duo.json --as band --owner lin --owner bo --yes")
    file = json.loads((lin.folder / "duo.json").read_bytes())
    file["owners"][other] = file["owners"][band.address]
    (lin.folder / "duo.json").write_text(json.dumps(file))
    standings = {one["wallet"]: one for one in lin.json("deal status duo.json", 2)["wallets"]}
    assert standings[band.address]["holds"] and standings[other]["signed"] == []
    lin.run("deal sign duo.json --as duo --yes")
    assert lin.json("deal activate duo.json")["status"] == "ACTIVE"


def test_an_owner_whose_key_is_elsewhere(band: Band) -> None:
    """A real anvil signs what the Safe's owner signs, as typed data."""
    account = ask(band.safes.url, "eth_accounts")[0]
    band.lin.run(f"key add device {account} --signer {band.safes.url}")
    alone = band.safes.new([account], 1, salt=11)
    band.lin.run(f"key add alone {alone} --wallet")
    done = band.lin.json("attest venue --as alone --kind 3 --evidence song.wav")
    assert done["by"] == alone and done["block"]["number"] > 0


def test_owners_who_are_none(band: Band) -> None:
    lin = band.lin
    lin.run(f"{DEAL.replace('deal.json', 'none.json')}")
    assert lin.json("deal sign none.json --as band --owner venue --yes", 1)["error"] == "NOT_AN_OWNER"
    assert lin.json("deal sign none.json --as bo --yes", 1)["error"] == "OWNER_NOT_SIGNER"
    assert lin.json("deal sign none.json --as 新 --yes", 1)["error"] == "NOT_A_SIGNER"
    stranger = band.safes.new([band.owner("mei")], 1, salt=9)
    lin.run(f"key add solo {stranger} --wallet")
    lin.run(f"{DEAL.replace('deal.json', 'solo.json').replace('--to venue', '--to solo')}")
    assert lin.json("deal sign solo.json --as solo --yes", 2)["error"] == "NO_OWNER_HERE"
    deaf = band.safes.new([band.owner("lin")], 1, handler=False, salt=10)
    lin.run(f"key add deaf {deaf} --wallet")
    assert lin.json("attest venue --as deaf --kind 1 --evidence song.wav", 1)["error"] == "WALLET_REFUSES"
