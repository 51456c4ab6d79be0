"""The fuzzer of sealed files: its seeds are good, and nothing that comes by chance is wrong."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from scripts.fuzz import sealed as fuzz


def test_the_seeds_are_good() -> None:
    for seed in fuzz.SEEDS:
        fuzz.one(seed)
    assert {seed[:1] for seed in fuzz.SEEDS} == {b"h", b"f", b"e", b"k"}


@given(kind=st.sampled_from([b"h", b"f", b"e", b"k"]), data=st.binary(max_size=400))
@example(kind=b"f", data=fuzz.BASE[:-1])
@example(kind=b"e", data=b"\x0a\x67\x01")
def test_nothing_by_chance(kind: bytes, data: bytes) -> None:
    fuzz.one(kind + data)
