"""Deals both ways, keyless holders, disputes, attestations and statements, as people type them."""

from __future__ import annotations

import pytest

from tests.shells import Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(300)]

ALONE = (
    "register song.wav --as lin --title 连城一家 --split WRK:lin=100 --split PRF:lin=100 --split PHN:lin=100"
)
YEARS = "--from 2026-01-01 --until 2030-12-31"


def test_swap_in_one_deal(shell: Shell) -> None:
    shell.run("init")
    shell.people("ann", "bo")
    (shell.folder / "two.wav").write_bytes(bytes(range(255)) * 2_000)
    for who, song in (("ann", "song.wav"), ("bo", "two.wav")):
        splits = " ".join(f"--split {layer}:{who}=100" for layer in ("WRK", "PRF", "PHN"))
        shell.run(f"register {song} --as {who} --title {who} {splits}")
    for song, to in (("song.wav", "bo"), ("two.wav", "ann")):
        shell.run(f"deal new {song} --to {to} --use SAMPLE --territory WORLD {YEARS} --out {to}.json")
    joined = shell.json("deal join ann.json bo.json --reciprocal --out swap.json")
    assert joined["lines"] == 6 and len(joined["signers"]) == 2
    (shell.folder / "copy.json").write_bytes((shell.folder / "swap.json").read_bytes())
    shell.run("deal sign swap.json --as ann --yes")
    shell.run("deal sign copy.json --as bo --yes")
    assert shell.json("deal activate swap.json", 2)["missing_names"] == ["bo"]
    assert shell.json("deal merge swap.json copy.json")["missing"] == []
    shell.run("deal activate swap.json copy.json")
    assert shell.json("deal cancel swap.json --as ann", 1)["error"] == "DEAL_IN_FORCE"
    shell.run("terminate swap.json --as ann --yes")
    assert shell.json("deal status swap.json")["status"] == "ENDED", "the end of one is the end of all"
    assert shell.json("deal join swap.json ann.json", 65)["error"] == "DEAL_SIGNED"
    assert shell.json("deal merge swap.json ann.json", 65)["error"] == "DEALS_DIFFER"


def test_keyless_disputes_and_statements(shell: Shell) -> None:
    shell.run("init")
    shell.people("lin", "mei", "sun", "judge")
    keyless = ALONE.replace("PRF:lin=100", "PRF:lin=60,?陈小姐=40")
    shell.run(keyless)
    assert shell.json("may lin STREAM_ONDEMAND song.wav CN", 3)["verdict"] == "INDETERMINATE"
    claim = "title claim song.wav --layer PRF --who 陈小姐 --to mei"
    assert shell.json(f"{claim} --as mei --yes", 2)["error"] == "CHANGE_SIGNATURES"
    assert shell.json(f"{claim} --as mei --as lin --yes")["version"] == 1
    (shell.folder / "letter.txt").write_text("I wrote it.\n")
    work = "song.wav --layer WRK"
    shell.run(f"dispute open {work} --evidence letter.txt --as sun --yes")
    shell.run(
        f"dispute resolve {work} --opener sun --decision upheld --reasons letter.txt --as judge --out r.json"
    )
    (row,) = shell.json(f"dispute show {work}")["disputes"]
    assert row["state"] == "OPEN" and row["rulings"][0]["decision"] == "UPHELD"
    void = f"dispute void {work} --ruling r.json"
    assert shell.json(f"{void} --as sun --yes", 2)["error"] == "CHANGE_SIGNATURES"
    shell.run(f"{void} --as sun --as lin --yes")
    assert "TITLE_VOID" in shell.json("may lin LIVE_PERFORM song.wav CN", 1)["codes"]
    stale = shell.json("title confirm song.wav --layer WRK --as lin", 1)
    assert stale["error"] == "CONTRACT_TITLE_MOVED"
    shell.run(f"dispute withdraw {work} --as sun")
    assert shell.json("attest mei --kind 1 --withdraw --as judge", 1)["error"] == "CONTRACT_NOTHING_ATTESTED"
    shell.run("attest mei --kind 1 --evidence letter.txt --as judge")
    shell.run("attest mei --kind 1 --withdraw --as judge")
    (shell.folder / "rows.csv").write_text("a,1\nb,2\n")
    told = shell.json(
        f"statement 0x{'ab' * 32} --rows rows.csv --from 2026-01-01 --until 2026-03-31 --as mei"
    )
    assert told["rows"] == 2 and told["to"] - told["from"] == 90 * 86_400
