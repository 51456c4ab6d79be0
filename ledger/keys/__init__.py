"""Signing keys on this machine. The only importer of eth_account besides ``ledger.chain``."""
