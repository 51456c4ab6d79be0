"""Relaying in threads of its own: operations that wait their turn, and the keeper of what is under way."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor

from api.limits import Limits
from ledger.core.operations import Operation
from ledger.errors import ServiceDown, SongdeedError
from ledger.home import Home
from ledger.ports import Payer
from ledger.services.relaying import Budget, OperationLog, Relay, Relayed, Spending, Spent, pending

# Each waits for a block, which takes some seconds on a public chain; on the embedded one they go one by one.
SENDERS = 16

# Operations that may wait for a sender; each holds at most a megabyte.
WAITING = 64

# A public chain makes a block every two to twelve seconds.
TEND_S = 4.0

_log = logging.getLogger("songdeed.api")


class Sending:
    """What a server sends for others.

    Args:
        home: The data folder.
        payer: Who pays; None is the embedded chain's own payer, or the relay that the network names.
        limits: What may be spent.

    Raises:
        ServiceDown: ``PAYER_TAKEN``.
    """

    def __init__(self, home: Home, payer: Payer | None, limits: Limits) -> None:
        self._network = home.chain.network
        budget = Budget(limits.operations_each, limits.operations_all, limits.gas_each, limits.gas_all)
        path = home.folder / "operations.db"
        self._sender = home.station.sender(payer, gas_most=limits.gas_operation, price_most=limits.gas_price)
        self.relay = Relay(
            home.chain, home.index, OperationLog(path), sender=self._sender, spending=Spending(path, budget),
            clock=lambda: int(time.time()), denied=limits.denied,
        )  # fmt: skip
        self._threads = ThreadPoolExecutor(SENDERS, "send")
        self._keeper = ThreadPoolExecutor(1, "tend")
        self._sending: set[asyncio.Future[Relayed]] = set()
        self._tending: asyncio.Task[None] | None = None

    def spent(self) -> Spent:
        """What was sent in the last hour, before a restart too."""
        return self.relay.spent()

    def send(self, operation: Operation, peer: str) -> tuple[Relayed, asyncio.Future[Relayed]]:
        """Begin to relay an operation, whether or not anybody waits: how it stands, and what will come of it.

        Raises:
            ServiceDown: ``RELAY_BUSY``.
        """
        if len(self._sending) >= WAITING:
            raise ServiceDown("RELAY_BUSY")
        loop = asyncio.get_running_loop()
        sending = loop.run_in_executor(self._threads, self.relay.relay, operation, peer)
        self._sending.add(sending)
        sending.add_done_callback(self._sent)
        return pending(operation, self._network), sending

    def begin(self) -> None:
        """Take up what was under way when the last server stopped, and look after it from here on."""
        self._tending = asyncio.get_running_loop().create_task(self._tend())

    async def finish(self) -> None:
        """Let operations that are on their way reach the chain's node, and let the key go."""
        if self._tending is not None:
            self._tending.cancel()
        self._sender.stop()
        if self._sending:
            await asyncio.wait(self._sending)
        self._threads.shutdown()
        self._keeper.shutdown()
        self._sender.close()

    async def _tend(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                await loop.run_in_executor(self._keeper, self.relay.tend)
            except SongdeedError as error:  # the node does not answer: tried again in a moment
                _log.warning("what is under way was not looked after: %s", error)
            except Exception:
                _log.exception("what is under way was not looked after")
            await asyncio.sleep(TEND_S)

    def _sent(self, sending: asyncio.Future[Relayed]) -> None:
        self._sending.discard(sending)
        # Looked at here in any case: whoever asked may be gone.
        error = None if sending.cancelled() else sending.exception()
        if error is not None and not isinstance(error, SongdeedError):
            _log.error("a relayed operation failed", exc_info=error)
