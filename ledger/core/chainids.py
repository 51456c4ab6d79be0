"""Numbers of chains: those of persons, those of developers, and public ones that have names."""

from __future__ import annotations

DRAWN = range(2**31, 2**32)
"""Where embedded chains draw their ids: above those that people choose, still 32 bits."""

TAKEN = frozenset({2494104990, 3125659152, 3448148188, 4216137055})
"""Public chains that lie in the range all the same."""

DEVELOPERS = frozenset({1337, 31337})
"""What nodes for developers (geth, hardhat, anvil) take by default: there are as many as computers."""

NAMED = {
    "ethereum": 1, "mainnet": 1, "sepolia": 11155111, "holesky": 17000, "hoodi": 560048,
    "optimism": 10, "op-mainnet": 10, "op-sepolia": 11155420, "optimism-sepolia": 11155420,
    "base": 8453, "base-mainnet": 8453, "base-sepolia": 84532,
    "arbitrum": 42161, "arbitrum-one": 42161, "arbitrum-sepolia": 421614,
    "polygon": 137, "polygon-amoy": 80002, "amoy": 80002, "gnosis": 100, "chiado": 10200,
    "bsc": 56, "bnb": 56, "bsc-testnet": 97, "avalanche": 43114, "avalanche-fuji": 43113, "fuji": 43113,
    "linea": 59144, "linea-sepolia": 59141, "scroll": 534352, "scroll-sepolia": 534351,
    "zksync": 324, "celo": 42220, "mantle": 5000, "blast": 81457, "fantom": 250, "moonbeam": 1284,
}  # fmt: skip
"""Chain ids by name (github.com/ethereum-lists/chains)."""

GENESIS = {
    1: "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
    10: "0x7ca38a1916c42007829c55e69d3e9a73265554b586a499015373241b8a3fa48b",
    100: "0x4f1dd23188aab3a76b463e4af801b52b1248ef073c648cbdc4c9333d3da79756",
    8453: "0xf712aa9241cc24369b143cf6dce85f0902a9731e70d66818a3a5845b296c73dd",
    17000: "0xb5f7f912443c940f21fd611f12828d75b534364ed9e95ca4e307729a4661bde4",
    560048: "0xbbe312868b376a3001692a646dd2d7d1e4406380dfd86b98aa8a34d1557c971b",
    11155111: "0x25a5cc106eea7138acab33231d7160d69cb777ee0c2c553fcddf5138993e6dd9",
}
"""First blocks by chain id, of those whose clients state them."""


def is_drawn(chain_id: int) -> bool:
    """Whether a chain id is one that an embedded chain may have."""
    return chain_id in DRAWN and chain_id not in TAKEN


def is_developers(chain_id: int) -> bool:
    """Whether it is the id of chains on developers' computers, which their owners rewrite as they like."""
    return chain_id in DEVELOPERS
