"""Targets of accounts as a file: works · refuses · an outsider is blind · audited."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clavero.commercial.files import ACCOUNT_HEADS
from clavero.commercial.models import AccountTargets, BroughtTargets
from clavero.commercial.rules.account_reading import AccountRow, read_account_targets
from clavero.commercial.rules.targets import Cell, Target
from clavero.commercial.rules.years import Years
from clavero.commercial.selectors import (
    account_changes,
    account_picture,
    account_target_records,
    brought_targets,
)
from clavero.commercial.services import (
    drop_account_targets,
    hold_account_targets,
    import_account_targets,
    set_account_targets,
    set_commercial_settings,
    set_months,
)
from clavero.commercial.testing import SYSTEM, make_targets, planned
from clavero.conftest import AsPerson, TodayIs
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.money import plain
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer
from clavero.ui import spreadsheet
from clavero.ui.testing import notices, words

db = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
D = Decimal
HEAD = "account,year,family,month,sales,margin\n"
AMOUNTS = st.integers(0, 10**13).map(lambda cents: D(cents) / 100)
YEARS = st.integers(1, 12).map(Years)


def a_file(*rows: str) -> bytes:
    return (HEAD + "".join(f"{row}\n" for row in rows)).encode()


@given(
    st.dictionaries(
        st.builds(Cell, st.integers(2026, 2030), st.sampled_from(["Belts", "Ñandú"])),
        AMOUNTS.map(Target),
    ),
    st.dictionaries(st.dates(date(2020, 1, 1), date(2090, 1, 1)).map(
        lambda day: day.replace(day=1)), AMOUNTS),
    YEARS,
)  # fmt: skip
def test_what_is_written_is_what_is_read(
    years: dict[Cell, Target], months: dict[date, Decimal], calendar: Years
) -> None:
    """A file of targets says the same when it comes back, whatever month the year begins with."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(ACCOUNT_HEADS)
    writer.writerows(["A", calendar.name(cell.year), cell.family, "", plain(each.sales), ""]
                     for cell, each in years.items())  # fmt: skip
    writer.writerows(["A", calendar.of(month), "", f"{month:%Y-%m}", plain(sales), ""]
                     for month, sales in months.items())  # fmt: skip
    read = read_account_targets(file.getvalue(), calendar)
    assert read.refused == []
    assert {row.where: row.target for row in read.said} == {
        **years, **{month: Target(sales) for month, sales in months.items()}
    }  # fmt: skip


def test_each_bad_row_says_where_and_why() -> None:
    text = a_file(
        ",2027,Belts,,1,", "A,,Belts,,1,", "A,2027,,,1,", "A,2027,Belts,,x,", "A,2027,Belts,,5,6",
        "A,,Belts,2027-03,5,", "A,,,2027-03,5,1", "A,,,March,5,", "A,2026,,2027-03,5,",
        "A,2027/28,Belts,,5,", "A,2027,Belts,,-1,", "A,2027,,2027-03-15,5,",
    ).decode()  # fmt: skip
    read = read_account_targets(text, Years())
    assert [(bad.line, bad.column, bad.reason.value) for bad in read.refused] == [
        (2, "account", "missing"), (3, "year", "missing"), (4, "family", "missing"),
        (5, "sales", "not_a_number"), (6, "margin", "margin_above_sales"),
        (7, "family", "family_of_month"), (8, "margin", "margin_of_month"),
        (9, "month", "not_a_month"), (10, "year", "other_year"), (11, "year", "not_a_year"),
        (12, "sales", "out_of_range"),
    ]  # fmt: skip
    assert read.said == [AccountRow(13, "A", date(2027, 3, 1), Target(D(5)))]


@db
def test_a_file_is_held_looked_at_and_kept(
    actors: SimpleNamespace, account: Customer, today_is: TodayIs
) -> None:
    today_is(date(2026, 11, 26))
    make_customer("Z")
    make_targets(account, planned(sales=1000))
    content = a_file(
        "A,2027,Belts,,1200.50,300", "A,2028,Chains,,70,", "A,,,2027-03,99.99,", "Z,2027,Belts,,1,",
        "A,2027,Bolts,,5,", "A,2027,Belts,,7,", "A,,,2031-03,5,",
    )  # fmt: skip
    found = account_changes(actors.senior, content)
    assert [(bad.line, bad.column, bad.reason.value) for bad in found.refused] == [
        (5, "account", "unknown_account"), (6, "family", "unknown_family"),
        (7, "family", "said_twice"), (8, "month", "not_in_detail"),
    ]  # fmt: skip
    assert [(each.where, each.before) for each in found.changes] == [
        (Cell(2027, "Belts"), Target(D(1000))), (Cell(2028, "Chains"), None),
        (date(2027, 3, 1), None),
    ]  # fmt: skip
    assert AccountTargets.objects.get().months == {}, "nothing is kept by looking"
    report = import_account_targets(actors.senior, content=content, seen=found.seen)
    assert (report.kept, report.already_there, len(report.refused)) == (3, 0, 4)
    row = AccountTargets.objects.get()
    assert row.years == [[2027, "Belts", "1200.5", "300"], [2028, "Chains", "70", None]]
    assert row.months == {"2027-03-01": "99.99"}
    assert len(row.weights) == 12, "the months are held against the seasonality of this day"
    assert history(row)[0].verb == "commercial.targets_brought"
    assert history(row)[0].before == {"2027 Belts": "1000", "2028 Chains": None, "2027-03-01": None}
    assert history(row)[0].after["2027 Belts"] == "1200.5 / 300"
    again = import_account_targets(actors.senior, content=content)
    assert (again.kept, again.already_there) == (0, 3)


@db
def test_what_goes_out_can_come_back(actors: SimpleNamespace, account: Customer) -> None:
    row = make_targets(account, planned(sales=1200))
    picture = account_picture(actors.senior, account.pk)
    assert picture is not None
    months = {each.month: D("10.01") for each in picture.months}
    set_months(
        actors.senior, customer_id=account.pk, months=months, weights=picture.weights,
        seen=revision_of(row),
    )  # fmt: skip
    records = list(account_target_records(actors.senior))
    assert len(records) == 19
    book = spreadsheet.to_workbook(
        [spreadsheet.Sheet("Targets", ACCOUNT_HEADS, records, (None,) * len(ACCOUNT_HEADS))]
    )
    for content in (book, spreadsheet.to_csv(ACCOUNT_HEADS, records)):
        found = account_changes(actors.senior, content)
        assert (found.already_there, found.changes, found.refused) == (19, [], [])
    assert list(account_target_records(actors.sales)) == []
    assert len(list(account_target_records(actors.executive, "A"))) == 19


@db
def test_what_somebody_wrote_meanwhile_is_told_and_nothing_is_kept(
    actors: SimpleNamespace, account: Customer
) -> None:
    row = make_targets(account)
    content = a_file("A,2027,Belts,,5,")
    found = account_changes(actors.senior, content)
    set_account_targets(
        actors.senior, customer_id=account.pk, targets=planned(sales=7), seen=revision_of(row)
    )
    with pytest.raises(ChangedMeanwhile):
        import_account_targets(actors.senior, content=content, seen=found.seen)
    assert AccountTargets.objects.get().years == [[2027, "Belts", "7", None]]


@db
def test_who_may_not_is_refused_and_strangers_see_nothing(
    actors: SimpleNamespace, account: Customer, refuses: Refuses
) -> None:
    content = a_file("A,2027,Belts,,5,")
    with pytest.raises(Forbidden):
        account_changes(actors.executive, content)
    report = import_account_targets(actors.sales, content=content)
    assert [bad.reason.value for bad in report.refused] == ["unknown_account"]
    assert not AccountTargets.objects.exists()
    with refuses("missing_columns"):
        hold_account_targets(actors.senior, content=b"account,sales\n", name="a.csv")
    first = hold_account_targets(actors.senior, content=content, name="a.csv")
    with pytest.raises(BroughtTargets.DoesNotExist):
        brought_targets(actors.sales, first.pk)
    with pytest.raises(BroughtTargets.DoesNotExist):
        drop_account_targets(actors.sales, brought_id=first.pk)
    second = hold_account_targets(actors.senior, content=content, name="b.csv")
    assert list(BroughtTargets.objects.all()) == [second], "it takes the place of the first"


@db
def test_targets_of_other_years_are_not_mixed_with_those_of_a_file(
    actors: SimpleNamespace, account: Customer
) -> None:
    make_targets(account)
    set_commercial_settings(SYSTEM, first_month=4, sells_through_shops=False)
    found = account_changes(actors.senior, a_file("A,2027/28,Belts,,5,"))
    assert [bad.reason.value for bad in found.refused] == ["years_of_old"]
    assert list(account_target_records(actors.senior)) == []
    make_customer("N")
    found = account_changes(SYSTEM, a_file("N,2027,Belts,,5,"))
    assert [bad.reason.value for bad in found.refused] == ["no_plan"]


@db
def test_the_pages_from_the_file_to_the_mended_rows(
    cast: Cast, as_person: AsPerson, account: Customer
) -> None:
    senior = as_person(cast.senior)
    load = reverse("commercial:load_targets")
    assert "First you see what it would change" in words(senior.get(load))
    assert senior.post(load, {}).status_code == 422
    content = a_file("A,2027,Belts,,1200,300", "A,2027,Bolts,,5,")
    file = SimpleUploadedFile("north.csv", content)
    page = senior.post(load, {"content": file}, follow=True)
    here = page.redirect_chain[-1][0]
    told = words(page)
    assert "1 target would be kept. 1 row was refused." in told
    assert "2027 · Belts" in told
    assert "nothing of such a family was sold or planned." in told
    assert as_person(cast.sales).get(here).status_code == 404
    assert not AccountTargets.objects.exists()
    refused = senior.get(f"{here}refused/")
    assert "north-refused.csv" in refused["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(refused.content.decode("utf-8-sig"))))
    assert rows[0] == ["account", "year", "family", "month", "sales", "margin", "line", "column",
                       "reason"]  # fmt: skip
    assert rows[1][:8] == ["A", "2027", "Bolts", "", "5", "", "3", "family"]
    page = senior.post(here, {"decision": "keep", "seen": "0"}, follow=True)
    assert notices(page) == ["1 target is kept. 1 row was refused."]
    assert AccountTargets.objects.get().years == [[2027, "Belts", "1200", "300"]]
    assert "Every row that can be used says what stands there already." in words(page)
    mended = refused.content.replace(b"Bolts", b"Chains")
    page = senior.post(load, {"content": SimpleUploadedFile("mended.csv", mended)}, follow=True)
    here = page.redirect_chain[-1][0]
    stale = senior.post(here, {"decision": "keep", "seen": "0"})
    assert stale.status_code == 422
    assert "changed while you were looking at it" in words(stale)
    seen = revision_of(AccountTargets.objects.get())
    page = senior.post(here, {"decision": "keep", "seen": seen}, follow=True)
    assert notices(page) == ["1 target is kept."]
    assert not BroughtTargets.objects.exists()
    out = senior.get(reverse("commercial:together") + "?export=csv").content.decode("utf-8-sig")
    assert out.splitlines() == [
        HEAD.strip(), "A,2027,Belts,,1200,300", "A,2027,Chains,,5,"
    ]  # fmt: skip
    its = reverse("commercial:account", args=[account.pk])
    assert senior.get(f"{its}?export=xlsx").content.startswith(b"PK")
    page = senior.post(load, {"content": SimpleUploadedFile("a.csv", content)}, follow=True)
    here = page.redirect_chain[-1][0]
    page = senior.post(here, {"decision": "drop"}, follow=True)
    assert notices(page) == ["The file is let go."]
