"""Songdeed: a copyright ledger for music whose every answer can be checked by a stranger, offline."""

__version__ = "0.1.0.dev0"
