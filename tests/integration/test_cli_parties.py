"""songdeed party, songdeed card: strangers by name, and what a deal warns of."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.cli.names import checksummed
from tests.shells import DEAL, REGISTER, Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]

ONE = "0x" + "0a" * 20


@pytest.fixture(scope="module")
def song(ledger_shell: Shell) -> str:
    return str(ledger_shell.json(REGISTER)["asset"])


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """Somebody elsewhere, with a key of his own."""
    found = Shell(tmp_path_factory.mktemp("film"))
    found.people("film")
    yield found


def test_a_card_makes_a_stranger_a_name(ledger_shell: Shell, film: Shell, song: str) -> None:
    made = film.json("card film --name '蓝月 Film' --out card.json")
    shutil.copy(film.folder / "card.json", ledger_shell.folder / "card.json")
    assert film.json("card film --out card.json", 65)["error"] == "FILE_EXISTS"
    taken = ledger_shell.json("party import card.json")
    assert (taken["name"], taken["address"], taken["changed"]) == ("蓝月-Film", made["address"], [])
    said = ledger_shell.run("party show 蓝月-film").stdout
    assert checksummed(made["address"]) in said and "蓝月 Film" in said
    # The name stands for the address in a deal, in what is shown of it, and in a question.
    ledger_shell.run(DEAL.replace("--to venue", "--to 蓝月-Film").replace("deal.json", "film.json"))
    shown = ledger_shell.run("deal show film.json").stdout
    assert f"蓝月-Film ({made['address']})" in shown
    asked = ledger_shell.json("may 蓝月-Film STREAM_ONDEMAND song.wav CN", 1)
    assert asked["verdict"] == "NOT_AUTHORISED"
    # It never leaves this folder.
    assert "蓝月" not in (ledger_shell.folder / "film.json").read_text(encoding="utf-8")


def test_an_altered_card_is_refused(ledger_shell: Shell, film: Shell) -> None:
    film.json("card film --name cinema --out mine.json")
    document = json.loads((film.folder / "mine.json").read_bytes())
    for change in ({"name": "lin"}, {"account": ONE}, {"encryption_key": "0x01"}):
        (ledger_shell.folder / "forged.json").write_text(json.dumps(document | change))
        assert ledger_shell.json("party import forged.json", 65)["error"] == "CARD_SIGNATURE"
    (ledger_shell.folder / "forged.json").write_text("{}")
    assert ledger_shell.json("party import forged.json", 65)["error"] == "FIELD_MISSING"


def test_a_name_is_one_persons(ledger_shell: Shell) -> None:
    ledger_shell.run(f"party add ktv {ONE}")
    assert ledger_shell.json(f"party add ktv {'0x' + '0b' * 20}", 65)["error"] == "PARTY_EXISTS"
    assert ledger_shell.json(f"party add Lin {'0x' + '0b' * 20}", 65)["error"] == "PARTY_EXISTS"
    assert ledger_shell.json("key new ktv", 65)["error"] == "PARTY_EXISTS"
    assert ledger_shell.json("party add x lin", 65)["error"] == "BAD_ADDRESS"
    wrong = checksummed(ledger_shell.json("key show bo")["address"]).swapcase().replace("0X", "0x")
    assert ledger_shell.json(f"party add x {wrong}", 65)["error"] == "ADDRESS_CHECKSUM"
    assert ledger_shell.json("party remove nobody", 65)["error"] == "UNKNOWN_PARTY"
    assert "ktv" in ledger_shell.run("party list").stdout
    ledger_shell.run("party remove ktv")
    assert "ktv" not in ledger_shell.run("party list").stdout


def test_a_changed_card_is_flagged(ledger_shell: Shell, tmp_path: Path) -> None:
    mei = Shell(tmp_path)
    mei.people("mei", "other")
    for key, name, out in (("mei", "mei", "1"), ("other", "mei", "2"), ("mei", "梅", "3")):
        mei.run(f"card {key} --name {name} --out {out}.json")
        shutil.copy(tmp_path / f"{out}.json", ledger_shell.folder / f"mei{out}.json")
    ledger_shell.run("party import mei1.json")
    assert ledger_shell.json("party import mei2.json", 1)["error"] == "CARD_CHANGED"
    changed = ledger_shell.run("party import mei3.json --json")
    assert json.loads(changed.stdout)["changed"] == ["name"] and "changed" in changed.stderr
    assert ledger_shell.json("party show mei")["card"]["name"] == "梅"


def test_contacts_go_to_another_computer(ledger_shell: Shell, tmp_path: Path) -> None:
    ledger_shell.run(f"party add society {'0x' + '0d' * 20}")
    ledger_shell.run("party export --out people.json")
    assert ledger_shell.json("party export --out people.json", 65)["error"] == "FILE_EXISTS"
    other = Shell(tmp_path)
    shutil.copy(ledger_shell.folder / "people.json", tmp_path)
    other.run(f"party add Society {ONE}")
    document = other.json("party import people.json")
    assert document["left"] == ["society"] and "society" not in document["new"]
    assert other.json("party show society")["address"] == ONE


def test_a_deal_warns_of_what_deserves_a_second_look(ledger_shell: Shell, song: str, tmp_path: Path) -> None:
    venue = ledger_shell.json("key show venue")["address"]
    twin = venue[:8] + "0" * 28 + venue[-6:]
    noted = ledger_shell.run(f"party add copycat {twin}")
    assert "begins and ends like" in noted.stderr
    ledger_shell.run(DEAL.replace("--to venue", "--to copycat").replace("deal.json", "twin.json"))
    shown = ledger_shell.run("deal show twin.json --json")
    assert json.loads(shown.stdout)["cautions"] == ["LOOK_ALIKE", "RETROACTIVE"]
    later = DEAL.replace("2026-01-01", "2029-01-01").replace("deal.json", "later.json")
    ledger_shell.run(later)
    assert ledger_shell.json("deal show later.json")["cautions"] == ["LOOK_ALIKE"]
    ledger_shell.run("party remove copycat")
    assert ledger_shell.json("deal show later.json")["cautions"] == []
    # The same file on a computer with another ledger, and on one that knows none.
    elsewhere = Shell(tmp_path)
    shutil.copy(ledger_shell.folder / "later.json", tmp_path)
    assert elsewhere.json("deal show later.json")["cautions"] == ["NO_LEDGER"]
    elsewhere.run("init")
    try:
        assert elsewhere.json("deal show later.json")["cautions"] == ["OTHER_NETWORK"]
        assert "注意" in elsewhere.run("deal show later.json --lang zh").stderr
    finally:
        elsewhere.stop()
    known = ledger_shell.folder / "home" / "networks.json"
    before = known.read_bytes()
    licensing = json.loads((ledger_shell.folder / "later.json").read_bytes())["network"]["licensing"]
    known.write_bytes(before.replace(licensing.encode(), ONE.encode()))
    assert ledger_shell.json("deal show later.json")["cautions"] == ["UNKNOWN_CONTRACT"]
    genesis = json.loads(before)["networks"][0]["network"]["genesis"]
    known.write_bytes(before.replace(genesis.encode(), b"0x" + b"12" * 32))
    assert ledger_shell.json("deal show later.json")["cautions"] == ["OTHER_GENESIS"]
    known.write_bytes(before.replace(b'"local":true', b'"local":false'))
    assert ledger_shell.json("deal show later.json")["cautions"] == ["OTHER_LOCAL"]
    known.write_bytes(before)


def test_letters_that_look_alike(ledger_shell: Shell, song: str) -> None:
    (ledger_shell.folder / "Cоntract.txt").write_text("x")  # a Cyrillic o
    line = DEAL.replace("2026-01-01", "2029-01-01").replace("deal.json", "letters.json")
    ledger_shell.run(f"{line} --terms Cоntract.txt")
    assert ledger_shell.json("deal show letters.json")["cautions"] == ["MIXED_SCRIPTS"]


def test_what_changed_since_one_signed(ledger_shell: Shell, song: str) -> None:
    """The other side sends the deal back with another end, and asks for a signature once more."""
    later = DEAL.replace("2026-01-01", "2029-01-01").replace("--to venue", "--to bo")
    ledger_shell.run(later.replace("deal.json", "first.json"))
    assert "changed" not in ledger_shell.json("deal show first.json")
    signed = ledger_shell.json("deal sign first.json --as lin --yes")
    assert "changed" not in ledger_shell.json("deal show first.json")
    ledger_shell.run(later.replace("2030-12-31", "2060-12-31").replace("deal.json", "second.json"))
    told = ledger_shell.run("deal sign second.json --as lin", 77)
    assert "− " in told.stderr and "2061-01-01" in told.stderr
    changed = ledger_shell.json("deal show second.json")["changed"]
    assert changed["before"] == signed["deal"]
    assert len(changed["gone"]) == len(changed["new"]) == 3, "composition, performance, recording"
    assert all("2031-01-01" in line for line in changed["gone"])
    assert all("2061-01-01" in line for line in changed["new"])
    # The same words in another deal: only what a machine reads differs.
    ledger_shell.run(later.replace("deal.json", "third.json"))
    assert ledger_shell.json("deal show third.json")["changed"]["new"] == []
    # A copy that was damaged, or is of somebody else, is none.
    for path in (ledger_shell.folder / "home" / "signed").glob("*.json"):
        path.write_bytes(b"{}")
    assert "changed" not in ledger_shell.json("deal show second.json")
    ledger_shell.run(DEAL.replace("2026-01-01", "2029-01-01").replace("deal.json", "venue.json"))
    assert "changed" not in ledger_shell.json("deal show venue.json")
