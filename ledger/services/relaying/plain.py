"""A sender that hands on what it is given and remembers nothing: for a chain that another relay writes to."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.core.operations import Operation
from ledger.ports import ChainPort, Estimate, Payer, Receipt, Sent


class PlainSender:
    """Sends through the chain port alone (``ledger.ports.SenderPort``).

    Args:
        chain: Where to.
        payer: Who pays; None leaves it to the chain.
    """

    def __init__(self, chain: ChainPort, payer: Payer | None = None) -> None:
        self._chain, self._payer = chain, payer

    def price(self, operation: Operation) -> Estimate:
        """What an operation would cost."""
        return self._chain.estimate(operation, self._payer)

    def send(self, operation: Operation, identity: str, until: int) -> Receipt:
        """Send it, and wait until it is in a block."""
        return self._chain.send(operation, self._payer)

    def standing(self, identity: str) -> Sent | None:
        """Nothing is remembered."""
        return None

    def tend(self) -> Sequence[Sent]:
        """There is nothing to look after."""
        return []

    def stop(self) -> None:
        """Whoever waits, waits for the chain port."""

    def close(self) -> None:
        """The payer's key is nobody else's."""
