"""What can be asked: the surveys with their versions, and the accounts whose people can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clavero.identity.rules import Actor
from clavero.loyalty.models import Survey, SurveyVersion
from clavero.loyalty.selectors.asked import account_code
from clavero.portfolio.selectors import structure
from clavero.portfolio.visibility import scope_for
from clavero.relationships.selectors import contacts


@dataclass(frozen=True, slots=True)
class SurveyNow:
    """A survey with the version that a new wave puts."""

    survey: Survey
    version: SurveyVersion
    waves: int


@dataclass(frozen=True, slots=True)
class Askable:
    """An account with as many contacts as have an e-mail."""

    customer_id: int
    name: str
    contacts: int


def surveys() -> list[SurveyNow]:
    """All surveys by name, each with its last version. Three queries."""
    found = Survey.objects.prefetch_related("versions__waves")
    return [
        SurveyNow(each, versions[0], sum(len(one.waves.all()) for one in versions))
        for each in found
        if (versions := list(each.versions.all()))
    ]


def survey_versions(survey_id: int) -> Sequence[SurveyVersion]:
    """The versions of a survey, the latest first. Raises ``Survey.DoesNotExist``."""
    survey = Survey.objects.get(pk=survey_id)
    return list(survey.versions.select_related("survey"))


def askable(actor: Actor) -> list[Askable]:
    """The accounts that ``actor`` sees with contacts who have an e-mail, the most first."""
    scope, shape = scope_for(actor), structure()
    counts: dict[int, int] = {}
    found = contacts(actor).filter(merged_into=None, left_on=None).exclude(email="").order_by()
    for code in found.values_list("customer__code", flat=True):
        account = shape.cards[account_code(shape, code)]
        if shape.account(account.id, scope) is None:
            account = shape.cards[shape.alone.survivor(code)]
        counts[account.id] = counts.get(account.id, 0) + 1
    rows = [Askable(one, shape.by_id[one].title, count) for one, count in counts.items()]
    return sorted(rows, key=lambda each: (-each.contacts, each.name))
