"""Series of calendars: what each of their times is called, and which of those that were taken from
an earlier file stand in a later one at another time, or no longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from clavero.interactions.rules.found import UID, Found, one_line

_FORM = "%Y%m%dT%H%M"
_FAR = timedelta(days=31)
"""How far a time may have been moved where nothing tells how often the series takes place."""


@dataclass(frozen=True, slots=True)
class Series:
    """What a file says of something that repeats: all that it has ``since`` and ``until`` stands in
    the file; ``called_off`` are times that it leaves out by name. ``one`` is its first time, under
    the name of the whole."""

    one: Found
    since: datetime
    until: datetime
    called_off: frozenset[datetime] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """A time of a series as it stands here at a customer: what it is called, and when it is."""

    customer: int
    uid: str
    starts_at: datetime
    is_planned: bool

    @property
    def of(self) -> str:
        """The series that it is, or may be, of."""
        return self.uid.rpartition("#")[0] or self.uid

    @property
    def moment(self) -> datetime:
        """When its series had it, whatever its hour is here."""
        return _moment_of(self.uid, self.starts_at)


def name_of(uid: str) -> str:
    """What the times of a series have in common in their names."""
    return uid[:220]


def uid_of(series: str, moment: datetime) -> str:
    """What one time of a series is called.

    >>> uid_of("review@x.example", datetime(2026, 3, 2, 9, tzinfo=UTC))
    'review@x.example#20260302T0900'
    """
    return one_line(f"{name_of(series)}#{moment.astimezone(UTC):{_FORM}}", UID)


def _moment_of(uid: str, else_at: datetime) -> datetime:
    """When a series has the time that is called so; of one that is no time of a series, when it
    is."""
    try:
        return datetime.strptime(uid.rpartition("#")[2], _FORM).replace(tzinfo=UTC)
    except ValueError:
        return else_at


def as_they_stand(
    found: Sequence[Found], series: Iterable[Series], standing: Iterable[Standing]
) -> list[Found]:
    """What a file says, in the light of what stands here: a time of a series that stands under
    another name says which, and one that stands here still and in its series no longer is called
    off."""
    by_series: dict[str, dict[int, dict[str, Standing]]] = {}
    for each in standing:
        by_series.setdefault(each.of, {}).setdefault(each.customer, {})[each.uid] = each
    in_file = {each.uid for each in found}
    was: dict[str, str] = {}
    gone: dict[str, Found] = {}
    for one in series:
        begin = name_of(one.one.uid) + "#"
        times = [each for each in found if each.uid.startswith(begin) and not each.is_cancelled]
        for there in by_series.get(begin[:-1], {}).values():
            left = [
                each
                for each in sorted(there.values(), key=lambda each: each.moment)
                if each.uid not in in_file and one.since <= each.moment <= one.until
            ]
            moved = dict(_moved(one, left, times, there))
            was = moved | was
            gone |= {
                each.uid: replace(
                    one.one, uid=each.uid, starts_at=each.starts_at, is_cancelled=True, is_gone=True
                )
                for each in left
                if each.is_planned and each.uid not in moved.values()
            }
    return [
        *(replace(each, was=was.get(each.uid, "")) for each in found),
        *(each for uid, each in gone.items() if uid not in was.values()),
    ]


def _moved(
    one: Series, left: Sequence[Standing], times: Sequence[Found], there: Mapping[str, Standing]
) -> Iterator[tuple[str, str]]:
    """Which time of a file is which of those that stand at a customer under a name that it has no
    longer, in their order: each by less than what lies between two of them."""
    moments = {each.uid: _moment_of(each.uid, each.starts_at) for each in times}
    gaps = [later - earlier for earlier, later in pairwise(sorted(moments.values()))]
    far = min(gaps, default=_FAR)
    free = sorted((uid for uid in moments if uid not in there), key=lambda uid: moments[uid])
    for each in left:
        if each.moment in one.called_off:
            continue
        near = [uid for uid in free if abs(moments[uid] - each.moment) < far]
        if near:
            free.remove(near[0])
            yield near[0], each.uid
