"""A key of one's own that pays for gas."""

from __future__ import annotations

from ledger.evm import recursion_limit_kept


class KeyPayer:
    """An opened key; it signs transactions and never shows itself."""

    __slots__ = ("_account", "address")

    def __init__(self, secret: bytes) -> None:
        with recursion_limit_kept():
            from eth_account import Account
        self._account = Account.from_key(secret)
        self.address: str = self._account.address.lower()

    def sign_transaction(self, transaction: dict[str, object]) -> bytes:
        """Raw signed transaction (EIP-1559 or legacy by its fields)."""
        return bytes(self._account.sign_transaction(transaction).raw_transaction)

    def __repr__(self) -> str:
        return f"KeyPayer({self.address})"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("an opened key is not to be written anywhere")
