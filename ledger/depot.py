"""Where the content of one data folder is kept: its store, its replicas, and what may be handed out.

::

    store/          records and audio under their CIDs
    store.json      which store is in use, if not that one
    replicas.json   who else may keep copies
    kept/ASSET.json which of them keep a work
    public/CID      audio that the API may hand out
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ledger.errors import BadInput, Refused, ServiceDown, SongdeedError
from ledger.ports import ChainPort, IndexPort, ReplicaPort, SealedPort, ShelfPort, StorePort
from ledger.services.keeping import Keeping
from ledger.services.replicating import WANTED, Copy, Replicating
from ledger.store.choice import EMBEDDED, StoreChoice
from ledger.store.embedded import EmbeddedStore
from ledger.store.public import Published
from ledger.store.replicas import Kept, Place, Places
from ledger.store.shared import SharedStore
from ledger.store.sources import Source, Sources

if TYPE_CHECKING:
    from ledger.ipfs.kubo import KuboStore

T = TypeVar("T")

_BRIEF = 5.0  # seconds in which a node says who it is

__all__ = ["WANTED", "Copy", "Depot", "Place"]


def secret_of(variable: str | None) -> str | None:
    """The secret in an environment variable.

    Raises:
        Refused: ``SECRET_MISSING``.
    """
    if variable is None:
        return None
    if not (found := os.environ.get(variable)):
        raise Refused("SECRET_MISSING", variable=variable)
    return found


class Depot:
    """The content of one data folder.

    Args:
        folder: The data folder.
        fetch: Bytes of a record from the server of whoever shares the ledger in use; None if nobody does.
    """

    def __init__(self, folder: Path, fetch: Callable[[], Callable[[str], bytes] | None]) -> None:
        self._folder, self._shared = folder, fetch
        self.choice = StoreChoice(folder / "store.json")
        self.places = Places(folder / "replicas.json")
        self.kept = Kept(folder / "kept")
        self.published = Published(folder / "public")
        self._open: list[object] = []
        self._peers: dict[str, str | None] = {}

    def close(self) -> None:
        """Let connections go."""
        for one in self._open:
            closing = getattr(one, "close", None)
            if closing is not None:
                closing()
        self._open.clear()

    @cached_property
    def own(self) -> StorePort:
        """The store in use."""
        return self._store_at(self.choice.address(), self.choice.secret_env())

    @cached_property
    def store(self) -> StorePort:
        """The same; records of a ledger that somebody shares are asked of his server."""
        fetch = self._shared()
        return self.own if fetch is None else SharedStore(self.own, fetch)

    def use(self, address: str, secret_env: str | None = None) -> StorePort:
        """Use a store from now on, once it answers.

        Args:
            address: ``embedded``, or the multiaddr of a Kubo node's API.
            secret_env: Environment variable with the secret that the node asks for.

        Raises:
            UsageError: ``STORE_ADDRESS``.
            ServiceDown: It does not answer.
        """
        found = self._store_at(address, secret_env)
        found.ping()
        self.choice.use(address, secret_env)
        for name in ("own", "store", "sources"):
            self.__dict__.pop(name, None)
        self.__dict__["own"] = found
        return found

    @cached_property
    def sources(self) -> Sources:
        """All places that may have a block: the store in use, the folder's own one, nodes, gateways."""
        found = [Source("store", self.own.block, own=self.own.name == EMBEDDED)]
        if self.own.name != EMBEDDED and (self._folder / "store").is_dir():
            found.append(Source(EMBEDDED, EmbeddedStore(self._folder / "store").block, own=True))
        for place in self.places.all():
            try:
                replica = self.replica(place)
            except SongdeedError:  # its secret is not here: others may do
                continue
            if replica.block is not None:
                found.append(Source(place.name, replica.block))
        return Sources(found)

    def replica(self, place: Place) -> ReplicaPort:
        """A replica, ready to be asked.

        Raises:
            UsageError: ``STORE_ADDRESS``, ``SERVICE_URL``, ``STORE_SECRET``, ``STORE_SECRET_CLEAR``.
            Refused: ``SECRET_MISSING``.
        """
        from ledger.ipfs import replicas
        from ledger.ipfs.gateway import Gateway
        from ledger.ipfs.pinning import PinningService

        secret = secret_of(place.secret_env)
        if place.kind == "node":
            return replicas.NodeReplica(place.name, self._kubo(place.address, secret))
        if place.kind == "gateway":
            return replicas.GatewayReplica(place.name, self._opened(Gateway(place.address)))
        service = self._opened(PinningService(place.address, secret or ""))
        return replicas.ServiceReplica(place.name, service, self._origins)

    def check_apart(self, place: Place) -> None:
        """See that a node is neither the store in use nor an earlier place: else one copy counts twice.

        Addresses are compared, and the ids of nodes that answer.

        Raises:
            BadInput: ``REPLICA_STORE``, ``REPLICA_SAME``.
        """
        if place.kind != "node":
            return
        if self._one_node(place, self.choice.address(), self.choice.secret_env()):
            raise BadInput("REPLICA_STORE", name=place.name)
        for other in takewhile(lambda one: one.name != place.name, self.places.all()):
            if other.kind == "node" and self._one_node(place, other.address, other.secret_env):
                raise BadInput("REPLICA_SAME", name=place.name, other=other.name)

    def _one_node(self, place: Place, address: str, secret_env: str | None) -> bool:
        if address in (EMBEDDED, place.address):
            return address == place.address
        peer = self._peer(place.address, place.secret_env)
        return peer is not None and peer == self._peer(address, secret_env)

    def _peer(self, address: str, secret_env: str | None) -> str | None:
        """Id of a node, asked for once and briefly; None if it doesn't say."""
        if address not in self._peers:
            from ledger.ipfs.kubo import KuboStore

            self._peers[address] = None
            with suppress(SongdeedError):
                secret = secret_of(secret_env)
                node = self._opened(KuboStore(address, secret=secret, timeout=_BRIEF, patience=0))
                self._peers[address] = node.peer()
        return self._peers[address]

    def keeping(self, chain: ChainPort, index: IndexPort, sealed: SealedPort, shelf: ShelfPort) -> Keeping:
        """What belongs to works."""
        return Keeping(chain, index, self.store, self.sources.block, sealed=sealed, shelf=shelf)

    @property
    def replicating(self) -> Replicating:
        """Copies elsewhere."""
        return Replicating(self.own, self.sources.block)

    def _origins(self) -> Sequence[str] | None:
        """Addresses of one's own nodes, from which a service can fetch; None if no node answers."""
        nodes = [] if self.own.name == EMBEDDED else [self.own]
        nodes += [
            self._kubo(place.address, secret_of(place.secret_env))
            for place in self.places.all() if place.kind == "node"
        ]  # fmt: skip
        found: list[list[str]] = []
        for node in nodes:
            with suppress(ServiceDown, Refused):
                found.append(node.addresses())  # type: ignore[attr-defined]
        return [address for each in found for address in each] if found else None

    def _store_at(self, address: str, secret_env: str | None) -> StorePort:
        if address == EMBEDDED:
            return EmbeddedStore(self._folder / "store")
        return self._kubo(address, secret_of(secret_env))

    def _kubo(self, address: str, secret: str | None) -> KuboStore:
        from ledger.ipfs.kubo import KuboStore

        return self._opened(KuboStore(address, secret=secret))

    def _opened(self, one: T) -> T:
        self._open.append(one)
        return one
