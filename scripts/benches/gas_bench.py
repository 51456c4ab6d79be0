"""Gas of whole transactions, as scripts/gas.py plays them."""

from __future__ import annotations

from scripts.benches import Figures, Limits
from scripts.benches.gas_plays import play_all

LIMITS: Limits = {
    "gas_anchor": ("<=", 48_000),
    "gas_register_sole": ("<=", 85_000),
    "gas_deal_bilateral": ("<=", 115_000),
    "gas_deal_bilateral_first": ("<=", 132_000),
    "gas_deal_exclusive": ("<=", 160_000),
    "gas_deal_exclusive_16_seniors": ("<=", 185_000),
    "gas_co_owner": ("<=", 12_500),
    "gas_co_owner_33": ("<=", 14_000),
    "gas_line": ("<=", 55_000),
    "gas_mandate": ("<=", 100_000),
    "gas_assign": ("<=", 75_000),
    "gas_terminate": ("<=", 50_000),
    "contract_bytes_max": ("<=", 24_575),
}


def figures() -> Figures:
    """Gas used, by name of the transaction."""
    return dict(play_all())
