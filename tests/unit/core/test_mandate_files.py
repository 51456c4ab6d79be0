"""Copies of mandate files that are joined, and a name that is none."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.core.dealfile import MAX_BYTES, Place
from ledger.core.mandatefile import MandateFile, from_bytes
from ledger.core.titles import keyless
from ledger.errors import BadInput
from tests.fakes import an_id
from tests.unit.core.world import World, party

LIN, AGENT = party("lin"), party("agent")
PLACE = Place(7, an_id("genesis"), "0x" + "b2" * 20, False)


def the_file(**fields: Any) -> MandateFile:
    return MandateFile(PLACE, World().mandate(LIN, AGENT, **fields), {})


def test_copies_of_different_mandates_are_not_joined() -> None:
    one, other = the_file(), the_file(usage=1 << 3)
    with pytest.raises(BadInput) as caught:
        one.merged(other)
    assert caught.value.code == "MANDATES_DIFFER"
    assert caught.value.params == {"one": one.id, "other": other.id}


def test_a_file_that_nobody_could_read_is_not_written() -> None:
    mine, theirs = (the_file().signed(who, bytes(MAX_BYTES // 3)) for who in (LIN, AGENT))
    assert from_bytes(mine.to_bytes()) == mine
    with pytest.raises(BadInput) as caught:
        mine.merged(theirs).to_bytes()
    assert caught.value.code == "JSON_TOO_LARGE"


def test_a_name_is_not_empty() -> None:
    with pytest.raises(BadInput) as caught:
        keyless(" ")
    assert caught.value.code == "SPLIT_SYNTAX"
