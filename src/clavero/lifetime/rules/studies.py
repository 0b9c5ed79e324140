"""What can be asked of the pages about staying, contracts, cycles and constant retention."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from clavero.lifetime.rules.asking import HORIZONS, USUAL_DISCOUNT
from clavero.lifetime.rules.terms import Step


class By(StrEnum):
    """By what customers are told apart."""

    NOTHING = "nothing"
    SEGMENT = "segment"
    SECTOR = "sector"
    COUNTRY = "country"


SILENCES = (6, 12, 18, 24)
"""Months without a purchase after which a customer counts as gone."""
USUAL_SILENCE = 12


@dataclass(frozen=True, slots=True)
class StayingAsked:
    """How long customers stay; gone after so many ``months`` without a purchase."""

    by: By = By.NOTHING
    months: int = USUAL_SILENCE


@dataclass(frozen=True, slots=True)
class ContractsAsked:
    """Contracts of one ``step`` each. ``typed`` are cohorts entered by the reader, of each how many
    there were at first and after each renewal; without any, the customers of the ledger ``of`` a
    kind and its name, or all. ``margin`` is what one contract leaves in a term."""

    step: Step = Step.YEAR
    of: tuple[By, str] = (By.NOTHING, "")
    typed: tuple[tuple[int, ...], ...] = field(default=())
    margin: Decimal | None = None
    years: int = HORIZONS[0]
    discount: Decimal = USUAL_DISCOUNT

    @property
    def discount_a_term(self) -> float:
        """The discount of a year, for one term."""
        return float((1 + float(self.discount)) ** (1 / self.step.a_year) - 1)


@dataclass(frozen=True, slots=True)
class ConstantAsked:
    """A customer that leaves ``margin`` a year and stays with probability ``retention``."""

    margin: Decimal
    retention: Decimal
    years: int = HORIZONS[0]
    discount: Decimal = USUAL_DISCOUNT


class NotTyped(ValueError):
    """A line of cohorts that cannot be read; ``line`` counts from 1."""

    def __init__(self, line: int, code: str) -> None:
        super().__init__(f"line {line}: {code}")
        self.line, self.code = line, code


MOST_LINES, MOST_RENEWALS = 60, 60


def read_cohorts(text: str) -> tuple[tuple[int, ...], ...]:
    """Cohorts, one a line: the customers at first and those left after each renewal.

    >>> read_cohorts("1000 869; 743\\n\\n500, 450")
    ((1000, 869, 743), (500, 450))

    Raises :class:`NotTyped` for a line with anything but whole numbers that never grow.
    """
    found: list[tuple[int, ...]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = line.replace(";", " ").replace(",", " ").split()
        if not parts:
            continue
        if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
            raise NotTyped(number, "numbers")
        counts = tuple(map(int, parts))
        if len(counts) < 2 or not counts[0]:
            raise NotTyped(number, "short")
        if any(later > earlier for earlier, later in pairwise(counts)):
            raise NotTyped(number, "grows")
        if len(counts) > MOST_RENEWALS or len(found) == MOST_LINES:
            raise NotTyped(number, "many")
        found.append(counts)
    return tuple(found)
