"""Departments and processes are kept by several people, one after the other."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.coordination import selectors, services
from clavero.coordination.models import Department, Process
from clavero.coordination.rules.raci import Part, Party, PartyKind
from clavero.coordination.testing import SYSTEM, make_department, make_process
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast

pytestmark = pytest.mark.django_db


def test_what_somebody_else_wrote_of_a_department_is_told(
    cast: Cast, actors: SimpleNamespace
) -> None:
    kept = make_department(cast.logistics)
    seen = revision_of(kept)
    given: dict[str, Any] = {"department_id": kept.pk, "member_ids": [cast.logistics.pk]}
    led = {"lead_id": cast.logistics.pk}
    services.set_department(SYSTEM, name="Warehouse", seen=seen, **given, **led)
    with pytest.raises(ChangedMeanwhile) as refused:
        services.set_department(actors.director, name="Transport", seen=seen, **given, **led)
    assert "Warehouse" in refused.value.told["name"]
    # Who changes something else leaves the other's name as it is.
    services.set_department(actors.director, name="Logistics", seen=seen, **given)
    found = Department.objects.get()
    assert (found.name, found.lead_id) == ("Warehouse", None)


def test_the_page_of_a_process_keeps_all_who_are_named(cast: Cast, as_person: AsPerson) -> None:
    department = make_department(cast.logistics)
    version = make_process(department)
    process_id = version.process_id
    named = [cast.senior, cast.sales]
    services.set_process(
        SYSTEM, name="Special delivery", valid_from=timezone.localdate(), process_id=process_id,
        parties=[
            Party(Part.BOTH, PartyKind.DEPARTMENT, str(department.pk)),
            *(Party(Part.INFORMED, PartyKind.PERSON, str(each.pk)) for each in named),
        ],
    )  # fmt: skip
    browser, address = as_person(cast.director), reverse("coordination:process", args=[process_id])
    form = browser.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent |= {"valid_from": timezone.localdate().isoformat(), "person_2": str(cast.logistics.pk)}
    sent |= {"person_part_2": "C", "is_open": ""}
    assert (
        browser.post(address, {key: value or "" for key, value in sent.items()}).status_code == 302
    )
    (row,) = selectors.matrix(timezone.localdate(), with_closed=True).rows
    names = {each.name for each in (*named, cast.logistics)}
    assert {name for name, _part in row.people} == names
    assert not Process.objects.get().is_open
    assert selectors.matrix(timezone.localdate()).rows == []


def test_what_somebody_else_wrote_of_a_process_is_told(cast: Cast, actors: SimpleNamespace) -> None:
    department = make_department(cast.logistics)
    process = make_process(department).process
    seen = revision_of(process)
    party = Party(Part.BOTH, PartyKind.DEPARTMENT, str(department.pk))
    given: dict[str, Any] = {
        "name": process.name, "valid_from": timezone.localdate(), "parties": [party],
        "process_id": process.pk, "seen": seen,
    }  # fmt: skip
    services.set_process(SYSTEM, checklist=["Address"], **given)
    with pytest.raises(ChangedMeanwhile) as refused:
        services.set_process(actors.director, checklist=["Gate"], **given)
    assert "Address" in refused.value.told["checklist"]
