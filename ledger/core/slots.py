"""Where the two contracts keep each fact, and what the word says that lies there (docs/storage.md).

Base slots are those of the compiler's storageLayout (``ledger/abi``), which a test compares. A mapping keeps
the value of ``key`` in the slot keccak256(key, base slot), both as words of 32 bytes (Solidity documentation,
"Layout of State Variables in Storage"). A slot is a lower-case 0x string of 32 bytes, which every client's
``eth_getProof`` (EIP-1186) takes; a word is an integer below 2**256, 0 where nothing was ever written.

Ids, hashes and accounts are lower-case 0x strings of 32 and 20 bytes. Every function here raises BadInput:
``BAD_HASH``, ``BAD_ADDRESS`` or ``BAD_INTEGER`` for an argument of another form or width.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Self

from ledger.core.ids import hash_words, line_id, title_key
from ledger.core.model import check_address, check_hash, check_uint

REGISTRY_BASES: Mapping[str, int] = MappingProxyType({
    "_nameFallback": 0, "_versionFallback": 1, "titles": 2, "status": 3, "confirmations": 4, "disputes": 5,
    "openings": 6, "rulings": 7, "attestations": 8, "statements": 9, "anchors": 10, "claims": 11,
    "unsealedAs": 12,
})  # fmt: skip
"""Base slot of every state variable of CopyrightRegistry."""

LICENSING_BASES: Mapping[str, int] = MappingProxyType({
    "_nameFallback": 0, "_versionFallback": 1, "status": 2, "lineEnds": 3, "barring": 4, "heads": 5,
    "restricted": 6,
})  # fmt: skip
"""Base slot of every state variable of Licensing."""


def title_slot(asset: str, layer: int) -> str:
    """Slot of the hash of a title (``ids.title_hash``, or ``voided_title``).

    Args:
        asset: Asset id, 32 bytes.
        layer: 1 to 4, or 0 for a compilation's empty title; 8 bits.
    """
    return _registry("titles", title_key(check_hash(asset), check_uint(layer, 8, "layer")))


def registry_status_slot(account: str, digest: str) -> str:
    """Slot of the mark on a text that the registry takes: 0 open, 1 recorded, 2 cancelled.

    Args:
        account: Whose consent, 20 bytes; the zero account: whether anybody at all cancelled it.
        digest: EIP-712 digest of the text, 32 bytes.
    """
    return _registry("status", hash_words(check_address(account), check_hash(digest)))


def confirmation_slot(title: str) -> str:
    """Slot of the bitmap of holders who confirmed a title (``confirmed_places``); its hash has 32 bytes."""
    return _registry("confirmations", check_hash(title))


def dispute_slot(subject: str) -> str:
    """Slot of the head of all disputes (``next_dispute``) about a title key or deal id of 32 bytes."""
    return _registry("disputes", check_hash(subject))


def opening_slot(subject: str, opener: str) -> str:
    """Slot of one opener's dispute (``OpeningWord``).

    Args:
        subject: Title key or deal id, 32 bytes.
        opener: His account, 20 bytes.
    """
    return _registry("openings", hash_words(check_hash(subject), check_address(opener)))


def ruling_slot(subject: str, opener: str, arbiter: str) -> str:
    """Slot of an arbiter's last ruling on an opener's dispute (``RulingWord``); accounts of 20 bytes."""
    key = hash_words(check_hash(subject), check_address(opener), check_address(arbiter))
    return _registry("rulings", key)


def attestation_slot(by: str, party: str, kind: int) -> str:
    """Slot of the head of what one account testified about another (``next_attestation``).

    Args:
        by: Who testified, 20 bytes.
        party: About whom, 20 bytes.
        kind: What, 32 bits.
    """
    key = hash_words(check_address(by), check_address(party), check_uint(kind, 32, "kind"))
    return _registry("attestations", key)


def statement_slot(by: str, subject: str, kind: int, from_: int, to: int) -> str:
    """Slot of the head of a report and its corrections (``next_statement``).

    Args:
        by: Who made it, 20 bytes.
        subject: What it is about, 32 bytes.
        kind: annals.StatementKind, 8 bits.
        from_: First second of its period, UTC, 64 bits.
        to: The second after its last, 64 bits.
    """
    period = (check_uint(kind, 8, "kind"), check_uint(from_, 64, "from_"), check_uint(to, 64, "to"))
    return _registry("statements", hash_words(check_address(by), check_hash(subject), *period))


def anchor_slot(root: str) -> str:
    """Slot of the first time of a root of 32 bytes (``AnchorWord``)."""
    return _registry("anchors", check_hash(root))


def claim_slot(file_tag: str) -> str:
    """Slot of the claims on a file (``ClaimWord``); its tag has 32 bytes."""
    return _registry("claims", check_hash(file_tag))


def unsealed_slot(asset: str) -> str:
    """Slot of the SHA-256 of the file that a sealed asset turned out to be of; its id has 32 bytes."""
    return _registry("unsealedAs", check_hash(asset))


def licensing_status_slot(digest: str) -> str:
    """Slot of the status (``StatusWord``) of a deal or mandate, whose id has 32 bytes."""
    return _licensing("status", check_hash(digest))


def line_end_slot(digest: str, place: int) -> str:
    """Slot of an end of its own, UTC seconds in the low 64 bits: of a line, or for one giver of a mandate.

    Args:
        digest: Id of the deal or mandate, 32 bytes.
        place: Place of the line in the deal, or of the giver in the mandate, from 0.
    """
    return _licensing("lineEnds", line_id(check_hash(digest), check_uint(place, 256, "place")))


def barring_slot(member: str) -> str:
    """Slot of the hash of the list of mandates (``ids.list_hash``) that bar an account of 20 bytes."""
    return _licensing("barring", check_address(member))


def head_slot(chain: str) -> str:
    """Slot of the head (``ids.next_head``) of a chain of lines, whose key (docs/storage.md) has 32 bytes."""
    return _licensing("heads", check_hash(chain))


def restricted_slot(chain: str) -> str:
    """Slot of the hash of a list of exclusives (``ids.list_hash``): of a title key or parent's line id."""
    return _licensing("restricted", check_hash(chain))


@dataclass(frozen=True, slots=True)
class AnchorWord:
    """First block that held a root: ``time`` (UTC seconds) in bits 0-63, its number in 64-127; 0: never."""

    time: int
    block: int

    @classmethod
    def from_word(cls, word: int) -> Self:
        """Read a word of 128 bits."""
        return cls(*_parts(word, 64, 64))


@dataclass(frozen=True, slots=True)
class ClaimWord:
    """Earliest ``priority`` (bits 0-63, UTC seconds) on a file; ``registrant`` (64-223), zero after a tie;
    ``count`` of the assets that claim it (224-255), which stops at 2**32 - 1; 0: nobody claimed it.
    """

    priority: int
    registrant: str
    count: int

    @classmethod
    def from_word(cls, word: int) -> Self:
        """Read a word of 256 bits."""
        priority, registrant, count = _parts(word, 64, 160, 32)
        return cls(priority, f"0x{registrant:040x}", count)


@dataclass(frozen=True, slots=True)
class StatusWord:
    """Status of a deal or mandate (contracts/libraries/Status.sol).

    ``state`` (bits 0-7): 0 unknown, 1 active, 2 cancelled. ``ended`` (8-23): bit i for line i of a deal; of a
    mandate bit 0 ended for all, bit 1 for some of several givers. ``end`` (24-87), ``time`` (88-151) of the
    activation: UTC seconds. ``block`` (152-215): its number.
    """

    state: int
    ended: int
    end: int
    time: int
    block: int

    @classmethod
    def from_word(cls, word: int) -> Self:
        """Read a word of 216 bits."""
        return cls(*_parts(word, 8, 16, 64, 64, 64))

    def end_of_line(self, index: int, own: int, agreed: int) -> int:
        """When a line of the deal ends, UTC seconds: ``own`` is its word at ``line_end_slot``."""
        if not self.ended >> index & 1:
            return agreed
        return own or self.end

    def end_of_mandate(self, own: int, agreed: int) -> int:
        """When the mandate ends for a giver, UTC seconds: ``own`` is his word at ``line_end_slot``."""
        ends = [agreed, self.end if self.ended & 1 else agreed, own if self.ended & 2 and own else agreed]
        return min(ends)


@dataclass(frozen=True, slots=True)
class OpeningWord:
    """One opener's dispute: ``state`` (bits 0-7) 0 never, 1 open, 2 withdrawn, since ``time`` (8-71, UTC
    seconds) and ``block`` (72-135); ``number`` (136-255): how often he opened it.
    """

    state: int
    time: int
    block: int
    number: int

    @classmethod
    def from_word(cls, word: int) -> Self:
        """Read a word of 256 bits."""
        return cls(*_parts(word, 8, 64, 64, 120))


@dataclass(frozen=True, slots=True)
class RulingWord:
    """``decision`` (bits 0-7): 0 none, else annals.Decision; its ``time`` (8-71, UTC seconds) and ``block``
    (72-135); which ``opening`` it is about (136-255), the first being 1.
    """

    decision: int
    time: int
    block: int
    opening: int

    @classmethod
    def from_word(cls, word: int) -> Self:
        """Read a word of 256 bits."""
        return cls(*_parts(word, 8, 64, 64, 120))


def confirmed_places(word: int) -> tuple[int, ...]:
    """Places, in a title's table, of holders who confirmed it; none where all signed at once."""
    check_uint(word, 256, "word")
    return tuple(place for place in range(word.bit_length()) if word >> place & 1)


class DisputeAction(IntEnum):
    """What a link of a chain of disputes tells; ``detail`` is the evidence, zero, or the reasons."""

    OPENED = 1
    WITHDRAWN = 2
    UPHELD = 3
    DISMISSED = 4


def voided_title(title: str) -> str:
    """What the slot of a void title holds: keccak256(abi.encode("VOID", title)), which nothing opens."""
    return hash_words(0x40, check_hash(title), 4, int.from_bytes(b"VOID".ljust(32, b"\0")))


def next_dispute(
    head: str, action: DisputeAction, account: str, *, opener: str, detail: str, time: int
) -> str:
    """Head of a subject's disputes after what ``account`` did at block time ``time`` (UTC seconds)."""
    people = (check_address(account), check_address(opener))
    return hash_words(check_hash(head), action, *people, check_hash(detail), check_uint(time, 64, "time"))


def next_attestation(head: str, evidence: str, time: int) -> str:
    """Head of what was testified after one more word; ``evidence`` (32 bytes) zero takes all back."""
    return hash_words(check_hash(head), check_hash(evidence), check_uint(time, 64, "time"))


def next_statement(head: str, root: str, time: int) -> str:
    """Head of a report after it was made or corrected with another Merkle ``root`` of its rows (32 bytes)."""
    return hash_words(check_hash(head), check_hash(root), check_uint(time, 64, "time"))


def _registry(variable: str, key: str) -> str:
    return hash_words(key, REGISTRY_BASES[variable])


def _licensing(variable: str, key: str) -> str:
    return hash_words(key, LICENSING_BASES[variable])


def _parts(word: int, *widths: int) -> list[int]:
    """The fields of a packed word, lowest bits first. Bits above them must be 0."""
    check_uint(word, sum(widths), "word")
    parts = []
    for width in widths:
        parts.append(word & (1 << width) - 1)
        word >>= width
    return parts
