"""Changes to rates, events and work wait for one another, and none is shown from an old picture."""

from __future__ import annotations

from secrets import randbits

from clavero.profitability.models import ServingVersion


def hold() -> None:
    """Wait until nobody else changes rates, events or work; it ends with the transaction."""
    ServingVersion.objects.get_or_create(pk=1)
    ServingVersion.objects.select_for_update().get(pk=1)


def bump() -> None:
    """Say that something has changed."""
    ServingVersion.objects.update_or_create(pk=1, defaults={"number": randbits(62)})
