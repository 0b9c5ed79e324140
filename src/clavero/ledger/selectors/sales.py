"""What can be read of the ledger. Every read of lines takes a ``Scope``.

Tables come back as Arrow with money as Decimal; an account of ``None`` is the lines without a
customer, which only who sees the whole company sees. Whole months are answered from the cube,
cut months from the lines, with the same result.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache

import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.core.period import (
    Period,
    PeriodError,
    add_months,
    first_of_month,
    known_days,
    period_of,
)
from clavero.core.scope import Scope
from clavero.ledger import store as stores
from clavero.ledger.engine import cube, figures
from clavero.ledger.engine import days as bought
from clavero.ledger.engine import lines as records
from clavero.ledger.engine import products as sold
from clavero.ledger.engine import serving as served
from clavero.ledger.engine.answers import Members
from clavero.ledger.engine.cube import Published
from clavero.ledger.engine.lines import Which
from clavero.ledger.measures import (
    BY_FAMILY,
    BY_MONTH,
    BY_PRODUCT,
    DATES_KEPT,
    PORTFOLIO,
    SERVING,
    Window,
)
from clavero.ledger.selectors.products import catalogue
from clavero.ledger.store import Store

# -- the ledger as a whole -------------------------------------------------------------------------


def version() -> int:
    """The number of the ledger's version that readers see; 0 while it is empty."""
    return _now()[1].version


def is_empty() -> bool:
    """Whether the ledger has no line: nothing was imported, or all of it was undone."""
    return not _now()[1].months


def span(scope: Scope) -> Period | None:
    """From the first line's day to the last one's; ``None`` without lines."""
    store, seen = _now()
    return _span(store, seen, scope)


def resolve_period(text: str, scope: Scope) -> Period:
    """``all``, ``ttm``, ``2011``, ``2011-03`` or ``2010-12-01..2011-12-10`` as a period.

    ``ttm`` are the twelve full months up to the ledger's last day, the same for everybody: see
    :func:`clavero.core.period.known_days`.
    Raises :class:`Refusal` for a text that says no period and for ``all`` and ``ttm`` of a
    ledger without lines.
    """
    wanted = text.strip().lower()
    if wanted not in {"all", "ttm"}:
        try:
            asked = Period.parse(text)
        except PeriodError as error:
            is_reversed = error.code == "reversed"
            raise Refusal(
                _("“%(text)s” is not a period: its last day comes before the first.")
                if is_reversed
                else _("“%(text)s” is not a period."),
                code=f"period_{error.code}",
                field="period",
                hint=_("Write all, ttm, a year, a month as 2011-03, or two days with .. between."),
                text=text,
            ) from error
        # A calendar has no year 0 and no year 10,000, and a period has neighbours on both sides.
        if asked.start.year < _FIRST_YEAR or asked.last.year > _LAST_YEAR:
            raise Refusal(
                _("“%(text)s” is not within the years from %(first)s to %(last)s."),
                code="period_out_of_reach",
                field="period",
                hint=_("Choose days of which there may be sales."),
                text=text,
                first=_FIRST_YEAR,
                last=_LAST_YEAR,
            )
        return asked
    store, seen = _now()
    known = _whole_span(store, seen.version) if wanted == "ttm" else _span(store, seen, scope)
    if known is None:
        raise Refusal(
            _("There are no sales lines yet."),
            code="no_lines",
            hint=_("Import a sales file first."),
        )
    return period_of(wanted, known)


def customer_names() -> Mapping[str, str]:
    """The latest name that the ledger has for each customer's code."""
    store, seen = _now()
    return _names(store, seen.version)


# -- measures --------------------------------------------------------------------------------------


def by_account(
    scope: Scope,
    period: Period,
    *,
    rollup: Mapping[str, str] | None = None,
    only: Collection[str] = (),
) -> pa.Table:
    """``account`` and every portfolio measure, one row for each account with lines in ``period``.

    ``rollup`` gives a customer's account where it is another code. ``net_sales_before`` is of
    ``period.calendar_before()``, and missing where the ledger does not reach back so far. ``only``
    names the measures that are wanted beside net sales, where the others would cost for nothing.
    """
    wanted = [each for each in PORTFOLIO if not only or each.key in {"net_sales", *only}]
    store, seen = _now()
    before = period.calendar_before()
    known = _whole_span(store, seen.version)
    reaches_back = known is not None and known_days(known).start <= before.start
    return figures.of(store).by_account(
        seen,
        wanted,
        _members(scope, None, rollup),
        _rounded(period, known),
        _rounded(before, known) if reaches_back else None,
    )


def serving(scope: Scope, period: Period, *, rollup: Mapping[str, str] | None = None) -> pa.Table:
    """``account`` and what serving it took, one row for each account with lines in ``period``.

    ``rollup`` is as in :func:`by_account`. Read from the lines, a month at a time.
    """
    store, seen = _now()
    chosen = _rounded(period, _whole_span(store, seen.version))
    return served.by_account(store, seen, SERVING, scope.customers, rollup or {}, chosen)


def standing(
    scope: Scope,
    period: Period,
    *,
    rollup: Mapping[str, str] | None = None,
    otherwise: pa.Table | None = None,
) -> pa.Table:
    """``account`` and how it stands: sales, contribution and sales with cost, in ``period`` (whole
    months) and in the one before; families bought, and those not bought in the 24 months before,
    with their sales; lines promised and on time; money waited for.

    A row for each account with lines in ``period`` or the one before. What the ledger does not
    reach back to is missing. ``otherwise`` is what customers with windows of their own are counted
    by: see :func:`clavero.ledger.selectors.kept_otherwise`.
    """
    store, seen = _now()
    known = _whole_span(store, seen.version)
    before = period.calendar_before()
    base = Period(add_months(period.start, -MONTHS_BEFORE_ADDITIONAL), period.start)
    begins = period.end if known is None else known_days(known).start
    members = _members(scope, None, rollup)
    dates = served.by_account(
        store, seen, DATES_KEPT, members.customers, members.rollup, period, otherwise=otherwise
    )
    return figures.of(store).standing(
        seen,
        members,
        period,
        before if begins <= before.start else None,
        base if begins <= base.start else None,
        dates,
    )


def asked(period: Period) -> tuple[Store, Published, Period, date]:
    """The ledger as it is now, ``period`` in whole months where the ledger begins or ends inside
    one, and the day before which what was promised in it was due, as far as the ledger reaches."""
    store, seen = _now()
    known = _whole_span(store, seen.version)
    chosen = _rounded(period, known)
    return store, seen, chosen, chosen.end if known is None else min(known.end, chosen.end)


def files_by_month() -> Mapping[str, tuple[str, ...]]:
    """The line files of each month, as ``2024-01``: figures of a month are of exactly these."""
    _store, seen = _now()
    return {name: month.files for name, month in seen.months.items()}


def customers_in(files: Collection[str]) -> frozenset[str | None] | None:
    """The customers with lines in some files of the ledger; ``None`` where one is gone."""
    store, _seen = _now()
    return records.customers_of(store, files)


def by_month(
    scope: Scope, *, customers: Collection[str] | None, period: Period | None = None
) -> pa.Table:
    """``month`` (its first day), net sales, contribution, cost known share and orders.

    Months without lines have no row. ``customers`` of ``None`` are all of the scope.
    """
    store, seen = _now()
    chosen = period or _whole_span(store, seen.version) or _SOME_MONTH
    return figures.of(store).by_month(seen, BY_MONTH, _members(scope, customers), chosen)


def by_family(scope: Scope, period: Period, *, customers: Collection[str] | None) -> pa.Table:
    """``family``, net sales, contribution and cost known share, largest first."""
    store, seen = _now()
    chosen = _rounded(period, _whole_span(store, seen.version))
    return figures.of(store).by_family(seen, BY_FAMILY, _members(scope, customers), chosen)


def sold_by_family(
    scope: Scope, period: Period, *, rollup: Mapping[str, str] | None = None
) -> pa.Table:
    """``account``, ``family`` and ``net_sales``: a row for each family of which an account has
    lines in ``period`` (``None``: products without one). ``rollup`` is as in :func:`by_account`.
    """
    store, seen = _now()
    chosen = _rounded(period, _whole_span(store, seen.version))
    return figures.of(store).sold_by_family(seen, _members(scope, None, rollup), chosen)


def by_product(scope: Scope, period: Period, *, before: Period | None = None) -> pa.Table:
    """``product`` and its measures, one row for each with lines in ``period`` or ``before``.

    All of the scope as one account; merged products as one. ``net_sales_before`` is missing
    without ``before``. Read from the lines: the cube knows families only.
    """
    store, seen = _now()
    members = _members(scope, None)
    windows = {Window.PERIOD: period, Window.BEFORE: before}
    months = {
        month
        for days in windows.values()
        if days is not None
        for month in figures.of(store).months_of(seen, members, days)
    }
    files = [path for month in sorted(months) for path in seen.months[month].files]
    survivors = catalogue().survivors
    return sold.by_product(store, files, BY_PRODUCT, members.customers, survivors, windows)


def order_dates(scope: Scope, *, customers: Collection[str] | None) -> pa.Table:
    """``customer`` and ``date``: each day on which a customer was invoiced, in order."""
    store, seen = _now()
    return figures.of(store).order_dates(seen, _members(scope, customers))


def purchase_days(
    scope: Scope, *, rollup: Mapping[str, str] | None = None, by_family: bool = True
) -> pa.Table:
    """``account``, ``family``, ``is_whole`` and ``days``, a list of days since 1970, in order.

    A row for each family of which an account bought (``None``: products without one), unless only
    accounts are asked for, and one where ``is_whole`` for all of them; lines without customer are
    nobody's. What was invoiced for nothing is no purchase. ``rollup`` is as in :func:`by_account`.
    """
    store, seen = _now()
    members = _members(scope, None, rollup)
    return figures.of(store).purchase_days(seen, members, by_family=by_family)


def bought_by_day(scope: Scope, *, rollup: Mapping[str, str] | None = None) -> pa.Table:
    """``account``, ``date`` and ``bought``: each day on which more was bought than given back.

    ``rollup`` is as in :func:`by_account`. Read from the lines of the whole ledger.
    """
    store, seen = _now()
    return bought.purchase_days(store, seen, scope.customers, rollup or {})


def lines(
    scope: Scope,
    *,
    customers: Collection[str] | None,
    period: Period,
    family: str | None = None,
    limit: int = 100,
    offset: int = 0,
    which: Which = Which.ALL,
    windows: pa.Table | None = None,
) -> pa.Table:
    """The records behind a number: whole lines, newest first, or those that make it so; with
    ``family``, those of one. ``windows`` are the ``OWN_WINDOW`` of customers, for those that were
    not on time."""
    store, seen = _now()
    members = _members(scope, customers)
    months = figures.of(store).months_of(seen, members, period)
    files = [path for month in months for path in seen.months[month].files]
    return records.records(
        store,
        files,
        period,
        members.customers,
        family=family,
        limit=limit,
        offset=offset,
        which=which,
        windows=windows,
    )


# -- imports and settings --------------------------------------------------------------------------


MONTHS_BEFORE_ADDITIONAL = 24
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_SOME_MONTH = Period.month(2000, 1)  # of an empty ledger


def _now() -> tuple[Store, Published]:
    store = stores.current()
    return store, cube.catch_up(store)


def _members(
    scope: Scope,
    customers: Iterable[str] | None,
    rollup: Mapping[str, str] | None = None,
) -> Members:
    """Those asked for, as far as the scope goes."""
    if customers is None:
        return Members(scope.customers, rollup or {})
    asked = frozenset(customers)
    seen = asked if scope.customers is None else asked & scope.customers
    return Members(seen, rollup or {})


def _rounded(period: Period, known: Period | None) -> Period:
    """The same lines in whole months, where the ledger itself begins or ends inside a month."""
    if known is None:
        return period
    start, end = period.start, period.end
    if start <= known.start:
        start = first_of_month(start)
    if end >= known.end:
        end = add_months(first_of_month(period.last), 1)
    return Period(start, end)


def _span(store: Store, seen: Published, scope: Scope) -> Period | None:
    if scope.is_everything:
        return _whole_span(store, seen.version)
    return figures.of(store).span(seen, Members(scope.customers))


@lru_cache(maxsize=2)
def _whole_span(store: Store, _version: int) -> Period | None:
    return figures.of(store).span(cube.published(store), Members())


@lru_cache(maxsize=1)
def _names(store: Store, _version: int) -> Mapping[str, str]:
    return records.customer_names(store, cube.published(store).segments())
