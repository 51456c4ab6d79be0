"""Accounts with code that are no Safe: of another kind, hostile, delegated by EIP-7702, or not there yet."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from eth_account import Account

from tests.nodes import ask
from tests.shells import DEAL, MAY, REGISTER, Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.thorough, pytest.mark.timeout(300)]

MAGIC = "631626ba7e60e01b600052"
YES, NO = MAGIC + "60206000f3", "60206000f3"
HOSTILE = {
    "says no": NO,
    "burns all gas": "5b600056",
    "a megabyte": "6210000060" + "00f3",
    "four bytes of the magic": MAGIC + "60046000f3",
    "magic with dirt": "631626ba7e60e01b6001016000526020" + "6000f3",
    "reverts with the magic": MAGIC + "60206000fd",
    "answers nothing": "00",
}
SECRET = "0x" + "07" * 32


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    found = Shell(tmp_path_factory.mktemp("accounts"))
    found.run("init")
    found.people("lin", "hao", "venue")
    found.run(REGISTER)
    (found.folder / "raw.txt").write_text(SECRET)
    found.run("key import mei raw.txt")
    yield found
    found.stop()


def placed(shell: Shell, name: str, code: str) -> str:
    """A wallet entry for an address where this code lies."""
    address = "0x" + name.encode().hex().rjust(40, "a")
    ask(shell.json("chain status")["url"], "anvil_setCode", address, "0x" + code)
    shell.run(f"key add {name} {address} --wallet")
    return address


def deal_to(shell: Shell, name: str) -> str:
    shell.run(DEAL.replace("--to venue", f"--to {name}").replace("deal.json", f"{name}.json"))
    shell.run(f"deal sign {name}.json --as lin --as hao --yes")
    return f"{name}.json"


def test_a_wallet_of_another_kind_signs_with_its_own_software(shell: Shell) -> None:
    address = placed(shell, "label", YES)
    assert shell.json("key show label")["kind"] == "CONTRACT"
    deal = deal_to(shell, "label")
    refused = shell.run(f"deal sign {deal} --as label --yes", 2)
    assert json.loads((shell.folder / deal).read_bytes())["signatures"].keys() & {address} == set()
    assert "0x" in refused.stderr and "--signature" in refused.stderr
    assert shell.json(f"deal sign {deal} --as label --signature 0x0102 --yes")["missing"] == []
    assert (
        shell.json(f"deal sign {deal} --as label --as lin --signature 0x01 --yes", 64)["error"]
        == "ONE_SIGNER"
    )
    assert shell.json(f"deal activate {deal}")["status"] == "ACTIVE"
    assert shell.json(MAY.replace("venue", "label") + " --strict --signatures")["verdict"] == "AUTHORISED"
    waits = shell.json("terminate label.json --as label --yes", 2)
    assert waits["kind"] == "terminate" and waits["wallets"][0]["kind"] == "CONTRACT"
    shell.run(f"operation sign {waits['path']} --as label --signature 0x0304 --yes")
    assert shell.json(f"operation send {waits['path']}")["kind"] == "terminate"
    assert shell.json("deal status label.json")["status"] == "ENDED"


def test_t08_t09_a_hostile_wallet_is_a_plain_no(shell: Shell) -> None:
    """It says no before anything is sent; what others signed goes on."""
    address = placed(shell, "foe", NO)
    deal, url = deal_to(shell, "foe"), shell.json("chain status")["url"]
    before = (shell.folder / deal).read_bytes()
    forced = json.loads(before)
    forced["signatures"][address] = "0x01"
    (shell.folder / "forced.json").write_text(json.dumps(forced))
    for kind, code in HOSTILE.items():
        ask(url, "anvil_setCode", address, "0x" + code)
        refused = shell.json(f"deal sign {deal} --as foe --signature 0x01 --yes", 1)
        assert refused["error"] == "WALLET_REFUSES", kind
        assert shell.json("deal activate forced.json", 1)["error"] == "WALLET_REFUSES", kind
    assert shell.json("deal status forced.json", 2)["missing"] == [address]
    assert shell.json(f"deal sign {deal} --as foe --yes", 2)["error"] == "WALLET_SOFTWARE"
    assert (shell.folder / deal).read_bytes() == before


def test_t15_a_wallet_that_is_not_there_yet(shell: Shell) -> None:
    assert shell.json(f"key add soon 0x{'5a' * 20} --wallet")["kind"] == "KEY"
    deal = deal_to(shell, "soon")
    assert shell.json(f"deal sign {deal} --as soon --yes", 1)["error"] == "WALLET_NO_CODE"
    assert shell.json(f"deal sign {deal} --as soon --signature 0x01 --yes", 1)["error"] == "WALLET_NO_CODE"
    assert shell.json("attest lin --as soon --kind 1 --evidence song.wav", 1)["error"] == "WALLET_NO_CODE"


def test_t13_an_account_that_delegates(shell: Shell, tmp_path: Path) -> None:
    """By a real authorisation (EIP-7702); its key signs offline, where nobody can know of it."""
    deal = deal_to(shell, "mei")
    shutil.copy(shell.folder / deal, tmp_path)
    away = Shell(tmp_path)
    away.run(f"key import mei {shell.folder / 'raw.txt'}")
    url = shell.json("chain status")["url"]
    no, yes = "0x" + "0e" * 20, "0x" + "0f" * 20
    ask(url, "anvil_setCode", no, "0x" + NO)
    ask(url, "anvil_setCode", yes, "0x" + YES)
    delegate(url, no)
    told = shell.run(f"deal sign {deal} --as mei --yes", 1)
    assert no in told.stderr and "EIP-7702" in told.stderr
    away.run(f"deal sign {deal} --as mei --yes")
    shutil.copy(tmp_path / deal, shell.folder / deal)
    mei = shell.json("key show mei")["address"]
    assert shell.json(f"deal status {deal}", 2)["missing"] == [mei]
    told = shell.run(f"deal status {deal}", 2).stdout
    assert f"· mei ({mei})" in told and "its key alone does not count" in told
    assert shell.json(f"deal activate {deal}", 1)["error"] == "ACCOUNT_HAS_CODE"
    assert shell.json("attest lin --as mei --kind 1 --evidence song.wav", 1)["error"] == "ACCOUNT_HAS_CODE"
    delegate(url, yes)
    told = shell.run(f"deal sign {deal} --as mei --yes")
    assert "Its key alone does not count" in told.stderr
    assert shell.json(f"deal activate {deal}")["status"] == "ACTIVE"


def delegate(url: str, target: str) -> None:
    """Mei has her account run the code at an address."""
    account = Account.from_key(SECRET)
    ask(url, "anvil_setBalance", account.address, hex(10**18))
    chain = int(ask(url, "eth_chainId"), 16)
    nonce = int(ask(url, "eth_getTransactionCount", account.address, "latest"), 16)
    wish = {"chainId": chain, "address": target, "nonce": nonce + 1}
    signed = account.sign_authorization(wish)
    transaction = {
        "chainId": chain, "nonce": nonce, "to": bytes(20), "value": 0, "gas": 200_000, "data": "0x",
        "maxFeePerGas": 10**10, "maxPriorityFeePerGas": 1, "authorizationList": [signed],
    }  # fmt: skip
    ask(url, "eth_sendRawTransaction", account.sign_transaction(transaction).raw_transaction.to_0x_hex())
    while not ask(url, "eth_getCode", account.address, "latest").endswith(target[2:]):
        pass
