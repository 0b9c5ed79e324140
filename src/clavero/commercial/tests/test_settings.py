"""With which month the company's year begins: works · refuses · an outsider is blind · audited."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.commercial.models import AccountTargets, CommercialSettings, CompanyVersion
from clavero.commercial.rules.rollup import By
from clavero.commercial.rules.targets import Cell, Target
from clavero.commercial.rules.years import Years
from clavero.commercial.selectors import (
    account_picture,
    company_picture,
    holding_version,
    rollup,
    settings_seen,
    targets_of,
)
from clavero.commercial.sentences import rollup_in_words
from clavero.commercial.services import (
    explain_gap,
    import_company_targets,
    set_account_targets,
    set_commercial_settings,
    set_company_targets,
    set_months,
    submit_company_plan,
)
from clavero.commercial.testing import SYSTEM, make_company_plan, make_targets, planned
from clavero.conftest import AsPerson, TodayIs
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.ui.testing import notices, words

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
D = Decimal


def _april() -> CommercialSettings:
    return set_commercial_settings(SYSTEM, first_month=4, sells_through_shops=False)


def test_the_director_says_when_the_year_begins(actors: SimpleNamespace) -> None:
    row = set_commercial_settings(actors.director, first_month=4, sells_through_shops=False)
    assert company_picture(actors.executive).calendar == Years(4)
    assert [each.verb for each in history(row)] == ["commercial.settings_set"]
    assert (history(row)[0].before, history(row)[0].after) == (
        {"first_month": 1, "sells_through_shops": False},
        {"first_month": 4, "sells_through_shops": False},
    )  # fmt: skip
    with pytest.raises(ChangedMeanwhile):
        set_commercial_settings(actors.director, first_month=7, sells_through_shops=False)
    with pytest.raises(Forbidden):
        set_commercial_settings(actors.senior, first_month=7, sells_through_shops=False)
    with pytest.raises(Forbidden):
        settings_seen(actors.senior)


def test_what_was_written_of_other_years_counts_nowhere_until_it_is_kept(
    actors: SimpleNamespace, account: Customer
) -> None:
    old = make_company_plan(planned(sales=3000))
    row = make_targets(account, planned(sales=2000))
    assert holding_version() == old
    _april()
    assert holding_version() is None
    found = rollup(actors.director, By.YEAR)
    assert (found.rows, found.company, list(found.of_other_years)) == ([], None, ["A"])
    told = " ".join(rollup_in_words(found, "EUR"))
    assert "of years that begin with another month" in told
    assert str(account) in told
    assert "The commercial plan that was approved is of years" in told
    assert "No version" not in told
    picture = company_picture(actors.director)
    assert picture.is_of_other_years
    assert dict(picture.targets) == planned(sales=3000), "nothing is lost"
    again = set_company_targets(actors.director, targets=picture.targets, seen=revision_of(old))
    assert (again.number, again.calendar, again.state) == (2, Years(4), "draft")
    assert CompanyVersion.objects.get(number=1).calendar == Years()
    assert history(again)[0].after == {"first_month": 4}
    its = account_picture(actors.senior, account.pk)
    assert its is not None
    assert its.is_of_other_years
    set_account_targets(
        actors.senior, customer_id=account.pk, targets=its.targets, seen=revision_of(row)
    )
    (sums,) = rollup(actors.director, By.YEAR).rows
    assert (sums.key, sums.sums.sales) == ("2027", D(2000))


def test_what_waits_for_approval_keeps_its_years(actors: SimpleNamespace, refuses: Refuses) -> None:
    version = set_company_targets(actors.director, targets=planned())
    _april()
    with refuses("other_years"):
        submit_company_plan(actors.director, seen=revision_of(version))
    set_company_targets(actors.director, targets=planned(), seen=revision_of(version))
    submit_company_plan(actors.director, seen=revision_of(version))
    with refuses("waits_for_approval"):
        set_commercial_settings(
            actors.director,
            first_month=1,
            sells_through_shops=False,
            seen=revision_of(CommercialSettings()),
        )


def test_months_are_held_against_years_that_begin_in_april(
    actors: SimpleNamespace, account: Customer, today_is: TodayIs, refuses: Refuses
) -> None:
    today_is(date(2026, 5, 4))
    _april()
    targets = {Cell(year, "Belts"): Target(D(1200)) for year in (2026, 2027)}
    row = set_account_targets(actors.senior, customer_id=account.pk, targets=targets)
    picture = account_picture(actors.senior, account.pk)
    assert picture is not None
    assert list(picture.years) == [2026, 2027, 2028]
    assert picture.months[0].month == date(2026, 4, 1)
    proposals = {each.month: each.proposal or D(0) for each in picture.months}
    assert sum(list(proposals.values())[:12]) == D(1200), "months 1 to 12 are year 1"
    proposals[date(2027, 4, 1)] += 100
    set_months(
        actors.senior, customer_id=account.pk, months=proposals, weights=picture.weights,
        seen=revision_of(row),
    )  # fmt: skip
    picture = account_picture(actors.senior, account.pk)
    assert picture is not None
    (finding,) = picture.findings
    assert (finding.name, finding.first, finding.last, finding.gap) == (
        "2027/28", date(2027, 4, 1), date(2027, 9, 1), D(100)
    )  # fmt: skip
    explain_gap(actors.senior, customer_id=account.pk, year=2027, text="A fair", seen=picture.seen)
    set_commercial_settings(
        SYSTEM, first_month=7, sells_through_shops=False, seen=revision_of(CommercialSettings())
    )
    set_account_targets(
        actors.senior, customer_id=account.pk, targets=targets, seen=revision_of(row)
    )
    assert AccountTargets.objects.get().notes == {}, "it was explained of another year"


def test_a_file_may_call_years_as_the_company_does(
    actors: SimpleNamespace, account: Customer
) -> None:
    _april()
    content = b"year,family,sales\n2026/27,Belts,10\n2027,Chains,20\n2026/28,Belts,5\n"
    report = import_company_targets(actors.director, content=content)
    assert [(bad.line, bad.column, bad.reason.value) for bad in report.refused] == [
        (4, "year", "not_a_year")
    ]
    good = content.replace(b"2026/28,Belts,5\n", b"")
    assert import_company_targets(actors.director, content=good).kept == 2
    assert set(targets_of(CompanyVersion.objects.get())) == {
        Cell(2026, "Belts"), Cell(2027, "Chains")
    }  # fmt: skip


def test_the_pages_name_the_years(cast: Cast, as_person: AsPerson, account: Customer) -> None:
    make_targets(account)
    director = as_person(cast.director)
    here = reverse("commercial:settings")
    assert "Its year begins in January" in words(as_person(cast.executive).get(here))
    page = director.post(here, {"first_month": "13"})
    assert page.status_code == 422
    assert notices(director.post(here, {"first_month": "4"}, follow=True)) == ["It is kept."]
    calendar = Years(4)
    name = calendar.name(calendar.of(timezone.localdate()))
    assert name in words(director.get(reverse("commercial:company")))
    page = as_person(cast.senior).get(reverse("commercial:account", args=[account.pk]))
    assert f"Sales of Belts in {name}" in words(page)
    assert "These targets were written of years that begin in January" in words(page)
    make_targets_again = set_account_targets(
        SYSTEM, customer_id=account.pk, targets=planned(),
        seen=revision_of(AccountTargets.objects.get()),
    )  # fmt: skip
    assert make_targets_again.calendar == calendar
    assert "2027/28" in words(director.get(reverse("commercial:together")))
