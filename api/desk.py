"""Where the routes ask: services of one data folder, called in threads of their own."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from starlette.requests import Request

from api.answers import Json
from api.limits import Limits
from ledger.core import operation_json
from ledger.core.hashing import FileDigest
from ledger.core.model import check_hash
from ledger.core.operations import Operation
from ledger.errors import ServiceDown
from ledger.home import Home
from ledger.ports import Payer
from ledger.services.relaying import OperationLog, Relay, Relayed, to_json
from ledger.text import Lang

T = TypeVar("T")

READERS = 8

# Sends go one after the other anyway; a second thread simulates the next operation meanwhile.
SENDERS = 2

# Operations that may wait for a sender; each holds at most a megabyte.
WAITING = 64

# So long an answer may be behind the chain without asking it again.
FRESH_SECONDS = 0.5


class Desk:
    """One for each app.

    Args:
        home: The data folder.
        payer: Who pays for relayed operations; None is the embedded chain's own payer.
        limits: What a request may cost.
    """

    def __init__(self, home: Home, payer: Payer | None, limits: Limits) -> None:
        self.limits = limits
        self._home = home
        self._readers = ThreadPoolExecutor(READERS, "read")
        self._senders = ThreadPoolExecutor(SENDERS, "send")
        self._sending: set[asyncio.Task[Relayed]] = set()
        self._uploads = 0
        self._following = threading.Lock()
        self._followed = -FRESH_SECONDS
