"""Parties and works as people write them."""

from __future__ import annotations

import re
from pathlib import Path

from ledger import papers
from ledger.cli.speech import t
from ledger.core.events import Block
from ledger.core.keccak import keccak
from ledger.core.model import check_address, check_hash
from ledger.core.state import State
from ledger.errors import BadInput, CannotTell
from ledger.home import Home
from ledger.ports import Progress

_ADDRESS = re.compile(r"0x[0-9a-f]{40}(?![0-9a-f])")


def party(home: Home, given: str) -> str:
    """Address of a key's or a contact's name, or one as it stands (a mixed-case checksum must be right).

    Raises:
        BadInput: ``BAD_ADDRESS``, ``ADDRESS_CHECKSUM``, ``UNKNOWN_KEY``.
    """
    if not given.startswith("0x"):
        contact = None if given in home.keys.names() else home.contacts.find(given)
        return home.keys.address_of(given) if contact is None else contact.address
    lower = check_address(given.lower())
    if given not in (lower, "0x" + lower[2:].upper()) and given != checksummed(lower):
        raise BadInput("ADDRESS_CHECKSUM", value=given)
    return lower


def checksummed(address: str) -> str:
    """An address in the mixed case of EIP-55."""
    digest = keccak(address[2:].encode()).hex()
    return "0x" + "".join(
        c.upper() if int(d, 16) > 7 else c for c, d in zip(address[2:], digest, strict=False)
    )


def called(home: Home, address: str) -> str:
    """Who an address is here, with the address; or the address."""
    if address == "0x" + "00" * 20:
        return t("anyone")
    name = home.name_of(address)
    return f"{name} ({address})" if name else address


def with_names(home: Home, words: str) -> str:
    """A sentence whose addresses bear the names of keys and contacts beside them."""

    def named(found: re.Match[str]) -> str:
        name = home.name_of(found[0])
        return f"{name} ({found[0]})" if name else found[0]

    return _ADDRESS.sub(named, words)


def identity(home: Home, given: str, progress: Progress | None = None) -> str:
    """Asset id as it stands, or the SHA-256 of a file."""
    if given.startswith("0x") and len(given) == 66:
        return check_hash(given.lower())
    return papers.digest(Path(given), progress).sha256


def claims(home: Home, given: str, progress: Progress | None = None) -> tuple[State, str, list[str], Block]:
    """What is known of a file or an asset id.

    Args:
        home: The data folder.
        given: Path of a file, or an asset id.
        progress: Told how far a file is hashed.

    Returns:
        Facts; the asset id, or the file's sha256; the assets it stands for; the block at which that is so.
    """
    asked = identity(home, given, progress)
    if given.startswith("0x") and len(given) == 66:
        state, head = home.asking.about(asset=asked)
        return state, asked, [asked] if asked in state.assets else [], head
    state, found, head = home.asking.of_file(asked)
    return state, asked, found, head


def one_work(home: Home, given: str, asset: str | None) -> tuple[State, str, Block]:
    """Facts and the one asset of a file or id, and the block at which they are true.

    Raises:
        CannotTell: ``SEVERAL_CLAIMS``, ``UNKNOWN_WORK``.
    """
    state, _, found, head = claims(home, asset or given)
    if not found:
        raise CannotTell("UNKNOWN_WORK", asset=asset or given)
    if len(found) > 1:
        raise CannotTell("SEVERAL_CLAIMS", assets=", ".join(found))
    return state, found[0], head
