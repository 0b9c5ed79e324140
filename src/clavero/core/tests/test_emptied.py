"""What a test commits is gone after it, and what the tables began with stands."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test import Client, TransactionTestCase

from clavero.core.models import AuditEntry
from clavero.identity.models import Person
from clavero.identity.testing import make_cast, sign_in


def rows() -> dict[str, int]:
    """How many each table has."""
    with connection.cursor() as cursor:
        counted = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counted[table] = cursor.fetchone()[0]
    return counted


def take_back() -> None:
    """What happens after a test that commits."""
    TransactionTestCase("__init__")._fixture_teardown()


@pytest.mark.django_db(transaction=True)
def test_nothing_that_was_committed_stays(client: Client) -> None:
    before = rows()
    for _time in range(2):
        cast = make_cast()
        sign_in(client, cast.director)
        cache.set("asked", 1)
        AuditEntry.objects.create(by_name="Ana", verb="x", subject_type="x", subject_id="1")
        assert rows() != before
        take_back()
        assert rows() == before


@pytest.mark.django_db(transaction=True)
def test_what_is_there_from_the_beginning_stays() -> None:
    make_cast()
    take_back()
    kinds = apps.get_model("contenttypes", "ContentType")
    assert kinds.objects.filter(app_label="identity", model="person").exists()
    assert apps.get_model("auth", "Permission").objects.exists()
    assert rows()["django_migrations"]


@pytest.mark.django_db(transaction=True)
def test_the_tables_go_on_asking_for_what_they_ask() -> None:
    make_cast()
    take_back()
    Person.objects.create_person(email="ana@kam.example", name="Ana", role="colleague")
    with pytest.raises(IntegrityError):
        Person.objects.create_person(email="ana@kam.example", name="Ana", role="colleague")
