"""Which networks this data folder knows, and which of them is used: ``networks.json``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from ledger import safefile
from ledger.chain.rpc import shown
from ledger.core import strictjson
from ledger.core.model import check_address, check_hash
from ledger.errors import BadInput, ServiceDown
from ledger.ports import Network

EMBEDDED = "embedded"
"""Stands for the URL of the embedded chain, whose port is another after each start."""

RPC_PATH = "/v1/rpc"
"""Where a server that shares its ledger answers reads."""

TAGS = ("finalized", "safe", "latest")
MAX_CONFIRMATIONS = 10_000
MAX_FILE_BYTES = 1 << 20
_FORMAT = 1
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}\Z")


@dataclass(frozen=True, slots=True)
class NetworkEntry:
    """A network and the way to it.

    ``rpc_url``: of a node, or ``embedded``. ``finality``: tag that the node gives to final blocks, or how
    many blocks on top of one make it final (0: at once, as in a consortium). ``relay``: server of another
    person, which sends signed operations at his expense and has the public records. ``host``: the key by
    which that server shows that it is his (``ledger.chain.hostkey``).
    """

    network: Network
    rpc_url: str
    finality: str | int = "finalized"
    relay: str | None = None
    host: str | None = None

    @property
    def reads_only(self) -> bool:
        """Whether it is reached through the window of another person's server, which sends no transaction."""
        return self.relay is not None and self.rpc_url == self.relay + RPC_PATH

    def __post_init__(self) -> None:
        check_network_name(self.network.name)
        if self.rpc_url != EMBEDDED:
            shown(self.rpc_url)
        if self.relay is not None:
            shown(self.relay)
        if self.host is not None:
            check_hash(self.host)
        check_finality(self.finality)


def check_network_name(name: str) -> str:
    """The name if a network may have it.

    Raises:
        BadInput: ``NETWORK_NAME``.
    """
    if not _NAME.match(name):
        raise BadInput("NETWORK_NAME", name=name)
    return name


def check_finality(value: str | int) -> str | int:
    """The value if it says what is final.

    Raises:
        BadInput: ``BAD_FINALITY``.
    """
    known = value in TAGS if isinstance(value, str) else 0 <= value <= MAX_CONFIRMATIONS
    if not known or isinstance(value, bool):
        raise BadInput("BAD_FINALITY", value=value, tags=", ".join(TAGS), most=MAX_CONFIRMATIONS)
    return value


class Networks:
    """The file of networks.

    Args:
        path: ``networks.json`` in the data folder; made by the first ``add``. Its URLs may hold access keys,
            so only its owner can read it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> Sequence[str]:
        """Names of all networks, sorted."""
        return sorted(self._read()[1])

    def get(self, name: str) -> NetworkEntry:
        """A network by name.

        Raises:
            BadInput: ``UNKNOWN_NETWORK``.
            ServiceDown: ``NETWORKS_CORRUPT``, ``CHAIN_FOLDER_UNWRITABLE``.
        """
        entries = self._read()[1]
        if name not in entries:
            raise BadInput("UNKNOWN_NETWORK", name=name, known=", ".join(sorted(entries)) or "-")
        return entries[name]

    def current(self) -> NetworkEntry | None:
        """The network in use, if any."""
        current, entries = self._read()
        return None if current is None else entries[current]

    def add(self, entry: NetworkEntry, *, use: bool = True) -> None:
        """Add a network, by default to use it.

        Raises:
            BadInput: ``NETWORK_EXISTS``.
            ServiceDown: ``NETWORKS_CORRUPT``, ``CHAIN_FOLDER_UNWRITABLE``.
        """
        with self._alone():
            current, entries = self._read()
            name = entry.network.name
            if name in entries:
                raise BadInput("NETWORK_EXISTS", name=name)
            self._write(name if use or current is None else current, entries | {name: entry})

    def replace(self, entry: NetworkEntry) -> None:
        """Reach a known network in another way, and use it; its name and its index stay.

        Raises:
            BadInput: ``UNKNOWN_NETWORK``.
            ServiceDown: ``NETWORKS_CORRUPT``, ``CHAIN_FOLDER_UNWRITABLE``.
        """
        with self._alone():
            name = self.get(entry.network.name).network.name
            self._write(name, self._read()[1] | {name: entry})

    def use(self, name: str) -> NetworkEntry:
        """Make a known network the one in use.

        Raises:
            BadInput: ``UNKNOWN_NETWORK``.
            ServiceDown: ``NETWORKS_CORRUPT``, ``CHAIN_FOLDER_UNWRITABLE``.
        """
        with self._alone():
            entry = self.get(name)
            self._write(name, self._read()[1])
        return entry

    def _read(self) -> tuple[str | None, dict[str, NetworkEntry]]:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return None, {}
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            return _parse(strictjson.loads(data, max_bytes=MAX_FILE_BYTES))
        except (BadInput, ValueError, TypeError, KeyError) as error:
            raise ServiceDown("NETWORKS_CORRUPT", path=str(self._path)) from error

    def _write(self, current: str, entries: dict[str, NetworkEntry]) -> None:
        listed = [asdict(entries[name]) for name in sorted(entries)]
        document = {"version": _FORMAT, "current": current, "networks": listed}
        try:
            safefile.write(self._path, strictjson.canonical(document) + b"\n")
        except OSError as error:
            raise self._unwritable(error) from error

    def _alone(self) -> FileLock:
        try:
            safefile.private_folder(self._path.parent)
        except OSError as error:
            raise self._unwritable(error) from error
        return FileLock(self._path.with_suffix(".lock"), mode=safefile.OWNER_ONLY)

    def _unwritable(self, error: OSError) -> ServiceDown:
        return ServiceDown(
            "CHAIN_FOLDER_UNWRITABLE", path=str(self._path), reason=error.strerror or str(error)
        )


def _parse(document: object) -> tuple[str, dict[str, NetworkEntry]]:
    match document:
        case {"version": 1, "current": str(current), "networks": [*listed], **rest} if not rest:
            entries = [_entry(each) for each in listed]
            named = {entry.network.name: entry for entry in entries}
            if current in named and len(named) == len(entries):
                return current, named
    raise ValueError("not a file of networks")


def _entry(value: object) -> NetworkEntry:
    match value:
        case {"network": dict(members), "rpc_url": str(url), "finality": finality, **rest}:
            relay, host = rest.pop("relay", None), rest.pop("host", None)
            if not rest and isinstance(finality, str | int):
                return NetworkEntry(_network(members), url, finality, _text(relay), _text(host))
    raise ValueError("not a network")


def _text(value: object) -> str | None:
    if isinstance(value, str | None):
        return value
    raise ValueError("no text")


def _network(members: dict[str, Any]) -> Network:
    network = Network(**members)
    check_hash(network.genesis)
    check_address(network.registry)
    check_address(network.licensing)
    numbers = (network.chain_id, network.deployed_at)
    flags = (network.local, network.public_mempool)
    sound = all(type(each) is int and each >= 0 for each in numbers)
    if not sound or not all(type(each) is bool for each in flags):
        raise ValueError("a number or a flag is none")
    return network
