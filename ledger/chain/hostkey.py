"""The key of whoever shares a ledger: by it his server shows that it is his, which no copy of his chain can.

All else in a network file can be read by everybody: who makes a chain with the same id and the same first
block, and puts the contracts on it, has the same addresses and the same code.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger import safefile
from ledger.chain import sharing
from ledger.chain.host import TIMEOUT_S, WHOLE_S, Host
from ledger.chain.rpc import Rpc, shown
from ledger.chain.sharing import NetworkFile
from ledger.core import strictjson
from ledger.core.fields import Fields
from ledger.core.model import check_hash
from ledger.errors import BadInput, ServiceDown

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_MAX_BYTES = 2 * sharing.MAX_BYTES
_SECRET, _SIGNATURE = 32, 64


@dataclass(frozen=True, slots=True)
class Seen:
    """A block of a chain."""

    number: int
    hash: str


class HostKey:
    """The key of a data folder that is served (Ed25519, RFC 8032), made when it is first wanted.

    Args:
        path: Its file: 32 bytes that only the folder's owner can read. A server starts with nobody there to
            type a password.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def public(self) -> str:
        """The public key, 0x and 32 bytes.

        Raises:
            ServiceDown: ``HOST_KEY_UNUSABLE``.
        """
        return "0x" + self._key().public_key().public_bytes_raw().hex()

    def prove(self, nonce: str, file: bytes, block: Seen) -> dict[str, object]:
        """The answer to a challenge.

        Args:
            nonce: What the other side drew, 0x and 32 bytes.
            file: The network file that is served.
            block: A block that counts as final.
        """
        return {
            "network": strictjson.loads(file, max_bytes=sharing.MAX_BYTES),
            "block": {"number": block.number, "hash": block.hash},
            "signature": "0x" + self._key().sign(_signed(nonce, file, block)).hex(),
        }

    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        try:
            if not self._path.exists():
                safefile.write(self._path, secrets.token_bytes(_SECRET))
            return Ed25519PrivateKey.from_private_bytes(self._path.read_bytes())
        except (OSError, ValueError) as error:
            raise ServiceDown("HOST_KEY_UNUSABLE", path=str(self._path)) from error


def _signed(nonce: str, file: bytes, block: Seen) -> bytes:
    """What a host signs: nothing else is ever signed with its key."""
    digest = "0x" + hashlib.sha256(file).hexdigest()
    said = {"nonce": nonce, "file": digest, "number": str(block.number), "block": block.hash}
    return strictjson.canonical({"songdeed": "host", **said})


def vouched(shared: NetworkFile, *, timeout: float = TIMEOUT_S) -> tuple[NetworkFile, Seen]:
    """The network file as its owner signs it now, and a block of his chain.

    What is in it is his word, addresses and finality too, whoever handed the answer on.

    Args:
        shared: A network file with the address of a server.
        timeout: Seconds to wait for the server.

    Raises:
        ServiceDown: ``HOST_NOT_THAT``: the server has not the key, or another ledger; ``HOST_DOWN``,
            ``HOST_REFUSES``.
        Denied: ``NETWORK_OTHER_CODE``.
    """
    nonce, url = "0x" + secrets.token_hex(32), shared.api or ""
    with closing(Host(url, timeout=timeout, whole=min(2 * timeout, WHOLE_S))) as host:
        answer = host.proof(nonce)
    try:
        file, block, signature = _parse(answer)
        found = sharing.read(file)
        sound = _holds(shared.host or "", signature, _signed(nonce, file, block))
    except (BadInput, ValueError) as error:
        raise ServiceDown("HOST_NOT_THAT", url=shown(url)) from error
    if not sound or (found.host, found.fingerprint) != (shared.host, shared.fingerprint):
        raise ServiceDown("HOST_NOT_THAT", url=shown(url))
    return found, block


def _parse(answer: bytes) -> tuple[bytes, Seen, bytes]:
    fields = Fields(strictjson.loads(answer, max_bytes=_MAX_BYTES), "proof")
    file = strictjson.canonical(fields.mapping("network")) + b"\n"
    block = Fields(fields.mapping("block"), "proof.block")
    seen = Seen(block.integer("number"), check_hash(block.text("hash")))
    block.done()
    signature = bytes.fromhex(fields.text("signature").removeprefix("0x"))
    fields.done()
    return file, seen, signature


def _holds(public: str, signature: bytes, said: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public[2:])).verify(signature, said)
    except InvalidSignature:
        return False
    return True


def check_history(rpc: Rpc, block: Seen) -> None:
    """Raise unless a node has the block that the owner of the chain signed.

    Raises:
        ServiceDown: ``CHAIN_OTHER_HISTORY``, ``CHAIN_DOWN``, ``CHAIN_LIES``, ``CHAIN_REFUSES``.
    """
    found = rpc.read("eth_getBlockByNumber", hex(block.number), False)
    given = found.get("hash") if isinstance(found, dict) else None
    if given != block.hash:
        raise ServiceDown("CHAIN_OTHER_HISTORY", url=rpc.shown, number=block.number)


def watch(shared: NetworkFile, *, timeout: float = TIMEOUT_S) -> Callable[[Rpc], None]:
    """What to ask before a node of a shared network is believed: is it still its owner's server?

    Raises (when called):
        ServiceDown: As ``vouched``; ``HOST_MOVED``: he serves it at another address; ``CHAIN_OTHER_HISTORY``.
    """

    def ask(rpc: Rpc) -> None:
        found, block = vouched(shared, timeout=timeout)
        if (found.rpc, found.api) != (shared.rpc, shared.api):
            raise ServiceDown("HOST_MOVED", url=rpc.shown, now=found.api)
        check_history(rpc, block)

    return ask
