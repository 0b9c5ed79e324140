"""Changes to customers, groups and coverage wait for one another: each sees the last one's
result, so that two people cannot close a circle from both ends."""

from __future__ import annotations

from secrets import randbits

from clavero.portfolio.models import StructureVersion


def hold_structure() -> None:
    """Wait until nobody else changes customers, groups or who looks after them.

    What was read before is old: read after. It ends with the transaction.
    """
    StructureVersion.objects.get_or_create(pk=1)
    StructureVersion.objects.select_for_update().get(pk=1)


def bump_structure() -> None:
    """Say that customers or groups have changed, so that no old picture is shown."""
    StructureVersion.objects.update_or_create(pk=1, defaults={"number": randbits(62)})
