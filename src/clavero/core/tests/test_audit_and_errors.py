from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core import audit
from clavero.core.errors import Refusal
from clavero.core.models import AuditEntry
from clavero.identity.rules import Actor

pytestmark = pytest.mark.django_db


def test_a_change_is_kept_with_who_before_and_after() -> None:
    person = get_user_model().objects.create_person(email="a@demo.example", name="A", role="senior")
    audit.record(
        Actor.system(),
        "change_budget",
        person,
        before={"budget": Decimal("1.10"), "on": date(2024, 1, 1)},
        after={"budget": Decimal("2.20")},
    )
    entry = audit.history(person).get()
    assert (entry.by_id, entry.by_name, entry.verb) == (None, "clavero", "change_budget")
    assert entry.before == {"budget": "1.10", "on": "2024-01-01"}
    assert entry.after == {"budget": "2.20"}


def test_an_undone_change_leaves_no_entry() -> None:
    person = get_user_model().objects.create_person(email="a@demo.example", name="A", role="senior")

    def fails_half_way() -> None:
        with transaction.atomic():
            audit.record(Actor.system(), "change_budget", person)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_half_way()
    assert not AuditEntry.objects.exists()


def test_a_refusal_is_a_sentence_with_its_hint() -> None:
    refusal = Refusal(
        _("There is no column %(name)s."), code="no_column", hint=_("Choose another."), name="date"
    )
    assert str(refusal) == "There is no column date. Choose another."
    assert refusal.code == "no_column"


def test_a_name_that_ends_in_a_stop_does_not_get_another() -> None:
    refusal = Refusal(
        _("%(name)s belongs to %(group)s."),
        code="test",
        hint=_("Choose a group that does not belong to %(name)s."),
        name="Frutas, S.L.",
        group="Grupo, S.A.",
    )
    assert str(refusal) == (
        "Frutas, S.L. belongs to Grupo, S.A. Choose a group that does not belong to Frutas, S.L."
    )
