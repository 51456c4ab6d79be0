"""Exclusives, sub-licences, mandates and blankets, as people type them."""

from __future__ import annotations

import pytest

from tests.shells import Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(300)]

ALONE = (
    "register song.wav --as lin --title 连城一家 --split WRK:lin=100 --split PRF:lin=100 --split PHN:lin=100"
)
YEARS = "--from 2026-01-01 --until 2030-12-31"


def made(shell: Shell, line: str, *signers: str) -> str:
    """Draw a deal up, sign it and put it in force. Its id."""
    shell.run(f"deal new {line} --out made.json")
    shell.run(f"deal sign made.json {' '.join(f'--as {name}' for name in signers)} --yes")
    deal = str(shell.json("deal activate made.json")["deal"])
    (shell.folder / "made.json").unlink()
    return deal


def test_exclusive_sub_licence_and_a_race(shell: Shell) -> None:
    shell.run("init")
    shell.people("lin", "film", "studio", "venue")
    shell.run(ALONE)
    shell.run(
        f"deal new song.wav --to film --use SYNC_AD --territory CN {YEARS} --exclusive yes --sublicences 1"
    )
    shell.run("deal sign deal.json --as lin --as film --yes")
    # Somebody is licensed meanwhile: elsewhere first, then for the same.
    made(shell, f"song.wav --to venue --use SYNC_AD --territory JP {YEARS}", "lin", "venue")
    made(shell, f"song.wav --to venue --use SYNC_AD --territory CN {YEARS}", "lin", "venue")
    refused = shell.json("deal activate deal.json", 1)
    assert refused["error"] == "CONTRACT_UNDISCLOSED_ENCUMBRANCE"
    shell.run("deal renew deal.json")
    left = shell.json("deal show deal.json")
    assert left["missing_names"] == ["film"], "only who acknowledges signs again"
    shell.run("deal sign deal.json --as film --yes")
    shell.run("deal activate deal.json")
    assert "already" in shell.json("deal activate deal.json")
    shell.run(f"deal new song.wav --to studio --use SYNC_AD --territory CN {YEARS} --out late.json")
    shell.run("deal sign late.json --as lin --as studio --yes")
    assert shell.json("deal activate late.json", 1)["error"] == "CONTRACT_EXCLUSIVE_CONFLICT"
    made(
        shell,
        f"song.wav --to studio --under deal.json --use SYNC_AD --territory CN {YEARS}",
        "film",
        "studio",
    )
    for who, code, exit_code in (("studio", "AUTHORISED", 0), ("venue", "AUTHORISED", 0), ("lin", "NOT", 1)):
        assert shell.json(f"may {who} SYNC_AD song.wav CN", exit_code)["verdict"].startswith(code)
    address = {who: shell.json(f"key show {who}")["address"] for who in ("lin", "film", "studio")}
    hops = [hop for hop in shell.json("may studio SYNC_AD song.wav CN")["chain"] if hop["layer"] == "WRK"]
    assert [(hop["from"], hop["to"]) for hop in hops] == [
        ([], [address["lin"]]),
        ([address["lin"]], [address["film"]]),
        ([address["film"]], [address["studio"]]),
    ]
    assert hops[0]["cid"] != hops[1]["cid"] == hops[2]["cid"], "a record, and the same terms twice"
    assert "sub-licence 0x" in shell.run("may studio SYNC_AD song.wav CN").stdout
    beyond = f"--use SYNC_AD --territory JP {YEARS}"
    wide = f"deal new song.wav --to studio --under deal.json {beyond} --out w.json"
    shell.run(wide)
    shell.run("deal sign w.json --as film --as studio --yes")
    said = shell.json("deal activate w.json", 1)
    assert said["error"] == "CONTRACT_EXCEEDS_PARENT" and "point 3" in said["message"], "territory"
    assert shell.json(wide.replace("SYNC_AD", "PRINT"), 1)["error"] == "NO_PARENT_LINE"


def test_mandate_blanket_and_withdrawal(shell: Shell) -> None:
    shell.run("init")
    shell.people("lin", "society", "venue", "other")
    shell.run(ALONE)
    karaoke = "--use KARAOKE_VENUE --territory CN --from 2026-01-01"
    shell.run(f"mandate new lin --to society --kind collective {karaoke} --until open")
    assert shell.json("mandate status mandate.json", 2)["status"] == "PROPOSED"
    assert shell.json("mandate activate mandate.json", 2)["error"] == "MANDATE_SIGNATURES"
    shell.run("mandate sign mandate.json --as lin --yes")
    shell.run("mandate sign mandate.json --as society --yes")
    shell.run("mandate activate mandate.json")
    assert "already" in shell.json("mandate activate mandate.json")
    assert shell.json("explain mandate.json")["primaryType"] == "Mandate"
    until = "--until 2027-12-31"
    made(shell, f"--society society --layer WRK --to venue {karaoke} {until}", "society", "venue")
    verdict = shell.json("may venue KARAOKE_VENUE song.wav CN")
    assert [hop["kind"] for hop in verdict["chain"]] == ["title", "mandate", "line"]
    assert verdict["chain"][2]["from"] == [shell.json("key show society")["address"]]
    barred = shell.json("may lin KARAOKE_VENUE song.wav CN", 1)
    assert "OWNER_BARRED_BY_MANDATE" in barred["codes"]
    # The tools ask whom the power went to: the member himself is no signer any more.
    deal = shell.json(f"deal new song.wav --to other {karaoke} {until} --out single.json")
    assert len(deal["signers"]) == 2
    shell.run("deal sign single.json --as society --as other --yes")
    shell.run("deal activate single.json")
    long = shell.json(f"deal new song.wav --to other {karaoke} --until 2029-12-31 --out long.json", 1)
    assert long["error"] == "BARRED_HOLDER"
    shell.run("mandate withdraw mandate.json --as lin --yes")
    assert shell.json("mandate status mandate.json")["status"] == "ACTIVE", "until its notice is over"
    assert "already" in shell.json("mandate withdraw mandate.json --as lin --yes")
    assert shell.json("mandate new lin --to society --kind x --use RENT --territory CN"
                      " --from 2026-01-01 --until open", 64)["error"] == "UNKNOWN_MANDATE_KIND"  # fmt: skip
