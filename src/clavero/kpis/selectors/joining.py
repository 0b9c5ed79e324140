"""What is said of accounts, put together for whoever leads them: managers, teams, the company."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from clavero.core.estimates import Estimate, Missing
from clavero.identity.rules import team_of
from clavero.kpis.models import Entry
from clavero.kpis.rules.joining import Told, buys, join
from clavero.kpis.rules.kpi import Joined, Kpi, Level
from clavero.kpis.rules.parts import quality
from clavero.kpis.selectors.complaining import complaints_together
from clavero.kpis.selectors.kept import Catalogue, Value, as_said
from clavero.kpis.store import Standing
from clavero.portfolio.rules.grouping import Forest

Said = Mapping[str, Mapping[str, Estimate]]
"""What is said of accounts, by code and KPI."""
Sales = Mapping[str, Decimal | None]
"""The net sales of the last twelve full months, by account."""
SHARE = "share-of-wallet"


@dataclass(frozen=True, slots=True)
class Weights:
    """What accounts weigh where their values do not say it: by what they bought of us, and of
    others by what is ``said`` of our share. They are today's on every day, so that a course shows
    how the accounts moved and not how their sizes did."""

    sales: Sales
    said: Said

    def of(self, kpi: Kpi, code: str) -> Decimal | None:
        """That of an account for a KPI; ``None`` where it is not known, or the value says it."""
        if kpi.joined is Joined.SALES:
            return self.sales.get(code)
        if kpi.joined is Joined.BUYS:
            return buys(self.sales.get(code), self.said.get(code, {}).get(SHARE))
        return None


def estimates(told: Mapping[str, Sequence[Value]]) -> Said:
    """The values of accounts without what stands beside them."""
    return {code: {each.kpi.key: each.estimate for each in some} for code, some in told.items()}


def joined_values(
    codes: Collection[str],
    told: Said,
    on: date,
    known: Catalogue,
    forest: Forest,
    weights: Weights,
) -> list[Value]:
    """One value a KPI of all the accounts with ``codes``: of a group its own word, where there is
    one, else those of its members."""
    heads = tops(codes, forest)
    found = []
    for kpi in known.kpis:
        if kpi.joined is None:
            continue
        some = [each for code in heads for each in spoken(code, kpi.key, told, forest)]
        joint = join(kpi, [Told(each, weights.of(kpi, by)) for by, each in some])
        if joint is not None:
            estimate = joint.estimate
            found.append(
                Value(
                    kpi, estimate, quality(estimate, is_of_cases=kpi.is_of_cases), on,
                    accounts=joint.accounts, joined=joint.joined,
                )
            )  # fmt: skip
    return found


def with_complaints(found: Sequence[Value], counted: Iterable[Value]) -> list[Value]:
    """The values with those counted from the cases of complaints in their place."""
    by_key = {each.kpi.key: each for each in counted}
    there = [each for each in found if each.kpi.key not in by_key]
    return [*there, *by_key.values()]


def on_days(
    entries: Sequence[tuple[str, Entry]], days: Sequence[date], known: Catalogue
) -> Iterator[tuple[date, Said]]:
    """What had been said by each of ``days``, which are in order, of ``entries``, the latest
    last."""
    kpis, waiting = known.by_key, list(reversed(entries))
    last: dict[tuple[str, str], Entry] = {}
    for day in days:
        while waiting and waiting[-1][1].day <= day:
            code, each = waiting.pop()
            last[code, each.key] = each
        found: dict[str, dict[str, Estimate]] = {}
        for (code, key), each in last.items():
            found.setdefault(code, {})[key] = as_said(kpis[key], each, day)[0]
        yield day, found


@dataclass(frozen=True, slots=True)
class Group:
    """The accounts of somebody, by code, and the records below them; ``None`` is everybody's."""

    codes: Collection[str] | None

    def records(self, forest: Forest) -> set[str] | None:
        """All under which something of them may have been written."""
        if self.codes is None:
            return None
        return {record for code in self.codes for record in forest.codes(code)}


def group_of(
    level: Level, subject: str, rows: Iterable[Standing], reports_to: Mapping[int, int | None]
) -> Group:
    """Whose accounts a manager, a team or the company is held to, of the ``rows`` of accounts."""
    if level is Level.COMPANY:
        return Group(None)
    people = {int(subject)}
    if level is Level.TEAM:
        people |= team_of(int(subject), reports_to)
    return Group({row.subject for row in rows if row.owner in people})


def said_of_groups(
    groups: Mapping[str, Group],
    told: Mapping[str, Sequence[Value]],
    on: date,
    known: Catalogue,
    forest: Forest,
    sales: Sales,
) -> dict[str, list[Value]]:
    """What is said of the accounts of each group, by its name, from what is ``told`` of all."""
    said = estimates(told)
    counted = complaints_together(
        {name: group.records(forest) for name, group in groups.items()}, on, known
    )
    found = {}
    for name, group in groups.items():
        codes = said.keys() if group.codes is None else group.codes
        values = joined_values(codes, said, on, known, forest, Weights(sales, said))
        late = {each.kpi.key for code in codes for each in told.get(code, ()) if each.is_hindsight}
        values = [replace(each, is_hindsight=each.kpi.key in late) for each in values]
        found[name] = with_complaints(values, counted.get(name, ()))
    return found


def spoken(code: str, key: str, told: Said, forest: Forest) -> Iterator[tuple[str, Estimate]]:
    """Which accounts say what of a KPI: the account itself, or those below it that do. One whose
    value can be counted no longer says so only where none below it has one."""
    own = told.get(code, {}).get(key)
    if own is not None and own.reason is not Missing.NO_LONGER:
        yield code, own
        return
    below = [
        each for child in forest.children.get(code, ()) for each in spoken(child, key, told, forest)
    ]
    if own is not None and all(each.value is None for _code, each in below):
        yield code, own
        return
    yield from below


def tops(codes: Collection[str], forest: Forest) -> list[str]:
    """Those of ``codes`` that lie below no other of them."""
    return [code for code in codes if not any(up in codes for up in forest.ancestors(code))]
