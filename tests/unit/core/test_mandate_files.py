"""Mandate files that were altered or are none, and flags that are no flags."""

from __future__ import annotations

import json
from dataclasses import replace
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


def refused(data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        from_bytes(data)
    return caught.value.code


def test_what_is_altered_or_none() -> None:
    file = the_file()
    assert from_bytes(file.to_bytes()) == file
    body = json.loads(file.to_bytes())

    def written(**fields: object) -> bytes:
        return json.dumps({**body, **fields}, sort_keys=True, separators=(",", ":")).encode()

    assert refused(written(colour="red")) == "MANDATEFILE_SHAPE"
    assert refused(written(signatures=[])) == "MANDATEFILE_SHAPE"
    assert refused(written(id=an_id("another"))) == "MANDATEFILE_ALTERED"


def test_copies_of_different_mandates_are_not_joined() -> None:
    with pytest.raises(BadInput) as caught:
        the_file().merged(the_file(usage=1 << 3))
    assert caught.value.code == "MANDATES_DIFFER"


def test_a_file_that_nobody_could_read_is_not_written() -> None:
    mine, theirs = (the_file().signed(who, bytes(MAX_BYTES // 3)) for who in (LIN, AGENT))
    assert from_bytes(mine.to_bytes()) == mine
    with pytest.raises(BadInput) as caught:
        mine.merged(theirs).to_bytes()
    assert caught.value.code == "JSON_TOO_LARGE"


def test_a_flag_is_true_or_false_and_a_name_is_not_empty() -> None:
    world = World()
    song = world.register(LIN)
    line = world.line(song, 1, AGENT)  # type: ignore[arg-type]
    for change in (
        lambda: replace(line, survives=1),
        lambda: replace(world.text(line), cross_termination=1),
        lambda: replace(world.mandate(LIN, AGENT), bars=1),
    ):
        with pytest.raises(BadInput) as caught:
            change()
        assert caught.value.code == "BAD_BOOLEAN"
    with pytest.raises(BadInput) as caught:
        keyless(" ")
    assert caught.value.code == "SPLIT_SYNTAX"
