"""Complaints of another system: written down once, with the moments that the file says."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clavero.care.models import Complaint
from clavero.care.services import (
    answer,
    change_complaint,
    correct_received,
    import_complaints,
    move_complaint,
)
from clavero.care.testing import SYSTEM, make_hours
from clavero.conftest import AsPerson
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_one

pytestmark = pytest.mark.django_db
HEADING = "Cuenta;Queja;Recibida;Gravedad;Causa;Canal;Respondida;Resuelta;Satisfecho;Money\n"
GOOD = (
    "C1;Palé roto;2026-03-02 10:00;Grave;Daños en el transporte;phone;2026-03-02 11:30;"
    "2026-03-03 09:00;sí;1.250,50\n"
    "C1;Falta una caja;2026-03-04;;;;;;;\n"
)


def bring(actor: object, rows: str, heading: str = HEADING) -> SimpleNamespace:
    report = import_complaints(actor, content=(heading + rows).encode())  # type: ignore[arg-type]
    refused = [(bad.line, bad.column, bad.reason.value) for bad in report.refused]
    return SimpleNamespace(
        kept=report.kept, there=report.already_there, refused=refused, went_on=report.went_on
    )


def test_cases_come_with_their_moments_and_words_of_the_pages(
    mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    make_hours()
    found = bring(actors.senior, GOOD)
    assert (found.kept, found.refused) == (2, [])
    still, done = Complaint.objects.order_by("-received_at")
    assert (done.severity, done.cause, done.channel) == ("high", "damaged", "phone")
    assert (done.state, done.satisfied, str(done.money)) == ("resolved", True, "1250.50")
    assert [word.what for word in done.words.all()] == ["received", "answer", "resolve"]
    assert done.answer_took == 90 * 60, "of working time"
    assert (still.state, still.severity, still.channel) == ("received", "normal", "other")
    assert still.owner_id == cast.senior.pk, "who leads the account"


def test_the_same_file_again_changes_nothing(mine: Customer, actors: SimpleNamespace) -> None:
    bring(actors.senior, GOOD)
    found = bring(actors.senior, GOOD + "C1;Otra cosa;2026-03-05;;;;;;;\n")
    assert (found.kept, found.there, Complaint.objects.count()) == (1, 2, 3)


def test_what_was_put_right_is_there_and_goes_on_only_where_nobody_has_done_anything(
    mine: Customer, actors: SimpleNamespace
) -> None:
    other = make_customer("C2")
    rows = "C1;Palé roto;2026-03-02;;;;;;;\nC1;Tarde;2026-03-03;;;;;;;\nC1;Caja;2026-03-04;;;;;;;\n"
    bring(actors.senior, rows)
    typo, moved, untouched = Complaint.objects.order_by("received_at")
    change_complaint(SYSTEM, complaint_id=typo.pk, text="Palé partido")
    at = typo.received_at - timedelta(hours=3)
    correct_received(SYSTEM, complaint_id=typo.pk, received_at=at, reason="They say so")
    move_complaint(SYSTEM, complaint_id=moved.pk, customer_id=other.pk, reason="The same name")
    answer(SYSTEM, complaint_id=typo.pk, text="We look into it")
    found = bring(actors.senior, rows)
    assert (found.kept, found.there, Complaint.objects.count()) == (0, 3, 3)
    later = "".join(
        f"{row.replace(';;;;;;;', ';;late;;;2026-03-06;;')}\n" for row in rows.splitlines()
    )
    found = bring(actors.senior, later)
    assert (found.kept, found.went_on, found.there, found.refused) == (0, 1, 2, [])
    states = dict(Complaint.objects.values_list("pk", "state"))
    assert states == {typo.pk: "answered", moved.pk: "received", untouched.pk: "resolved"}
    again = bring(actors.senior, later)
    assert (again.kept, again.went_on, again.there) == (0, 0, 3)


def test_a_reference_is_what_a_row_is_known_by(mine: Customer, actors: SimpleNamespace) -> None:
    heading = "account;complaint;received;reference\n"
    two = "C1;Palé roto;2026-03-02;R-1\nC1;Palé roto;2026-03-02;R-2\n"
    assert bring(actors.senior, two, heading).kept == 2
    found = bring(actors.senior, two.replace("roto", "abierto") + two, heading)
    assert (found.kept, found.there, Complaint.objects.count()) == (0, 4, 2)


def test_what_was_brought_for_a_record_that_was_merged_is_there(
    mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    bring(actors.senior, GOOD)
    heir = make_customer("B")
    cover(cast.senior, heir)
    make_one(mine, heir)
    found = bring(actors.senior, GOOD)
    assert (found.kept, found.there, Complaint.objects.count()) == (0, 2, 2)


def test_bad_rows_are_told_one_by_one(mine: Customer, actors: SimpleNamespace) -> None:
    make_customer("C2")
    found = bring(
        actors.senior,
        "C2;De otra cartera;2026-03-02;;;;;;;\n"
        "C1;;2026-03-02;;;;;;;\n"
        "C1;Sin día;;;;;;;;\n"
        "C1;Mala fecha;02/03/2026;;;;;;;\n"
        "C1;Por venir;2100-01-01;;;;;;;\n"
        "C1;Gravedad;2026-03-02;terrible;;;;;;\n"
        "C1;Sin causa;2026-03-02;;;;;2026-03-03;;\n"
        "C1;Antes;2026-03-02;;late;;;2026-02-27;;\n"
        "C1;Dinero;2026-03-02;;;;;;;mucho\n"
        "C1;Contento;2026-03-02;;;;;;yes;\n"
        "C1;Sin fecha;0001-01-01;;;;;;;\n"
        "C1;Nunca;2026-03-02;;late;;;9999-12-31;;\n",
    )
    assert found.refused == [
        (2, "account", "unknown_account"),
        (3, "Queja", "missing"),
        (4, "Recibida", "missing"),
        (5, "Recibida", "not_a_moment"),
        (6, "Recibida", "in_the_future"),
        (7, "Gravedad", "unknown_severity"),
        (8, "Causa", "cause_missing"),
        (9, "Resuelta", "before"),
        (10, "money", "not_a_number"),
        (11, "Satisfecho", "not_resolved"),
        (12, "Recibida", "not_a_moment"),
        (13, "Resuelta", "in_the_future"),
    ]
    assert not Complaint.objects.exists()


def test_a_day_without_an_hour_flatters_nobody(mine: Customer, actors: SimpleNamespace) -> None:
    make_hours()
    bring(actors.senior, "C1;Tarde;2026-03-02;;late;;2026-03-02;2026-03-03;;\n")
    one = Complaint.objects.get()
    assert one.answered_at is not None
    assert one.resolved_at is not None
    assert (one.resolved_at - one.received_at).days == 2
    assert one.answer_took == 9 * 3600, "all of the day's hours"
    found = bring(actors.senior, "C1;Hora;2026-03-02;;late;;2026-03-03;2026-03-03 15:00;;\n")
    assert (found.kept, found.refused) == (1, []), "answered on the day of the solution"


def test_no_such_table_and_no_such_right(mine: Customer, actors: SimpleNamespace) -> None:
    with pytest.raises(Refusal) as refused:
        bring(actors.senior, "", heading="account,text\n")
    assert refused.value.code == "missing_columns"
    with pytest.raises(Forbidden):
        bring(actors.executive, GOOD)


def test_what_is_there_is_read_once_however_long_the_file(
    mine: Customer, actors: SimpleNamespace
) -> None:
    rows = "".join(f"C1;Fila {each};2026-03-02;;;;;;;\n" for each in range(80))
    assert bring(actors.senior, rows).kept == 80
    with CaptureQueriesContext(connection) as asked:
        again = bring(actors.senior, rows)
    assert (again.kept, again.there) == (0, 80)
    told = [each["sql"] for each in asked if "BETWEEN" in each["sql"]]
    whole = [sql for sql in told if re.search(r'"id" > 0\b', sql)]
    assert (len(whole), len(told)) == (1, 4), "then what came since alone"


def test_the_page_tells_what_became_of_it(mine: Customer, as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.senior)
    where = reverse("care:load")
    good = SimpleUploadedFile("quejas.csv", (HEADING + GOOD).encode())
    assert client.post(where, {"content": good}).status_code == 302
    bad = SimpleUploadedFile("quejas.csv", (HEADING + "C1;Mal;ayer;;;;;;;\n").encode())
    page = client.post(where, {"content": bad}).content.decode()
    assert "it is not a moment such as 2026-03-31" in page
