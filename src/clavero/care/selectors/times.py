"""How fast complaints were answered and resolved, of those received in a stretch of time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from clavero.care.models import Complaint
from clavero.care.rules.calendar import Calendar
from clavero.care.rules.cases import Seen, came_back
from clavero.care.rules.clock import Stop, used
from clavero.care.rules.times import Case, Times, times_of
from clavero.care.selectors.promised import calendar_of
from clavero.core.estimates import Estimate, proportion
from clavero.core.period import Period
from clavero.portfolio.selectors import ACCOUNT

YEAR = timedelta(days=365)
_HOUR = Decimal(3600)


@dataclass(frozen=True, slots=True)
class AccountTimes:
    """The times of the complaints of a year and of those from before it that are still open, and
    how many of the year's came back. Leaving old open ones out would hide the worst."""

    times: Times
    recurring: Estimate


def times_of_codes(codes: Iterable[str], now: datetime | None = None) -> AccountTimes | None:
    """Of some records together, as of an account with those below it; ``None`` without any."""
    found = Complaint.objects.filter(customer__code__in=sorted(codes))
    return _grouped(found, now or timezone.now(), lambda _complaint: ("",)).get("")


def times_by_account(
    accounts: Mapping[str, Collection[str]], now: datetime | None = None
) -> dict[str, AccountTimes]:
    """Of each account, by its code: ``accounts`` says to which ones each record belongs, itself and
    the groups above it. Three queries, however many there are."""
    found = Complaint.objects.filter(customer__code__in=sorted(accounts))
    return _grouped(found, now or timezone.now(), lambda each: accounts[_code(each)])


def complaining_codes() -> set[str]:
    """The records that ever complained."""
    return set(Complaint.objects.order_by().values_list("customer__code", flat=True).distinct())


def received_by_code(period: Period) -> dict[str, int]:
    """How many complaints each record made in a period. One query."""
    here = timezone.get_current_timezone()
    start, end = (datetime.combine(day, time(), here) for day in (period.start, period.end))
    found = Complaint.objects.filter(received_at__gte=start, received_at__lt=end).order_by()
    return dict(found.values_list("customer__code").annotate(Count("pk")))


def received_by_day() -> QuerySet[Complaint]:
    """Every complaint with the ``day`` on which it came, for who counts what serving takes."""
    return Complaint.objects.annotate(day=TruncDate("received_at")).order_by()


def _code(complaint: Complaint) -> str:
    return str(complaint.customer.code)


def _grouped(
    found: QuerySet[Complaint], now: datetime, groups: Callable[[Complaint], Collection[str]]
) -> dict[str, AccountTimes]:
    # A year and the days in which one before makes another come back.
    is_open = Q(resolved_at__isnull=True) | Q(resolved_at__gt=now)
    rows = (
        found.filter(is_open | Q(received_at__gt=now - 2 * YEAR), received_at__lte=now)
        .annotate(account_id=ACCOUNT)
        .select_related("customer", "hours")
        .prefetch_related("waits")
        .order_by("received_at", "pk")
    )
    calendars: dict[int | None, Calendar] = {}
    cases: dict[str, list[Case]] = {}
    seen: dict[str, list[Seen]] = {}
    lately: dict[str, set[int]] = {}
    for each in rows:
        is_lately = each.received_at > now - YEAR
        was_open = each.resolved_at is None or each.resolved_at > now
        case = _case(each, now, calendars) if is_lately or was_open else None
        for key in groups(each):
            seen.setdefault(key, []).append(
                Seen(each.pk, str(each.account_id), each.cause, each.received_at)
            )
            if is_lately:
                lately.setdefault(key, set()).add(each.pk)
            if case is not None:
                cases.setdefault(key, []).append(case)
    return {
        key: AccountTimes(
            times_of(of_account),
            _recurring(seen[key], lately.get(key, set())),
        )
        for key, of_account in cases.items()
    }


def _recurring(seen: Iterable[Seen], lately: Collection[int]) -> Estimate:
    return proportion(len(came_back(seen).keys() & set(lately)), len(lately))


def _case(complaint: Complaint, now: datetime, calendars: dict[int | None, Calendar]) -> Case:
    """A case as it was at a moment: what came later is not known yet."""
    answered, resolved = (
        None if at is None or at > now or took is None else Decimal(took) / _HOUR
        for at, took in (
            (complaint.answered_at, complaint.answer_took),
            (complaint.resolved_at, complaint.resolve_took),
        )
    )
    age = resolved
    if age is None:
        key = complaint.hours_id
        if key not in calendars:
            calendars[key] = calendar_of(complaint.hours)
        stops = [Stop(each.begun_at, each.ended_at) for each in complaint.waits.all()]
        gone = used(
            calendars[key], complaint.received_at, now, stops if complaint.stops else ()
        )  # fmt: skip
        age = Decimal(int(gone.total_seconds())) / _HOUR
    return Case(age, answered, resolved, Decimal(complaint.answer_minutes) / 60)
