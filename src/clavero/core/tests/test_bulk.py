"""Many rows at once are the rows that one at a time would have been."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.forms.models import model_to_dict

from clavero.core.bulk import insert_rows
from clavero.identity.models import Person

pytestmark = pytest.mark.django_db

NAMES = ["email", "name", "role", "password"]


def test_rows_are_as_their_model_makes_them() -> None:
    rows = [
        ("ana@clavero.test", "Ana Muñoz", "director", "!"),
        ("b@clavero.test", "100 %", "junior", "!"),
    ]
    insert_rows(Person, NAMES, rows)
    ours = Person.objects.get(email="ana@clavero.test")
    alike = Person(email="c@clavero.test", name="Ana Muñoz", role="director", password="!")
    alike.save()
    own = {"id", "email"}
    assert {k: v for k, v in model_to_dict(ours).items() if k not in own} == {
        k: v for k, v in model_to_dict(alike).items() if k not in own
    }
    assert Person.objects.get(email="b@clavero.test").name == "100 %"


def test_what_is_there_already_is_refused() -> None:
    insert_rows(Person, NAMES, [("ana@clavero.test", "Ana", "director", "!")])
    with pytest.raises(IntegrityError):
        insert_rows(Person, NAMES, [("ana@clavero.test", "Ana", "director", "!")])


def test_no_rows_are_no_insert() -> None:
    insert_rows(Person, NAMES, [])
    assert not Person.objects.exists()
