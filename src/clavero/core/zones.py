"""Time zones by the names that people choose them by."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal


def zone_named(name: str) -> ZoneInfo:
    """The zone of that name, the company's for an empty one. Refuses what is no zone."""
    try:
        return ZoneInfo(name or settings.TIME_ZONE)
    except (KeyError, ValueError, OSError) as error:  # unknown, no name at all, a folder of zones
        raise Refusal(
            _("There is no such time zone."), code="time_zone_unknown", field="time_zone"
        ) from error
