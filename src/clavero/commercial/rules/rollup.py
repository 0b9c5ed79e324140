"""The targets of accounts, together by whatever they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clavero.commercial.rules.targets import Cell, Targets
from clavero.core.money import ZERO


class By(StrEnum):
    """What accounts are put together by."""

    YEAR = "year"
    FAMILY = "family"
    MANAGER = "manager"
    TEAM = "team"
    GROUP = "group"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Line:
    """A target of an account, with what it can be put together by."""

    account: str
    manager: str
    team: str
    group: str
    cell: Cell
    sales: Decimal
    margin: Decimal | None

    def key(self, by: By) -> str:
        """Where it belongs."""
        keys = {
            By.YEAR: str(self.cell.year),
            By.FAMILY: self.cell.family,
            By.MANAGER: self.manager,
            By.TEAM: self.team,
            By.GROUP: self.group,
            By.ACCOUNT: self.account,
        }
        return keys[by]


@dataclass(frozen=True, slots=True)
class Together:
    """The targets of several accounts; ``margin`` is of those that say one."""

    sales: Decimal = ZERO
    margin: Decimal | None = None
    accounts: frozenset[str] = frozenset()


def together(lines: Iterable[Line], by: By) -> dict[str, Together]:
    """The sums by ``by``. However accounts are put together, all sums together are the same.

    >>> cell = Cell(2027, "Pumps")
    >>> two = [Line(each, "Ana", "", "", cell, Decimal(5), None) for each in ("A", "B")]
    >>> together(two, By.MANAGER)["Ana"].sales
    Decimal('10')
    """
    found: dict[str, Together] = {}
    for line in lines:
        known = found.get(line.key(by), Together())
        margin = known.margin if line.margin is None else (known.margin or ZERO) + line.margin
        found[line.key(by)] = Together(
            known.sales + line.sales, margin, known.accounts | {line.account}
        )
    return found


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A target of an account below a ``group`` that has targets of the same year, and none of the
    family: the group's say what is to be sold there, so that this one is in no sum."""

    account: str
    group: str
    cell: Cell


def left_out(
    targets: Mapping[str, Targets], above: Mapping[str, Sequence[str]]
) -> Iterator[LeftOut]:
    """The targets of accounts of which the group that counts instead says nothing.

    >>> from clavero.commercial.rules.targets import Target
    >>> group, unit = {Cell(2027, "Belts"): Target(ZERO)}, {Cell(2027, "Pumps"): Target(ZERO)}
    >>> [each.cell.family for each in left_out({"G": group, "A": unit}, {"A": ["G"]})]
    ['Pumps']
    """
    years = {code: {cell.year for cell in each} for code, each in targets.items()}
    for code, each in sorted(targets.items()):
        for cell in sorted(each):
            # From the account up: the last one that plans the year is the one that counts.
            groups = [group for group in above.get(code, ()) if cell.year in years.get(group, ())]
            if groups and cell not in targets[groups[-1]]:
                yield LeftOut(code, groups[-1], cell)


def topmost(
    targets: Mapping[str, Targets], above: Mapping[str, Sequence[str]]
) -> dict[str, dict[Cell, tuple[Decimal, Decimal | None]]]:
    """The targets of each account that count: where a group above it has some for the same year,
    those of the group say it already. ``above`` are the groups above each account."""
    years = {code: {cell.year for cell in each} for code, each in targets.items()}
    found = {}
    for code, each in targets.items():
        said = {year for group in above.get(code, ()) for year in years.get(group, ())}
        found[code] = {
            cell: (target.sales, target.margin)
            for cell, target in each.items()
            if cell.year not in said
        }
    return found
