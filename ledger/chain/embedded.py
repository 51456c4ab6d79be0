"""The embedded chain: an anvil that outlives the command which started it, with its state in a folder.

Its root keys are public, so it listens on loopback only, and what is made on it proves nothing to others.
anvil's own state file is rewritten in place and may be torn or a second late; here every write is on disk,
whole, before it is called done.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock, Timeout

from ledger import safefile
from ledger.chain import anvil
from ledger.chain.embedded_facts import Daemon, EmbeddedStatus, Facts, draw_id, status_of
from ledger.chain.statefile import StateFile
from ledger.core import strictjson
from ledger.errors import BadInput, Denied, ServiceDown

LOCK_S = 120.0
"""How long one of our commands waits for another."""

HARDFORK = "prague"
"""Rules of the chain, named so that another version of anvil reads an old state in the same way."""

PERSISTED_STATES = 64
"""Old states that anvil may spill to disk; without a limit they fill it."""

MAX_LOG_BYTES = 1 << 20
_FORMAT = 1
_MAX_FACTS_BYTES = 4096


class EmbeddedChain:
    """An anvil with its state in a folder.

    Args:
        folder: Its folder; made by ``create``.
        anvil_binary: The native program; by default that of ``node_modules``, or of ``SONGDEED_ANVIL``.
    """

    def __init__(self, folder: Path, anvil_binary: Path | None = None) -> None:
        self._folder = folder.absolute()
        self._binary = anvil_binary
        self._state = StateFile(self._folder)
        self._log = self._folder / "anvil.log"

    @property
    def exists(self) -> bool:
        """Whether the chain was made."""
        return self._facts_file.exists()

    @property
    def url(self) -> str:
        """JSON-RPC address of the running chain.

        Raises:
            ServiceDown: ``CHAIN_STOPPED``, ``CHAIN_HUNG``.
            BadInput: ``CHAIN_NOT_MADE``.
        """
        return self._running(self._facts()).url

    def create(self, *, chain_id: int | None = None, genesis_time: int | None = None) -> EmbeddedStatus:
        """Make the chain and start it.

        Args:
            chain_id: Drawn at random by default.
            genesis_time: UTC seconds of block 0, now by default. Later block times count from it until the
                chain is started anew; then they follow the clock.

        Raises:
            Denied: ``CHAIN_EXISTS``.
            ServiceDown: ``ANVIL_MISSING``, ``CHAIN_START_FAILED``, ``STATE_NOT_SAVED``,
                ``CHAIN_FOLDER_UNWRITABLE``.
        """
        with self._locked("lifecycle"):
            if self.exists:
                raise Denied("CHAIN_EXISTS", folder=str(self._folder))
            self._end_leftover()
            number = draw_id() if chain_id is None else chain_id
            moment = int(time.time()) if genesis_time is None else genesis_time
            with self._launched(number, moment) as daemon:
                facts = Facts(number, _genesis(daemon.port), moment)
                self._save(daemon)
                self._write_json(self._daemon_file, asdict(daemon))
                self._write_json(self._facts_file, {"version": _FORMAT} | asdict(facts))
        return status_of(facts, daemon)

    def start(self) -> EmbeddedStatus:
        """Start the chain from its state; if it runs, see that its state is on disk.

        Raises:
            BadInput: ``CHAIN_NOT_MADE``.
            ServiceDown: ``STATE_MISSING``, ``STATE_CORRUPT``, ``STATE_FOREIGN``, ``CHAIN_HUNG``, and as
                ``create``.
        """
        facts = self._facts()
        with self._locked("lifecycle"):
            try:
                daemon = self._running(facts)
            except ServiceDown as error:
                if error.code != "CHAIN_STOPPED":
                    raise
                daemon = self._start(facts)
            else:
                with self._locked("write"):
                    self._save(daemon)
        return status_of(facts, daemon)

    def stop(self) -> bool:
        """Save the state and end the process; answers whether it ran.

        Raises:
            BadInput: ``CHAIN_NOT_MADE``.
            ServiceDown: ``STATE_NOT_SAVED``: it goes on running then.
        """
        self._facts()
        with self._locked("lifecycle"), self._locked("write"):
            daemon = self._daemon()
            if daemon is None:
                return False
            try:
                self._save(daemon)
            except ServiceDown as error:
                if error.code == "STATE_NOT_SAVED":
                    raise  # else it does not answer: all that was called done is on disk already
            anvil.terminate(daemon.pid)
            self._daemon_file.unlink(missing_ok=True)
            return True

    def status(self) -> EmbeddedStatus:
        """How it is; changes nothing.

        Raises:
            BadInput: ``CHAIN_NOT_MADE``.
        """
        facts = self._facts()
        return status_of(facts, self._daemon())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Alone while something is written; on leaving, also by an error, the state is on disk.

        Raises:
            ServiceDown: ``CHAIN_STOPPED``, ``CHAIN_BUSY``, ``STATE_NOT_SAVED``.
        """
        facts = self._facts()
        with self._locked("write"):
            daemon = self._running(facts)
            try:
                yield
            finally:
                self._save(daemon)

    @property
    def _facts_file(self) -> Path:
        return self._folder / "chain.json"

    @property
    def _daemon_file(self) -> Path:
        return self._folder / "daemon.json"

    def _start(self, facts: Facts) -> Daemon:
        self._state.verify()
        # Without its first block's time anvil makes another block 0 at each start and keeps both.
        loading = ("--load-state", str(self._state.path))
        with self._launched(facts.chain_id, facts.genesis_time, *loading) as daemon:
            # It starts on any chain's state without a word.
            if _genesis(daemon.port) != facts.genesis:
                raise ServiceDown("STATE_FOREIGN", path=str(self._state.path))
            # Else it counted on from the first block's time, or ran backwards after a clock was set back.
            head = anvil.ask(daemon.port, "eth_getBlockByNumber", "latest", False)
            anvil.ask(daemon.port, "evm_setTime", max(int(time.time()), int(head["timestamp"], 16)))
            self._write_json(self._daemon_file, asdict(daemon))
        return daemon

    @contextmanager
    def _launched(self, chain_id: int, genesis_time: int, *arguments: str) -> Iterator[Daemon]:
        """Start anvil; end it again if anything goes wrong before the block is left."""
        command = [
            str(self._binary or anvil.find()), "--host", anvil.LOOPBACK, "--port", "0", "--no-cors",
            "--accounts", "1", "--hardfork", HARDFORK, "--cache-path", f"{self._folder}/cache",
            "--max-persisted-states", str(PERSISTED_STATES), "--chain-id", str(chain_id),
            "--timestamp", str(genesis_time), *arguments,
        ]  # fmt: skip
        try:
            pid = anvil.start(command, self._log)
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        try:
            yield Daemon(pid, anvil.wait_for_port(pid, self._log))
        except BaseException:
            anvil.terminate(pid)
            raise

    def _running(self, facts: Facts) -> Daemon:
        """The process that serves this very chain; a stale note about one is no such."""
        daemon = self._daemon()
        if daemon is None:
            raise ServiceDown("CHAIN_STOPPED", folder=str(self._folder))
        try:
            served = int(anvil.ask(daemon.port, "eth_chainId"), 16), _genesis(daemon.port)
        except ServiceDown as error:
            if not anvil.alive(daemon.pid):  # it ended between the two looks
                raise ServiceDown("CHAIN_STOPPED", folder=str(self._folder)) from error
            raise ServiceDown("CHAIN_HUNG", pid=daemon.pid, log=str(self._log)) from error
        if served != (facts.chain_id, facts.genesis):
            raise ServiceDown("STATE_FOREIGN", path=str(self._state.path))
        return daemon

    def _daemon(self) -> Daemon | None:
        """The process we noted, if it is still the one."""
        try:
            noted = json.loads(self._daemon_file.read_bytes())
            daemon = Daemon(int(noted["pid"]), int(noted["port"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return daemon if anvil.serves(daemon.pid, self._folder) else None

    def _end_leftover(self) -> None:
        """End what an interrupted ``create`` left behind."""
        daemon = self._daemon()
        if daemon is not None:
            anvil.terminate(daemon.pid)

    def _save(self, daemon: Daemon) -> None:
        head = str(anvil.ask(daemon.port, "eth_getBlockByNumber", "latest", False)["hash"])
        if not self._state.is_of(head):
            self._state.save(str(anvil.ask(daemon.port, "anvil_dumpState")), head)
        with suppress(OSError):
            if self._log.stat().st_size > MAX_LOG_BYTES:
                os.truncate(self._log, 0)  # anvil appends, so it goes on from the start

    def _facts(self) -> Facts:
        try:
            found = strictjson.loads(self._facts_file.read_bytes(), max_bytes=_MAX_FACTS_BYTES)
        except FileNotFoundError as error:
            raise BadInput("CHAIN_NOT_MADE", folder=str(self._folder)) from error
        except (OSError, BadInput) as error:
            raise ServiceDown("CHAIN_FACTS_CORRUPT", path=str(self._facts_file)) from error
        match found:
            case {
                "version": 1,
                "chain_id": int(number),
                "genesis": str(genesis),
                "genesis_time": int(moment),
            }:
                return Facts(number, genesis, moment)
        raise ServiceDown("CHAIN_FACTS_CORRUPT", path=str(self._facts_file))

    def _write_json(self, path: Path, value: dict[str, object]) -> None:
        try:
            safefile.write(path, json.dumps(value).encode())
        except OSError as error:
            raise _unwritable(self._folder, error) from error

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        """Alone among all processes. Order: lifecycle before write."""
        with ExitStack() as stack:
            try:
                safefile.private_folder(self._folder)
                stack.enter_context(FileLock(self._folder / f"{name}.lock", timeout=LOCK_S))
            except Timeout as error:
                raise ServiceDown("CHAIN_BUSY", seconds=int(LOCK_S)) from error
            except OSError as error:
                raise _unwritable(self._folder, error) from error
            yield


def _genesis(port: int) -> str:
    return str(anvil.ask(port, "eth_getBlockByNumber", "0x0", False)["hash"])


def _unwritable(folder: Path, error: OSError) -> ServiceDown:
    return ServiceDown("CHAIN_FOLDER_UNWRITABLE", path=str(folder), reason=error.strerror or str(error))
