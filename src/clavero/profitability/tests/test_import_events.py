"""Events from a file: works · refuses row by row · an outsider is blind · audited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.services import retire_customers
from clavero.portfolio.testing import make_customer, make_one
from clavero.profitability.models import EventFile, ServingEvent
from clavero.profitability.rules.events import having_as_text, having_of_text, read_events
from clavero.profitability.rules.rates import Source
from clavero.profitability.services import import_events, set_activity, take_out_events
from clavero.profitability.testing import EVENTS, SYSTEM, bring, set_rates
from clavero.ui.testing import notices, words

AsPerson = Callable[[Person], Client]
TODAY = date(2026, 4, 1)
WIDE = f"{EVENTS},minutes,travel,rush,export"


@pytest.fixture
def rated(db: None) -> None:
    """A team that visits, two customers, and what makes a complaint longer."""
    set_rates(visit=60)
    extras = {"rush": Decimal(5), "export": Decimal(12)}
    set_activity(
        SYSTEM, key="complaint", valid_from=date(2020, 1, 1), capacity="team",
        source=Source.FILE, base=Decimal(30), extras=extras,
    )  # fmt: skip
    make_customer("A")
    make_customer("B")


@pytest.mark.usefixtures("rated")
def test_what_a_file_tells_is_kept_with_who_brought_it(actors: SimpleNamespace) -> None:
    report: Any = bring(
        "A,visit,2026-03-01,2,150,12.50,,", "B,Quejas,2026-03-02,1,,,yes,3",
        header=WIDE, actor=actors.director,
    )  # fmt: skip
    assert (report.read, report.kept, report.refused) == (2, 2, [])
    complaint, visit = ServingEvent.objects.all()
    assert (visit.count, visit.minutes, visit.travel) == (2, 150, Decimal("12.5"))
    assert (complaint.kind, complaint.minutes) == ("complaint", None)
    assert having_of_text(complaint.having) == {"rush": 1, "export": 3}
    (told,) = history(EventFile.objects.get())
    assert (told.verb, told.by_name) == ("events.brought", actors.director.name)


@pytest.mark.usefixtures("rated")
def test_the_same_file_again_changes_nothing_and_twice_in_one_is_two() -> None:
    rows = "A,visit,2026-03-01,1", "A,visit,2026-03-01,1", "A,visit,2026-03-02,1"
    bring(*rows)
    again: Any = bring(*rows)
    assert (again.kept, again.already_there) == (0, 3)
    more: Any = bring(*rows, "A,visit,2026-03-02,1")
    assert (more.kept, more.already_there) == (1, 3)
    assert ServingEvent.objects.count() == 4
    assert EventFile.objects.count() == 2


@pytest.mark.usefixtures("rated")
def test_what_cannot_be_used_is_told_one_by_one() -> None:
    report: Any = bring(
        "Z,visit,2026-03-01,1,,,,", "A,vist,2026-03-01,1,,,,", "A,visit,2026-03-01,0,,,,",
        "A,visit,2999-03-01,1,,,,", "A,visit,2026-03-01,1,,,yes,", "A,complaint,2026-03-01,1,,,?,",
        "A,visit,2026-03-01,1", "A,order,2026-03-01,1,,,,", ",visit,2026-03-01,1,,,,",
        header=WIDE,
    )  # fmt: skip
    assert [(bad.line, bad.column, bad.reason.value) for bad in report.refused] == [
        (2, "account", "unknown_account"),
        (3, "event", "unknown_event"),
        (4, "count", "out_of_range"),
        (5, "date", "in_the_future"),
        (6, "rush", "unknown_characteristic"),
        (7, "rush", "not_how_often"),
        (8, "", "cells"),
        (9, "event", "counted_by_ledger"),
        (10, "account", "missing"),
    ]
    assert not EventFile.objects.exists()


@pytest.mark.usefixtures("rated")
def test_events_of_a_merged_record_are_of_the_one_that_stays() -> None:
    copy = make_customer("COPY")
    make_one(copy, make_customer("ONE"))
    bring("COPY,visit,2026-03-01,1")
    assert ServingEvent.objects.get().customer.code == "ONE"


@pytest.mark.usefixtures("rated")
def test_a_characteristic_goes_by_the_name_that_pages_give_it_and_is_told_as_written() -> None:
    report: Any = bring("A,queja,2026-03-01,2,sí", header=f"{EVENTS},Urgencia")
    assert report.kept == 1
    assert having_of_text(ServingEvent.objects.get().having) == {"rush": 2}
    refused: Any = bring("A,visit,2026-03-01,1,sí,02", header=f"{EVENTS},urgencia,otra")
    assert [(bad.column, bad.value) for bad in refused.refused] == [("otra", "02")]
    refused = bring("A,visit,2026-03-01,1,sí", header=f"{EVENTS},urgencia")
    assert [(bad.column, bad.value) for bad in refused.refused] == [("urgencia", "sí")]


@pytest.mark.usefixtures("rated")
def test_a_spreadsheet_of_windows_is_read() -> None:
    content = f"{EVENTS.replace(',', ';')};más\r\nA;visit;2026-03-01;1,5;\r\n".encode("cp1252")
    assert import_events(SYSTEM, content=content).kept == 1
    assert ServingEvent.objects.get().count == Decimal("1.5")


@pytest.mark.usefixtures("rated")
def test_no_table_at_all_is_refused() -> None:
    for header in ("a,b", "", "\0"):
        with pytest.raises(Refusal) as refusal:
            bring(header=header)
        assert refusal.value.code in {"missing_columns", "damaged_text"}


@pytest.mark.usefixtures("rated")
@pytest.mark.parametrize("member", ["executive", "senior", "sales", "hr"])
def test_others_may_not(actors: SimpleNamespace, member: str) -> None:
    with pytest.raises(Forbidden):
        bring("A,visit,2026-03-01,1", actor=getattr(actors, member))
    bring("A,visit,2026-03-01,1")
    with pytest.raises(Forbidden):
        take_out_events(getattr(actors, member), file_id=EventFile.objects.get().pk)


# -- taking out -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("rated")
def test_a_file_is_taken_out_and_can_come_again(actors: SimpleNamespace, refuses: Any) -> None:
    bring("A,visit,2026-03-01,1")
    file = EventFile.objects.get()
    take_out_events(actors.administrator, file_id=file.pk)
    assert not ServingEvent.objects.exists()
    assert [entry.verb for entry in history(file)] == ["events.taken_out", "events.brought"]
    with refuses("already_taken_out"):
        take_out_events(actors.administrator, file_id=file.pk)
    again: Any = bring("A,visit,2026-03-01,1")
    assert again.kept == 1


VISITS = st.lists(st.sampled_from(["1", "2"]), min_size=1, max_size=4)


@pytest.mark.usefixtures("rated")
def test_what_another_file_has_too_stays_until_both_are_out(actors: SimpleNamespace) -> None:
    bring("A,visit,2026-03-01,1")
    bring("A,visit,2026-03-01,1", "A,visit,2026-03-01,1")
    second, first = EventFile.objects.all()
    assert (first.events, second.events) == (1, 2)
    take_out_events(actors.director, file_id=first.pk)
    assert [each.file_id for each in ServingEvent.objects.all()] == [second.pk, second.pk]
    take_out_events(actors.director, file_id=second.pk)
    assert not ServingEvent.objects.exists()


@pytest.mark.usefixtures("rated")
def test_a_part_of_another_file_stands_for_itself() -> None:
    bring("A,visit,2026-03-01,1", "B,visit,2026-03-01,1")
    report: Any = bring("B,visit,2026-03-01,1")
    assert (report.kept, report.already_there) == (0, 1)
    part, whole = EventFile.objects.all()
    take_out_events(SYSTEM, file_id=whole.pk)
    assert [(each.customer.code, each.file_id) for each in ServingEvent.objects.all()] == [
        ("B", part.pk)
    ]
    again: Any = bring("B,visit,2026-03-01,1")
    assert (again.kept, EventFile.objects.count()) == (0, 2)


@pytest.mark.usefixtures("rated")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(VISITS, min_size=1, max_size=4), out=st.lists(st.booleans(), min_size=4))
def test_of_each_event_as_many_stand_as_the_file_has_that_has_most(
    files: list[list[str]], out: list[bool]
) -> None:
    with transaction.atomic():
        standing: dict[int, Counter[str]] = {}
        for rows in files:
            bring(*(f"A,visit,2026-03-0{day},1" for day in rows))
            for file in EventFile.objects.exclude(pk__in=standing):
                standing[file.pk] = Counter(rows)
        for file_id, is_out in zip(list(standing), out, strict=False):
            if is_out:
                take_out_events(SYSTEM, file_id=file_id)
                del standing[file_id]
        expected: Counter[str] = Counter()
        for rows_of_file in standing.values():
            expected |= rows_of_file
        days = ServingEvent.objects.values_list("day", flat=True)
        assert Counter(str(each.day) for each in days) == expected
        transaction.set_rollback(True)


# -- the page -------------------------------------------------------------------------------------


def sent(client: Client, *rows: str) -> Any:
    file = SimpleUploadedFile("events.csv", "\n".join([EVENTS, *rows]).encode())
    return client.post(reverse("profitability:events"), {"content": file}, follow=True)


@pytest.mark.usefixtures("rated")
def test_a_file_is_brought_on_its_page(as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.director)
    answer = sent(client, "A,visit,2026-03-01,1")
    assert notices(answer) == ["1 row is kept."]
    assert "events.csv" in words(answer)
    told = words(sent(client, "A,visit,2026-03-01,1", "A,vist,2026-03-01,1"))
    assert "0 rows are kept. 1 was there already. 1 row was refused." in told
    assert "3 event vist there is no such activity" in told
    file = EventFile.objects.get()
    address = reverse("profitability:take_out", args=[file.pk])
    assert "Take the events of “events.csv” out?" in words(client.get(address))
    client.post(address)
    assert not ServingEvent.objects.exists()


@pytest.mark.usefixtures("rated")
def test_who_takes_a_file_out_is_told_what_stays(as_person: AsPerson, cast: Cast) -> None:
    bring("A,visit,2026-03-01,1")
    bring("A,visit,2026-03-01,1", "B,visit,2026-03-01,1")
    for file in EventFile.objects.all():
        address = reverse("profitability:take_out", args=[file.pk])
        told = words(as_person(cast.director).get(address))
        assert "1 of its rows stands in another file too, and stays." in told


# -- whatever a file holds ------------------------------------------------------------------------

cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12)


@given(st.lists(st.tuples(*[cells] * 8), max_size=8))
def test_whatever_stands_in_a_row_it_is_kept_or_refused(rows: list[tuple[str, ...]]) -> None:
    quoted = [",".join('"{}"'.format(cell.replace('"', '""')) for cell in row) for row in rows]
    read = read_events("\n".join([WIDE, *quoted]), TODAY)
    assert len(read.events) + len(read.refused) == read.rows


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.decimals(0, 9999, places=2), max_size=4
    )
)
def test_characteristics_come_back_as_they_were_kept(having: dict[str, Decimal]) -> None:
    assert having_of_text(having_as_text(having)) == having


# -- two people at once ---------------------------------------------------------------------------


def test_two_who_bring_one_file_at_once_bring_it_once(at_once: Any) -> None:
    set_rates(visit=60)
    make_customer("A")
    rows = "A,visit,2026-03-01,1", "A,visit,2026-03-01,1"
    reports = at_once(lambda: bring(*rows), lambda: bring(*rows))
    assert sorted(report.kept for report in reports) == [0, 2]
    assert ServingEvent.objects.count() == 2


@pytest.mark.usefixtures("rated")
def test_a_customer_with_events_stays_when_its_sales_leave() -> None:
    bring("A,visit,2026-03-01,1")
    assert retire_customers(SYSTEM, codes=["A", "B"]) == 1
    assert ServingEvent.objects.get().customer.code == "A"


@pytest.mark.usefixtures("rated")
def test_the_database_itself_keeps_a_customer_with_events() -> None:
    bring("A,visit,2026-03-01,1")
    with pytest.raises(IntegrityError):
        lose_customer("A")


@transaction.atomic
def lose_customer(code: str) -> None:
    Customer.objects.filter(code=code).delete()
    connection.check_constraints()
