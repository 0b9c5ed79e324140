"""Targets of the company and of accounts: works · refuses · an outsider is blind · audited."""

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
from clavero.commercial.selectors import (
    account_picture,
    company_picture,
    holding_version,
    rollup,
    targets_of,
)
from clavero.commercial.sentences import rollup_in_words
from clavero.commercial.services import (
    approve_company_plan,
    explain_gap,
    import_company_targets,
    return_company_plan,
    set_account_targets,
    set_commercial_settings,
    set_company_targets,
    set_months,
    submit_company_plan,
)
from clavero.commercial.testing import SYSTEM, make_company_plan, make_targets, planned
from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.plans.models import Plan
from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.comparing import Fate, compare
from clavero.plans.selectors import content_of
from clavero.plans.testing import make_plan
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.ui import spreadsheet

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
D = Decimal
THIS = timezone.localdate().year


def test_the_company_plans_and_an_executive_approves(
    actors: SimpleNamespace, refuses: Refuses
) -> None:
    version = set_company_targets(actors.director, targets=planned())
    assert (version.number, version.state, holding_version()) == (1, "draft", None)
    submit_company_plan(actors.director, seen=revision_of(version))
    with refuses("waits_for_approval"):
        set_company_targets(actors.director, targets={}, seen=revision_of(version))
    return_company_plan(actors.executive, reason="Too low", seen=revision_of(version))
    again = set_company_targets(
        actors.director, targets=planned(sales=1300), seen=revision_of(version)
    )
    assert (again.pk, again.returned_because) == (version.pk, "")
    submit_company_plan(actors.director, seen=revision_of(version))
    approve_company_plan(actors.executive, seen=revision_of(version))
    assert targets_of(holding_version()) == planned(sales=1300)
    new = set_company_targets(
        actors.director, targets=planned(sales=1400), seen=revision_of(version)
    )
    assert new.number == 2
    assert targets_of(holding_version()) == planned(sales=1300), "until it is approved"
    assert [each.verb for each in history(new)] == [
        "commercial.targets_set", "commercial.begun"
    ]  # fmt: skip
    assert history(new)[0].before == {"2027 Belts": "1300"}
    assert history(new)[0].after == {"2027 Belts": "1400"}


def test_what_cannot_be_a_plan_is_refused(actors: SimpleNamespace, refuses: Refuses) -> None:
    with refuses("no_such_version"):
        submit_company_plan(actors.director)
    bad = {Cell(2027, "Belts"): Target(D(10), D(11))}
    with refuses("target_margin_above_sales"):
        set_company_targets(actors.director, targets=bad)
    with refuses("target_cents"):
        set_company_targets(actors.director, targets={Cell(2027, "Belts"): Target(D("0.001"))})
    version = set_company_targets(actors.director, targets=planned())
    seen = revision_of(version)
    set_company_targets(actors.director, targets=planned(sales=5), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        set_company_targets(actors.director, targets=planned(sales=6), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        submit_company_plan(actors.director, seen=seen)
    with refuses("reason_missing"):
        submit_company_plan(actors.director, seen=revision_of(version))
        return_company_plan(actors.executive, reason=" ", seen=revision_of(version))


def test_nobody_approves_their_own(actors: SimpleNamespace, refuses: Refuses) -> None:
    version = set_company_targets(SYSTEM, targets=planned())
    submit_company_plan(actors.director, seen=revision_of(version))
    CompanyVersion.objects.update(submitted_by_id=actors.executive.user_id)
    with refuses("own_plan"):
        approve_company_plan(actors.executive, seen=revision_of(version))


def test_managers_neither_write_nor_read_the_companys(actors: SimpleNamespace) -> None:
    with pytest.raises(Forbidden):
        set_company_targets(actors.senior, targets=planned())
    with pytest.raises(Forbidden):
        company_picture(actors.senior)
    with pytest.raises(Forbidden):
        approve_company_plan(actors.director)
    with pytest.raises(Forbidden):
        import_company_targets(actors.executive, content=b"")


def test_a_file_says_where_it_is_wrong_and_then_keeps_nothing(
    actors: SimpleNamespace, account: Customer
) -> None:
    content = b"year,family,sales,margin\n2027,Belts,1000.50,300\n2027,Bolts,5,\n2028,Belts,x,\n"
    report = import_company_targets(actors.director, content=content)
    assert [(bad.line, bad.column) for bad in report.refused] == [(3, "family"), (4, "sales")]
    assert not CompanyVersion.objects.exists()
    good = b"year,family,sales,margin\n2027,Belts,1000.50,300\n"
    assert import_company_targets(actors.director, content=good).kept == 1
    assert import_company_targets(actors.director, content=good).already_there == 1
    assert targets_of(CompanyVersion.objects.get()) == {
        Cell(2027, "Belts"): Target(D("1000.5"), D(300))
    }


def test_a_workbook_is_read_as_well(actors: SimpleNamespace, account: Customer) -> None:
    heads = ("year", "family", "sales", "margin")
    records = [[2027, "Chains", D("12.34"), None]]
    book = spreadsheet.to_workbook(
        [spreadsheet.Sheet("Plan", heads, records, ("0", None, "0.00", "0.00"))]
    )
    assert import_company_targets(actors.director, content=book).kept == 1
    assert targets_of(CompanyVersion.objects.get()) == {Cell(2027, "Chains"): Target(D("12.34"))}


def test_a_broken_workbook_is_refused(actors: SimpleNamespace, refuses: Refuses) -> None:
    with refuses("damaged_workbook"):
        import_company_targets(actors.director, content=b"PK\x03\x04 nothing")


def test_an_accounts_targets_and_months(actors: SimpleNamespace, account: Customer) -> None:
    targets = {Cell(year, "Belts"): Target(D(1200), D(400)) for year in range(THIS, THIS + 3)}
    Plan.objects.update(state="approved")
    row = set_account_targets(actors.senior, customer_id=account.pk, targets=targets)
    assert Plan.objects.get().state == "draft", "what was approved is not what stands there now"
    picture = account_picture(actors.senior, account.pk)
    assert picture is not None
    assert {each.check.value for each in picture.findings} == {"no_months"}
    months = {each.month: each.proposal or D(0) for each in picture.months}
    set_months(
        actors.senior, customer_id=account.pk, months=months, weights=picture.weights,
        seen=picture.seen,
    )  # fmt: skip
    picture = account_picture(actors.senior, account.pk)
    assert picture is not None
    assert list(picture.findings) == []
    assert [each.verb for each in history(row)] == [
        "commercial.months_set", "commercial.targets_set"
    ]  # fmt: skip


def test_the_target_of_any_month_is_taken_away_again(
    actors: SimpleNamespace, account: Customer
) -> None:
    picture = account_picture(actors.senior, account.pk)
    assert picture is not None
    everything = {each.month: D(100) for each in picture.months}

    def keep(months: dict[date, Decimal]) -> set[date]:
        there = AccountTargets.objects.first()
        row = set_months(
            actors.senior, customer_id=account.pk, months=months, weights=[],
            seen=0 if there is None else revision_of(there),
        )  # fmt: skip
        return {date.fromisoformat(each) for each in row.months}

    for emptied in (picture.months[0].month, picture.months[5].month, picture.months[-1].month):
        rest = {month: sales for month, sales in everything.items() if month != emptied}
        assert keep(everything) == everything.keys()
        assert keep(rest) == rest.keys()
    assert keep({}) == set()


def test_a_version_of_the_plan_holds_the_targets(
    actors: SimpleNamespace, account: Customer, cast: Cast, as_person: AsPerson
) -> None:
    """Who approves sees what has changed of them, and so does who compares."""
    make_targets(account, {Cell(THIS + 1, "Belts"): Target(D(82100), D(1200))})
    plan = Plan.objects.get()
    before = content_of(plan)
    shown = before[str(int(Section.FORECAST))][f"target:{THIS + 1}|Belts"]
    assert shown == {
        "text": f"{THIS + 1} · Belts", "target_sales": "82100", "target_margin": "1200",
    }  # fmt: skip
    row = set_account_targets(
        actors.senior, customer_id=account.pk, seen=revision_of(AccountTargets.objects.get()),
        targets={Cell(THIS + 1, "Belts"): Target(D(1), D(0))},
    )  # fmt: skip
    month = date(THIS + 1, 3, 1)
    set_months(
        actors.senior, customer_id=account.pk, months={month: D(100)}, weights=[],
        seen=revision_of(row),
    )  # fmt: skip
    moved = {each.text: each for each in compare(before, content_of(Plan.objects.get()))}
    assert ("target_sales", "82100", "1") in moved[f"{THIS + 1} · Belts"].fields
    assert moved[f"03/{THIS + 1}"].fate is Fate.CAME
    page = as_person(cast.senior).get(
        reverse("plans:versions", args=[account.pk]), {"before": "nothing", "after": "now"}
    )
    assert "Target of net sales" in page.content.decode()
    assert f"Mar {THIS + 1}" in page.content.decode()
    assert f"03/{THIS + 1}" not in page.content.decode()


def test_what_was_written_beyond_the_years_of_the_plan_is_still_seen(
    actors: SimpleNamespace, account: Customer
) -> None:
    make_targets(account, {Cell(THIS + 3, "Belts"): Target(D(700))})
    picture = account_picture(actors.senior, account.pk)
    assert picture is not None
    assert list(picture.years) == [THIS, THIS + 1, THIS + 2, THIS + 3]


def test_a_gap_is_explained_and_the_note_is_kept(
    actors: SimpleNamespace, account: Customer, refuses: Refuses
) -> None:
    make_targets(account, {Cell(THIS + 1, "Belts"): Target(D(1200))})
    picture = account_picture(actors.senior, account.pk)
    assert picture is not None
    months = {each.month: D(1) for each in picture.months if each.month.year == THIS + 1}
    with refuses("month_unfit"):
        set_months(
            actors.senior, customer_id=account.pk, months={date(THIS, 1, 1): D("-1")},
            weights=[], seen=picture.seen,
        )  # fmt: skip
    row = set_months(
        actors.senior, customer_id=account.pk, months=months, weights=picture.weights,
        seen=picture.seen,
    )  # fmt: skip
    with refuses("nothing_to_explain"):
        explain_gap(
            actors.senior, customer_id=account.pk, year=THIS + 9, text="x", seen=revision_of(row)
        )
    explain_gap(
        actors.senior, customer_id=account.pk, year=THIS + 1, text=" A  strike ",
        seen=revision_of(row),
    )  # fmt: skip
    picture = account_picture(actors.senior, account.pk)
    assert picture is not None
    assert [each.note for each in picture.findings] == ["A strike"]
    note = AccountTargets.objects.get().notes[str(THIS + 1)]
    assert note["by"] == actors.senior.name


def test_two_people_do_not_write_over_each_other(
    actors: SimpleNamespace, account: Customer
) -> None:
    row = make_targets(account)
    seen = revision_of(row)
    set_account_targets(actors.senior, customer_id=account.pk, targets=planned(sales=1), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        set_account_targets(
            actors.senior, customer_id=account.pk, targets=planned(sales=2), seen=seen
        )


def test_strangers_are_blind_and_readers_only_read(
    actors: SimpleNamespace, account: Customer
) -> None:
    with pytest.raises(Customer.DoesNotExist):
        set_account_targets(actors.sales, customer_id=account.pk, targets=planned())
    with pytest.raises(Customer.DoesNotExist):
        account_picture(actors.sales, account.pk)
    with pytest.raises(Forbidden):
        set_account_targets(actors.executive, customer_id=account.pk, targets=planned())
    make_targets(account)
    assert rollup(actors.sales, By.YEAR).rows == []


def test_plans_together_against_the_companys(
    cast: Cast, actors: SimpleNamespace, account: Customer
) -> None:
    make_company_plan({**planned(sales=3000), **planned(family="Chains", sales=500)})
    make_targets(account, {**planned(sales=2000), **planned(family="Tools", sales=100)})
    found = rollup(actors.director, By.FAMILY, year=2027)
    told = {row.key: (row.sums.sales, row.planned, row.gap) for row in found.rows}
    assert told["Belts"] == (D(2000), D(3000), D(-1000))
    assert told["Chains"] == (D(0), D(500), D(-500))
    assert told["Tools"] == (D(100), None, None)
    assert (found.total.sales, found.company) == (D(2100), D(3500))
    assert list(found.unplanned_families) == ["Tools"]
    sentences = " ".join(rollup_in_words(found, "EUR"))
    assert "€1,400 is in no account plan yet" in sentences
    assert found.coverage.value == D(1300) / D(1810), "what A bought of all in 2024"
    hers = rollup(actors.senior, By.MANAGER)
    assert [(row.key, row.sums.sales) for row in hers.rows] == [(cast.senior.name, D(2100))]
    assert (hers.company, hers.sees_company, hers.version) == (None, False, None)
    inside = rollup(actors.director, By.ACCOUNT, within=(By.FAMILY, "Tools"))
    assert [(row.key, row.sums.sales) for row in inside.rows] == [("A", D(100))]


def test_a_unit_below_a_group_with_targets_is_counted_once(
    cast: Cast, actors: SimpleNamespace, account: Customer
) -> None:
    group = make_group("Group", account, make_customer("Z"), code="G")
    cover(cast.senior, group)
    make_plan(group)
    make_targets(account, {**planned(), **planned(family="Chains"), **planned(2028, sales=7)})
    make_targets(group, planned(sales=5000))
    found = rollup(actors.director, By.GROUP)
    assert [(row.key, row.sums.sales) for row in found.rows] == [("G", D(5007))]
    assert [(each.account, each.group, each.cell) for each in found.left_out] == [
        ("A", "G", Cell(2027, "Chains"))
    ]
    told = " ".join(rollup_in_words(found, "EUR"))
    assert "1 account plans Chains, of which its group says nothing for that year" in told
    picture = account_picture(actors.senior, account.pk)
    assert picture is not None
    assert picture.counted_above == {2027: "Group"}


def test_targets_of_other_years_below_a_group_that_has_some_are_not_told_to_be_in_no_sum(
    cast: Cast, actors: SimpleNamespace, account: Customer
) -> None:
    group = make_group("Group", account, make_customer("Z"), code="G")
    cover(cast.senior, group)
    make_plan(group)
    make_targets(account)
    make_targets(group, planned(sales=5000))
    set_commercial_settings(
        SYSTEM, first_month=4, sells_through_shops=False, seen=revision_of(CommercialSettings())
    )
    assert set(rollup(actors.director, By.GROUP).of_other_years) == {"A", "G"}
    row = AccountTargets.objects.get(plan__customer=group)
    set_account_targets(
        SYSTEM, customer_id=group.pk, targets=planned(sales=5000), seen=revision_of(row)
    )
    assert rollup(actors.director, By.GROUP).of_other_years == []
