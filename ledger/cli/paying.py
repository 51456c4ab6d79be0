"""Paying for gas on a chain where it costs something: the price is shown before a transaction is signed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ledger.ports import Payer

_COIN = 10**18


def coins(wei: int) -> str:
    """An amount in whole coins of the chain, exact, without an exponent."""
    return format(Decimal(wei) / _COIN, "f")


class AskingPayer:
    """A payer who names the price before he signs, and asks again only if it rises.

    Args:
        payer: The key that pays.
        agree: Shows gas units and wei at most, and raises unless that is agreed to.
    """

    def __init__(self, payer: Payer, agree: Callable[[int, int], None]) -> None:
        self._payer, self._agree = payer, agree
        self.address = payer.address
        self._agreed = 0

    def sign_transaction(self, transaction: dict[str, object]) -> bytes:
        """Raw signed transaction."""
        gas = _number(transaction["gas"])
        price = _number(transaction.get("maxFeePerGas", transaction.get("gasPrice", 0)))
        if gas * price > self._agreed:
            self._agree(gas, gas * price)
            self._agreed = gas * price
        return self._payer.sign_transaction(transaction)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("gas and price are integers")
    return value
