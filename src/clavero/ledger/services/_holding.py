"""The lock of whoever changes how the ledger counts and converts."""

from __future__ import annotations

from clavero.ledger.models import LedgerSettings


def hold_settings() -> LedgerSettings:
    """The ledger's one row of settings, locked: whoever changes settings waits for the other."""
    LedgerSettings.objects.get_or_create(id=1)
    return LedgerSettings.objects.select_for_update().get(id=1)
