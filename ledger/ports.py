"""What the services need of the world. Each port has adapters, and a fake in ``tests/fakes.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from pathlib import Path
from typing import Protocol

from ledger.core.cid import Cid
from ledger.core.eip712 import Message
from ledger.core.events import Block, Event
from ledger.core.model import Domain
from ledger.core.operations import Operation
from ledger.core.unixfs import KUBO, ImportProfile
from ledger.core.walk import MAX_FILE
from ledger.core.wraps import KeysFile

Progress = Callable[[int, int], None]
"""Called with (done, total) while something long goes on."""


@dataclass(frozen=True, slots=True)
class Network:
    """Which ledger this is.

    ``local``: embedded chain whose root keys are public: what is made on it proves nothing to others.
    ``public_mempool``: whether others can read transactions before they are in a block.
    """

    name: str
    chain_id: int
    genesis: str
    registry: str
    licensing: str
    deployed_at: int
    local: bool
    public_mempool: bool

    @property
    def registry_domain(self) -> Domain:
        """EIP-712 domain of registrations."""
        return Domain("Songdeed Registry", self.chain_id, self.registry)

    @property
    def licensing_domain(self) -> Domain:
        """EIP-712 domain of deals, terminations and their cancellations."""
        return Domain("Songdeed Licensing", self.chain_id, self.licensing)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a write would cost: gas units, wei per unit now, wei in all."""

    gas: int
    gas_price: int
    wei: int


class Level(StrEnum):
    """How sure it is that a write stays (THREATS.md 77).

    Handed to a node; in a block; in one that the chain's validators stand by; in one that they can't undo.
    """

    SENT = "sent"
    MINED = "mined"
    SAFE = "safe"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A write that is in a block (and, on the embedded chain, in its state file on disk)."""

    transaction: str
    block: Block
    gas_used: int
    level: Level = Level.MINED


@dataclass(frozen=True, slots=True)
class Sent:
    """How far an operation is that was given to a ``SenderPort``.

    ``transaction``: the newest one that carries it; None before the first.
    ``receipt``: where it stands. ``failed``: code for which it will not be; ``gas_used`` was for nothing.
    ``waits``: code of what it waits for, before it is sent.
    """

    operation: str
    transaction: str | None = None
    receipt: Receipt | None = None
    failed: str | None = None
    waits: str | None = None
    gas_used: int = 0


@dataclass(frozen=True, slots=True)
class Signatures:
    """What a call recorded: deal or mandate, assets, or the title before; and whose signatures are not right.

    An account with code had its own say when the contract asked it, and is never among those.
    """

    subjects: tuple[str, ...]
    bad: tuple[str, ...]


class AccountKind(Enum):
    """What there is at an address: no code; code by EIP-7702; a Safe that we understand; another contract."""

    KEY = "KEY"
    DELEGATED = "DELEGATED"
    SAFE = "SAFE"
    CONTRACT = "CONTRACT"


@dataclass(frozen=True, slots=True)
class Account:
    """An address as the chain has it now.

    ``delegate``: whose code a DELEGATED account runs; ``owners``, ascending, and ``threshold``: of a SAFE,
    as it says itself; ``version``: of a SAFE.
    """

    address: str
    kind: AccountKind
    delegate: str = ""
    owners: tuple[str, ...] = ()
    threshold: int = 0
    version: str = ""


class Payer(Protocol):
    """An account that pays for gas: signs raw transactions."""

    address: str

    def sign_transaction(self, transaction: dict[str, object]) -> bytes:
        """Raw signed transaction."""
        ...


class ChainPort(Protocol):
    """One EVM chain with both contracts. All raise ServiceDown when it is silent or another chain."""

    network: Network

    def head(self) -> Block:
        """Newest block."""
        ...

    def finalized(self) -> Block:
        """Newest block that the network's profile holds to be final."""
        ...

    def block(self, number: int) -> Block | None:
        """The block of that number, if there is one."""
        ...

    def events(self, first: int, last: int) -> Sequence[Event]:
        """Decoded events of both contracts in blocks first..last, in order of (block, log index)."""
        ...

    def level(self, block: Block) -> Level:
        """How sure it is that a block of the chain stays: mined, safe or final."""
        ...

    def simulate(self, operation: Operation) -> None:
        """Raise what the contract would refuse (ledger.core.refusals) and send nothing."""
        ...

    def estimate(self, operation: Operation, payer: Payer | None = None) -> Estimate:
        """Cost of a write."""
        ...

    def send(self, operation: Operation, payer: Payer | None = None) -> Receipt:
        """Send a write and wait until it is safe to say *done*.

        Args:
            operation: What to write.
            payer: Who pays; None is the embedded chain's own payer.

        Raises:
            SongdeedError: What the contract refuses; ``PAYER_NEEDED``, ``PAYER_POOR`` (77); ServiceDown.
        """
        ...

    def is_valid_signature(self, address: str, digest: str, signature: bytes) -> bool:
        """Whether the contracts would take a signature now (ECDSA, or ERC-1271 where there is code)."""
        ...

    def account(self, address: str) -> Account:
        """What there is at an address now."""
        ...

    def signatures_in(self, transaction: str) -> Signatures | None:
        """What a transaction recorded, and whose signature in it is not that of his key (V12).

        None where the transaction calls none of the contracts, or is not to be had.
        """
        ...

    def title_hash(self, key: str) -> str:
        """Current title hash of a key from the registry's storage, zero hash if absent."""
        ...

    def head_of_chain(self, key: str, block: int) -> str:
        """Head of a chain of lines in licensing's storage at a block (zero hash if absent).

        Args:
            key: Key of the chain (docs/storage.md, ``heads``).
            block: A block so new that every node still keeps its state.
        """
        ...


class SenderPort(Protocol):
    """Brings operations to the chain at one payer's expense, each once, whatever happens to it meanwhile."""

    def price(self, operation: Operation) -> Estimate:
        """What an operation would cost at most.

        Raises:
            SongdeedError: What the contract refuses; ``OPERATION_GAS``.
        """
        ...

    def send(self, operation: Operation, identity: str, until: int) -> Receipt:
        """Send an operation, unless it is under way already, and wait until it is in a block.

        Args:
            operation: What to write.
            identity: Its id (``operation_json.operation_id``).
            until: UTC second after which the contract refuses it.

        Raises:
            SongdeedError: What the contract refuses; ``PAYER_NEEDED``, ``PAYER_POOR``, ``OPERATION_GAS``.
            NotYet: ``TRANSACTION_PENDING``, ``GAS_PRICE_HIGH``: it is kept, and ``tend`` goes on with it.
        """
        ...

    def standing(self, identity: str) -> Sent | None:
        """How far an operation is, as far as this sender knows."""
        ...

    def tend(self) -> Sequence[Sent]:
        """Look after all that is under way; those of which the outcome became known."""
        ...

    def stop(self) -> None:
        """Let those go who wait for a block."""
        ...

    def close(self) -> None:
        """Let another process have the payer's key."""
        ...


@dataclass(frozen=True, slots=True)
class Stat:
    """How much a store holds: blocks, their bytes, and pinned contents (None if it does not say)."""

    blocks: int
    size: int
    pins: int | None


class StorePort(Protocol):
    """Content-addressed storage. Every byte read is re-hashed; what does not match is never handed out."""

    name: str

    def put_block(self, data: bytes) -> str:
        """Store and pin bytes (at most 1 MiB) under their raw CIDv1; answers the CID."""
        ...

    def put_file(
        self, path: Path, cid: str, progress: Progress | None = None, *, profile: ImportProfile = KUBO
    ) -> str:
        """Store and pin a file under its UnixFS CIDv1 of an import profile.

        Raises:
            ServiceDown: ``STORE_CID_MISMATCH`` if the store answers another CID than the one computed here.
        """
        ...

    def put_blocks(self, blocks: Iterable[tuple[Cid, bytes]], roots: Sequence[Cid]) -> None:
        """Store blocks, and pin the roots of whole trees among them. Blocks in no tree are not kept for long.

        Raises:
            ServiceDown: ``BLOCK_MISMATCH``; ``STORE_MISSING`` if a tree is not whole in the end.
        """
        ...

    def block(self, cid: Cid) -> bytes:
        """One block, verified.

        Raises:
            ServiceDown: ``STORE_MISSING``, ``BLOCK_MISMATCH``.
        """
        ...

    def read(self, cid: str, start: int = 0, stop: int = MAX_FILE) -> Iterator[bytes]:
        """Verified bytes of a raw block or UnixFS file, in pieces: from byte ``start`` to before ``stop``."""
        ...

    def has(self, cid: str) -> bool:
        """Whether the content is stored and pinned."""
        ...

    def verify(self, cid: str, progress: Progress | None = None) -> None:
        """Read everything under a CID again.

        Raises:
            ServiceDown: The first thing that is lost or damaged.
        """
        ...

    def pin(self, cid: str) -> None:
        """Keep what is there already."""
        ...

    def unpin(self, cid: str) -> int:
        """Give up what only this CID needs; the bytes that are free then, as far as that is known."""
        ...

    def pins(self) -> Iterator[str]:
        """CIDs that are pinned."""
        ...

    def stat(self) -> Stat:
        """How much is stored."""
        ...

    def ping(self) -> None:
        """Raise ServiceDown if the store can't be used."""
        ...


class ReplicaPort(Protocol):
    """Somebody else who keeps copies. ``block`` gives verified blocks, None where nothing can be read."""

    name: str
    block: Callable[[Cid], bytes] | None

    def keep(
        self, roots: Sequence[Cid], blocks: Callable[[], Iterator[tuple[Cid, bytes]]], label: str
    ) -> None:
        """Have trees kept.

        Args:
            roots: Their roots.
            blocks: Gives all their blocks, to those who are sent them.
            label: What the replica's owner sees.
        """
        ...

    def state(self, cid: Cid) -> str:
        """``pinned``, ``pinning``, ``queued``, ``failed`` or ``absent``."""
        ...


class SealedPort(Protocol):
    """Records of sealed works: they are at home and nowhere else."""

    def keep(self, asset: str, data: bytes) -> None:
        """Keep a record; it is on disk when this returns."""
        ...

    def read(self, asset: str) -> bytes | None:
        """The bytes kept for an asset, not yet looked at; None if there are none."""
        ...

    def holding(self, sha256: str) -> Sequence[str]:
        """Assets whose records name a file by its SHA-256."""
        ...


class ShelfPort(Protocol):
    """Keys of sealed files."""

    def all(self) -> Iterator[KeysFile]:
        """Every keys file, with the CID of its sealed file if that is in a store."""
        ...


class KeysPort(Protocol):
    """Signing keys by local name."""

    def names(self) -> Sequence[str]:
        """Local names, sorted."""
        ...

    def address_of(self, name: str) -> str:
        """Lower-case address of a local key.

        Raises:
            BadInput: ``UNKNOWN_KEY``.
        """
        ...

    def name_of(self, address: str) -> str | None:
        """Local name of an address, if any."""
        ...

    def sign(
        self,
        name: str,
        password: str,
        domain: Domain,
        message: Message,
    ) -> bytes:
        """65-byte EIP-712 signature (r, s, v; low s, v 27 or 28).

        Raises:
            Refused: ``WRONG_PASSWORD``.
        """
        ...

    def payer(self, name: str, password: str) -> Payer:
        """The key as one that pays for gas."""
        ...


class IndexPort(Protocol):
    """Events of the chain by what they are about. It can be thrown away and rebuilt from the chain alone."""

    def sync(self, chain: ChainPort, progress: Progress | None = None) -> Block:
        """Follow the chain to its head, undoing replaced blocks; the block at which answers are true."""
        ...

    def head(self) -> Block | None:
        """Block up to which the index is complete."""
        ...

    def block_at(self, time: int) -> Block | None:
        """Last indexed block whose timestamp is <= time."""
        ...

    def events(self, keys: Iterable[str], *, last_block: int | None = None) -> Sequence[Event]:
        """Events that bear any of the keys (ledger.core.collecting.keys_of), in order, up to a block."""
        ...
