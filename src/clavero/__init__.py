"""Clavero, keeper of the keys: key account management from the sales ledger up."""

__version__ = "0.1.0"
