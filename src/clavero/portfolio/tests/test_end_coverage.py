"""A coverage ends, is withdrawn, or is handed over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.portfolio.models import Coverage
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.services import end_coverage, transfer_coverage
from clavero.portfolio.testing import cover, make_customer, today
from clavero.portfolio.visibility import accounts
from clavero.ui import formats

pytestmark = pytest.mark.django_db
JANUARY, JUNE = date(2024, 1, 1), date(2024, 6, 1)


def test_ending_works_and_closes_the_door(cast, actors):
    customer = make_customer("1")
    (coverage,) = cover(cast.sales, customer)
    ended = end_coverage(actors.director, coverage_id=coverage.pk, on=today())
    assert ended is not None
    assert ended.end == today()
    assert not accounts(actors.sales).exists()


def test_what_has_not_begun_is_withdrawn(cast, actors):
    customer = make_customer("1")
    (coverage,) = cover(cast.sales, customer, start=today() + timedelta(days=5))
    assert end_coverage(actors.director, coverage_id=coverage.pk, on=today()) is None
    assert not Coverage.objects.exists()
    assert history(customer).get(verb="coverage.withdrawn").before["role"] == "lead"


def test_refuses_to_rewrite_the_past_and_to_end_twice(cast, actors, refuses):
    (coverage,) = cover(cast.sales, make_customer("1"), start=JANUARY, end=JUNE)
    with refuses("ends_before_start"):
        end_coverage(actors.director, coverage_id=coverage.pk, on=JANUARY)
    with refuses("already_ended"):
        end_coverage(actors.director, coverage_id=coverage.pk, on=JUNE)


def test_a_refusal_names_days_as_the_page_does(cast, actors):
    (coverage,) = cover(cast.sales, make_customer("1"), start=JANUARY, end=JUNE)
    with override("es"):
        with pytest.raises(Refusal) as too_early:
            end_coverage(actors.director, coverage_id=coverage.pk, on=JANUARY)
        with pytest.raises(Refusal) as again:
            end_coverage(actors.director, coverage_id=coverage.pk, on=JUNE)
        first, last = formats.day(JANUARY), formats.day(date(2024, 5, 31))
    assert too_early.value.params["start"] == first
    assert again.value.params["end"] == last  # the last day, not the one after it


def test_transferring_works_without_a_gap(cast, actors):
    customer = make_customer("1")
    (coverage,) = cover(cast.sales, customer, start=JANUARY)
    new = transfer_coverage(
        actors.director, coverage_id=coverage.pk, to_person_id=cast.senior.pk, on=JUNE
    )
    coverage.refresh_from_db()
    assert coverage.end == JUNE
    assert (new.person_id, new.role, new.start, new.end) == (
        cast.senior.pk,
        CoverageRole.LEAD,
        JUNE,
        None,
    )


def test_transferring_keeps_the_end_that_was_agreed(cast, actors):
    (coverage,) = cover(cast.sales, make_customer("1"), start=JANUARY, end=date(2024, 9, 1))
    new = transfer_coverage(
        actors.director, coverage_id=coverage.pk, to_person_id=cast.senior.pk, on=JUNE
    )
    assert new.end == date(2024, 9, 1)


def test_transferring_refuses_the_same_person_and_changes_nothing_when_refused(
    cast, actors, refuses
):
    customer = make_customer("1")
    (coverage,) = cover(cast.sales, customer, role=CoverageRole.DEPUTY)
    cover(cast.senior, customer, role=CoverageRole.DEPUTY)
    with refuses("same_person"):
        transfer_coverage(
            actors.director, coverage_id=coverage.pk, to_person_id=cast.sales.pk, on=JUNE
        )
    with refuses("covers_already"):
        transfer_coverage(
            actors.director, coverage_id=coverage.pk, to_person_id=cast.senior.pk, on=JUNE
        )
    coverage.refresh_from_db()
    assert coverage.end is None


def test_an_outsider_is_blind_and_an_insider_needs_the_verb(cast, actors):
    (coverage,) = cover(cast.senior, make_customer("1"))
    with pytest.raises(Coverage.DoesNotExist):
        end_coverage(actors.sales, coverage_id=coverage.pk, on=today())
    with pytest.raises(Coverage.DoesNotExist):
        transfer_coverage(
            actors.sales, coverage_id=coverage.pk, to_person_id=cast.sales.pk, on=today()
        )
    with pytest.raises(Forbidden):
        end_coverage(actors.senior, coverage_id=coverage.pk, on=today())


def test_audited(cast, actors):
    customer = make_customer("1")
    (coverage,) = cover(cast.sales, customer, start=JANUARY)
    transfer_coverage(
        actors.director, coverage_id=coverage.pk, to_person_id=cast.senior.pk, on=JUNE
    )
    ended = history(customer).get(verb="coverage.ended")
    assert (ended.before["end"], ended.after["end"]) == (None, "2024-06-01")
    assert history(customer).filter(verb="coverage.assigned").first().after["start"] == "2024-06-01"
