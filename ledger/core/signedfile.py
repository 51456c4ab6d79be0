"""What the files that travel from signer to signer have in common: who signed, who did not, copies joined."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import Field, replace
from typing import Any, ClassVar, Self

from ledger.core import eip712, operation_json, safe
from ledger.core.eip712 import Message
from ledger.core.model import Domain, check_address
from ledger.errors import BadInput
from ledger.evm import recover


class SignedFile(ABC):
    """A text with the signatures given so far; each kind of file is a frozen dataclass of this.

    ``signatures``: by signer, the bytes for the contract. ``owners``: by signer that is a wallet contract,
    what its owners have signed so far, by owner (``ledger.core.safe``); how many it wants only the chain
    knows.
    """

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    signatures: Mapping[str, bytes]
    owners: Mapping[str, Mapping[str, bytes]]

    @property
    @abstractmethod
    def domain(self) -> Domain:
        """EIP-712 domain of what is signed."""

    @property
    @abstractmethod
    def signers(self) -> tuple[str, ...]:
        """Who signs, in the order in which the contract takes the signatures."""

    @abstractmethod
    def message_for(self, signer: str) -> Message:
        """What a signer signs."""

    def digest_for(self, signer: str) -> str:
        """EIP-712 digest of what a signer signs, a 0x string of 32 bytes."""
        return eip712.digest(self.domain, self.message_for(signer))

    @property
    def missing(self) -> tuple[str, ...]:
        """Signers whose signature is not there yet."""
        return tuple(signer for signer in self.signers if signer not in self.signatures)

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Signers whose signature is not that of their key: it was altered, or they are contract accounts."""
        return tuple(signer for signer in self.signatures if not self._fits(signer))

    def _fits(self, signer: str) -> bool:
        try:
            return recover(self.digest_for(signer), self.signatures[signer]) == signer
        except BadInput:
            return False

    def signed(self, signer: str, signature: bytes) -> Self:
        """The file with one more signature."""
        return replace(self, signatures={**self.signatures, signer: signature})

    def owners_of(self, wallet: str) -> dict[str, bytes]:
        """Signatures of a wallet's owners, those left out that are not by the key they are said to be of."""
        if wallet not in self.owners:
            return {}
        chain_id, digest = self.domain.chain_id, self.digest_for(wallet)
        return {
            owner: each
            for owner, each in self.owners[wallet].items()
            if safe.is_owners(chain_id, wallet, digest, owner, each)
        }

    def owner_signed(self, wallet: str, owner: str, signature: bytes) -> Self:
        """The file with the signature of one more owner of a wallet."""
        found = _most({owner: signature}, self.owners_of(wallet))
        return replace(self, owners={**self.owners, wallet: found})

    def joined(
        self, other: Self, holds: Callable[[str, bytes], bool] = lambda signer, signature: False
    ) -> Self:
        """The file with the signatures of another copy too.

        Args:
            other: A copy of the same text.
            holds: Whether a signature that is not of the signer's key is one all the same: a wallet says so,
                on the chain. One that holds is not given up for one that doesn't.
        """

        def good(file: Self, who: str) -> bool:
            return file._fits(who) or holds(who, file.signatures[who])

        def better(who: str) -> bool:
            mine, theirs = self.signatures.get(who), other.signatures.get(who)
            if mine is None or theirs is None or mine == theirs:
                return mine is None and theirs is not None
            return not good(self, who) and good(other, who)

        new = {who: other.signatures[who] for who in self.signers if better(who)}
        wallets = sorted({*self.owners, *other.owners})
        owners = {each: _most(self.owners_of(each), other.owners_of(each)) for each in wallets}
        return replace(self, signatures={**self.signatures, **new}, owners=owners)


def _most(first: Mapping[str, bytes], then: Mapping[str, bytes]) -> dict[str, bytes]:
    """Both, no more than a file may have: strangers' signatures must not make it one that nobody reads."""
    return dict(list({**first, **then, **first}.items())[: safe.MAX_OWNERS])


def plain(signatures: Mapping[str, bytes]) -> dict[str, str]:
    """Signatures as JSON: 0x strings by signer."""
    return {who: "0x" + each.hex() for who, each in signatures.items()}


def plain_owners(owners: Mapping[str, Mapping[str, bytes]]) -> dict[str, dict[str, dict[str, str]]]:
    """The member ``owners`` of a file; none where no owner of a wallet has signed."""
    found = {wallet: plain(each) for wallet, each in owners.items() if each}
    return {"owners": found} if found else {}


def read_owners(owners: object, signers: Collection[str]) -> dict[str, dict[str, bytes]]:
    """The strict inverse of ``plain_owners``.

    Raises:
        BadInput: ``OWNERS_SHAPE``, ``BAD_ADDRESS``, and what JSON has that is no 0x string.
    """
    if not isinstance(owners, dict) or not all(isinstance(each, dict) for each in owners.values()):
        raise BadInput("OWNERS_SHAPE")
    if any(len(each) > safe.MAX_OWNERS for each in owners.values()) or not owners.keys() <= set(signers):
        raise BadInput("OWNERS_SHAPE")
    return {wallet: read(each, f"/owners/{wallet}") for wallet, each in owners.items()}


def read(signatures: Mapping[str, object], path: str = "/signatures") -> dict[str, bytes]:
    """The strict inverse of ``plain``.

    Args:
        signatures: JSON by signer.
        path: Where it stands, for messages.

    Raises:
        BadInput: ``BAD_ADDRESS``, and what JSON has that is no 0x string.
    """
    return {
        check_address(who): operation_json.struct(bytes, each, f"{path}/{who}")
        for who, each in signatures.items()
    }
