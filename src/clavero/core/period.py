"""Half-open stretches of days. Nobody in Clavero passes two dates.

``Period(start, end)`` holds ``start`` and every day before ``end``. "The days just before" and
"the calendar period before" are two different things and have two names.

Source: methods §0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


class PeriodError(ValueError):
    """The text or the dates do not make a period; ``code`` says why."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


LAST_DAYS = 3  # a weekend and a day


def first_of_month(day: date) -> date:
    """The first day of the month of ``day``."""
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """Move the first day of a month by whole months; the day of the month is dropped."""
    index = day.year * 12 + (day.month - 1) + months
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``start`` (inside) to ``end`` (outside)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise PeriodError("empty", f"{self.start}..{self.end}")

    # -- making one -------------------------------------------------------------------------

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """One calendar month."""
        start = date(year, month, 1)
        return cls(start, add_months(start, 1))

    @classmethod
    def year(cls, year: int) -> Period:
        """One calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def ttm(cls, as_of: date) -> Period:
        """The twelve full months that end at ``as_of``: the month under way is left out.

        >>> Period.ttm(date(2011, 12, 10))
        Period(start=datetime.date(2010, 12, 1), end=datetime.date(2011, 12, 1))
        >>> Period.ttm(date(2012, 1, 1)) == Period.year(2011)
        True
        """
        end = first_of_month(as_of)
        return cls(add_months(end, -12), end)

    @classmethod
    def inclusive(cls, first: date, last: date) -> Period:
        """From the first day to the last, both inside, as people write it."""
        return cls(first, last + timedelta(days=1))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2011``, ``2011-03`` or ``2010-12-01..2011-12-10`` (both days inside).

        ``all`` and ``ttm`` need to know the data: see :func:`period_of`.

        >>> Period.parse("2011-03")
        Period(start=datetime.date(2011, 3, 1), end=datetime.date(2011, 4, 1))
        """
        text = text.strip()
        try:
            if re.fullmatch(r"\d{4}", text):
                return cls.year(int(text))
            if re.fullmatch(r"\d{4}-\d{2}", text):
                return cls.month(int(text[:4]), int(text[5:]))
            if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", text):
                first, last = (date.fromisoformat(part) for part in match.groups())
                if last < first:
                    raise PeriodError("reversed", text)
                return cls.inclusive(first, last)
        except PeriodError:
            raise
        except (ValueError, OverflowError) as error:
            raise PeriodError("no_such_date", text) from error
        raise PeriodError("unreadable", text)

    # -- its neighbours ---------------------------------------------------------------------

    def preceding_days(self) -> Period:
        """As many days, just before: the preceding 31 days of a March are not February."""
        return Period(self.start - (self.end - self.start), self.start)

    def calendar_before(self) -> Period:
        """As many whole months, just before: the month before March is February.

        A period that does not consist of whole months has no calendar neighbour and answers
        with :meth:`preceding_days`.
        """
        if not self.is_whole_months:
            return self.preceding_days()
        return Period(add_months(self.start, -self.month_count), self.start)

    def year_earlier(self) -> Period:
        """The same months twelve months earlier (29 February falls on the 28th)."""
        return Period(_year_before(self.start), _year_before(self.end))

    # -- what it is -------------------------------------------------------------------------

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days."""
        return (self.end - self.start).days

    @property
    def is_whole_months(self) -> bool:
        """Whether it starts and ends with a month, so that monthly figures serve it."""
        return self.start.day == 1 and self.end.day == 1

    @property
    def month_count(self) -> int:
        """How many months it touches."""
        last = self.last
        return (last.year - self.start.year) * 12 + last.month - self.start.month + 1

    def months(self) -> Iterator[Period]:
        """The calendar months it touches, in order."""
        first = first_of_month(self.start)
        for step in range(self.month_count):
            start = add_months(first, step)
            yield Period(start, add_months(start, 1))

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __str__(self) -> str:
        """The shortest text that :meth:`parse` reads back."""
        if self.start.day == 1 and self.end == add_months(self.start, 1):
            return f"{self.start:%Y-%m}"
        if self.start.day == self.start.month == 1 and self.end == add_months(self.start, 12):
            return f"{self.start:%Y}"
        return f"{self.start}..{self.last}"


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def known_days(data: Period) -> Period:
    """The days that lines from the first to the last of ``data`` tell of.

    A month in whose first or last days alone there is no line is whole: they are a weekend or a
    holiday. Any other month in which the data begin or end is known in part.

    >>> str(known_days(Period.parse("2023-01-02..2024-06-28")))
    '2023-01-01..2024-06-30'
    >>> str(known_days(Period.parse("2023-03-15..2024-06-14")))
    '2023-03-15..2024-06-14'
    """
    start, end = first_of_month(data.start), add_months(data.last, 1)
    return Period(
        start if (data.start - start).days <= LAST_DAYS else data.start,
        end if (end - data.end).days <= LAST_DAYS else data.end,
    )


def period_of(text: str, data: Period) -> Period:
    """The period that ``text`` means where ``data`` is from the first to the last line.

    ``all`` is all of it, ``ttm`` the last twelve full months of :func:`known_days`, anything else
    as :meth:`Period.parse` reads it (and refuses it with ``PeriodError``).

    >>> str(period_of("ttm", Period.parse("2010-12-01..2011-12-09")))
    '2010-12-01..2011-11-30'
    """
    if text == "all":
        return data
    return Period.ttm(known_days(data).end) if text == "ttm" else Period.parse(text)
