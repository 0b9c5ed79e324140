"""By what candidates are selected: criteria with weights, knock-out questions and capacity.

Source: methods §1.5: three to seven criteria scored by people who know the customer, after a
filter. The defaults are the five factors of potential with their weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from clavero.core.faults import Fault, Faulty
from clavero.matrix.rules.factors import (
    POTENTIAL,
    Axis,
    Factor,
    FactorFault,
    FactorSet,
    parse_factors,
)
from clavero.matrix.rules.scales import Direct, Plain
from clavero.selection.rules.steps import Cap, Knockout, cap

MOST_QUESTIONS = 10


class SettingsFault(StrEnum):
    """Why settings cannot be used, beside what is wrong with a set of factors."""

    QUESTION_TWICE = "question_twice"
    NO_QUESTION = "no_question"
    NAMELESS_QUESTION = "nameless_question"
    TOO_MANY_QUESTIONS = "too_many_questions"
    HALF_A_CAPACITY = "half_a_capacity"
    HOURS_NEGATIVE = "hours_negative"
    NO_HOURS_PER_ACCOUNT = "no_hours_per_account"


def criteria_of(weights: Mapping[str, float]) -> FactorSet:
    """Criteria that people score from 0 to 10. Raises :class:`Faulty` with all that is wrong."""
    return FactorSet(
        Axis.POTENTIAL, tuple(Factor(key, weight, Direct()) for key, weight in weights.items())
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """``names`` and ``asked`` are how the company calls its own criteria and questions. Hours are
    of the same period: those available for key accounts, and those that one takes on average;
    without them there is no cap."""

    criteria: FactorSet = field(default_factory=lambda: criteria_of(POTENTIAL.weights))
    questions: tuple[str, ...] = tuple(each.value for each in Knockout)
    names: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    hours_available: Decimal | None = None
    hours_per_account: Decimal | None = None

    def __post_init__(self) -> None:
        if faults := [*self._question_faults(), *self._hour_faults()]:
            raise Faulty(faults)

    def _question_faults(self) -> list[Fault]:
        faults = [
            Fault(SettingsFault.QUESTION_TWICE, key)
            for key, times in Counter(self.questions).items()
            if times > 1
        ]
        if "" in self.questions:
            faults.append(Fault(SettingsFault.NAMELESS_QUESTION))
        if not self.questions:
            faults.append(Fault(SettingsFault.NO_QUESTION))
        if len(self.questions) > MOST_QUESTIONS:
            count = len(self.questions)
            fault = Fault(SettingsFault.TOO_MANY_QUESTIONS, given=count, limit=MOST_QUESTIONS)
            faults.append(fault)
        return faults

    def _hour_faults(self) -> list[Fault]:
        available, each = self.hours_available, self.hours_per_account
        faults = []
        if (available is None) is not (each is None):
            faults.append(Fault(SettingsFault.HALF_A_CAPACITY))
        if available is not None and available < 0:
            faults.append(Fault(SettingsFault.HOURS_NEGATIVE))
        if each is not None and each <= 0:
            faults.append(Fault(SettingsFault.NO_HOURS_PER_ACCOUNT))
        return faults

    @property
    def limit(self) -> Cap | None:
        """How many key accounts there can be, ``None`` while nobody has said."""
        if self.hours_available is None or self.hours_per_account is None:
            return None
        return cap(self.hours_available, self.hours_per_account)

    def to_plain(self) -> Plain:
        """As a plain dictionary, which :func:`parse_settings` reads back."""
        return {
            "criteria": self.criteria.to_plain(),
            "questions": list(self.questions),
            "names": dict(sorted(self.names.items())),
            "asked": dict(sorted(self.asked.items())),
            "hours_available": _text(self.hours_available),
            "hours_per_account": _text(self.hours_per_account),
        }


def parse_settings(plain: Mapping[str, Any]) -> Settings:
    """The settings that :meth:`Settings.to_plain` wrote. Raises :class:`Faulty`.

    >>> parse_settings(Settings().to_plain()) == Settings()
    True
    """
    try:
        return Settings(
            criteria=parse_factors(plain["criteria"]),
            questions=tuple(plain["questions"]),
            names=dict(plain["names"]),
            asked=dict(plain["asked"]),
            hours_available=_number(plain["hours_available"]),
            hours_per_account=_number(plain["hours_per_account"]),
        )
    except (KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise Faulty([Fault(FactorFault.UNREADABLE)]) from error


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
