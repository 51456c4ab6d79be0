"""What is sent to a contract is checked as far as one can without it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledger.core.operations import Anchor, Assign, ClaimUnits, Operation, Register, VoidTitle, check_signature
from ledger.errors import BadInput
from tests.fakes import an_id
from tests.unit.core.test_operation_json import KINDS, a_value
from tests.unit.core.world import party

SIGNED = [kind for kind in KINDS if kind is not Anchor]
LONGEST = b"\x01" * 65_535


def signed(kind: type[Operation], signature: bytes) -> Operation:
    """An operation of a kind with this signature, the second where there are several."""
    operation: Any = a_value(kind)
    if hasattr(operation, "signature"):
        changed: Operation = replace(operation, signature=signature)
    else:
        changed = replace(operation, signatures=(b"", signature))
    return changed


@pytest.mark.parametrize("kind", SIGNED, ids=lambda kind: str(kind.__name__))
def test_two_bytes_tell_the_length_of_a_signature(kind: type[Operation]) -> None:
    signed(kind, LONGEST)
    with pytest.raises(BadInput) as caught:
        signed(kind, LONGEST + b"\x01")
    assert caught.value.code == "SIGNATURE_TOO_LONG"
    assert caught.value.params == {"given": 65_536, "limit": 65_535}


def test_a_signature_that_is_not_too_long_comes_back() -> None:
    assert check_signature(LONGEST) == LONGEST and check_signature(b"") == b""


@pytest.mark.parametrize("kind", [ClaimUnits, Assign, VoidTitle], ids=lambda kind: str(kind.__name__))
def test_who_signs_is_an_address(kind: type[Operation]) -> None:
    operation: Any = a_value(kind)
    with pytest.raises(BadInput) as caught:
        replace(operation, signers=(party("lin"), "lin"))
    assert (caught.value.code, caught.value.params) == ("BAD_ADDRESS", {"value": "lin"})


def test_what_is_anchored_and_the_way_to_it_are_hashes() -> None:
    root, wrong = an_id("root"), an_id("root")[:-1]
    for act in (
        lambda: Anchor(wrong),
        lambda: replace(a_value(Register), paths=((root,), (root, wrong))),
    ):
        with pytest.raises(BadInput) as caught:
            act()
        assert (caught.value.code, caught.value.params) == ("BAD_HASH", {"value": wrong})
    assert Anchor(root).root == root
