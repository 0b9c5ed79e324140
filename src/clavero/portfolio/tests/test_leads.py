"""Who leads which customer: by its own coverage, a merged record's, or the nearest group's."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clavero.identity.testing import Cast
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.selectors import leads_of, structure
from clavero.portfolio.testing import cover, make_customer, make_group, make_one, put_under

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


def leads(*codes: str, day: date = DAY) -> dict[str, str]:
    return {code: lead.name for code, lead in leads_of(codes, structure(), day).items()}


def test_the_nearest_lead_counts(cast: Cast) -> None:
    alone, below, own = (make_customer(code) for code in ("ALONE", "BELOW", "OWN"))
    top = make_group("Top", make_customer("OTHER"), code="TOP")
    put_under(top, make_group("Middle", below, own, code="MIDDLE"))
    cover(cast.senior, top)
    cover(cast.junior_one, own)
    cover(cast.sales, alone, role=CoverageRole.DEPUTY)
    assert leads("ALONE", "BELOW", "OWN") == {
        "BELOW": cast.senior.name,
        "OWN": cast.junior_one.name,
    }


def test_a_merged_record_s_lead_is_the_customer_s(cast: Cast) -> None:
    copy, real = make_customer("COPY"), make_customer("REAL")
    cover(cast.senior, copy)
    make_one(copy, real)
    assert leads("REAL") == {"REAL": cast.senior.name}


def test_the_day_decides(cast: Cast) -> None:
    cover(cast.senior, make_customer("C"), start=date(2025, 1, 1), end=date(2026, 1, 1))
    assert leads("C", day=date(2025, 12, 31)) == {"C": cast.senior.name}
    assert leads("C", day=date(2026, 1, 1)) == {}
    assert leads("C", day=date(2024, 12, 31)) == {}


def test_it_takes_one_query(cast: Cast) -> None:
    codes = [f"C{number}" for number in range(5)]
    for code in codes:
        cover(cast.senior, make_customer(code))
    known = structure()
    with CaptureQueriesContext(connection) as captured:
        assert len(leads_of(codes, known, DAY)) == 5
    assert len(captured) == 1
