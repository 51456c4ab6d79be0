"""Story 12 of RIGHTS.md 7: all grants of a society, and what is found where somebody touched the list."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from ledger.cli import audits
from ledger.cli.common import Run
from ledger.cli.speech import Speech
from ledger.core import auditfile
from ledger.core.auditrows import cells, json_row
from ledger.errors import ServiceDown
from ledger.home import Home
from tests.shells import typed
from tests.stories import Json, Person, Stage, agreed, given, song
from tests.unit.core.audit_chains import CHAIN, a_chain, a_manifest, numbered

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]
pytest_plugins = ["tests.stories_stages"]

KARAOKE = "--use KARAOKE_VENUE --territory CN"
BOM = "\ufeff"

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A member, a society that licensed in two years, a venue, and somebody who checks."""

    member: Person
    society: Person
    venue: Person
    auditor: Person
    work: str

    def blanket(self, start: str, until: str, file: str, layers: str = "--layer WRK") -> None:
        """The society licenses all it has."""
        span = self.society.stage.span(start, until)
        terms = f"--society {self.society} {layers} {KARAOKE} --to {self.venue} {span}"
        agreed(self.society, terms, self.society, self.venue, file=file)


@pytest.fixture
def ledger(stage: Stage) -> Ledger:
    """Blankets of 2025 and 2026, one ended early, one yet to begin; two lines of one deal on two layers."""
    stage.it_is("2025-06-03")
    member, society, venue, auditor = stage.persons("member", "society", "venue", "auditor")
    work = song(member, None)
    given(member, society, f"--kind collective {KARAOKE} --from 2025-06-01 --until open --notice-days 31")
    here = Ledger(member, society, venue, auditor, work)
    here.blanket("2025-06-03", "2025-12-31", "one.json")
    stage.it_is("2025-09-01")
    here.blanket("2025-09-01", "2026-12-31", "two.json")
    stage.it_is("2026-02-01")
    society.sends("two.json", venue)
    venue.writes("terminate two.json --as venue")
    here.blanket("2026-02-01", "2027-12-31", "three.json", "--layer WRK --layer AVP")
    here.blanket("2027-01-01", "2027-12-31", "four.json")
    return here


def listed(ledger: Ledger, options: str, out: str) -> Json:
    """The auditor has a list made."""
    return ledger.auditor.does(f"audit {ledger.society} --year 2026 {options} --out {out}")


def table(path: Path) -> Rows:
    """Cells of a CSV, its header first."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def column(rows: Rows, name: str) -> list[str]:
    """One column without its name."""
    return [row[rows[0].index(name)] for row in rows[1:]]


def touched(ledger: Ledger, change: Callable[[Rows], object], file: str = "touched.csv") -> str:
    """A copy of the list ``a`` that somebody changed in a spreadsheet, the manifest beside it."""
    folder = ledger.auditor.folder
    rows = table(folder / "a.csv")
    change(rows)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    (folder / file).write_text(BOM + out.getvalue(), encoding="utf-8", newline="")
    shutil.copyfile(folder / "a.manifest.json", folder / f"{Path(file).stem}.manifest.json")
    return file


def set_cell(rows: Rows, name: str, cell: str) -> None:
    """Change a cell of the second row."""
    rows[2][rows[0].index(name)] = cell


def test_12_a_society_s_grants_of_2026(ledger: Ledger) -> None:
    """The chain is told whole; what is of the year is marked; both files are complete."""
    auditor, stage = ledger.auditor, ledger.society.stage
    stage.it_is("2026-03-01")
    said = listed(ledger, "--issued", "a")
    assert (said["rows"], said["in_period"], said["which"]) == (5, 3, "ISSUED")
    found = {chain["kind"] + str(chain["place"]): chain["rows"] for chain in said["chains"]}
    assert found == {"BLANKETS1": 4, "BLANKETS2": 0, "BLANKETS3": 0, "BLANKETS4": 1, "AGENT0": 0}
    rows = table(auditor.folder / "a.csv")
    assert column(rows, "no") == ["1", "2", "3", "4", "1"]
    assert column(rows, "in_period") == ["no", "no", "yes", "yes", "yes"]
    assert column(rows, "status") == ["EXPIRED", "ENDED", "ACTIVE", "NOT_YET", "ACTIVE"]
    assert column(rows, "start")[2] == "2026-02-01T00:00:00+08:00"
    assert column(rows, "licensee") == [ledger.venue.address] * 5
    assert (auditor.folder / "a.csv").read_bytes().startswith(BOM.encode())
    live = listed(ledger, "--in-force", "b")
    assert live["in_period"] == 3, "that of 2025 is over, that of 2027 has not begun"
    assert column(table(auditor.folder / "b.csv"), "in_period") == ["no", "yes", "yes", "no", "yes"]
    manifest, *lines = (auditor.folder / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(manifest) == json.loads((auditor.folder / "a.manifest.json").read_text())
    assert [json.loads(line)["in_period"] for line in lines] == [False, False, True, True, True]
    for file in ("a.csv", "a.jsonl", "b.csv", "b.jsonl"):
        checked = auditor.does(f"audit --check {file}")
        assert (checked["result"], checked["asked"], checked["since"]) == ("COMPLETE", True, 0)
        alone = auditor.does(f"audit --check {file} --offline")
        assert (alone["result"], alone["asked"]) == ("COMPLETE", False)


def test_12_what_is_found(ledger: Ledger) -> None:
    """A row removed, added, moved or altered: which one, with the chain and without."""
    auditor = ledger.auditor
    listed(ledger, "--issued", "a")

    def is_found(change: Callable[[Rows], object], result: str, number: int) -> str:
        file = touched(ledger, change)
        alone = auditor.does(f"audit --check {file} --offline", 1)
        assert (alone["result"], alone["no"]) == (result, number)
        checked = auditor.does(f"audit --check {file}", 1)
        assert (checked["result"], checked["no"]) == (result, number)
        return str(checked["message"])

    assert is_found(lambda rows: rows.pop(2), "INCOMPLETE", 2).startswith(
        "missing no. 2 (blanket licences WRK"
    )
    assert is_found(lambda rows: rows.pop(5), "INCOMPLETE", 1).startswith(
        "missing no. 1 (blanket licences AVP"
    )
    is_found(lambda rows: rows.insert(3, rows[2]), "ADDED", 3)
    is_found(lambda rows: rows.insert(1, rows.pop(2)), "REORDERED", 1)
    for name, cell in (
        ("territories", "CN,HK"), ("end", "2030-01-01T00:00:00+08:00"), ("transaction", "0x" + "11" * 32),
        ("in_period", "yes"), ("uses", "=1+1"), ("head", "0x" + "22" * 32), ("chain", "0x" + "33" * 32),
    ):  # fmt: skip
        is_found(partial(set_cell, name=name, cell=cell), "ALTERED", 2)

    def hidden(rows: Rows) -> None:
        rows.pop(2)
        for number, row in enumerate(rows[1:4], 1):
            row[0] = str(number)

    is_found(hidden, "INCOMPLETE", 2)
    said = typed(["audit", "--check", touched(ledger, hidden), "--home", "home"], auditor.folder)
    assert said.stdout.startswith("INCOMPLETE: missing no. 2 (") and said.returncode == 1
    is_found(lambda rows: rows[4].__setitem__(0, "9"), "ALTERED", 4)
    same = touched(ledger, lambda rows: None)
    assert auditor.does(f"audit --check {same}")["result"] == "COMPLETE", "saved, but not changed"


def test_12_a_forger_who_knows_how(ledger: Ledger) -> None:
    """A whole list made up is as good as any by itself; the chain's storage says otherwise."""
    auditor, folder = ledger.auditor, ledger.auditor.folder
    listed(ledger, "--issued", "a")
    manifest, told = auditfile.read((folder / "a.jsonl").read_bytes())
    rows = [each.row for each in told() if each.row is not None]
    assert manifest is not None
    first = manifest.chains[0]
    cut = replace(first, rows=3, head=rows[2].head, stored=rows[2].head)
    lines = [auditfile.manifest_bytes(replace(manifest, chains=(cut, *manifest.chains[1:])))]
    lines += [json_row(cells(row)) for row in (*rows[:3], rows[4])]
    (folder / "forged.jsonl").write_bytes(b"\n".join(lines))
    assert auditor.does("audit --check forged.jsonl --offline")["result"] == "COMPLETE"
    found = auditor.does("audit --check forged.jsonl", 1)
    assert (found["result"], found["no"]) == ("INCOMPLETE", 4)
    heads = f"--head {first.head} --head {rows[4].head}"
    known = auditor.does(f"audit --check forged.jsonl --offline {heads}", 1)
    assert (known["result"], known["fault"], known["no"]) == ("INCOMPLETE", "HEAD", 3)
    assert auditor.does(f"audit --check a.csv --offline {heads}")["result"] == "COMPLETE"


def test_12_later_rows_and_what_cannot_be_told(ledger: Ledger) -> None:
    """What was recorded since is counted; without chain, manifest or on another ledger: exit code 3."""
    auditor, stage, folder = ledger.auditor, ledger.society.stage, ledger.auditor.folder
    listed(ledger, "--issued", "a")
    stage.it_is("2026-05-01")
    ledger.blanket("2026-05-01", "2026-12-31", "five.json")
    since = auditor.does("audit --check a.jsonl")
    assert (since["result"], since["since"]) == ("COMPLETE", 1)

    assert auditor.does(f"audit {ledger.society} --year 2026 --out a", 65)["error"] == "FILE_EXISTS"
    assert auditor.does(f"audit {ledger.society} --year 2026 --out no/a", 65)["error"] == "FILE_NOT_FOUND"
    shutil.copyfile(folder / "a.csv", folder / "alone.csv")
    assert auditor.does("audit --check alone.csv", 3)["error"] == "AUDIT_NO_MANIFEST"
    rows = table(folder / "alone.csv")
    (folder / "alone.csv").write_text("\r\n".join(map(",".join, [rows[0], *rows[2:]])))
    gone = auditor.does("audit --check alone.csv", 1)
    assert (gone["result"], gone["no"], gone["chain"]) == ("INCOMPLETE", 1, rows[2][1])
    (folder / "alone.csv").write_text(",".join(rows[0]))
    assert auditor.does("audit --check alone.csv --offline", 3)["error"] == "AUDIT_NO_MANIFEST"
    nothing = auditor.does(f"audit --check alone.csv --offline --head {rows[-1][-2]}", 1)
    assert (nothing["fault"], nothing["chain"]) == ("UNREACHED", rows[-1][-2]), "no row is no proof"
    (folder / "none.csv").write_text("a,b\n")
    for file, error in (("none.csv", "AUDITFILE_SHAPE"), ("nowhere.csv", "FILE_NOT_FOUND")):
        assert auditor.does(f"audit --check {file}", 65)["error"] == error
    for line in (f"{ledger.society}", f"{ledger.society} --year 2026 --check a.csv", "--year 2026 --offline",
                 f"{ledger.society} --year 2026 --issued --in-force"):  # fmt: skip
        assert auditor.does(f"audit {line}", 64)["error"] == "AUDIT_OPTIONS"

    assert auditor.does(f"audit {ledger.society} --year 2026 --out c.csv")["files"][1] == "c.csv"

    stranger = stage.signer("stranger")
    auditor.sends("a.jsonl", stranger)
    assert stranger.does("audit --check a.jsonl", 3)["error"] == "AUDIT_CHAIN_SILENT"
    other = stranger.does(f"audit --check a.jsonl --head 0x{'11' * 32}", 1)
    assert (other["fault"], other["asked"]) == ("HEAD", False), "what is wrong is wrong without a chain too"
    assert stranger.does("audit --check a.jsonl --offline")["result"] == "COMPLETE"
    stage.fund(stranger.address)
    stranger.writes(f"chain deploy --name other --rpc {stage.url} {stage.profile}")
    assert stranger.does("audit --check a.jsonl", 3)["error"] == "AUDIT_OTHER_LEDGER"


def test_12_a_holder(ledger: Ledger) -> None:
    """A holder's list has a chain for each title he holds."""
    said = ledger.member.does("audit member --year 2025 --in-force")
    assert [chain["kind"] for chain in said["chains"]] == ["BLANKETS"] * 4 + ["AGENT", "TITLE"]
    assert said["chains"][-1]["of"] == ledger.work
    assert said["files"][0] == "audit-member-2025-in-force.jsonl"
    assert ledger.member.does("audit --check audit-member-2025-in-force.csv")["result"] == "COMPLETE"


def test_12_a_head_as_every_client_keeps_it(any_stage: Stage) -> None:
    """The word of storage is read on anvil and on geth."""
    any_stage.it_is("2026-01-05")
    lin, venue = any_stage.persons("lin", "venue")
    work = song(lin, None)
    terms = f"{work} --to {venue} --use PRINT --territory CN {any_stage.span('2026-01-05', '2026-12-31')}"
    for number in range(2):
        agreed(lin, terms, lin, venue, file=f"{number}.json")
    said = lin.does("audit lin --year 2026 --out a")
    assert [chain["rows"] for chain in said["chains"]] == [0, 0, 0, 0, 0, 2]
    assert lin.does("audit --check a.jsonl")["result"] == "COMPLETE"
    lines = (lin.folder / "a.jsonl").read_text().splitlines()
    lin.has("a.jsonl", "\n".join([lines[0], lines[2]]))
    assert lin.does("audit --check a.jsonl", 1)["no"] == 1


def test_12_all_files_or_none(tmp_path: Path) -> None:
    """Where one of them can't be written, those before it are taken back."""
    with Home(tmp_path / "home") as home:
        files = {tmp_path / "a.jsonl": b"1", tmp_path / "no" / "a.csv": b"2"}
        with pytest.raises(ServiceDown):
            audits.write(Run(home, Speech()), files)
    assert not list(tmp_path.glob("a.*"))


def test_12_no_4200_of_5000(tmp_path: Path) -> None:
    """The sentence of the story, whether or not the numbers were written anew; no chain is needed for it."""
    found = a_chain(5_000)
    first = auditfile.manifest_bytes(a_manifest((CHAIN, found)))
    left = found[:4_199] + found[4_200:]
    for rows, said, code in (
        (found, "COMPLETE: 5000 rows", 0),
        (left, "INCOMPLETE: missing no. 4200 (", 1),
        (numbered(left), "INCOMPLETE: missing no. 4200 (", 1),
    ):
        (tmp_path / "a.jsonl").write_bytes(b"\n".join([first, *(json_row(cells(row)) for row in rows)]))
        done = typed(["audit", "--check", "a.jsonl", "--offline", "--home", "home"], tmp_path)
        assert done.stdout.startswith(said) and done.returncode == code
