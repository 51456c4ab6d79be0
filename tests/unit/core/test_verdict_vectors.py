"""Verdict vectors: the program gives what they say, an independent model agrees, nothing is left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.core.plain import judge
from scripts.vectors.verdicts import files, gaps, read
from tests.judge import compare, model

FOLDER = Path(__file__).parents[2] / "vectors" / "verdict" / "v1"
Json = dict[str, Any]
CASES = read(FOLDER)
EACH = pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])


def found(answer: Json) -> Json:
    """An answer in the form of a vector."""
    layers = {
        f"{each['work']}/{each['layer']}": {
            "verdict": each["verdict"],
            "codes": sorted(set(each["codes"])),
        }
        for each in answer["layers"]
    }
    parents = {f"{each['work']}>{each['parent']}": each["verdict"] for each in answer["parents"]}
    tracks = {each["work"]: each["verdict"] for each in answer["tracks"]}
    made = {
        "verdict": answer["verdict"],
        "codes": sorted(answer["codes"]),
        "layers": layers,
        "flags": sorted(answer["flags"]),
        "until": answer["until"],
    }
    return made | ({"parents": parents} if parents else {}) | ({"tracks": tracks} if tracks else {})


@EACH
def test_program(case: Json) -> None:
    """What is written in the vector, and nothing else."""
    assert found(judge(case["document"])) == case["expected"], case["says"]


@EACH
def test_model(case: Json) -> None:
    """The model shares no code with the program; it knows nothing of signatures (V12)."""
    answer = model.verdict(case["document"])
    if "V12" not in case["covers"]:
        assert answer["verdict"] == case["expected"]["verdict"], case["says"]
        layers = {f"{work}/{layer}": verdict for (work, layer), verdict in answer["layers"].items()}
        assert layers == {place: each["verdict"] for place, each in case["expected"]["layers"].items()}
        assert compare.differences(answer, judge(case["document"])) == []


def test_a_wrong_expectation_is_found() -> None:
    """The comparison looks at every part of an answer."""
    case = CASES[0]
    answer = found(judge(case["document"]))
    assert answer == case["expected"]
    for part in answer:
        assert answer != case["expected"] | {part: "other"}


def test_files() -> None:
    """One file for each verdict, in canonical form, each case in the file of its verdict, no name twice."""
    made = files()
    assert sorted(made) == sorted(path.name for path in FOLDER.iterdir())
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))
    for name, cases in made.items():
        text = (FOLDER / name).read_text(encoding="utf-8")
        kept = json.loads(text)
        assert kept == cases
        assert text == json.dumps(kept, sort_keys=True, ensure_ascii=False, indent=1) + "\n"
        assert {f"{case['expected']['verdict'].lower()}.json" for case in kept} == {name}


def test_no_gap() -> None:
    """Every code and flag of the source, every check, every cell of both tables."""
    codes = gaps.emitted()
    assert {"NO_GRANT", "HASH_MISMATCH", "DISPUTED", "BLANKET_RUNS_ON", "TITLE_UNCONFIRMED"} <= codes
    assert len([name for name in gaps.wanted(codes) if name.startswith("use:")]) == 124
    assert len([name for name in gaps.wanted(codes) if name.startswith("conflict:")]) == 29
    assert gaps.missing(CASES, codes) == []


@pytest.mark.parametrize("what", ["V8", "JUNIOR_TO", "RETROACTIVE", "use:RENT/WRK", "conflict:SOLE/OWN"])
def test_planted_gap(what: str) -> None:
    """Without the cases of something, exactly that is missing, or it and what only they cover."""
    kept = [case for case in CASES if what not in gaps.covered([case])]
    assert what in gaps.missing(kept, gaps.emitted())


def test_planted_code(tmp_path: Path) -> None:
    """A code that is new in the source needs a case."""
    (tmp_path / "new.py").write_text('found = Finding("BRAND_NEW", ())\nother = said("NOT_ONE")\n')
    (tmp_path / "grounds.py").write_text('flags = ("NEW_FLAG",) if late else ()\n')
    (tmp_path / "seen.py").write_text('NEW_PROBLEM = "NEW_PROBLEM"\nOTHER = "x"\n')
    codes = gaps.emitted(tmp_path)
    assert codes == {"BRAND_NEW", "NEW_FLAG", "NEW_PROBLEM"}
    assert gaps.missing(CASES, codes) == sorted(codes)
