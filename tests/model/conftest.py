"""Both contracts on an anvil of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger.chain import deploy
from ledger.chain.embedded import EmbeddedChain
from tests.model.real import GENESIS, Real


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    """The contracts; each sequence puts them back to their first day."""
    chain = EmbeddedChain(tmp_path_factory.mktemp("model") / "chain")
    chain.create(chain_id=31_337, genesis_time=GENESIS)
    try:
        profile = deploy.Profile("model", local=True, public_mempool=False)
        made = Real(chain.url, deploy.deploy(chain.url, None, profile))
        yield made
        made.close()
    finally:
        chain.stop()
