"""Migrations make one class again where one is enough, and all where a step looks back."""

from __future__ import annotations

import pytest
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, AlterField, CreateModel, Migration
from django.db.migrations.state import ProjectState

from clavero.core.migrating import LightState

MADE = [
    CreateModel("Harbour", [("id", models.AutoField(primary_key=True))]),
    CreateModel(
        "Ship",
        [
            ("id", models.AutoField(primary_key=True)),
            ("home", models.ForeignKey("core.Harbour", models.CASCADE, related_name="ships")),
        ],
    ),
    AddField("Harbour", "nearest", models.ForeignKey("self", models.SET_NULL, null=True)),
    AddField("Ship", "flag", models.CharField(max_length=2, default="ES")),
    AddConstraint(
        "Ship", models.CheckConstraint(condition=~models.Q(flag=""), name="ship_has_a_flag")
    ),
]


def drawn(kind: type[ProjectState]) -> ProjectState:
    """A state whose classes exist, as while migrations are carried out."""
    state = kind()
    assert not list(state.apps.get_models())
    return state


def carried_out(kind: type[ProjectState], *later: AlterField) -> list[str]:
    """The statements by which the migration is carried out in a database."""
    migration = Migration("0001_initial", "core")
    migration.operations = [*MADE, *later]
    with connection.schema_editor(collect_sql=True) as editor:
        migration.apply(drawn(kind), editor, collect_sql=True)
        return editor.collected_sql


def backwards(state: ProjectState) -> set[str]:
    """What the harbours' class knows of those who refer to it."""
    harbour = state.apps.get_model("core", "Harbour")
    return {each.name for each in harbour._meta.related_objects}


@pytest.fixture
def state() -> LightState:
    state = drawn(LightState)
    assert isinstance(state, LightState)
    for operation in MADE:
        operation.state_forwards("core", state)
    return state


def test_a_table_that_joins_leaves_the_others_as_they_are() -> None:
    state = drawn(LightState)
    harbour, ship, *_rest = MADE
    harbour.state_forwards("core", state)
    before = state.apps.get_model("core", "Harbour")
    ship.state_forwards("core", state)
    assert state.apps.get_model("core", "Harbour") is before
    assert state.apps.get_model("core", "Ship")._meta.get_field("home").related_model is before


def test_a_step_that_moves_data_sees_who_refers_to_whom(state: LightState) -> None:
    assert state.is_delayed
    state.clear_delayed_apps_cache()  # as Django does before such a step
    assert backwards(state) == {"ships", "harbour"}


def test_a_step_that_alters_what_others_refer_to_sees_them_before_and_after(
    state: LightState,
) -> None:
    before = state.clone()
    wider = AlterField("Harbour", "id", models.BigAutoField(primary_key=True))
    wider.state_forwards("core", state)
    assert backwards(before) == backwards(state) == {"ships", "harbour"}
    old, new = (
        each.apps.get_model("core", "Harbour")._meta.pk.get_internal_type()
        for each in (before, state)
    )
    assert (old, new) == ("AutoField", "BigAutoField")


@pytest.mark.django_db(transaction=True)
def test_the_statements_are_those_of_django() -> None:
    assert carried_out(LightState) == carried_out(ProjectState)
