"""Public holidays of a country, or of one of its regions, by the ``holidays`` library."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from functools import lru_cache
from typing import Any


def _library() -> Any:
    # It brings the calendars of all the world along: who counts days loads it.
    import holidays

    return holidays


def regions_of(country: str) -> tuple[str, ...] | None:
    """The regions that a country's holidays know; ``None`` for a country that they do not."""
    known = _library().list_supported_countries(include_aliases=False).get(country)
    return None if known is None else tuple(known)


def public_holidays(country: str, region: str = "") -> Container[date]:
    """The days off there, of whatever year is asked for; none without a country."""
    return _Public(country, region) if country else frozenset()


@lru_cache(maxsize=1024)
def _of_year(country: str, region: str, year: int) -> frozenset[date]:
    # A calendar of the library grows as it is asked, and tells one thread of a year that another
    # is still filling that it has no holidays: each year is made whole before anybody reads it.
    found = _library().country_holidays(country, subdiv=region or None, years=year, expand=False)
    return frozenset(found)


class _Public(Container[date]):
    """The public holidays of a country or region, year by year."""

    def __init__(self, country: str, region: str) -> None:
        self._place = country, region

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _of_year(*self._place, day.year)


def named(country: str, region: str, year: int, language: str) -> list[tuple[date, str]]:
    """The holidays of a year by name, in the reader's language where the library speaks it."""
    if not country:
        return []
    library = _library()
    try:
        found = library.country_holidays(
            country, subdiv=region or None, years=year, language=language
        )
    except NotImplementedError:
        found = library.country_holidays(country, subdiv=region or None, years=year)
    return sorted(found.items())


class DaysOff(Container[date]):
    """Public holidays, and the company's own days off."""

    def __init__(self, country: str, region: str, own: frozenset[date]) -> None:
        self._public, self._own = public_holidays(country, region), own

    def __contains__(self, day: object) -> bool:
        return day in self._own or day in self._public
