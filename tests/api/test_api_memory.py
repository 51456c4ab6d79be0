"""A large upload takes no more memory than a small one."""

from __future__ import annotations

import hashlib
import resource
import sys
from collections.abc import AsyncIterator

import httpx
import pytest

from api.app import create_app
from api.limits import Limits
from tests.api.conftest import Ledger

pytestmark = [pytest.mark.anyio, pytest.mark.anvil]

MIB = 1 << 20
UNIT = 1 if sys.platform == "darwin" else 1024


async def test_t48_large_upload_in_constant_memory(ledger: Ledger) -> None:
    app = create_app(ledger.home, limits=Limits(check_bytes=300 * MIB))
    piece, count, digest = b"\x5a" * (1 << 16), 4096, hashlib.sha256()

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(count):
            digest.update(piece)
            yield piece

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.post("/v1/check", content=pieces(), timeout=60)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT - before
    assert answer.status_code == 200
    assert answer.json()["sha256"] == "0x" + digest.hexdigest()
    assert grown < 40 * MIB, f"256 MiB went through, memory grew by {grown / MIB:.0f} MiB"
    await app.state.desk.finish()
