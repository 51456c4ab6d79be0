"""Replicas as the services see them: a second node, a service, a gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ledger.core.cid import Cid
from ledger.errors import UsageError
from ledger.ipfs.gateway import Gateway
from ledger.ipfs.kubo import KuboStore
from ledger.ipfs.pinning import PinningService

Blocks = Callable[[], Iterator[tuple[Cid, bytes]]]
Origins = Callable[[], Sequence[str] | None]


class NodeReplica:
    """A second Kubo, or an IPFS Cluster through its proxy: the blocks are sent to it.

    Args:
        name: What the user calls it.
        node: The node.
    """

    def __init__(self, name: str, node: KuboStore) -> None:
        self.name, self._node = name, node
        self.block: Callable[[Cid], bytes] | None = node.block

    def keep(self, roots: Sequence[Cid], blocks: Blocks, label: str) -> None:
        """Send what it lacks and have it pinned."""
        self._node.put_blocks(blocks(), roots)

    def state(self, cid: Cid) -> str:
        """``pinned`` or ``absent``."""
        return "pinned" if self._node.has(str(cid)) else "absent"


class ServiceReplica:
    """A pinning service: it is told the roots, and where to fetch them.

    Args:
        name: What the user calls it.
        service: The service.
        origins: Addresses of one's own nodes; None if no node answers.
    """

    block: Callable[[Cid], bytes] | None = None

    def __init__(self, name: str, service: PinningService, origins: Origins) -> None:
        self.name, self._service, self._origins = name, service, origins

    def keep(self, roots: Sequence[Cid], blocks: Blocks, label: str) -> None:
        """Ask for pins of the roots.

        Raises:
            UsageError: ``SERVICE_ORIGINS``: no node of one's own answers, from which it could fetch them.
        """
        origins = self._origins()
        if origins is None:
            raise UsageError("SERVICE_ORIGINS", name=self.name)
        for root in roots:
            self._service.keep(root, label, origins)

    def state(self, cid: Cid) -> str:
        """What the service says: ``pinned``, ``pinning``, ``queued``, ``failed`` or ``absent``."""
        return self._service.state(cid)


class GatewayReplica:
    """A gateway: it is read from, and keeps nothing for anybody.

    Args:
        name: What the user calls it.
        gateway: The gateway.
    """

    def __init__(self, name: str, gateway: Gateway) -> None:
        self.name = name
        self.block: Callable[[Cid], bytes] | None = gateway.block

    def keep(self, roots: Sequence[Cid], blocks: Blocks, label: str) -> None:
        """Refused.

        Raises:
            UsageError: ``GATEWAY_READS_ONLY``.
        """
        raise UsageError("GATEWAY_READS_ONLY", name=self.name)

    def state(self, cid: Cid) -> str:
        """Always ``absent``: it promises nothing."""
        return "absent"
