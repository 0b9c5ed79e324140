"""Changes to stops and verdicts wait for one another, and none is shown from an old picture."""

from __future__ import annotations

from secrets import randbits

from clavero.silence.models import SilenceStamp


def hold() -> None:
    """Wait until nobody else changes stops or verdicts; it ends with the transaction."""
    SilenceStamp.objects.get_or_create(pk=1)
    SilenceStamp.objects.select_for_update().get(pk=1)


def bump() -> None:
    """Say that they have changed."""
    SilenceStamp.objects.update_or_create(pk=1, defaults={"number": randbits(62)})
