"""The one question as people ask it: of derivatives, of old songs, of the past, of lists, with demands."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.test_cli_licences import made
from tests.shells import MAY, REGISTER, Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(300)]

YEARS = "--territory CN --from 2026-01-01 --until 2040-12-31"


def song(shell: Shell, title: str, more: str = "", by: str = "lin") -> str:
    """A song of one person. Its id."""
    one = f"register --type MUSICAL_WORK --as {by} --title {title} --split WRK:{by}=100 {more}"
    return str(shell.json(one)["asset"])


def test_what_a_song_was_made_from(shell: Shell) -> None:
    """An arrangement needs the song under it: the arranger's licence to make and to use it, or one's own."""
    shell.run("init")
    shell.people("lin", "hao", "venue")
    first = song(shell, "茉莉花")
    second = song(shell, "茉莉花新编", f"--derived-from {first}", by="hao")
    made(shell, f"{second} --to venue --use LIVE_PERFORM {YEARS}", "hao", "venue")
    question = f"may venue LIVE_PERFORM {second} CN"
    said = shell.json(question, 1)
    assert said["codes"] == ["PARENT_NOT_CLEARED"] and said["parents"][0]["parent"] == first
    shown = shell.run(question, 1).stdout
    assert f"derived from  《茉莉花》 {first[:18]}…" in shown and "is not cleared" in shown
    made(shell, f"{first} --to hao --use ADAPT {YEARS}", "lin", "hao")
    assert shell.json(question, 1)["codes"] == ["PARENT_NOT_CLEARED"], "a right to arrange is none to perform"
    made(shell, f"{first} --to hao --use ADAPT,LIVE_PERFORM {YEARS}", "lin", "hao")
    cleared = shell.json(f"{question} --signatures")
    assert cleared["verdict"] == "AUTHORISED" and cleared["parents"][0]["layers"][0]["chain"]
    lines = shell.run(question).stdout.splitlines()
    assert lines[0] == "AUTHORISED"
    assert any("licence 0x" in one and "#0: hao (0x" in one and "→ venue (0x" in one for one in lines), lines
    third = song(shell, "茉莉花三编", f"--version-of {second}", by="lin")
    assert shell.json(f"may lin PRINT {third} CN", 1)["codes"] == ["PARENT_NOT_CLEARED"]


def test_old_songs_and_what_the_law_licenses(shell: Shell) -> None:
    """A record's dates decide when protection ends, and where the law gives the licence."""
    shell.run("init")
    shell.people("lin", "venue", "station")
    old = song(shell, "旧曲", "--creator COMPOSER:某甲,died=1975")
    over, last = (f"may venue LIVE_PERFORM {old} CN --at {at}" for at in ("2026-01-01", "2025-12-31"))
    free = shell.json(over)
    assert free["verdict"] == "AUTHORISED" and free["layers"][0]["codes"] == ["PUBLIC_DOMAIN"]
    assert "2026-01-01T00:00:00+08:00" in free["layers"][0]["sentences"][0]
    assert shell.json(last, 3)["codes"] == ["TITLE_INCOMPLETE"], "it was not registered then"
    assert shell.json(over.replace(" CN ", " JP "), 3)["flags"] == ["PROFILE_DEFAULT"], "no rules of Japan"
    new = song(shell, "新曲", "--published 2026-01-01 --recorded-lawfully")
    aired = shell.json(f"may station BROADCAST {new} CN")
    assert aired["verdict"] == "AUTHORISED_WITH_DUTIES" and "CL 46(2)" in aired["duties"][0]
    assert shell.json("key show lin")["address"] in aired["duties"][0], "who is to be paid"
    assert shell.json(f"may station COVER_RECORD {new} CN")["layers"][0]["codes"] == ["DUTY_STATUTORY"]
    assert shell.json(f"may station PUBLIC_PLAYBACK {new} CN", 1)["codes"] == ["NO_GRANT"]


def test_what_the_ledger_said_before(shell: Shell) -> None:
    """Record time: an answer of the past is what it was, whatever has been recorded since."""
    shell.run("init")
    shell.people("lin", "hao", "venue")
    asset = shell.json(REGISTER)["asset"]
    before = shell.json("check song.wav")["block"]["number"]
    time.sleep(1.1)  # a second has one state of the ledger: its last
    made(shell, f"song.wav --to venue --use STREAM_ONDEMAND {YEARS}", "lin", "hao", "venue")
    rows = shell.json(f"title {asset}")["timeline"]
    recorded = max(row["time"] for row in rows)
    then = datetime.fromtimestamp(recorded, UTC).isoformat()
    assert shell.json(MAY)["verdict"] == "AUTHORISED"
    past = shell.json(f"{MAY} --known-at {then}", 1)
    assert past["codes"] == ["NO_GRANT"] and past["at"] == recorded and past["block"]["number"] <= before
    early = datetime.fromtimestamp(recorded, UTC) - timedelta(days=400)
    assert shell.json(f"{MAY} --known-at {early.isoformat()}", 3)["codes"] == ["UNKNOWN_ASSET"]
    assert "True before the first block" in shell.run(f"{MAY} --known-at {early.isoformat()}", 3).stdout
    to_come = datetime.fromtimestamp(recorded + 10**6, UTC)
    assert shell.json(f"{MAY} --known-at {to_come.isoformat()}", 64)["error"] == "KNOWN_AT_FUTURE"
    assert shell.json(f"{MAY} --at {to_come.isoformat()}")["verdict"] == "AUTHORISED"
    earlier = shell.run(f"{MAY} --at 2020-01-01", 3).stdout
    assert "it was registered only at" in earlier and "the licence starts" in earlier, "the near miss too"
    assert [row["what"] for row in rows] == ["REGISTERED"] * 3
    shell.run("title confirm song.wav --layer PHN --as hao")
    line = shell.run("title show song.wav").stdout
    assert "split confirmed by hao" in line and "60 %" in line and "Now: " in line


def test_demands_beyond_the_rules(shell: Shell) -> None:
    """Records seen, signatures looked at again, attested parties: more may be asked, never less."""
    shell.run("init")
    shell.people("lin", "hao", "venue", "judge")
    shell.run(REGISTER)
    made(shell, f"song.wav --to venue --use STREAM_ONDEMAND {YEARS}", "lin", "hao", "venue")
    assert shell.json(f"{MAY} --strict --signatures")["flags"] == ["RETROACTIVE"]
    judge = shell.json("key show judge")["address"]
    demands = shell.folder / "demands.json"
    demands.write_text(json.dumps({"attested": True, "attestors": ["judge"]}))
    said = shell.json(f"{MAY} --policy demands.json", 3)
    assert set(said["codes"]) == {"PARTY_NOT_ATTESTED"}
    for name in ("lin", "hao", "venue"):
        shell.run(f"attest {name} --kind 1 --evidence song.wav --as judge")
    assert shell.json(f"{MAY} --policy demands.json")["verdict"] == "AUTHORISED"
    demands.write_text(json.dumps({"finality": 10_000}))
    assert set(shell.json(f"{MAY} --policy demands.json", 3)["codes"]) == {"NOT_FINAL"}
    for wrong, code in (
        ('{"strict": 1}', "FIELD_TYPE"),
        ('{"lenient": true}', "FIELD_UNKNOWN"),
        ("{", "JSON_SYNTAX"),
    ):
        demands.write_text(wrong)
        assert shell.json(f"{MAY} --policy demands.json", 65)["error"] == code
    assert shell.json(f"{MAY} --policy nowhere.json", 65)["error"] == "POLICY_FILE"
    (shell.folder / "home" / "store").rename(shell.folder / "aside")
    assert "RECORD_NOT_SEEN" in shell.json(MAY)["flags"]
    assert set(shell.json(f"{MAY} --strict", 3)["codes"]) == {"RECORD_NOT_SEEN"}
    assert judge


def test_a_list_of_questions(shell: Shell) -> None:
    """A playlist in one go: each row its answer, in Chinese encodings too, and a summary."""
    shell.run("init")
    shell.people("lin", "hao", "venue")
    asset = shell.json(REGISTER)["asset"]
    made(shell, f"song.wav --to venue --use STREAM_ONDEMAND {YEARS}", "lin", "hao", "venue")
    listed = shell.folder / "list.csv"
    rows = [
        "Work,party,use,territory,at",
        "song.wav,venue,STREAM_ONDEMAND,CN,",
        f"{asset},hao,STREAM_ONDEMAND,CN,2030-01-01",
        "song.wav,nobody,STREAM_ONDEMAND,CN,",
        "song.wav,venue,WHISTLE,CN,",
        "没有.wav,venue,DOWNLOAD,CN,",
    ]
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        listed.write_text("\r\n".join(rows), encoding=encoding)
        said = shell.json("may --batch list.csv", 1)
        assert [row["verdict"] for row in said["answers"]] == [
            "AUTHORISED", "NOT_AUTHORISED", "INDETERMINATE", "INDETERMINATE", "INDETERMINATE",
        ]  # fmt: skip
        errors = [row.get("error") for row in said["answers"]]
        assert errors == [None, None, "UNKNOWN_KEY", "UNKNOWN_USE", "FILE_NOT_FOUND"]
        assert said["summary"] == {"AUTHORISED": 1, "INDETERMINATE": 3, "NOT_AUTHORISED": 1}
    shown = shell.run("may --batch list.csv", 1).stdout
    assert "5 answers: 1 AUTHORISED" in shown and "WHISTLE" in shown
    rows[3] = 'song.wav,"venue" of hers,STREAM_ONDEMAND,CN,'
    listed.write_text("\n".join(rows))
    said = shell.json("may --batch list.csv", 1)["answers"]
    assert [row.get("error") for row in said] == [None, None, "BATCH_ROW", "UNKNOWN_USE", "FILE_NOT_FOUND"]
    assert '"venue" of hers' in said[2]["sentences"][0], "a row with odd quotes spoils no other"
    chinese = shell.run("may --batch list.csv --lang zh", 1).stdout
    assert "共 5 项" in chinese and "已获授权" in chinese
    for text, code in (
        ("", "BATCH_EMPTY"),
        ("work,colour\na,b\n", "BATCH_HEADING"),
        ("work\na\n", "BATCH_HEADING"),
    ):
        listed.write_text(text)
        assert shell.json("may --batch list.csv", 65)["error"] == code
    listed.write_text("work\nsong.wav\n")
    assert shell.json("may venue STREAM_ONDEMAND - CN --batch list.csv")["summary"] == {"AUTHORISED": 1}
    assert shell.json("may venue STREAM_ONDEMAND", 64)["error"] == "MAY_NEEDS"


def test_a_damaged_record_of_one_row(shell: Shell) -> None:
    """What is wrong with one record is told of it, and bears on no other row; duties and flags are told."""
    shell.run("init")
    shell.people("lin", "hao", "venue", "station")
    hurt = shell.json("register --type MUSICAL_WORK --as lin --title 损 --split WRK:lin=100")
    old = song(shell, "旧歌", "--published 2020-01-01")
    shell.run(f"dispute open {old} --layer WRK --evidence song.wav --as lin --yes")
    rows = f"party,use,work,territory\nlin,PRINT,{hurt['asset']},CN\nstation,BROADCAST,{old},CN\n"
    (shell.folder / "list.csv").write_text(rows)
    block = next((shell.folder / "home" / "store" / "blocks").rglob(f"*{hurt['cid']}*"))
    block.chmod(0o600)
    block.write_bytes(b"{}")
    first, second = shell.json("may --batch list.csv", 3)["answers"]
    assert first["codes"] == ["HASH_MISMATCH"] and second["verdict"] == "AUTHORISED_WITH_DUTIES"
    shown = shell.run("may --batch list.csv", 3).stdout
    assert "Owed: " in shown and "note: somebody with a stake in it disputes this title" in shown
