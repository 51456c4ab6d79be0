"""Several places that may have a block, asked one after another (THREATS 57).

What one of them sends is believed as little as from any other: a wrong block is dropped, who sent it is not
asked again in this run, and the next one is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ledger.core.cid import Cid, parse_any
from ledger.core.walk import MAX_FILE, check_block, walk
from ledger.errors import Refused, ServiceDown, SongdeedError

# What somebody lacks says nothing of what else he has; nor does a bad block on one's own disk.
_LACKS = ("STORE_MISSING",)
_OWN_LACKS = (*_LACKS, "BLOCK_MISMATCH", "BLOCK_TOO_LARGE")


@dataclass(frozen=True, slots=True)
class Source:
    """A place: its name, how to ask it for a block, and whether it is on this machine."""

    name: str
    block: Callable[[Cid], bytes]
    own: bool = False


class Sources:
    """Places in the order in which they are asked.

    Args:
        sources: The places.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = tuple(sources)
        self.faults: dict[str, SongdeedError] = {}
        """What each place did wrong that is not asked any more."""

    def block(self, cid: Cid) -> bytes:
        """A block, verified.

        Raises:
            ServiceDown: ``NO_SOURCE``: none of them has it; the first one's error is its cause.
        """
        first: SongdeedError | None = None
        for source in self._sources:
            if source.name in self.faults:
                continue
            try:
                return check_block(cid, source.block(cid))
            except (ServiceDown, Refused) as error:
                first = first or error
                if error.code not in (_OWN_LACKS if source.own else _LACKS):
                    self.faults[source.name] = error
        if first is not None and len(self._sources) == 1:
            raise first
        names = ", ".join(source.name for source in self._sources)
        raise ServiceDown("NO_SOURCE", cid=str(cid), tried=names) from first

    def read(self, cid: str, start: int = 0, stop: int = MAX_FILE) -> Iterator[bytes]:
        """Verified bytes of a raw block or UnixFS file, in pieces, each block from the first who has it.

        Raises:
            BadInput: ``CID_…``.
            ServiceDown: ``NO_SOURCE`` and others of ``core.walk``.
        """
        return walk(cid, lambda name: self.block(parse_any(name)), start=start, stop=stop)
