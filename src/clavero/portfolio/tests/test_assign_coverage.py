"""A person is asked to look after a customer."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.services import deactivate
from clavero.portfolio.models import Coverage, Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.selectors import coverage_of
from clavero.portfolio.services import assign_coverage, transfer_coverage
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_group, make_one

pytestmark = pytest.mark.django_db
LEAD, DEPUTY = CoverageRole.LEAD, CoverageRole.DEPUTY
JANUARY, JUNE = date(2024, 1, 1), date(2024, 6, 1)


def assign(actor, customer, person, role=LEAD, start=JANUARY, end=None) -> Coverage:
    return assign_coverage(
        actor,
        customer_id=customer.pk,
        person_id=person.pk,
        role=role,
        start=start,
        end=end,
    )


def refused(*args, **options) -> str:
    with pytest.raises(Refusal) as refusal:
        assign(*args, **options)
    assert str(refusal.value.hint)
    assert "%(" not in str(refusal.value)
    return refusal.value.code


def test_works(cast, actors):
    customer = make_customer("1")
    assign(actors.director, customer, cast.sales)
    assign(actors.director, customer, cast.junior_one, DEPUTY, end=JUNE)
    rows = coverage_of(actors.director, customer.pk)
    assert [(row.person, row.role, row.is_current) for row in rows] == [
        (cast.sales.name, LEAD, True),
        (cast.junior_one.name, DEPUTY, False),
    ]


def test_the_coverage_of_a_group_and_of_merged_records_is_shown_with_its_origin(cast, actors):
    copy, real = make_customer("copy"), make_customer("real")
    group = make_group("Holding", real)
    assign(actors.director, copy, cast.junior_one, DEPUTY)
    assign(actors.director, group, cast.sales)
    make_one(copy, real)
    rows = coverage_of(actors.director, real.pk)
    assert [(row.person, row.through) for row in rows] == [
        (cast.sales.name, "Holding"),
        (cast.junior_one.name, "Customer copy"),
    ]


def test_one_lead_at_a_time_and_the_next_from_the_day_the_last_ends(cast, actors):
    customer = make_customer("1")
    assign(actors.director, customer, cast.sales, end=JUNE)
    assert refused(actors.director, customer, cast.senior) == "lead_taken"
    assert refused(actors.director, customer, cast.senior, end=date(2024, 1, 2)) == "lead_taken"
    assign(actors.director, customer, cast.senior, start=JUNE)


def test_deputies_may_be_several(cast, actors):
    customer = make_customer("1")
    assign(actors.director, customer, cast.junior_one, DEPUTY)
    assign(actors.director, customer, cast.junior_two, DEPUTY)


def test_refuses_the_same_person_twice_bad_dates_and_nobody(cast, actors):
    customer = make_customer("1")
    assign(actors.director, customer, cast.sales)
    assert refused(actors.director, customer, cast.sales) == "covers_already"
    assert refused(actors.director, customer, cast.sales, end=JANUARY) == "ends_before_start"
    deactivate(SYSTEM, person_id=cast.junior_one.pk)
    assert refused(actors.director, customer, cast.junior_one, DEPUTY) == "no_such_person"


def test_only_who_sees_what_they_look_after_is_asked(cast, actors):
    customer = make_customer("1")
    for person in (cast.administrator, cast.hr, cast.logistics):
        for role in CoverageRole:
            assert refused(actors.director, customer, person, role) == "role_sees_nothing"
    assert not Coverage.objects.exists()
    assign(actors.director, customer, cast.executive, CoverageRole.SPONSOR)


def test_nobody_hands_over_to_who_would_not_see_it(cast, actors):
    customer = make_customer("1")
    coverage = assign(actors.director, customer, cast.sales)
    with pytest.raises(Refusal) as refusal:
        transfer_coverage(
            actors.director, coverage_id=coverage.pk, to_person_id=cast.logistics.pk, on=JUNE
        )
    assert refusal.value.code == "role_sees_nothing"
    coverage.refresh_from_db()
    assert (coverage.person_id, coverage.end) == (cast.sales.pk, None)


def test_refuses_a_merged_record_and_a_second_lead_of_what_is_one_customer(cast, actors):
    copy, real = make_customer("copy"), make_customer("real")
    cover(cast.sales, copy)
    make_one(copy, real)
    assert refused(actors.director, copy, cast.senior, DEPUTY) == "merged"
    assert refused(actors.director, real, cast.senior) == "lead_taken"


def test_an_outsider_is_blind_and_an_insider_needs_the_verb(cast, actors):
    customer = make_customer("1")
    with pytest.raises(Customer.DoesNotExist):
        assign(actors.sales, customer, cast.sales)
    with pytest.raises(Customer.DoesNotExist):
        coverage_of(actors.sales, customer.pk)
    cover(cast.sales, customer)
    for actor in (actors.sales, actors.administrator):
        with pytest.raises(Forbidden):
            assign(actor, customer, cast.senior)


def test_audited(cast, actors):
    customer = make_customer("1")
    assign(actors.director, customer, cast.sales)
    entry = history(customer).get(verb="coverage.assigned")
    assert entry.after == {
        "person_id": cast.sales.pk,
        "role": "lead",
        "start": "2024-01-01",
        "end": None,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "lead"},  # a second open lead
        {"role": "boss"},
        {"role": "member", "end": JANUARY},
    ],
)
def test_the_table_itself_refuses(cast, wrong):
    customer = make_customer("1")
    cover(cast.sales, customer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Coverage.objects.create(
            customer=customer, person=cast.senior, **{"start": JANUARY, **wrong}
        )
