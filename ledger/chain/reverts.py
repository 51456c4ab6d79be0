"""Why a contract refused: revert data as an error of ``ledger.core.refusals``."""

from __future__ import annotations

import re

from ledger.chain import abi, values
from ledger.core import refusals
from ledger.errors import Denied, SongdeedError

_HEX = re.compile(r"0x(?:[0-9a-fA-F]{2})+")
# OpenZeppelin's constructor alone can raise these; whoever answers with one is no contract of ours.
_NEVER = ("InvalidShortString", "StringTooLong")
_MAX_SHOWN = 74  # selector and one word: enough to look a foreign error up


def refusal_of(data: bytes) -> SongdeedError:
    """The error that revert data names.

    Args:
        data: What the contract returned: selector and arguments of a custom error.
    """
    for name in (abi.LICENSING, abi.REGISTRY):
        entry = abi.contract(name).errors.get(data[:4])
        if entry is None or entry.name in _NEVER:
            continue
        try:
            arguments = values.decode(entry.params, data[4:])
        except values.NotCanonical:
            break
        names = (param["name"] for param in entry.params)
        return refusals.refusal(entry.name, dict(zip(names, arguments, strict=True)))
    return Denied("CONTRACT_REVERTED", data=("0x" + data.hex())[:_MAX_SHOWN])


def revert_data(value: object) -> bytes | None:
    """Revert data in the ``data`` member of a JSON-RPC error; clients differ in where they put it."""
    if isinstance(value, dict):
        for key in ("data", "result"):
            found = revert_data(value.get(key))
            if found is not None:
                return found
    if isinstance(value, str):
        match = _HEX.search(value)
        if match:
            return bytes.fromhex(match[0][2:])
    return None
