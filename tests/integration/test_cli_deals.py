"""songdeed deal, explain, key: files that travel, and what is never lost."""

from __future__ import annotations

import json
import stat
from typing import Any

import pytest

from ledger.core import dealfile, eip712, strictjson
from tests.shells import DEAL, REGISTER, Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def song(ledger_shell: Shell) -> str:
    return str(ledger_shell.json(REGISTER)["asset"])


def test_new_deal_never_overwrites_signatures(ledger_shell: Shell, song: str) -> None:
    first = ledger_shell.json(DEAL)
    ledger_shell.run("deal sign deal.json --as lin --yes")
    signed = (ledger_shell.folder / "deal.json").read_bytes()
    second = ledger_shell.json(DEAL)
    assert second["deal"] != first["deal"]
    kept = [path for path in ledger_shell.folder.glob("deal-*.json") if path.read_bytes() == signed]
    assert len(kept) == 1


def test_terms_arbiter_and_deadline(ledger_shell: Shell, song: str) -> None:
    (ledger_shell.folder / "合同.txt").write_text("甲方乙方", encoding="utf-8")
    line = DEAL.replace("at-will", "for-cause").replace("deal.json", "full.json")
    ledger_shell.run(f"{line} --arbiter bo --accept-by 2027-01-31 --terms 合同.txt")
    shown = ledger_shell.run("deal show full.json --lang zh").stdout
    assert "合同.txt" in shown and "仲裁人：bo" in shown and "2027-02-01T00:00:00+08:00" in shown
    document = ledger_shell.json("deal show full.json")
    assert document["terms"]["prose"][0]["name"] == "合同.txt" and document["local"] is True
    duties = ledger_shell.json(f"{line.replace('STREAM_ONDEMAND', 'BROADCAST')}")
    assert duties["lines"] == 1, "one permission; the rest is only paid for"
    assert "PAY PHN" in ledger_shell.run("deal show full.json").stdout


def test_signing_needs_consent(ledger_shell: Shell, song: str) -> None:
    ledger_shell.run(DEAL)
    before = (ledger_shell.folder / "deal.json").read_bytes()
    assert ledger_shell.json("deal sign deal.json --as lin", 77)["error"] == "CONFIRMATION_NEEDED"
    assert ledger_shell.json("deal sign deal.json --as bo --yes", 1)["error"] == "NOT_A_SIGNER"
    assert ledger_shell.json("deal sign deal.json --as nobody --yes", 65)["error"] == "UNKNOWN_KEY"
    assert (ledger_shell.folder / "deal.json").read_bytes() == before


def test_altered_signature_is_seen(ledger_shell: Shell, song: str) -> None:
    ledger_shell.run(DEAL)
    ledger_shell.run("deal sign deal.json --as lin --as hao --as venue --yes")
    path = ledger_shell.folder / "deal.json"
    body = strictjson.loads(path.read_bytes(), max_bytes=1 << 20)
    assert isinstance(body, dict)
    signer = sorted(body["signatures"])[0]
    text = body["signatures"][signer]
    body["signatures"][signer] = text[:10] + ("0" if text[10] != "0" else "1") + text[11:]
    path.write_bytes(strictjson.canonical(body))
    assert "?" in ledger_shell.run("deal show deal.json").stdout
    assert ledger_shell.json("deal status deal.json", 2)["missing"] == [signer]
    assert ledger_shell.json("deal activate deal.json", 65)["error"] == "CONTRACT_BAD_SIGNATURE"


def test_cancelled_deal_never_comes_into_force(ledger_shell: Shell, song: str) -> None:
    ledger_shell.run(DEAL)
    ledger_shell.run("deal sign deal.json --as lin --as hao --as venue --yes")
    done = ledger_shell.json("deal cancel deal.json --as hao")
    assert done["status"] == "CANCELLED" and done["block"]["hash"]
    assert ledger_shell.json("deal status deal.json")["status"] == "CANCELLED"
    assert ledger_shell.json("deal activate deal.json", 1)["error"] == "CONTRACT_CANCELLED"


def test_deal_of_another_ledger(ledger_shell: Shell, song: str) -> None:
    ledger_shell.run(DEAL)
    other = Shell(ledger_shell.folder, home=ledger_shell.folder / "other")
    try:
        other.run("init")
        for line in (
            "deal status deal.json",
            "deal cancel deal.json --as lin",
            "terminate deal.json --as lin",
        ):
            other.environment["SONGDEED_PASSWORD"] = "correct horse"
            if "--as" in line:
                other.run("key list")
                continue
            assert other.json(line, 77)["error"] == "DEAL_OF_ANOTHER_CHAIN"
    finally:
        other.stop()


def test_public_licence(ledger_shell: Shell, song: str) -> None:
    line = DEAL.replace("--to venue", "--to anyone").replace("at-will", "irrevocable")
    made = ledger_shell.json(line.replace("deal.json", "cc.json"))
    assert sorted(made["missing_names"]) == ["hao", "lin"]
    ledger_shell.run("deal sign cc.json --as lin --as hao --yes")
    ledger_shell.run("deal activate cc.json")
    assert ledger_shell.json("may bo STREAM_ONDEMAND song.wav CN")["verdict"] == "AUTHORISED"


def test_explain(ledger_shell: Shell, song: str) -> None:
    ledger_shell.run(DEAL)
    deal = ledger_shell.json("explain deal.json")
    words = {field["field"]: field["words"] for field in deal["fields"]}
    assert words["lines[0].usage"] == "STREAM_ONDEMAND (streaming on demand)"
    assert words["lines[0].territory"] == "CN" and words["lines[0].end"] == "2031-01-01T00:00:00+08:00"
    assert deal["digest"] == ledger_shell.json("deal show deal.json")["deal"]
    typed = ledger_shell.folder / "typed.json"
    file = dealfile.from_bytes((ledger_shell.folder / "deal.json").read_bytes())
    data: dict[str, Any] = json.loads(json.dumps(eip712.typed_data(file.domain, file.deal)))
    for line in data["message"]["lines"]:  # as some wallets have it: large numbers in hex
        line["territory"] = hex(int(line["territory"]))
    typed.write_text(json.dumps(data))
    assert ledger_shell.json("explain typed.json")["digest"] == deal["digest"]
    data["types"]["Deal"][0]["name"] = "rows"
    typed.write_text(json.dumps(data))
    assert ledger_shell.json("explain typed.json", 65)["error"] == "TYPED_DATA"
    typed.write_text('{"hello":"world"}')
    assert ledger_shell.json("explain typed.json", 65)["error"] == "EXPLAIN_UNKNOWN"
    typed.write_text('{"hello":1,"hello":2}')
    assert ledger_shell.json("explain typed.json", 65)["error"] == "JSON_DUPLICATE_KEY"


def test_keys(ledger_shell: Shell) -> None:
    shell = ledger_shell
    shell.run("key export lin --out lin.json")
    assert stat.S_IMODE((shell.folder / "lin.json").stat().st_mode) == 0o600
    assert shell.json("key export lin --out lin.json", 65)["error"] == "FILE_EXISTS"
    taken = shell.json("key import lin2 lin.json")
    assert taken["address"] == shell.json("key show lin")["address"]
    assert shell.json("key import lin lin.json", 65)["error"] == "KEY_EXISTS"
    assert shell.json("key import x nowhere.json", 65)["error"] == "FILE_NOT_FOUND"
    assert shell.json("key import x .", 65)["error"] == "FILE_IS_DIRECTORY"
    assert shell.json("key import x song.wav", 65)["error"] in ("JSON_TOO_LARGE", "KEYSTORE_CORRUPT")
    (shell.folder / "new").write_text("another\n")
    shell.run("key passwd lin2 --new-password-file new")
    assert shell.json("key export lin2 --out l2.json", 77)["error"] == "WRONG_PASSWORD"
    shell.run("key export lin2 --out l2.json --password-file new")
    assert shell.json("key show lin2 --password-file nowhere")["address"] == taken["address"]
    assert shell.json("key passwd lin2 --password-file nowhere", 65)["error"] == "PASSWORD_FILE"
    del shell.environment["SONGDEED_PASSWORD"]
    try:
        assert shell.json("key new x", 77)["error"] == "PASSWORD_NEEDED"
    finally:
        shell.environment["SONGDEED_PASSWORD"] = "correct horse"
    assert {"lin", "hao", "venue", "bo"} <= {key["name"] for key in shell.json("key list")["keys"]}
