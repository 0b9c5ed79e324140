"""Two people in the same instant: one wins, the other is told, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clavero.conftest import AtOnce
from clavero.core.audit import history
from clavero.core.errors import Refusal
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.doors import actor_for
from clavero.identity.testing import make_cast
from clavero.portfolio.models import CompanyFigures, Coverage, Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.services import (
    assign_coverage,
    edit_customer,
    end_coverage,
    merge_customers,
    set_company_figures,
    transfer_coverage,
)
from clavero.portfolio.testing import cover, make_customer, today

JANUARY = date(2024, 1, 1)


def refusals(outcomes: list[Any]) -> list[Refusal]:
    """The noes among the outcomes; anything else that went wrong fails the test."""
    unexpected = [each for each in outcomes
                  if isinstance(each, Exception) and not isinstance(each, Refusal)]  # fmt: skip
    assert unexpected == []
    return [each for each in outcomes if isinstance(each, Refusal)]


def test_one_name_is_written_and_the_other_is_told(at_once: AtOnce) -> None:
    director = actor_for(make_cast().director)
    customer = make_customer("1", "Old")
    seen = revision_of(customer)

    def rename(name: str) -> Callable[[], Customer]:
        return lambda: edit_customer(director, customer_id=customer.pk, name=name, seen=seen)

    (told,) = refusals(at_once(rename("One"), rename("Two")))
    assert isinstance(told, ChangedMeanwhile)
    customer.refresh_from_db()
    entry = history(customer).get()
    assert entry.after == {"name": customer.name}
    assert f"“{customer.name}”" in str(told)


def test_different_fields_are_both_written(at_once: AtOnce) -> None:
    director = actor_for(make_cast().director)
    customer = make_customer("1", "Old", country="ES")
    outcomes = at_once(
        lambda: edit_customer(director, customer_id=customer.pk, name="New", country="ES"),
        lambda: edit_customer(director, customer_id=customer.pk, name="Old", country="PT"),
    )
    assert refusals(outcomes) == []
    customer.refresh_from_db()
    assert (customer.name, customer.country) == ("New", "PT")
    assert customer.edited == ["country", "name"]


@pytest.mark.parametrize("role", [CoverageRole.MEMBER, CoverageRole.LEAD])
def test_a_coverage_is_handed_over_once(at_once: AtOnce, role: CoverageRole) -> None:
    cast = make_cast()
    director, customer = actor_for(cast.director), make_customer("1")
    (coverage,) = cover(cast.sales, customer, role=role)
    seen = revision_of(customer)

    def hand_to(person_id: int) -> Callable[[], Coverage]:
        return lambda: transfer_coverage(
            director, coverage_id=coverage.pk, to_person_id=person_id, on=JANUARY, seen=seen
        )

    (told,) = refusals(at_once(hand_to(cast.senior.pk), hand_to(cast.junior_one.pk)))
    assert told.code == "changed_meanwhile"
    assert cast.director.name in str(told)
    assert Coverage.objects.filter(start=JANUARY).count() == 1
    verbs = Counter(entry.verb for entry in history(customer))
    assert verbs == {"coverage.assigned": 2, "coverage.ended": 1}


def test_a_coverage_that_has_not_begun_is_withdrawn_once(at_once: AtOnce) -> None:
    cast = make_cast()
    director, customer = actor_for(cast.director), make_customer("1")
    (coverage,) = cover(cast.sales, customer, role=CoverageRole.MEMBER, start=today())
    end = lambda: end_coverage(director, coverage_id=coverage.pk, on=today())  # noqa: E731
    outcomes = at_once(end, end)
    assert sorted(type(each).__name__ for each in outcomes) == ["DoesNotExist", "NoneType"]
    assert history(customer).filter(verb="coverage.withdrawn").count() == 1


def test_a_merge_and_a_second_lead_do_not_slip_past_each_other(at_once: AtOnce) -> None:
    cast = make_cast()
    director = actor_for(cast.director)
    source, target = make_customer("1"), make_customer("2")
    cover(cast.sales, target)
    outcomes = at_once(
        lambda: merge_customers(director, source_id=source.pk, target_id=target.pk),
        lambda: assign_coverage(director, customer_id=source.pk, person_id=cast.senior.pk,
                                role=CoverageRole.LEAD, start=JANUARY),
    )  # fmt: skip
    assert len(refusals(outcomes)) == 1


def test_figures_of_a_day_are_entered_once(at_once: AtOnce) -> None:
    director = actor_for(make_cast().director)

    def enter(ebit: int) -> Callable[[], CompanyFigures]:
        return lambda: set_company_figures(
            director, valid_from=JANUARY, currency="EUR", ebit=Decimal(ebit)
        )

    (told,) = refusals(at_once(enter(1), enter(2)))
    assert told.code == "changed_meanwhile"
    assert history(CompanyFigures.objects.get()).count() == 1
