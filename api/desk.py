"""Where the routes ask: services of one data folder, called in threads of their own."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from starlette.requests import Request

from api.answers import Json
from api.limits import Limits
from ledger.core import times, uses
from ledger.core.events import Block
from ledger.core.model import check_address, check_hash
from ledger.core.operations import Operation
from ledger.core.places import codes_of
from ledger.core.question import Question
from ledger.core.state import State
from ledger.errors import CannotTell, ServiceDown, SongdeedError, UsageError
from ledger.home import Home
from ledger.ports import Payer
from ledger.services import telling
from ledger.services.asking import asset_json, title_json, verdict_json
from ledger.services.relaying import OperationLog, Relay, Relayed, pending, to_json
from ledger.text import Lang

P = ParamSpec("P")
T = TypeVar("T")

READERS = 8

# Sends go one after the other anyway; a second thread simulates the next operation meanwhile.
SENDERS = 2

# Operations that may wait for a sender; each holds at most a megabyte.
WAITING = 64

_log = logging.getLogger("songdeed.api")


class Desk:
    """One for each app. Methods without ``async`` block: they are called through ``run``.

    Args:
        home: The data folder.
        payer: Who pays for relayed operations; None is the embedded chain's own payer.
        limits: What a request may cost.
    """

    def __init__(self, home: Home, payer: Payer | None, limits: Limits) -> None:
        self.limits = limits
        self._home = home
        # Made here, once: two threads that first want them would make two.
        self._network, self._index = home.chain.network, home.index
        log = OperationLog(home.folder / "operations.db")
        self._relay = Relay(home.chain, home.index, log, payer=payer, clock=lambda: int(time.time()))
        self._readers = ThreadPoolExecutor(READERS, "read")
        self._senders = ThreadPoolExecutor(SENDERS, "send")
        self._sending: set[asyncio.Future[Relayed]] = set()
        self._uploads = 0

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call something that blocks, in a thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: function(*args, **kwargs))

    def send(self, operation: Operation) -> tuple[Relayed, asyncio.Future[Relayed]]:
        """Begin to relay an operation, whether or not anybody waits: how it stands, and what will come of it.

        Raises:
            ServiceDown: ``BUSY``.
        """
        if len(self._sending) >= WAITING:
            raise ServiceDown("BUSY")
        loop = asyncio.get_running_loop()
        sending = loop.run_in_executor(self._senders, self._relay.relay, operation)
        self._sending.add(sending)
        sending.add_done_callback(self._sent)
        return pending(operation, self._network), sending

    @contextmanager
    def upload(self) -> Iterator[None]:
        """A place among the files that are hashed at a time.

        Raises:
            ServiceDown: ``BUSY``.
        """
        if self._uploads >= self.limits.uploads:
            raise ServiceDown("BUSY")
        self._uploads += 1
        try:
            yield
        finally:
            self._uploads -= 1

    async def finish(self) -> None:
        """Let operations that are on their way arrive."""
        if self._sending:
            await asyncio.wait(self._sending)
        self._senders.shutdown()
        self._readers.shutdown()

    def shown(self, content: Json) -> Json:
        """An answer, marked where it proves nothing to others."""
        return {**content, "local": True} if self._network.local else content

    def work(self, asset: str) -> Json:
        """Who registered a work, when, as what; ``as_of`` is the block at which that is so."""
        state, head = self._known(asset)
        return self.shown({**asset_json(state, asset), "as_of": telling.block_of(head)})

    def works_of_file(self, sha256: str) -> Json:
        """Which assets claim a file."""
        state, head = self._home.asking.about(file=check_hash(sha256))
        assets = [asset_json(state, asset) for asset in state.claims.get(sha256, ())]
        return self.shown(telling.claims(sha256, assets, head))

    def title(self, asset: str) -> Json:
        """Chain of title."""
        state, head = self._known(asset)
        titles = title_json(state, asset)
        return self.shown({"asset": asset, "titles": titles, "block": telling.block_of(head)})

    def deals(self, asset: str) -> Json:
        """Deals on a work."""
        state, head = self._known(asset)
        return self.shown(telling.deals(state, asset, head))

    def verdict(self, given: Mapping[str, str], lang: Lang) -> Json:
        """Answer to the one question; ``work`` is an asset id or the SHA-256 of a file.

        A work that nobody registered is an INDETERMINATE verdict, not an error.

        Raises:
            UsageError: An unknown use, territory or moment.
        """
        party, use, work = check_address(given["party"]), uses.one(given["use"]), check_hash(given["work"])
        places = codes_of(given["territory"])
        if len(places) != 1 or places == ("WORLD",):
            raise UsageError("ONE_TERRITORY", value=given["territory"])
        moment = times.parse_at(given["at"], places) if "at" in given else None
        asking = self._home.asking
        state, head = asking.about(asset=work, party=party)
        assets = [work] if work in state.assets else state.claims.get(work) or [work]
        at = asking.now(head) if moment is None else moment
        questions = [Question(party, use, asset, places[0], at) for asset in assets]
        answers = [verdict_json(asking.may(one, state), one, state, lang) for one in questions]
        return self.shown(telling.verdict(answers, head))

    def operation(self, identity: str) -> Json:
        """What is known about an operation."""
        return self.shown(to_json(self._relay.status(check_hash(identity))))

    def ready(self) -> Json:
        """Chain, index and store answer.

        Raises:
            ServiceDown: One of them does not.
        """
        head = self._index.sync(self._home.chain)
        self._home.store.ping()
        network = {"name": self._network.name, "chain_id": self._network.chain_id}
        return self.shown({"status": "ready", "network": network, "block": telling.block_of(head)})

    def _known(self, asset: str) -> tuple[State, Block]:
        state, head = self._home.asking.about(asset=check_hash(asset))
        if asset not in state.assets:
            raise CannotTell("UNKNOWN_WORK", asset=asset)
        return state, head

    def _sent(self, sending: asyncio.Future[Relayed]) -> None:
        self._sending.discard(sending)
        # Looked at here in any case: whoever asked may be gone.
        error = None if sending.cancelled() else sending.exception()
        if error is not None and not isinstance(error, SongdeedError):
            _log.error("a relayed operation failed", exc_info=error)


def desk_of(request: Request) -> Desk:
    """The desk of the app that serves a request."""
    desk: Desk = request.app.state.desk
    return desk
