"""What has changed between two looks at an account: the points of a review by difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

MOVED = Decimal("0.05")
"""The part by which sales must have moved to be told."""


POINTS_MOVED = Decimal("0.02")
"""By how much a margin or a share must have moved to be told, as a fraction; ours, without
empirical basis."""


class Answer(StrEnum):
    """What is said to a point."""

    CONFIRMED = "confirmed"  # it is so, and the plan holds
    CORRECTED = "corrected"  # the plan has been put right
    ACTION = "action"  # somebody will do something


class Point(StrEnum):
    """What can have changed."""

    FIRST = "first"
    SALES = "sales"
    MARGIN = "margin"
    SHARE = "share"
    LIGHT = "light"
    STRATEGY = "strategy"
    LEAD = "lead"
    TEAM = "team"
    SILENCE = "silence"
    UNITS = "units"
    CONTRACTS = "contracts"
    NOTICES = "notices"
    NEEDS = "needs"
    NEWS = "news"
    OVERDUE = "overdue"
    OLD_ROWS = "old_rows"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Difference:
    """One of them, with what its sentence is made of."""

    point: Point
    parameters: Mapping[str, Any]


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    """What ``now`` has that ``before`` had otherwise. Facts that were not known before are not
    called a change; what stands open (late actions, old rows, days of notice ahead) is told each
    time."""
    if not before:
        yield Difference(Point.FIRST, {})
    yield from _sales(before.get("sales"), now.get("sales"))
    for key, point in (("margin", Point.MARGIN), ("share", Point.SHARE)):
        yield from _points(point, before.get(key), now.get(key))
    lights = before.get("lights") or {}
    for key, light in (now.get("lights") or {}).items():
        was = lights.get(key)
        if was and was != light:
            yield Difference(Point.LIGHT, {"kpi": key, "before": was, "after": light})
    for key, point in (
        ("strategy", Point.STRATEGY), ("lead", Point.LEAD), ("silence", Point.SILENCE),
    ):  # fmt: skip
        was, is_now = before.get(key), now.get(key)
        if was and is_now != was:
            yield Difference(point, {"before": was, "after": is_now or ""})
    was_team, team = before.get("team"), now.get("team") or []
    if was_team is not None and sorted(was_team) != sorted(team):
        came = sorted(set(team) - set(was_team))
        left = sorted(set(was_team) - set(team))
        yield Difference(Point.TEAM, {"came": came, "left": left})
    for key, point in (
        ("units", Point.UNITS), ("contracts", Point.CONTRACTS), ("needs", Point.NEEDS),
    ):  # fmt: skip
        yield from _rows(point, before.get(key), now.get(key))
    if notices := now.get("notices"):
        yield Difference(Point.NOTICES, {"days": sorted(notices.values(), key=lambda row: row[1])})
    news = set(now.get("news") or ()) - set(before.get("news") or ())
    if news and "news" in before:
        yield Difference(Point.NEWS, {"count": len(news)})
    for key, point in (
        ("overdue", Point.OVERDUE), ("behind", Point.BEHIND), ("old_rows", Point.OLD_ROWS),
    ):  # fmt: skip
        if count := now.get(key):
            rows = (now.get("named") or {}).get(key) or []
            yield Difference(point, {"count": count, **({"rows": rows} if rows else {})})


def _points(point: Point, before: str | None, now: str | None) -> Iterator[Difference]:
    if before is None or now is None:
        return
    if abs(Decimal(now) - Decimal(before)) >= POINTS_MOVED:
        yield Difference(point, {"before": before, "after": now})


def _rows(
    point: Point, before: Mapping[str, Any] | None, now: Mapping[str, Any] | None
) -> Iterator[Difference]:
    """What came and what went of things that are kept by their key: a text, or a text and a day
    that can change."""
    if before is None or now is None:
        return
    came = [now[key] for key in now if key not in before]
    left = [before[key] for key in before if key not in now]
    moved = [
        [*now[key], before[key][1]]
        for key in now
        if isinstance(now[key], list) and key in before and before[key][1] != now[key][1]
    ]
    if came or left or moved:
        yield Difference(point, {"came": came, "left": left, "moved": moved})


def _sales(before: str | None, now: str | None) -> Iterator[Difference]:
    if before is None or now is None:
        return
    was, is_now = Decimal(before), Decimal(now)
    moved = abs(is_now - was)
    if moved > 0 and (was <= 0 or moved / was >= MOVED):
        yield Difference(Point.SALES, {"before": before, "after": now})
