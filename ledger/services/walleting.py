"""Wallet contracts as parties: who has signed for one, what it lacks, whether it takes what is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ledger.core import safe
from ledger.core.operationfile import LedgerPlace
from ledger.core.signedfile import SignedFile
from ledger.ports import Account, AccountKind, ChainPort

File = TypeVar("File", bound=SignedFile)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the signature of one wallet stands.

    ``signed``: owners whose signature counts; ``former``: signed, and own no more; ``ready``: the bytes
    that the wallet takes now, asked of it; ``refused``: there are bytes, or enough owners, and the wallet
    says no.
    """

    account: Account
    signed: tuple[str, ...]
    former: tuple[str, ...]
    ready: bytes | None
    refused: bool

    @property
    def lacking(self) -> tuple[str, ...]:
        """Owners who have not signed, while some of them must."""
        if self.ready is not None:
            return ()
        return tuple(owner for owner in self.account.owners if owner not in self.signed)

    @property
    def wanted(self) -> int:
        """How many of those must sign."""
        return max(0, self.account.threshold - len(self.signed)) if self.ready is None else 0


class Walleting:
    """Wallets on one chain."""

    def __init__(self, chain: ChainPort) -> None:
        self._chain = chain

    @property
    def place(self) -> LedgerPlace:
        """This ledger, as an operation file names it."""
        here = self._chain.network
        return LedgerPlace(here.chain_id, here.genesis, here.registry, here.licensing, here.local)

    def account(self, address: str) -> Account:
        """What there is at an address now."""
        return self._chain.account(address)

    def takes(self, address: str, digest: str, signature: bytes) -> bool:
        """Whether the ledger's contracts would take a signature now."""
        return self._chain.is_valid_signature(address, digest, signature)

    def standing_of(
        self, address: str, digest: str, owners: Mapping[str, bytes], given: bytes | None = None
    ) -> Standing:
        """Where a wallet's signature of a digest stands.

        Args:
            address: The wallet.
            digest: What it is asked about, 32 bytes as 0x string.
            owners: Signatures by accounts that owned it when they signed (``SignedFile.owners_of``).
            given: Bytes that are to be its signature, if there are.
        """
        account = self._chain.account(address)
        packed = safe.packed(owners, account.owners, account.threshold) if account.owners else None
        offered = [each for each in (given, packed) if each is not None]
        ready = next((each for each in offered if self.takes(address, digest, each)), None)
        signed = tuple(owner for owner in account.owners if owner in owners)
        former = tuple(sorted(owner for owner in owners if owner not in account.owners))
        return Standing(account, signed, former, ready, bool(offered) and ready is None)

    def standing(self, file: SignedFile, signer: str) -> Standing:
        """Where one signer of a file stands."""
        given = file.signatures.get(signer)
        return self.standing_of(signer, file.digest_for(signer), file.owners_of(signer), given)

    def standings(self, file: SignedFile, also: Iterable[str] = ()) -> dict[str, Standing]:
        """Where the wallets among some signers stand.

        Args:
            file: The file.
            also: Looked at beside those of whom there is a signature that is not by their key.
        """
        asked = {*file.owners, *file.doubtful, *also}
        found = {signer: self.standing(file, signer) for signer in file.signers if signer in asked}
        return {who: each for who, each in found.items() if each.account.kind is not AccountKind.KEY}

    @staticmethod
    def settled(file: File, standings: Mapping[str, Standing]) -> File:
        """The file with the bytes that each wallet takes; a wallet that takes none has not signed."""
        for signer, each in standings.items():
            if each.ready is not None and file.signatures.get(signer) != each.ready:
                file = file.signed(signer, each.ready)
        return file
