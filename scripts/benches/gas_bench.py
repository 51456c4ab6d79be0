"""Gas of whole transactions, as scripts/gas.py plays them."""

from __future__ import annotations

from scripts.benches import Figures, Limits
from scripts.benches.gas_plays import play_all

LIMITS: Limits = {
    "gas_anchor": ("<=", 48_000),
    "gas_register_sole": ("<=", 85_000),
    "gas_deal_bilateral": ("<=", 115_000),
    "gas_deal_bilateral_first": ("<=", 132_000),
}


def figures() -> Figures:
    """Gas used, by name of the transaction."""
    return dict(play_all())
