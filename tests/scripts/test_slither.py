"""What is made of Slither's findings: mended, argued, or said to be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.slither import ARGUED, Found, argued, faults, findings

ONE, OTHER = Found("timestamp", "Annals._consume"), Found("assembly", "Words.hash")
TEXT = """
[[argument]]
detector = "timestamp"
where = ["Annals._consume"]
reason = "Days, not seconds."
"""


def test_findings_are_told_by_detector_and_place() -> None:
    element = {"name": "_consume", "type_specific_fields": {"parent": {"name": "Annals"}}}
    results = [{"check": "timestamp", "elements": [element]}] * 2
    assert findings({"results": {"detectors": results}}) == {ONE}
    assert findings({"results": {}}) == set()


def test_what_is_argued_is_no_fault_and_all_else_is() -> None:
    assert faults({ONE}, argued(TEXT)) == []
    assert faults({ONE, OTHER}, argued(TEXT)) == ["not argued: assembly at Words.hash"]
    assert faults(set(), argued(TEXT)) == ["argued, but not found: timestamp at Annals._consume"]


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("Days, not seconds.", " "), TEXT * 2, TEXT.replace('["Annals._consume"]', "[]")],
)
def test_an_argument_has_a_reason_and_a_place_of_its_own(text: str) -> None:
    with pytest.raises(ValueError, match="argument"):
        argued(text)


def test_the_arguments_that_are_kept_can_be_read() -> None:
    known = argued(Path(ARGUED).read_text(encoding="utf-8"))
    assert len(known) > 40 and all(one.where for one in known)
