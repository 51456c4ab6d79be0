"""Deal files that travel: songs by name, texts beside them, titles that change on the way, contacts."""

from __future__ import annotations

import json
import shutil
import time
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger.core import record, strictjson
from ledger.core.cid import raw_cid
from tests.shells import DEAL, Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]

LATER = DEAL.replace("2026-01-01", "2029-01-01")
SITE = "https://music.example/ask"


@pytest.fixture(scope="module")
def song(ledger_shell: Shell) -> str:
    line = (
        "register song.wav --as lin --title 连城一家 --title 'One City' --split WRK:lin=100"
        " --split PRF:hao=100 --split PHN:lin=60,hao=40"
        f" --creator COMPOSER:林 --performer 浩 --contact {SITE}"
    )
    told = ledger_shell.run(f"{line} --json")
    assert "nobody can take back" in told.stderr and SITE in told.stderr
    return str(json.loads(told.stdout)["asset"])


@pytest.fixture(scope="module")
def stranger(ledger_shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A computer that has never seen a chain, with the venue's key."""
    found = Shell(tmp_path_factory.mktemp("stranger"))
    (found.folder / "home" / "keys").mkdir(parents=True)
    shutil.copy(ledger_shell.folder / "home" / "keys" / "venue.json", found.folder / "home" / "keys")
    yield found
    assert not (found.folder / "home" / "networks.json").exists(), "nothing needed a chain"


def pass_on(source: Shell, target: Shell, name: str) -> Path:
    return Path(shutil.copy(source.folder / name, target.folder / name))


def test_the_song_is_told_where_no_chain_was_ever_seen(
    ledger_shell: Shell, stranger: Shell, song: str
) -> None:
    assert ledger_shell.json(LATER)["records_left"] == {}
    path = pass_on(ledger_shell, stranger, "deal.json")
    shown = stranger.run("deal show deal.json").stdout
    titles = "“连城一家” / “One City”"
    for words in (titles, "COMPOSER: 林", "MAIN_ARTIST: 浩", SITE, song, "hashes to the id"):
        assert words in shown
    contract = json.loads(path.read_bytes())["network"]["licensing"]
    assert shown.count("not exclusive") == 3 and f"contract {contract}" in shown
    assert shown.count(" is held by ") == 3 and "60 %" in shown
    assert "作品" in stranger.run("deal show deal.json --lang zh").stdout
    document = stranger.json("deal show deal.json")
    assert {work["asset"] for work in document["works"]} >= {song} and len(document["works"]) == 2
    assert document["works"][0]["titles"] == ["连城一家", "One City"]
    signed = stranger.json("deal sign deal.json --as venue --yes")
    assert len(signed["missing"]) == 2
    before = json.loads(path.read_bytes())
    # Signing kept them, and an altered, foreign, doubled or empty one is refused.
    assert before["records"].keys() == {work["asset"] for work in document["works"]}
    body = json.loads(json.dumps(before["records"][song]))
    for change, error in (
        ({song: body | {"titles": [{"text": "海"}]}}, "DEALFILE_RECORD"),
        ({"0x" + "11" * 32: body}, "DEALFILE_RECORD"),
        ({song: body | {"mood": "sad"}}, "FIELD_UNKNOWN"),
        ({song: body | {"contact": "http://x.example/"}}, "RECORD_CONTACT"),
        ({song: []}, "FIELD_TYPE"), ({}, "DEALFILE_SHAPE"), ([], "DEALFILE_SHAPE"),
    ):  # fmt: skip
        path.write_text(json.dumps(before | {"records": change}))
        assert stranger.json("deal show deal.json", 65)["error"] == error, change
    del before["records"]  # who takes them out hides a name and changes nothing that is signed
    path.write_text(json.dumps(before))
    assert "whose name is not in the file" in stranger.run("deal show deal.json").stdout


def test_a_record_of_another_song_is_needless(ledger_shell: Shell, stranger: Shell, song: str) -> None:
    other = ledger_shell.json("register --type LYRICS --as lin --title 别的歌 --split WRK:lin")["asset"]
    scope = "--use ADAPT --territory CN --from 2029-01-01 --until 2029-12-31"
    ledger_shell.run(f"deal new {other} --to venue {scope} --out other.json")
    foreign = json.loads((ledger_shell.folder / "other.json").read_bytes())["records"]
    ledger_shell.run(LATER.replace("deal.json", "mixed.json"))
    # Two drafts joined bring the records of both, and say that one end ends all.
    ledger_shell.run("deal join other.json mixed.json --reciprocal --out both.json")
    pass_on(ledger_shell, stranger, "both.json")
    assert len(stranger.json("deal show both.json")["works"]) == 3
    assert "任一条提前终止" in stranger.run("deal show both.json --lang zh").stdout
    path = pass_on(ledger_shell, stranger, "mixed.json")
    document = json.loads(path.read_bytes())
    path.write_text(json.dumps(document | {"records": document["records"] | foreign}))
    assert stranger.json("deal sign mixed.json --as venue --yes", 65)["error"] == "DEALFILE_RECORD_NEEDLESS"


def test_what_can_not_be_had_or_may_not_be_told_is_left_out(ledger_shell: Shell, song: str) -> None:
    blocks = ledger_shell.folder / "home" / "store" / "blocks"
    body = json.loads((ledger_shell.folder / "deal.json").read_bytes())["records"][song]
    digest = record.record_hash(strictjson.canonical(body))
    (path,) = blocks.rglob(raw_cid(bytes.fromhex(digest[2:])))
    aside = path.rename(path.with_name("aside"))
    told = ledger_shell.run(LATER.replace("deal.json", "less.json") + " --json")
    assert json.loads(told.stdout)["records_left"] == {song: "NOT_HERE"} and "could not be had" in told.stderr
    aside.rename(path)


def test_a_text_that_is_signed_by_its_hash(ledger_shell: Shell, stranger: Shell, song: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, "合同 é.txt") for form in ("NFC", "NFD"))
    (ledger_shell.folder / decomposed).write_text("一、许可范围……", encoding="utf-8")
    ledger_shell.run(f"{LATER.replace('deal.json', 'prose.json')} --terms '{composed}'")
    pass_on(ledger_shell, stranger, "prose.json")
    missing = stranger.json("deal show prose.json")
    assert missing["prose"][0]["state"] == "missing" and missing["prose"][0]["name"] == composed
    assert "TERMS_MISSING" in missing["cautions"]
    assert "does not lie beside" in stranger.run("deal sign prose.json --as venue", 77).stderr
    path = pass_on(ledger_shell, stranger, decomposed)
    assert stranger.json("deal show prose.json")["prose"][0]["state"] == "same"
    assert "it is the text that is signed" in stranger.run("deal sign prose.json --as venue --yes").stdout
    path.write_text("二、许可范围……", encoding="utf-8")
    assert "TERMS_OTHER" in stranger.json("deal show prose.json")["cautions"]
    refused = stranger.json("deal sign prose.json --as venue --yes", 77)
    assert refused["error"] == "PROSE_OTHER" and composed in refused["message"]
    assert stranger.json("deal sign prose.json --as venue --yes --other-terms")["deal"]


def test_a_computer_that_knows_no_ledger_says_so(ledger_shell: Shell, stranger: Shell, song: str) -> None:
    ledger_shell.run(LATER.replace("deal.json", "alone.json"))
    pass_on(ledger_shell, stranger, "alone.json")
    told = stranger.run("deal sign alone.json --as venue --yes").stderr
    assert "compared with nothing" in told
    assert "another person's computer" in told and "your own computer" not in told
    assert "your own computer" in ledger_shell.run("deal show alone.json").stderr
    assert stranger.json("deal show alone.json")["cautions"] == ["NO_LEDGER"]


def test_a_deadline_that_has_passed(ledger_shell: Shell, song: str) -> None:
    line = LATER.replace("deal.json", "gone.json")
    refused = ledger_shell.json(f"{line} --accept-by 2020-01-31", 64)
    assert refused["error"] == "ACCEPT_BY_PAST" and "2020-02-01" in refused["message"]
    soon = (datetime.now(UTC) + timedelta(seconds=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    ledger_shell.run(f"{line} --accept-by {soon}")
    power = "--kind agency --use STREAM_ONDEMAND --territory CN --from 2026-01-01 --until 2027-12-31"
    ledger_shell.run(f"mandate new lin --to bo {power} --accept-by {soon}")
    ledger_shell.run("mandate sign mandate.json --as lin --as bo --yes")
    time.sleep(7)
    assert "EXPIRED" in ledger_shell.json("deal show gone.json")["cautions"]
    assert "Make a new deal" in ledger_shell.run("deal sign gone.json --as lin --yes").stderr
    assert "Make a new one" in ledger_shell.run("mandate show mandate.json").stderr
    (ledger_shell.folder / "later.wav").write_bytes(b"a block after the deadline" * 100)
    ledger_shell.run("register later.wav --as lin --title 后 --split WRK:lin --split PRF:lin --split PHN:lin")
    for what in ("deal status gone.json", "mandate status mandate.json"):
        assert ledger_shell.json(what, 1)["status"] == "EXPIRED"
    assert ledger_shell.json("mandate activate mandate.json", 1)["error"] == "MANDATE_EXPIRED"


def test_a_title_that_changed_after_it_was_signed(ledger_shell: Shell, song: str) -> None:
    """Who must sign anew, and why, is told by status, activate and renew; the new text comes into force."""
    ledger_shell.run(LATER.replace("deal.json", "late.json"))
    ledger_shell.run("deal sign late.json --as lin --as hao --as venue --yes")
    assert ledger_shell.json("deal status late.json", 2)["missing"] == []
    ledger_shell.run("assign song.wav --split PHN:lin=60,bo=40 --as lin --as hao --as bo --yes")
    status = ledger_shell.json("deal status late.json", 2)
    (change,) = status["titles_changed"]
    assert (change["layer"], status["status"]) == ("PHN", "PROPOSED")
    assert "hao" in change["before"] and "bo" in change["now"]
    assert sorted(status["missing_names"]) == ["bo", "hao", "lin", "venue"], "Hao still performs"
    said = ledger_shell.run("deal status late.json", 2)
    assert "names titles that changed" in said.stdout and "The title of PHN" in said.stderr
    refused = ledger_shell.json("deal activate late.json", 1)
    assert refused["error"] == "TITLES_CHANGED" and "bo (0x" in refused["message"]
    assert refused["titles_changed"] == [change]
    warned = ledger_shell.run("deal sign late.json --as lin", 77).stderr  # asked, and nobody is there
    assert "The title of PHN" in warned and "can't come into force any more" in warned
    renewed = ledger_shell.json("deal renew late.json")
    assert renewed["titles_changed"] == [change] and renewed["deal"] != status["deal"]
    assert sorted(renewed["missing_names"]) == ["bo", "hao", "lin", "venue"]
    since = ledger_shell.json("deal show late.json")["changed"]
    assert [line for line in since["new"] if "PHN" in line and "bo (0x" in line and "40 %" in line]
    assert [line for line in since["new"] if line.startswith("signs: bo")], "a signer who was none before"
    assert [line for line in since["gone"] if "PHN" in line and "hao (0x" in line and "40 %" in line]
    assert ledger_shell.json("deal renew late.json")["deal"] == renewed["deal"], "nothing is left to renew"
    ledger_shell.run("deal sign late.json --as lin --as hao --as bo --as venue --yes")
    assert ledger_shell.json("deal activate late.json")["status"] == "ACTIVE"
    ledger_shell.run("assign song.wav --split PHN:lin=50,bo=50 --as lin --as bo --yes")
    again = ledger_shell.json("deal renew late.json")  # it is in force and stands on the title of its time
    assert again["deal"] == renewed["deal"] and again["missing"] == [] and "titles_changed" not in again
    # Any signer may withdraw a deal before it is in force: the performer for one.
    ledger_shell.run(LATER.replace("deal.json", "never.json"))
    assert ledger_shell.json("deal cancel never.json --as bo")["status"] == "CANCELLED"
    assert ledger_shell.json("deal status never.json")["status"] == "CANCELLED"


def test_a_contact_is_shown_and_never_one_that_is_none(ledger_shell: Shell, song: str) -> None:
    assert SITE in ledger_shell.run("title song.wav").stdout
    assert ledger_shell.json("title song.wav")["contact"] == SITE
    body = json.loads((ledger_shell.folder / "deal.json").read_bytes())["records"][song]
    (ledger_shell.folder / "record.json").write_bytes(strictjson.canonical(body))
    assert f'contact: "{SITE}"' in ledger_shell.run("explain record.json").stdout
    line = "register --type LYRICS --as lin --title X --split WRK:lin --contact"
    for bad in (
        "http://a.example/",
        "javascript:1",
        "'https://a.example/\u202e'",
        "tel:1",
        "https://例.example/",
    ):
        assert ledger_shell.json(f"{line} {bad}", 65)["error"] == "RECORD_CONTACT"
