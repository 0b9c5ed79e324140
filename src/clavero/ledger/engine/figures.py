"""Answers from the cube: measures of accounts, months and families, in tens of milliseconds.

Whole months come from what :mod:`clavero.ledger.engine.memory` holds of the cube; the days of a
month that a period cuts come from the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from clavero.core.period import Period
from clavero.ledger.engine import memory, purchases, standing
from clavero.ledger.engine.answers import Members, Reader, grouped, or_nothing
from clavero.ledger.engine.cube import Published
from clavero.ledger.engine.facts import Facts
from clavero.ledger.measures import Measure, Window
from clavero.ledger.store import Store


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one ledger. Safe to use from several threads."""

    store: Store

    def by_account(
        self,
        seen: Published,
        measures: Sequence[Measure],
        members: Members,
        period: Period,
        before: Period | None,
    ) -> pa.Table:
        """The measures of each account with lines in ``period``, largest net sales first.

        ``before`` is what measures over the period before look at; without it they are missing.
        """
        windows = {Window.PERIOD: period, Window.BEFORE: before}
        groups = grouped(measures)
        wanted = [(table, days) for table, window in groups if (days := windows[window])]
        with self._reading(seen, members, wanted) as reader:
            joined = " LEFT JOIN ".join(
                f"({reader.grouped('account', group, table, windows[window])}) AS part_{number}"
                + (" USING (account)" if number else "")
                for number, ((table, window), group) in enumerate(groups.items())
            )
            shown = ", ".join(or_nothing(each, windows[each.window]) for each in measures)
            return reader.rows(
                f"SELECT names.name AS account, {shown} FROM {joined} "
                "JOIN account_names AS names ON names.code = account "
                "ORDER BY net_sales DESC, names.name NULLS LAST"
            )

    def by_month(
        self, seen: Published, measures: Sequence[Measure], members: Members, period: Period
    ) -> pa.Table:
        """The measures of each month of ``period`` with lines, in order."""
        with self._reading(seen, members, [(Facts.MONTHLY, period)]) as reader:
            return reader.rows(
                f"{reader.grouped('month', measures, Facts.MONTHLY, period)} ORDER BY month"
            )

    def by_family(
        self, seen: Published, measures: Sequence[Measure], members: Members, period: Period
    ) -> pa.Table:
        """The measures of each product family with lines in ``period``, largest first."""
        with self._reading(seen, members, [(Facts.FAMILIES, period)]) as reader:
            return reader.rows(
                f"SELECT known.name AS family, {', '.join(each.key for each in measures)} "
                f"FROM ({reader.grouped('family', measures, Facts.FAMILIES, period)}) AS found "
                "LEFT JOIN known_families AS known ON known.code = found.family "
                "ORDER BY net_sales DESC, known.name NULLS LAST"
            )

    def sold_by_family(self, seen: Published, members: Members, period: Period) -> pa.Table:
        """``account``, ``family`` and ``net_sales`` of ``period``, in the order of their names."""
        with self._reading(seen, members, [(Facts.FAMILIES, period)]) as reader:
            return reader.rows(
                f"WITH facts AS ({reader.facts(Facts.FAMILIES, period)}) "
                "SELECT owners.name AS account, known.name AS family, "
                "sum(net_sales)::DECIMAL(38, 6) AS net_sales FROM facts "
                "JOIN account_names AS owners ON owners.code = facts.account "
                "LEFT JOIN known_families AS known ON known.code = facts.family "
                "GROUP BY ALL ORDER BY account NULLS LAST, family NULLS LAST"
            )

    def standing(
        self,
        seen: Published,
        members: Members,
        period: Period,
        before: Period | None,
        base: Period | None,
        dates: pa.Table,
    ) -> pa.Table:
        """How each account with lines in any of the periods stands: see :mod:`standing`."""
        wanted = [(Facts.MONTHLY, period), (Facts.FAMILIES, period)]
        wanted += [(Facts.MONTHLY, before)] if before else []
        wanted += [(Facts.FAMILIES, base)] if base else []
        with self._reading(seen, members, wanted) as reader:
            reader.beside("dates_kept", dates)
            return reader.rows(standing.sql(reader, period, before, base))

    def order_dates(self, seen: Published, members: Members) -> pa.Table:
        """``customer`` and ``date``: each day on which a customer was invoiced, in order."""
        wanted = [(Facts.MONTHLY, Period.parse(month)) for month in seen.months]
        with self._reading(seen, members, wanted) as reader:
            return reader.rows(
                "SELECT DISTINCT known.name AS customer, month + day::INTEGER AS date "
                "FROM monthly JOIN known_customers AS known ON known.code = customer, "
                f"range(31) AS days(day) WHERE (purchase_days >> day) & 1 = 1 AND {reader.chosen} "
                "ORDER BY customer, date"
            )

    def purchase_days(self, seen: Published, members: Members, *, by_family: bool) -> pa.Table:
        """``account``, ``family``, ``is_whole`` and ``days``: those on which an account bought of a
        family, where that is asked for, and, where ``is_whole``, of any; in order, as days since
        1970."""
        months = [Period.parse(month) for month in sorted(seen.months)]
        if not months:
            return purchases.DAYS.empty_table()
        period = Period(months[0].start, months[-1].end)
        start = "date_diff('day', DATE '1970-01-01', month)::INTEGER AS start"
        with self._reading(seen, members, [(Facts.FAMILIES, period)]) as reader:
            facts = f"WITH facts AS ({reader.facts(Facts.FAMILIES, period)})"
            bought = "FROM facts WHERE purchase_days <> 0 AND account <> 0"
            owners = reader.rows("SELECT code, name FROM account_names")
            if not by_family:
                found = reader.rows(
                    f"{facts} SELECT account, {start}, bit_or(purchase_days) AS bits {bought} "
                    "GROUP BY account, month"
                )
                return purchases.by_account(found.combine_chunks(), owners)
            found = reader.rows(
                f"{facts} SELECT account, family, {start}, purchase_days AS bits {bought}"
            )
            named = reader.rows("SELECT code, name FROM known_families WHERE name IS NOT NULL")
        return purchases.by_owner(found.combine_chunks(), owners, named)

    def span(self, seen: Published, members: Members) -> Period | None:
        """From the day of the first line to that of the last; ``None`` without lines."""
        months = sorted(seen.months)
        if members.customers is None:
            months = sorted({*months[:1], *months[-1:]})
        wanted = [(Facts.MONTHLY, Period.parse(month)) for month in months]
        with self._reading(seen, members, wanted) as reader:
            found = reader.rows(
                "SELECT min(first_day) AS first, max(last_day) AS last FROM monthly "
                f"WHERE {reader.chosen}"
            ).to_pylist()[0]
        return Period.inclusive(found["first"], found["last"]) if found["first"] else None

    def months_of(self, seen: Published, members: Members, period: Period) -> list[str]:
        """The months of ``period`` in which the members have lines."""
        with self._reading(seen, members, [(Facts.MONTHLY, period)]) as reader:
            found = reader.rows(f"SELECT DISTINCT month FROM monthly WHERE {reader.chosen}")
        touched = {f"{month.start:%Y-%m}" for month in period.months()}
        return sorted(touched & {f"{month:%Y-%m}" for month in found["month"].to_pylist()})

    @contextmanager
    def _reading(
        self, seen: Published, members: Members, wanted: Sequence[tuple[Facts, Period]]
    ) -> Iterator[Reader]:
        """A reader of ``seen``, with the tables' months that are ``wanted`` at hand."""
        with memory.of_this_process().reading(self.store, seen, wanted) as (cursor, codes):
            yield Reader(self.store, seen, cursor, codes, members)


def of(store: Store) -> Figures:
    """The figures of ``store``."""
    return Figures(store)
