"""The alerts for programs: each token sees what its owner sees."""

from __future__ import annotations

import pytest
from django.utils import timezone

from clavero.alerts.rules.closing import Reason
from clavero.alerts.rules.signals import Severity
from clavero.alerts.services import close
from clavero.alerts.testing import SYSTEM, make_alert
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.portfolio.testing import cover, make_customer
from clavero.rest.testing import program_of

pytestmark = pytest.mark.django_db
ADDRESS = "/api/alerts"


def test_what_each_sees_in_which_state(cast: Cast) -> None:
    first, second = make_customer("C1", "Faro"), make_customer("C2", "Ancla")
    cover(cast.junior_one, first)
    make_alert(first)
    over = make_alert(second, Severity.URGENT)

    def read(person: object, query: str = "") -> list[tuple[str, str]]:
        answer = program_of(actor_for(person)).get(ADDRESS + query)  # type: ignore[arg-type]
        assert answer.status_code == 200, answer.content
        return [(row["account"], row["severity"]) for row in answer.json()["rows"]]

    assert read(cast.director) == [("C2", "urgent"), ("C1", "warning")]
    assert read(cast.junior_one) == [("C1", "warning")]
    assert read(cast.junior_two) == []
    close(SYSTEM, alert_id=over.pk, reason=Reason.KNOWN)
    assert read(cast.director) == [("C1", "warning")]
    assert read(cast.director, "?state=over") == [("C2", "urgent")]
    (row,) = program_of(actor_for(cast.junior_one)).get(ADDRESS).json()["rows"]
    assert row["opened_on"] == timezone.localdate().isoformat()
    assert (row["assignee"], row["kind"]) == (cast.junior_one.name, "selection.handover")
    assert "should have taken it over" in row["sentence"]


@pytest.mark.parametrize("member", ["logistics", "hr", "administrator"])
def test_roles_that_have_nothing_to_do_with_sales_may_not(cast: Cast, member: str) -> None:
    answer = program_of(actor_for(getattr(cast, member))).get(ADDRESS)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
