"""Consumer and shopper programmes: what the company plans, and what accounts do in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from clavero.commercial.rules.reconciling import within_tolerance
from clavero.commercial.rules.targets import MOST
from clavero.core.money import CENT, ZERO, plain

NAME_LENGTH = 120
AIM_LENGTH = 500
MECHANIC_LENGTH = 500


class ProgrammeKind(StrEnum):
    """Whom a programme is made for: who uses what is bought, or who buys it in the shop."""

    CONSUMER = "consumer"
    SHOPPER = "shopper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme of the company, under a number that it keeps from version to version.

    ``first`` and ``last`` are the first days of the months with which it begins and ends.
    """

    key: int
    kind: ProgrammeKind
    name: str
    aim: str
    families: tuple[str, ...]
    first: date
    last: date
    budget: Decimal
    sales: Decimal
    leader_id: int | None = None
    leader: str = ""

    def to_plain(self) -> dict[str, Any]:
        """As it is kept: amounts are texts, so that no cent is lost."""
        return {
            "key": self.key,
            "kind": self.kind.value,
            "name": self.name,
            "aim": self.aim,
            "families": list(self.families),
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "budget": plain(self.budget),
            "sales": plain(self.sales),
            "leader_id": self.leader_id,
            "leader": self.leader,
        }

    @classmethod
    def parse(cls, kept: Mapping[str, Any]) -> Programme:
        """What was kept."""
        return cls(
            key=int(kept["key"]),
            kind=ProgrammeKind(kept["kind"]),
            name=kept["name"],
            aim=kept["aim"],
            families=tuple(kept["families"]),
            first=date.fromisoformat(kept["first"]),
            last=date.fromisoformat(kept["last"]),
            budget=Decimal(kept["budget"]),
            sales=Decimal(kept["sales"]),
            leader_id=kept["leader_id"],
            leader=kept["leader"],
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What an account does in a programme: what it costs, what it is to sell by it, and how it is
    done there. ``name`` is what the programme was called when this was said."""

    name: str
    budget: Decimal
    sales: Decimal
    mechanic: str = ""


Parts = Mapping[int, Part]
FIGURES = ("budget", "sales", "mechanic")
"""What a part says."""


def of_part(figure: str, key: int) -> str:
    """What a figure of the part in a programme is called in forms and in the audit.

    >>> of_part("budget", 3)
    'budget|3'
    """
    return f"{figure}|{key}"


class ProgrammeFault(StrEnum):
    """Why a programme or a part of one cannot be kept."""

    NO_NAME = "no_name"
    TWICE = "twice"
    NO_AIM = "no_aim"
    NO_FAMILY = "no_family"
    UNKNOWN_FAMILY = "unknown_family"
    ENDS_BEFORE = "ends_before"
    AMOUNT = "amount"


def is_amount(value: Decimal) -> bool:
    """Whether a budget or expected sales can be so much: cents, not below zero."""
    return ZERO <= value <= MOST and value == value.quantize(CENT)


def fault_of(
    asked: Programme, others: Iterable[Programme], families: frozenset[str]
) -> tuple[ProgrammeFault, str] | None:
    """What is wrong with a programme beside ``others``, and in which field, if anything."""
    if not asked.name:
        return ProgrammeFault.NO_NAME, "name"
    if asked.name.casefold() in {each.name.casefold() for each in others}:
        return ProgrammeFault.TWICE, "name"
    if not asked.aim:
        return ProgrammeFault.NO_AIM, "aim"
    if not asked.families:
        return ProgrammeFault.NO_FAMILY, "families"
    if not families.issuperset(asked.families):
        return ProgrammeFault.UNKNOWN_FAMILY, "families"
    if asked.last < asked.first:
        return ProgrammeFault.ENDS_BEFORE, "last"
    for field in ("budget", "sales"):
        if not is_amount(getattr(asked, field)):
            return ProgrammeFault.AMOUNT, field
    return None


def parts_to_plain(parts: Parts) -> dict[str, Any]:
    """As they are kept, by the programme's number."""
    return {
        str(key): {
            "name": each.name,
            "budget": plain(each.budget),
            "sales": plain(each.sales),
            "mechanic": each.mechanic,
        }
        for key, each in sorted(parts.items())
    }


def parse_parts(kept: Mapping[str, Any]) -> dict[int, Part]:
    """What was kept.

    >>> parts = {3: Part("Fair", Decimal(5), Decimal("50.10"), "A stand")}
    >>> parse_parts(parts_to_plain(parts)) == parts
    True
    """
    return {
        int(key): Part(
            each["name"], Decimal(each["budget"]), Decimal(each["sales"]), each["mechanic"]
        )
        for key, each in kept.items()
    }


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of an account that counts."""

    account: str
    key: int
    part: Part


@dataclass(frozen=True, slots=True)
class PartsTogether:
    """What accounts do in a programme, together."""

    budget: Decimal = ZERO
    sales: Decimal = ZERO
    accounts: frozenset[str] = frozenset()


def counted_parts(parts: Mapping[str, Parts], above: Mapping[str, Sequence[str]]) -> list[PartLine]:
    """The parts of each account that count: where a group above it takes part in the same
    programme, the group's says it already. ``above`` are the groups above each account."""
    return [
        PartLine(account, key, each)
        for account, its in sorted(parts.items())
        for key, each in sorted(its.items())
        if not any(key in parts.get(group, {}) for group in above.get(account, ()))
    ]


def parts_together(lines: Iterable[PartLine]) -> dict[int, PartsTogether]:
    """The sums by programme.

    >>> two = [PartLine(each, 1, Part("Fair", Decimal(5), Decimal(50))) for each in ("A", "B")]
    >>> parts_together(two)[1].budget
    Decimal('10')
    """
    found: dict[int, PartsTogether] = {}
    for line in lines:
        known = found.get(line.key, PartsTogether())
        found[line.key] = PartsTogether(
            known.budget + line.part.budget,
            known.sales + line.part.sales,
            known.accounts | {line.account},
        )
    return found


class ProgrammeCheck(StrEnum):
    """How the parts of accounts can stand against a programme."""

    NO_ACCOUNT = "no_account"
    BEYOND_BUDGET = "beyond_budget"
    BUDGET_LEFT = "budget_left"
    SALES_LESS = "sales_less"
    SALES_MORE = "sales_more"
    GONE = "gone"


def programme_findings(
    programme: Programme | None, sums: PartsTogether
) -> Iterator[ProgrammeCheck]:
    """What does not add up between a programme and the parts of accounts in it. The plan that
    holds may have it no more (``None``). Not a cent may be spent beyond its budget; less, and other
    sales, are told from half a percent on.

    >>> list(programme_findings(None, PartsTogether(accounts=frozenset("A"))))
    [<ProgrammeCheck.GONE: 'gone'>]
    """
    if programme is None:
        yield ProgrammeCheck.GONE
        return
    if not sums.accounts:
        yield ProgrammeCheck.NO_ACCOUNT
        return
    if sums.budget > programme.budget:
        yield ProgrammeCheck.BEYOND_BUDGET
    elif not within_tolerance(sums.budget, programme.budget):
        yield ProgrammeCheck.BUDGET_LEFT
    if not within_tolerance(sums.sales, programme.sales):
        less = sums.sales < programme.sales
        yield ProgrammeCheck.SALES_LESS if less else ProgrammeCheck.SALES_MORE
