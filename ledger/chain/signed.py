"""Who signed a recorded operation, by the transaction that recorded it (V12).

The contracts checked every signature before they wrote an event. Here each is looked at again, so that an
answer does not rest on a node's word alone: who makes events up can't make up an account's signature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.chain import abi, values
from ledger.core import eip712
from ledger.core.ids import asset_id, facts_hash
from ledger.core.licensing import Accept
from ledger.core.rights import Exclusivity
from ledger.errors import BadInput
from ledger.evm import recover
from ledger.ports import Network


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature that a call bears: of whom, of what (a 0x string of 32 bytes)."""

    account: str
    digest: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a call records: the deal, mandate, assets, or title before; and the signatures that it bears."""

    subjects: tuple[str, ...]
    signed: tuple[Signed, ...]


def read_call(network: Network, to: str, data: bytes) -> Recorded | None:
    """What a call of one of the two contracts records; None where it is no such call.

    What was recorded through another contract, or written in another form than ours, is not understood here:
    that the contracts have recorded it is all that is known then.

    Args:
        network: Whose contracts.
        to: Address that was called, lower case.
        data: Selector and arguments.
    """
    name = {network.registry: abi.REGISTRY, network.licensing: abi.LICENSING}.get(to)
    functions = abi.contract(name).functions.values() if name is not None else ()
    entry = next((each for each in functions if each.identifier == data[:4]), None)
    read = None if entry is None else _READ.get(entry.name)
    if entry is None or read is None:
        return None
    try:
        given = values.decode(entry.params, data[4:])
    except values.NotCanonical:
        return None
    return read(network, *given)


def holds(signed: Signed, sender: str) -> bool:
    """Whether a signature is that of the account's own key.

    An empty one stands for the sender's, who signed the transaction: that it is his, the node says.
    """
    if not signed.signature:
        return signed.account == sender
    try:
        return recover(signed.digest, signed.signature) == signed.account
    except BadInput:
        return False


def _unpack(packed: str) -> Iterator[bytes]:
    """The inverse of ``encode.pack``; the contracts have found it well formed."""
    rest = bytes.fromhex(packed[2:])
    while rest:
        length = int.from_bytes(rest[:2], "big")
        yield rest[2 : 2 + length]
        rest = rest[2 + length :]


def _each(digest: str, signers: Sequence[str], packed: str) -> tuple[Signed, ...]:
    return tuple(
        Signed(signer, digest, signature) for signer, signature in zip(signers, _unpack(packed), strict=False)
    )


def _one(account: str, digest: str, signature: str) -> tuple[Signed, ...]:
    return (Signed(account, digest, bytes.fromhex(signature[2:])),)


def _registration(network: Network, text: Any, _: Any, signature: str) -> Recorded:
    digest = eip712.digest(network.registry_domain, text)
    assets = tuple(
        asset_id(each.record_hash, text.registrant, facts_hash(each.asset_type, each.file_tag, each.links))
        for each in text.assets
    )
    return Recorded(assets, _one(text.registrant, digest, signature))


def _activation(network: Network, given: Any) -> Recorded:
    """Licensees of SOLE and EXCLUSIVE lines signed the Accept, all others the deal."""
    deal, domain = given.deal, network.licensing_domain
    heads = given.proof[0].heads if given.proof else ()
    strict = {line.licensee for line in deal.lines if line.exclusivity != Exclusivity.NONEXCLUSIVE}
    plain = eip712.digest(domain, deal)
    accept = eip712.digest(domain, Accept(deal, tuple(heads))) if strict else plain
    signed = tuple(
        Signed(signer, accept if signer in strict else plain, signature)
        for signer, signature in zip(deal.signers, _unpack(given.signatures), strict=False)
    )
    return Recorded((plain,), signed)


def _mandate(network: Network, text: Any, _: Any, packed: str) -> Recorded:
    digest = eip712.digest(network.licensing_domain, text)
    return Recorded((digest,), _each(digest, (*text.givers, text.to), packed))


def _assignment(
    network: Network, _title: Any, text: Any, signers: Sequence[str], _bars: Any, packed: str
) -> Recorded:
    return Recorded((text.title,), _each(eip712.digest(network.registry_domain, text), signers, packed))


def _claim(
    network: Network, _title: Any, _origin: Any, text: Any, signers: Sequence[str], packed: str
) -> Recorded:
    return Recorded((text.title,), _each(eip712.digest(network.registry_domain, text), signers, packed))


def _replacement(network: Network, _title: Any, origin: Any, text: Any, signature: str) -> Recorded:
    digest = eip712.digest(network.registry_domain, text)
    return Recorded((text.title,), _one(origin.registrant, digest, signature))


_READ: Mapping[str, Callable[..., Recorded]] = {
    "register": _registration,
    "activate": _activation,
    "activateMandate": _mandate,
    "assign": _assignment,
    "claimShares": _claim,
    "replaceTitle": _replacement,
}
"""Calls on which a step of a chain may rest."""
