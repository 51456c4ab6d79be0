"""Chains: the embedded one and any other EVM chain behind a JSON-RPC URL. The only importer of web3."""
