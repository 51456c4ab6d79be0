"""Keys at their real price."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger.keys import keyfile
from tests.program import CHEAP_N

REAL_N = 2**18


@pytest.fixture(scope="module", autouse=True)
def dear() -> Iterator[None]:
    """Half a second for each key that is opened, as people have it."""
    assert keyfile.SCRYPT_N == CHEAP_N
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyfile, "SCRYPT_N", REAL_N)
        yield
