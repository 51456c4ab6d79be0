"""What the files that travel from signer to signer have in common: who signed, who did not, copies joined."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import Field, replace
from typing import Any, ClassVar, Self

from ledger.core import eip712, operation_json
from ledger.core.eip712 import Message
from ledger.core.model import Domain, check_address
from ledger.errors import BadInput
from ledger.evm import recover


class SignedFile(ABC):
    """A text with the signatures given so far; each kind of file is a frozen dataclass of this."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    signatures: Mapping[str, bytes]

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

    def joined(self, other: Self) -> Self:
        """The file with the signatures of another copy too; a doubtful one gives way."""
        wanted = {*self.missing, *self.doubtful}
        new = {who: each for who, each in other.signatures.items() if who in wanted}
        return replace(self, signatures={**self.signatures, **new})


def plain(signatures: Mapping[str, bytes]) -> dict[str, str]:
    """Signatures as JSON: 0x strings by signer."""
    return {who: "0x" + each.hex() for who, each in signatures.items()}


def read(signatures: Mapping[str, object]) -> dict[str, bytes]:
    """The strict inverse of ``plain``.

    Raises:
        BadInput: ``BAD_ADDRESS``, and what JSON has that is no 0x string.
    """
    return {
        check_address(who): operation_json.struct(bytes, each, f"/signatures/{who}")
        for who, each in signatures.items()
    }
