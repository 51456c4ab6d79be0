"""The embedded chain's own payer."""

from __future__ import annotations

from ledger.evm import recursion_limit_kept

# Account 0 of the mnemonic "test test … junk", which every anvil and Hardhat has: no secret at all.
_PUBLIC_KEY_OF_EVERYBODY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"


class EmbeddedPayer:
    """Pays on the embedded chain alone; its key is known to all the world."""

    def __init__(self) -> None:
        with recursion_limit_kept():
            from eth_account import Account
        self._account = Account.from_key(_PUBLIC_KEY_OF_EVERYBODY)
        self.address: str = self._account.address.lower()

    def sign_transaction(self, transaction: dict[str, object]) -> bytes:
        """Raw signed transaction."""
        return bytes(self._account.sign_transaction(transaction).raw_transaction)
