"""A data folder on the real embedded chain, with a song in it, and the API before it."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.limits import Limits
from api.server import config
from ledger.core import titles
from ledger.core.dealfile import DealFile
from ledger.core.drafting import Draft, Particulars, draft
from ledger.core.hashing import FileDigest, digest
from ledger.core.model import ZERO_HASH, Cancellation, Deal, Domain, Registration, Termination
from ledger.core.operations import Activate, Register
from ledger.core.places import parse
from ledger.core.record_words import TitleText
from ledger.core.rights import Revocation, Usage
from ledger.home import Home
from ledger.services.proposing import Wish
from ledger.services.registrar import Outcome

CONTACT = "https://music.example/ask"
PASSWORD = "correct horse"
Message = Registration | Deal | Termination | Cancellation
AUDIO = bytes(range(256)) * 2000
LIMITS = Limits(check_bytes=1 << 20, idle_seconds=1.0, grace_seconds=2.0, least_pace=1000, uploads=16)


@dataclass(frozen=True)
class Ledger:
    """An opened data folder and its people."""

    home: Home
    lin: str
    hao: str
    venue: str

    def draft(self, audio: bytes, title: str) -> Draft:
        """A song by Lin and its recording, sung by Hao, produced by both."""
        people = {"lin": self.lin, "hao": self.hao}
        tables = ("WRK:lin=100", "PRF:hao=100", "PHN:lin=60,hao=40")
        splits = [titles.parse_split(table, people.__getitem__) for table in tables]
        said = Particulars((TitleText(title),), tuple(splits), file=digest(audio), contact=CONTACT)
        return draft(self.lin, said)

    def sign(self, name: str, domain: Domain, message: Message) -> bytes:
        """A signature of somebody's."""
        return self.home.keys.sign(name, PASSWORD, domain, message)

    def register(self, audio: bytes, title: str) -> Outcome:
        """Register as the command line does."""
        domain = self.home.chain.network.registry_domain
        return self.home.registrar.register(
            self.lin, self.draft(audio, title), lambda text: self.sign("lin", domain, text),
            payer=None, direct=True, contest=False,
        )  # fmt: skip

    def registration(self, audio: bytes, title: str) -> Register:
        """The same, signed but not sent."""
        assets, until = self.draft(audio, title).assets, int(time.time()) + 3600
        text = Registration(self.lin, assets, ZERO_HASH, until)
        return Register(text, (), self.sign("lin", self.home.chain.network.registry_domain, text))

    def wish(self, asset: str) -> Wish:
        """The venue wants to stream it in China."""
        now = int(time.time())
        start, end = now - 3600, now + 10**8
        return Wish((asset,), self.venue, Usage.STREAM_ONDEMAND.mask, parse("CN"), ("CN",), start, end,
                    Revocation.AT_WILL, self.lin)  # fmt: skip

    def activation(self, recording: str, *, chain_id: int | None = None) -> tuple[DealFile, Activate]:
        """A deal that all three have signed, perhaps for another chain."""
        file = self.home.proposing.propose(self.wish(recording))
        names = {self.lin: "lin", self.hao: "hao", self.venue: "venue"}
        domain = file.domain if chain_id is None else replace(file.domain, chain_id=chain_id)
        signatures = tuple(self.sign(names[signer], domain, file.deal) for signer in file.deal.signers)
        return file, Activate(file.deal, file.titles, (), signatures)


@dataclass(frozen=True)
class Song:
    """A registered song."""

    audio: bytes
    file: FileDigest
    recording: str
    work: str
    transaction: str


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder: Path = tmp_path_factory.mktemp("home")
    with Home(folder) as home:
        home.station.initialise()
        addresses = [home.keys.new(name, PASSWORD).address for name in ("lin", "hao", "venue")]
        try:
            yield Ledger(home, *addresses)
        finally:
            home.station.embedded.stop()


@pytest.fixture(scope="session")
def song(ledger: Ledger) -> Song:
    done = ledger.register(AUDIO, "连城一家 <script>alert(1)</script>")
    assert done.receipt is not None
    return Song(AUDIO, digest(AUDIO), done.asset, done.works[0], done.receipt.transaction)


@pytest.fixture(scope="session")
def app(ledger: Ledger) -> FastAPI:
    return create_app(ledger.home, limits=LIMITS)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="session")
def small_limits() -> int:
    """Most bytes that this app takes at /v1/check."""
    return LIMITS.check_bytes


@pytest.fixture(scope="session")
def address(app: FastAPI) -> Iterator[tuple[str, int]]:
    """The app behind a real socket."""
    server = uvicorn.Server(config(app, port=0))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until = time.monotonic() + 20
        while not server.started:
            assert thread.is_alive() and time.monotonic() < until
            time.sleep(0.01)
        host, port = server.servers[0].sockets[0].getsockname()[:2]
        yield host, port
    finally:
        server.should_exit = True
        thread.join()
