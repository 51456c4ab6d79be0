"""Indexes: events of the chain by what they are about."""
