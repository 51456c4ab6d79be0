"""One EVM chain with both contracts (``ledger.ports.ChainPort``)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from ledger.chain import abi, check, encode, signed, wallets
from ledger.chain.launching import Policy
from ledger.chain.lease import Lease
from ledger.chain.node import Node
from ledger.chain.outbox import Outbox
from ledger.chain.payer import EmbeddedPayer
from ledger.chain.rpc import TIMEOUT_S, Rpc, RpcRefusal, is_loopback
from ledger.chain.sender import Ground, Sender
from ledger.chain.transact import WAIT_S, Intent, Transactor
from ledger.core.events import Block, Event
from ledger.core.model import ZERO_ADDRESS
from ledger.core.operations import Operation
from ledger.core.slots import head_slot
from ledger.errors import BadInput, Refused, ServiceDown
from ledger.evm import recover
from ledger.ports import Account, Estimate, Level, Network, Payer, Receipt, Signatures

Finality = str | int
"""What a network holds to be final: the tag ``finalized`` or ``safe``, or so many blocks on top of one."""

CONFIRMATIONS = 64
"""Blocks on top that count as final where a node does not know the tag: two epochs of Ethereum."""

RECHECK_S = 60.0
"""A balancer may hand us to another node at any time: look again who answers."""


class EvmChain:
    """One EVM chain with both contracts.

    Args:
        network: Which chain it must be; everything is refused until the node has shown that it is.
        rpc_url: ``http://`` or ``https://`` address of the node.
        finality: What counts as final; of no weight on the embedded chain, which nobody can reorganise.
        writing: Context in which a write happens: the embedded chain's, which saves its state at the end.
        timeout: Seconds for one question to the node.
        wait: Seconds to wait for a block.
        recheck: Seconds after which the node must show again which chain it serves.
        locate: Where the node is by now, if it moves.
        shared: The node is another person's server, which only reads; then an embedded chain may be there.
        watch: Asked before the node is believed; raises if it is not the one that it should be.

    Raises:
        BadInput: ``BAD_RPC_URL``.
        Refused: ``LOCAL_NOT_LOOPBACK`` for an embedded chain on another machine: its keys are public.
    """

    def __init__(
        self,
        network: Network,
        rpc_url: str,
        *,
        finality: Finality = "finalized",
        writing: Callable[[], AbstractContextManager[None]] = nullcontext,
        timeout: float = TIMEOUT_S,
        wait: float = WAIT_S,
        recheck: float = RECHECK_S,
        locate: Callable[[], str] | None = None,
        shared: bool = False,
        watch: Callable[[Rpc], None] = lambda rpc: None,
    ) -> None:
        self.network = network
        self._rpc = Rpc(rpc_url, timeout=timeout, locate=locate)
        if network.local and not shared and not is_loopback(rpc_url):
            raise Refused("LOCAL_NOT_LOOPBACK", url=self._rpc.shown)
        self._node = Node(self._rpc, network)
        self._transactor = Transactor(self._rpc, network.chain_id, wait=wait)
        self._wait = wait
        self._finality = finality
        self._writing = writing
        self._recheck, self._watch = recheck, watch
        self._checked: float | None = None
        self.before_sending: Callable[[Operation], None] = lambda operation: None
        """Told of each operation before anything else is done with it; may raise."""

    def close(self) -> None:
        """Let the connection go."""
        self._rpc.close()

    def check(self) -> None:
        """Raise unless the node serves this network's chain with both contracts.

        Raises:
            ServiceDown: ``CHAIN_DOWN``, ``CHAIN_WRONG_ID``, ``CHAIN_WRONG_GENESIS``, ``CHAIN_NO_CONTRACT``,
                ``CHAIN_WRONG_CODE``, ``CHAIN_LIES``, ``CHAIN_REFUSES``; ``HOST_…`` of a shared network.
        """
        check.check_identity(self._rpc, self.network)
        check.check_contracts(self._rpc, self.network)
        self._watch(self._rpc)
        self._checked = time.monotonic()

    def head(self) -> Block:
        """Newest block."""
        self._ready()
        return self._node.head()

    def finalized(self) -> Block:
        """Newest block that the network's profile holds to be final."""
        head = self.head()
        if self.network.local or self._finality == 0:
            return head
        if isinstance(self._finality, int):
            return self._below(head, self._finality)
        try:
            found = self._node.tagged(self._finality)
        except RpcRefusal:
            return self._below(head, CONFIRMATIONS)
        return found if found is not None else self._below(head, head.number)

    def block(self, number: int) -> Block | None:
        """The block of that number, if there is one."""
        self._ready()
        return self._node.block(number)

    def events(self, first: int, last: int) -> Sequence[Event]:
        """Decoded events of both contracts in blocks first..last, in order of (block, log index).

        Above the final block each block is asked for by its hash, and each must stand on the one before.

        Raises:
            ServiceDown: ``CHAIN_MOVED`` if blocks were replaced meanwhile: ask again.
        """
        final = self.finalized().number
        first = max(first, self.network.deployed_at)
        found = self._node.events(first, min(last, final)) if first <= min(last, final) else []
        before: Block | None = None
        for number in range(max(first, final + 1), last + 1):
            block = self._node.block(number)
            if block is None or (before is not None and block.parent != before.hash):
                raise ServiceDown("CHAIN_MOVED", url=self._rpc.shown, block=number)
            found += self._node.events_of(block)
            before = block
        return found

    def level(self, block: Block) -> Level:
        """How sure it is that a block of the chain stays: mined, safe or final."""
        if self.network.local or self._finality == 0 or block.number <= self.finalized().number:
            return Level.FINAL
        if isinstance(self._finality, int):
            return Level.MINED
        try:
            safe = self._node.tagged("safe")
        except RpcRefusal:
            return Level.MINED
        return Level.SAFE if safe is not None and block.number <= safe.number else Level.MINED

    def sees(self, operation: Operation, identity: str) -> bool:
        """Whether the chain's node knows a relay's transaction of an operation; here there is no relay."""
        return False

    def simulate(self, operation: Operation) -> None:
        """Raise what the contract would refuse, and send nothing."""
        self._ready()
        self._transactor.simulate(self._intent(operation, ZERO_ADDRESS))

    def estimate(self, operation: Operation, payer: Payer | None = None) -> Estimate:
        """Cost of a write.

        Raises:
            SongdeedError: What the contract refuses; ``PAYER_NEEDED``.
        """
        self._ready()
        return self._transactor.estimate(self._intent(operation, self._payer(payer).address))

    def send(self, operation: Operation, payer: Payer | None = None) -> Receipt:
        """Send a write and wait until it is in a block, on the embedded chain also in its state file.

        Args:
            operation: What to write.
            payer: Who pays; None is the embedded chain's own payer.

        Raises:
            SongdeedError: What the contract refuses; ``PAYER_NEEDED``, ``PAYER_POOR`` (77);
                ``TRANSACTION_PENDING`` (2); ServiceDown.
        """
        self.before_sending(operation)
        who = self._payer(payer)
        intent = self._intent(operation, who.address)
        with self._writing():
            self._ready()
            self._transactor.simulate(intent)
            receipt = self._node.receipt(self._transactor.send(intent, who))
        return replace(receipt, level=self.level(receipt.block))

    def sender(self, payer: Payer | None, outbox: Path, leases: Path, policy: Policy) -> Sender:
        """The sender of a relay.

        Args:
            payer: Who pays; None is the embedded chain's own payer.
            outbox: File in which it writes down what it sends.
            leases: Folder in which all relays of this user on this machine look whether a key is in use.
            policy: What may be spent.

        Raises:
            Refused: ``PAYER_NEEDED``.
            ServiceDown: ``PAYER_TAKEN``: another process relays with this key; ``LEASE_UNUSABLE``.
        """
        who = self._payer(payer)
        ground = Ground(
            self.network,
            self._transactor,
            self._node,
            self._ready,
            self._writing,
            self.level,
            self.finalized,
            self._wait,
        )
        if self.network.local:  # who writes on an embedded chain holds its own lock
            return Sender(
                ground, who, Outbox(outbox, self.network.genesis, who.address, guarded=False), policy
            )
        lease = Lease(leases, self.network.genesis, who.address)
        box = Outbox(outbox, self.network.genesis, who.address)
        box.lead()
        return Sender(ground, who, box, policy, close=lease.end)

    def answer(self, method: str, *params: object) -> object:
        """What the node answers, for a server that hands it on (``ledger.chain.window``).

        Raises:
            RpcRefusal: The node answered with an error.
            ServiceDown: ``CHAIN_DOWN``, ``CHAIN_STOPPED``.
        """
        return self._rpc.ask(method, *params)

    def signatures_in(self, transaction: str) -> Signatures | None:
        """What a transaction recorded, and whose signature in it is not that of his key (V12)."""
        self._ready()
        answer = self._rpc.read("eth_getTransactionByHash", transaction)
        if not isinstance(answer, dict):
            return None
        to, sender = (str(answer.get(name)).lower() for name in ("to", "from"))
        data = self._rpc.octets(answer.get("input"), "the input of a transaction")
        found = signed.read_call(self.network, to, data)
        if found is None:
            return None
        doubtful = (each.account for each in found.signed if not signed.holds(each, sender))
        return Signatures(found.subjects, tuple(one for one in doubtful if not self._node.code(one)))

    def title_hash(self, key: str) -> str:
        """Current title hash of a key from the registry's storage, zero hash if absent."""
        self._ready()
        asked = encode.call(abi.REGISTRY, "titles", key)
        answer = self._transactor.simulate(Intent(asked.to(self.network), asked.data, ZERO_ADDRESS))
        if len(answer) != 32:
            raise self._rpc.lies("a title", answer.hex())
        return "0x" + answer.hex()

    def head_of_chain(self, key: str, block: int) -> str:
        """Head of a chain of lines in licensing's storage at a block, zero hash if absent."""
        self._ready()
        answer = self._rpc.read("eth_getStorageAt", self.network.licensing, head_slot(key), hex(block))
        return "0x" + self._rpc.octets(answer, "a word of storage", 32).hex()

    def is_valid_signature(self, address: str, digest: str, signature: bytes) -> bool:
        """Whether the contracts would take a signature now, by OpenZeppelin's rule.

        An account with code is asked by ERC-1271 alone (EIP-7702 delegations too), one without by ECDSA.

        Args:
            address: Account, lower case.
            digest: 32 bytes as 0x string.
            signature: Any bytes.

        Raises:
            ServiceDown: The node does not answer.
        """
        self._ready()
        if not self._node.code(address):
            try:
                return recover(digest, signature) == address
            except BadInput:
                return False
        return self._node.approves(address, digest, signature)

    def account(self, address: str) -> Account:
        """What there is at an address now.

        Raises:
            ServiceDown: The node does not answer.
        """
        self._ready()
        return wallets.look(self._rpc, address, self._node.code(address))

    def _ready(self) -> None:
        if self._checked is None or time.monotonic() - self._checked > self._recheck:
            self._checked = None
            self.check()

    def _payer(self, payer: Payer | None) -> Payer:
        if payer is not None:
            return payer
        if not self.network.local:
            raise Refused("PAYER_NEEDED", network=self.network.name)
        return EmbeddedPayer()

    def _intent(self, operation: Operation, sender: str) -> Intent:
        call = encode.call_of(operation)
        return Intent(call.to(self.network), call.data, sender)

    def _below(self, head: Block, blocks: int) -> Block:
        found = self._node.block(max(0, head.number - blocks))
        if found is None:
            raise self._rpc.lies("a block below the head", None)
        return found
