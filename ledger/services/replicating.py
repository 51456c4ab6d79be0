"""Copies of a work elsewhere: made, looked at, repaired (THREATS 59)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ledger.core.cid import Cid, parse_any
from ledger.core.walk import verify, visit
from ledger.errors import OF_CONTENT, Refused, ServiceDown, SongdeedError
from ledger.ports import Progress, ReplicaPort, StorePort

WANTED = 2
"""Replicas of a work beside the store in use: one provider that ends must not be the last but one."""

Block = Callable[[Cid], bytes]


@dataclass(frozen=True, slots=True)
class Copy:
    """How one replica stands with one work.

    ``state``: ``pinned``, ``pinning``, ``queued``, ``failed``, ``absent``, ``down``, ``damaged``, ``gone``
    (it was removed) or ``same`` (what is there counts already). ``reason``: why it is not ``pinned``.
    """

    name: str
    state: str
    reason: SongdeedError | None = None

    @property
    def good(self) -> bool:
        """Whether it counts."""
        return self.state == "pinned"

    @property
    def lost(self) -> bool:
        """Whether what was asked for is not there."""
        return self.state not in ("pinned", "same")


class Replicating:
    """Copies of works elsewhere.

    Args:
        store: The store in use.
        block: Gets a block from wherever it is.
    """

    def __init__(self, store: StorePort, block: Block) -> None:
        self._store, self._block = store, block

    def replicate(
        self, roots: Sequence[Cid], replica: ReplicaPort, label: str, progress: Progress | None = None
    ) -> None:
        """Have a replica keep some trees.

        Args:
            roots: Their roots.
            replica: Who is to keep them.
            label: What the replica's owner sees.
            progress: Called with (trees sent, trees in all).

        Raises:
            SongdeedError: What the replica refuses; ServiceDown ``NO_SOURCE`` if a block is lost here.
        """
        for number, root in enumerate(roots):
            replica.keep([root], lambda root=root: self._blocks(root), label)  # type: ignore[misc]
            if progress:
                progress(number + 1, len(roots))

    def look(self, roots: Sequence[Cid], replica: ReplicaPort, *, read: bool) -> Copy:
        """How a replica stands with some trees; the worst of them counts.

        Args:
            roots: Their roots.
            replica: The replica.
            read: Whether to read everything from it again, where it can be read from.
        """
        try:
            states = [replica.state(root) for root in roots]
            worst = next((state for state in states if state != "pinned"), "pinned")
            if worst == "pinned" and read and replica.block is not None:
                for root in roots:
                    verify(str(root), _fetch(replica.block))
        except (ServiceDown, Refused) as error:
            lost = error.code in OF_CONTENT
            return Copy(replica.name, "damaged" if lost else "down", error)
        return Copy(replica.name, worst)

    def mend(self, roots: Sequence[Cid]) -> int:
        """Put into the store in use what it lacks of some trees, from wherever it is; how many were mended.

        Raises:
            ServiceDown: ``NO_SOURCE``: a block is lost everywhere.
        """
        mended = 0
        for root in roots:
            try:
                self._store.verify(str(root))
                whole = self._store.has(str(root))
            except ServiceDown:
                whole = False
            if not whole:
                self._store.put_blocks(self._blocks(root), [root])
                mended += 1
        return mended

    def _blocks(self, root: Cid) -> Iterator[tuple[Cid, bytes]]:
        return ((one.cid, one.block) for one in visit(root, _fetch(self._block)))


def _fetch(block: Block) -> Callable[[str], bytes]:
    return lambda name: block(parse_any(name))
