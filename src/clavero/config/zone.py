"""The company's time zone: as it is said, or else that of the machine."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

_CLOCK = Path("/etc/localtime")


def time_zone(said: str, clock: Path = _CLOCK) -> str:
    """The zone of that name; without one, that which the machine's clock is set to, and ``UTC``
    where it tells none."""
    if said:
        if not _is_zone(said):
            raise ImproperlyConfigured(
                f"CLAVERO_TIME_ZONE takes a name such as Europe/Madrid, not {said!r}."
            )
        return said
    _before, _folder, name = clock.resolve().as_posix().rpartition("/zoneinfo/")
    return name if _folder and _is_zone(name) else "UTC"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, no name at all, a folder of zones
        return False
    return True
