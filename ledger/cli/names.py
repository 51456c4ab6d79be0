"""Parties and works as people write them."""

from __future__ import annotations

from pathlib import Path

from ledger.cli.speech import t
from ledger.core.events import Block
from ledger.core.keccak import keccak
from ledger.core.model import check_address
from ledger.core.state import State
from ledger.errors import BadInput, CannotTell
from ledger.home import Home


def party(home: Home, given: str) -> str:
    """Address of a key's name, or an address as it stands (the checksum of a mixed-case one must be right).

    Raises:
        BadInput: ``BAD_ADDRESS``, ``UNKNOWN_KEY``.
    """
    if not given.startswith("0x"):
        return home.keys.address_of(given)
    lower = check_address(given.lower())
    if given not in (lower, "0x" + lower[2:].upper()) and given != checksummed(lower):
        raise BadInput("BAD_ADDRESS", value=given)
    return lower


def checksummed(address: str) -> str:
    """An address in the mixed case of EIP-55."""
    digest = keccak(address[2:].encode()).hex()
    return "0x" + "".join(
        c.upper() if int(d, 16) > 7 else c for c, d in zip(address[2:], digest, strict=False)
    )


def called(home: Home, address: str) -> str:
    """A key's name with its address, or the address."""
    if address == "0x" + "00" * 20:
        return t("anyone")
    name = home.keys.name_of(address)
    return f"{name} ({address})" if name else address


def works(home: Home, given: str) -> tuple[State, list[str], Block]:
    """Facts and asset ids of a file or an asset id, and the block at which they are true.

    Raises:
        CannotTell: ``UNKNOWN_WORK``.
    """
    if given.startswith("0x") and len(given) == 66:
        state, head = home.asking.about(asset=given.lower())
        found = [given.lower()] if given.lower() in state.assets else []
    else:
        digest = home.digest(Path(given)).sha256
        state, head = home.asking.about(file=digest)
        found = list(state.claims.get(digest, ()))
    if not found:
        raise CannotTell("UNKNOWN_WORK", asset=given)
    return state, found, head


def one_work(home: Home, given: str, asset: str | None) -> tuple[State, str, Block]:
    """Facts and the one asset of a file or id, and the block at which they are true.

    Raises:
        CannotTell: ``SEVERAL_CLAIMS``, ``UNKNOWN_WORK``.
    """
    state, found, head = works(home, asset or given)
    if len(found) > 1:
        raise CannotTell("SEVERAL_CLAIMS", assets=", ".join(found))
    return state, found[0], head
