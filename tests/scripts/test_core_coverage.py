"""The share of branches, and which are missed."""

from __future__ import annotations

from scripts.core_coverage import measured


def test_the_share_is_of_all_files_and_the_worst_are_named() -> None:
    def file(count: int, missing: list[list[int]]) -> dict[str, object]:
        summary = {"num_branches": count, "covered_branches": count - len(missing)}
        return {"summary": summary, "missing_branches": missing}

    files = {
        "a.py": file(6, [[1, 2]]),
        "b.py": file(4, [[3, 4], [5, -1]]),
        "c.py": file(0, []),
        "d.py": file(2, []),
    }
    share, lines = measured({"files": files})
    assert share == 9 / 12 and lines == ["  b.py: 3→4, 5→-1", "  a.py: 1→2"]
    assert measured({"files": {}}) == (0.0, [])
