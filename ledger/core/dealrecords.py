"""Records that travel in a deal file, so that who never saw the chain reads which song he signs for.

A record makes its own asset id (RIGHTS 3): one that was altered has another id, and the file is refused.
What it says of the song is its registrant's claim, as always.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ledger.core.drafting import identify
from ledger.core.model import Line, check_hash
from ledger.core.record import Record, from_bytes
from ledger.core.rights import LinkKind
from ledger.core.strictjson import canonical, loads
from ledger.errors import BadInput

MOST = 64
"""Records of a file: sixteen lines name at most as many assets, each with some songs in it."""

_WITHIN = (LinkKind.EMBODIES, LinkKind.CONTAINS)


def needed(lines: Iterable[Line], records: Mapping[str, Record]) -> frozenset[str]:
    """Assets whose records belong to a deal: those of its lines, and what these embody or contain.

    Args:
        lines: Of the deal.
        records: Those that are there, by asset id.
    """
    wanted, fresh = set[str](), {line.asset for line in lines}
    while fresh:
        wanted |= fresh
        links = (link for asset in fresh if asset in records for link in records[asset].links)
        fresh = {link.target for link in links if link.kind in _WITHIN} - wanted
    return frozenset(wanted)


def read(value: object, lines: Iterable[Line]) -> dict[str, bytes]:
    """The field ``records`` of a deal file: records as JSON objects by asset id; their bytes.

    Raises:
        BadInput: ``DEALFILE_SHAPE``; ``DEALFILE_RECORD``: one is not the record of the id under which it
            stands; ``DEALFILE_RECORD_NEEDLESS``: one is of no work of the deal; what is wrong with a record.
    """
    if not isinstance(value, dict) or not 0 < len(value) <= MOST:
        raise BadInput("DEALFILE_SHAPE")
    found = {check_hash(asset): canonical(body) for asset, body in value.items()}
    parsed = {asset: from_bytes(data) for asset, data in found.items()}
    for asset, record in parsed.items():
        if identify(record) != asset:
            raise BadInput("DEALFILE_RECORD", asset=asset, computed=identify(record))
    needless = parsed.keys() - needed(lines, parsed)
    if needless:
        raise BadInput("DEALFILE_RECORD_NEEDLESS", asset=min(needless))
    return found


def plain(records: Mapping[str, bytes]) -> dict[str, object]:
    """As ``read`` takes them."""
    return {asset: loads(data, max_bytes=len(data)) for asset, data in records.items()}


def joined(mine: Mapping[str, bytes], theirs: Mapping[str, bytes], lines: Iterable[Line]) -> dict[str, bytes]:
    """Records of two copies of one file, mine first, as far as ``read`` takes them together."""
    found = dict(list({**mine, **theirs}.items())[:MOST])
    wanted = needed(lines, {asset: from_bytes(data) for asset, data in found.items()})
    return {asset: data for asset, data in found.items() if asset in wanted}
