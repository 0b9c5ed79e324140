"""How everybody stands on a day, computed in a few passes over the ledger's figures.

Every customer is a row, and every group with all below it. A manager's parts are those of the
accounts that they lead, each account once; a team's are its people's; the company's those of all
accounts under no group, and of lines without customer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from clavero.contracts.rules.terms import DeliveryWindow
from clavero.contracts.selectors import own_windows, windows_by_customer
from clavero.core.period import Period, add_months, known_days
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, team_of
from clavero.identity.selectors import reporting_lines
from clavero.kpis.losses import basis, losses
from clavero.kpis.rules.additional import BASE_MONTHS
from clavero.kpis.rules.kpi import Level
from clavero.kpis.rules.parts import METHOD, NAMES, Parts, total
from clavero.kpis.rules.retention import Loss, retention
from clavero.kpis.rules.revenue import Revenue, revenue
from clavero.kpis.selectors.serving import AllServed, served_of, with_served
from clavero.kpis.selectors.serving import basis as basis_of_serving
from clavero.kpis.store import SCHEMA
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Forest, Tree
from clavero.portfolio.selectors import Held, Structure, held_on, structure
from clavero.portfolio.visibility import narrowed, scope_for
from clavero.profitability.rules.work import WorkKind
from clavero.profitability.selectors import Spent, spent

SYSTEM = Actor.system()
_NO_HOURS = (None, None)
WITHOUT_CUSTOMER = ""
"""The subject of the lines without customer: no account has it for a code."""

_RENAMED = {
    "net_sales_with_cost": "with_cost",
    "net_sales_with_cost_before": "with_cost_before",
}
_OF_SALES = (
    "net_sales", "net_sales_before", "contribution", "contribution_before", "with_cost",
    "with_cost_before", "families", "additional", "additional_sales", "promised", "on_time",
    "waited", "awaited",
)  # fmt: skip


@dataclass(frozen=True)
class Inputs:
    """Everything that how people stand on ``day`` follows from."""

    day: date
    period: Period
    begins: date
    files: Mapping[str, tuple[str, ...]]
    shape: Structure = field(repr=False)
    held: Mapping[str, Held] = field(repr=False)
    held_first: Mapping[str, Held] = field(repr=False)
    basis_of_losses: str | None = field(repr=False)
    basis_of_serving: str | None = field(repr=False)
    spent: Mapping[str, Spent] = field(repr=False)
    reports_to: Mapping[int, int | None] = field(repr=False)
    windows: Mapping[str, Sequence[DeliveryWindow]] = field(repr=False)

    @cached_property
    def identity(self) -> str:
        """The same for the same inputs, and for no others."""
        told = (
            METHOD,
            self.day,
            self.begins,
            self.trees,
            sorted((month, sorted(files)) for month, files in self.files.items()),
            sorted(self.held.items()),
            sorted(self.held_first.items()),
            self.basis_of_losses,
            self.basis_of_serving,
            sorted((code, repr(each)) for code, each in self.spent.items()),
            sorted(self.reports_to.items()),
            # How many are enough is no part of what is counted here.
            [(code, str(each.valid), each.days_early, each.days_late)
             for code, of in sorted(self.windows.items()) for each in of],
        )  # fmt: skip
        return sha256(repr(told).encode()).hexdigest()

    @cached_property
    def losses(self) -> Collection[Loss] | None:
        """Who was lost: computed only where something changed, for it reads every purchase."""
        return losses(self.period)

    @cached_property
    def kept_otherwise(self) -> pa.Table:
        """What the lines of customers with delivery windows of their own count otherwise."""
        return ledger.kept_otherwise(own_windows(self.windows), self.period)

    def served(self, only: Collection[str] | None = None) -> AllServed | None:
        """What is left after serving everybody, or customers with ``only`` these codes; ``None``
        while nothing says what serving costs."""
        if self.basis_of_serving is None:
            return None
        reaches_back = self.begins <= self.period.calendar_before().start
        return served_of(self.period, reaches_back=reaches_back, only=only)

    @cached_property
    def trees(self) -> str:
        """The same as long as nobody moves in the groups, whoever is new beside them."""
        told = sorted(self.forest.parents.items()), sorted(self.forest.merged.items())
        return sha256(repr(told).encode()).hexdigest()

    @property
    def forest(self) -> Forest:
        """Who is below whom."""
        return self.shape.forests[Tree.LEGAL]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The accounts that hold others."""
        living = {*self.forest.children} - self.forest.merged.keys()
        return tuple(sorted(living))


def inputs_of(day: date) -> Inputs:
    """What is known now of how everybody stood on ``day``, a first of a month."""
    period = Period.ttm(day)
    first = add_months(period.start, -BASE_MONTHS)
    shape, data = structure(), ledger.span(scope_for(SYSTEM))
    months = {f"{month.start:%Y-%m}" for month in Period(first, day).months()}
    files = ledger.files_by_month()
    return Inputs(
        day=day,
        period=period,
        # How far the ledger goes back matters as far as one would look.
        begins=day if data is None else max(known_days(data).start, first),
        files={month: files[month] for month in sorted(months & files.keys())},
        shape=shape,
        held=held_on(period.last, shape),
        held_first=held_on(period.start, shape),
        basis_of_losses=basis(period),
        basis_of_serving=basis_of_serving(period),
        spent=spent(SYSTEM, period, tree=None),
        reports_to=reporting_lines(),
        windows=windows_by_customer(period, shape),
    )


def account_rows(of: Inputs, only: Collection[str] | None = None) -> pa.Table:
    """A row for each account with sales in the twelve months or the twelve before, and for each
    that was served without; ``only`` those with these codes."""
    scope, forest = scope_for(SYSTEM), of.forest
    groups = set(of.groups if only is None else forest.children.keys() & set(only))
    alone = scope
    if only is not None:
        singles = {same for code in only if code not in groups for same in forest.same(code)}
        alone = narrowed(scope, frozenset(singles))
    found = [_without(_sales(of, alone, of.shape.alone.rollup()), {*of.groups})]
    for some in _by_depth(forest, groups):
        rollup = {code: group for group in some for code in forest.codes(group)}
        found.append(_sales(of, narrowed(scope, frozenset(rollup)), rollup))
    rows = _as_rows(pa.concat_tables(found))
    if of.basis_of_serving is None:
        return rows
    members = {group: _members(forest, group) for group in groups}
    codes = None if only is None else {*only, *(each for some in members.values() for each in some)}
    served = of.served(None if codes is None else {s for each in codes for s in forest.same(each)})
    return with_served(_with_unsold(rows, served, of, only), served, members)


def _members(forest: Forest, group: str) -> list[str]:
    """The customers of a group, each as what it is by itself."""
    return [*forest.subtree(group)]


def _with_unsold(
    rows: pa.Table, served: AllServed | None, of: Inputs, only: Collection[str] | None
) -> pa.Table:
    """The rows with those of accounts that were served and bought nothing: they cost money."""
    if served is None:
        return rows
    forest, there = of.forest, set(rows["subject"].to_pylist())
    asked = {same for code in served.codes for same in (code, *forest.ancestors(code))}
    missing = sorted((asked if only is None else asked & set(only)) - there)
    before = None if served.before is None else 0
    unsold = [
        {"level": Level.ACCOUNT.value, "subject": code, "is_top": False,
         "net_sales": 0, "net_sales_before": before}
        for code in missing
    ]  # fmt: skip
    return pa.concat_tables([rows, pa.Table.from_pylist(unsold, schema=SCHEMA)])


def with_everybody(rows: pa.Table, of: Inputs) -> pa.Table:
    """The accounts' rows with those of managers, teams and the company."""
    rows = _described(rows, of)
    led, led_first = (_led(rows, held, of) for held in (of.held, of.held_first))
    people = {**dict.fromkeys(led), **dict.fromkeys(led_first)}
    managers = {
        person: _together(led.get(person, {}).values(), led_first.get(person, {}), of)
        for person in people
    }
    teams = {}
    for head in {boss for boss in of.reports_to.values() if boss is not None}:
        members = {head, *team_of(head, of.reports_to)} & managers.keys()
        if members:
            teams[head] = total(managers[each] for each in sorted(members))
    above = [
        *(_row(Level.MANAGER, str(person), parts) for person, parts in managers.items()),
        *(_row(Level.TEAM, str(head), parts) for head, parts in teams.items()),
    ]
    if rows.num_rows:
        above.append(_row(Level.COMPANY, "", _company(rows, led_first, of)))
    return pa.concat_tables([rows, pa.Table.from_pylist(above, schema=SCHEMA)])


# -- accounts --------------------------------------------------------------------------------------


def _by_depth(forest: Forest, groups: Collection[str]) -> Iterable[list[str]]:
    """The groups, those of the same depth together: no code is below two of them."""
    depths: dict[int, list[str]] = {}
    for group in sorted(groups):
        depths.setdefault(len(forest.ancestors(group)), []).append(group)
    return depths.values()


def _sales(of: Inputs, scope: Scope, rollup: Mapping[str, str]) -> pa.Table:
    found = ledger.standing(scope, of.period, rollup=rollup, otherwise=of.kept_otherwise)
    return found.rename_columns([_RENAMED.get(each, each) for each in found.column_names])


def _without(rows: pa.Table, accounts: Collection[str]) -> pa.Table:
    if not accounts:
        return rows
    among = pc.is_in(rows["account"], value_set=pa.array(sorted(accounts), pa.string()))
    return rows.filter(pc.invert(among))


def _as_rows(sales: pa.Table) -> pa.Table:
    """The rows with what follows from sales alone."""
    codes = [WITHOUT_CUSTOMER if code is None else code for code in sales["account"].to_pylist()]
    columns: dict[str, Any] = {name: sales[name] for name in _OF_SALES}
    columns |= {
        "level": [Level.ACCOUNT.value] * len(codes),
        "subject": codes,
        "is_top": [False] * len(codes),
        "accounts": [int(code != WITHOUT_CUSTOMER) for code in codes],
    }
    nothing = pa.nulls(len(codes))
    return pa.table({name: columns.get(name, nothing) for name in SCHEMA.names}).cast(SCHEMA)


def _described(rows: pa.Table, of: Inputs) -> pa.Table:
    """The rows with what does not follow from their own sales."""
    below = {child for children in of.forest.children.values() for child in children}
    codes = rows["subject"].to_pylist()
    hours = _hours(of)
    told = {
        "is_top": [code not in below for code in codes],
        "owner": [_person(of.held, code) for code in codes],
        "first_owner": [_person(of.held_first, code) for code in codes],
        "eligible": [_families_sold(of)] * len(codes),
        "hours": [hours.get(code, _NO_HOURS)[0] for code in codes],
        "selling": [hours.get(code, _NO_HOURS)[1] for code in codes],
    }
    columns = {name: told.get(name, rows[name]) for name in SCHEMA.names}
    return pa.table(columns).cast(SCHEMA)


def _person(held: Mapping[str, Held], code: str) -> int | None:
    return held[code].person_id if code in held else None


def _hours(of: Inputs) -> dict[str, tuple[Any, Any]]:
    """The hours spent on each account, with those on all below it, and the part that sold."""
    found: dict[str, tuple[Any, Any]] = {}
    for code, each in of.spent.items():
        selling = each.by_kind.get(WorkKind.SELLING)
        mine = (each.total.hours, selling.hours if selling else each.total.hours * 0)
        for account in (of.forest.survivor(code), *of.forest.ancestors(code)):
            there = found.get(account)
            found[account] = mine if there is None else (there[0] + mine[0], there[1] + mine[1])
    return found


def _families_sold(of: Inputs) -> int:
    """How many families the company sold: what each account could buy, until that is entered."""
    found = ledger.by_family(scope_for(SYSTEM), of.period, customers=None).to_pylist()
    return sum(row["family"] is not None and row["net_sales"] > 0 for row in found)


# -- who leads them --------------------------------------------------------------------------------


def _led(rows: pa.Table, held: Mapping[str, Held], of: Inputs) -> dict[int, dict[str, Parts]]:
    """The parts of the accounts that each person leads, by the account's code.

    A group of which others lead a part counts for its own lead without that part.
    """
    mine: dict[Held, set[str]] = {}
    for code, each in held.items():
        mine.setdefault(each, set()).add(code)
    split = {
        each: codes for each, codes in mine.items() if codes != set(of.forest.subtree(each.account))
    }
    whole = {each.account for each in mine.keys() - split.keys()}
    parts = _parts_of(rows, whole)
    if split:
        rollup = {
            same: each.account
            for each, codes in split.items()
            for code in codes
            for same in of.forest.same(code)
        }
        scope = narrowed(scope_for(SYSTEM), frozenset(rollup))
        own = _described(_as_rows(_sales(of, scope, rollup)), of)
        held_alone = {each.account: [*codes] for each, codes in split.items()}
        own = with_served(own, of.served({*rollup}), held_alone)
        parts |= _parts_of(own, {each.account for each in split})
    found: dict[int, dict[str, Parts]] = {}
    for each in mine:
        found.setdefault(each.person_id, {})[each.account] = parts.get(each.account, Parts())
    return found


def _parts_of(rows: pa.Table, codes: Collection[str]) -> dict[str, Parts]:
    among = pc.is_in(rows["subject"], value_set=pa.array(sorted(codes), pa.string()))
    return {
        row["subject"]: Parts(**{name: row[name] for name in NAMES})
        for row in rows.filter(among).to_pylist()
    }


def _together(led: Iterable[Parts], led_first: Mapping[str, Parts], of: Inputs) -> Parts:
    return _of_the_start(total(led), led_first.keys(), _cohort(led_first), of)


def _company(rows: pa.Table, led_first: Mapping[int, Mapping[str, Parts]], of: Inputs) -> Parts:
    tops = rows.filter(rows["is_top"])
    sums = Parts(**{name: pc.sum(tops[name]).as_py() for name in NAMES})
    owned = {code for accounts in led_first.values() for code in accounts}
    columns = (tops[name].to_pylist() for name in ("subject", "net_sales_before", "net_sales"))
    sold = [each for each in zip(*columns, strict=True) if each[0] != WITHOUT_CUSTOMER]
    if any(before is None for _code, before, _now in sold):
        return _of_the_start(sums, owned, None, of)
    before = {code: amount for code, amount, _now in sold}
    return _of_the_start(
        sums, owned, revenue(before, {code: now for code, _before, now in sold}), of
    )


def _cohort(accounts: Mapping[str, Parts]) -> Revenue | None:
    """What the accounts of the start bought then and now; ``None`` where then is not known."""
    known = {code: each for code, each in accounts.items() if each.net_sales is not None}
    before = {code: each.net_sales_before for code, each in known.items()}
    if any(amount is None for amount in before.values()):
        return None
    return revenue(
        {code: amount for code, amount in before.items() if amount is not None},
        {code: each.net_sales for code, each in known.items() if each.net_sales is not None},
    )


def _of_the_start(
    parts: Parts, owned: Collection[str], cohort: Revenue | None, of: Inputs
) -> Parts:
    told = of.losses if owned else ()  # whoever owned nobody lost nobody: no purchase is read
    kept = retention(owned, told, of.period)
    known = told is not None
    there = replace(
        parts,
        owned=len(kept.stayed) + len(kept.left) if known else len(owned),
        lost=len(kept.left) if known else None,
    )
    if cohort is None:
        return there
    return replace(
        there,
        cohort=cohort.accounts,
        cohort_before=cohort.base,
        cohort_now=cohort.now,
        cohort_kept=cohort.kept,
    )


def _row(level: Level, subject: str, parts: Parts) -> dict[str, Any]:
    return {
        "level": level.value,
        "subject": subject,
        "is_top": False,
        "owner": None,
        "first_owner": None,
        **{name: getattr(parts, name) for name in NAMES},
    }
