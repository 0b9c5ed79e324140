"""Changes to customers and groups wait for one another: each sees the last one's result, so
that two people cannot close a circle from both ends."""

from __future__ import annotations

from secrets import randbits

from clavero.portfolio.models import StructureVersion


def hold_structure() -> None:
    """Wait until nobody else is changing customers or groups; ends with the transaction."""
    StructureVersion.objects.get_or_create(pk=1)
    StructureVersion.objects.select_for_update().get(pk=1)


def bump_structure() -> None:
    """Say that customers or groups have changed, so that no old picture is shown."""
    StructureVersion.objects.update_or_create(pk=1, defaults={"number": randbits(62)})
