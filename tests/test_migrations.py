"""A new database is made by few files, one that is there goes on from where it is: to the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from clavero.cli.database import pending
from clavero.core.testing import OneByOne

Step = tuple[str, str]


def squashed() -> dict[Step, list[Step]]:
    """Each squashed migration, and those that it stands for."""
    found = MigrationLoader(None).disk_migrations.items()
    return {
        step: list(each.replaces) for step, each in found if step[0] in ours() and each.replaces
    }


def ours() -> set[str]:
    return {app.label for app in apps.get_app_configs() if app.name.startswith("clavero.")}


def recorded() -> set[Step]:
    return set(MigrationRecorder(connection).applied_migrations())


def forget(*steps: Step) -> None:
    for step in steps:
        MigrationRecorder(connection).record_unapplied(*step)


def said(state: ProjectState) -> dict[tuple[str, str], Any]:
    """What a state says of our models, in no order where the database knows none."""
    return {
        step: (
            {name: field.deconstruct()[1:] for name, field in model.fields.items()},
            {
                name: sorted(repr(each) for each in value)
                if name in {"indexes", "constraints"}
                else value
                for name, value in model.options.items()
                if value
            },
        )
        for step, model in state.models.items()
        if step[0] in ours()
    }


def test_the_squashed_say_what_those_say_that_they_stand_for() -> None:
    few, every = (said(loader(None).project_state()) for loader in (MigrationLoader, OneByOne))
    assert few.keys() == every.keys()
    for model, fields in every.items():
        assert few[model] == fields


def test_each_stands_for_all_of_its_domain_until_then() -> None:
    """Nothing is left out in between: what a database has is a beginning of them."""
    every = sorted(OneByOne(None).disk_migrations)
    for step, replaced in squashed().items():
        mine = [each for each in every if each[0] == step[0]]
        assert replaced == mine[: len(replaced)]


@pytest.mark.django_db
def test_a_new_database_knows_both() -> None:
    assert squashed()
    for step, replaced in squashed().items():
        assert {step, *replaced} <= recorded()


@pytest.mark.django_db
def test_a_database_that_the_files_made_one_by_one_is_up_to_date() -> None:
    before = recorded()
    forget(*squashed())
    assert pending() == (0, False)
    call_command("migrate", verbosity=0, interactive=False)
    assert recorded() == before


@pytest.mark.django_db
@pytest.mark.parametrize("step", sorted(squashed()), ids=lambda step: step[0])
def test_one_that_stopped_in_between_goes_on_one_by_one(step: Step) -> None:
    first = squashed()[step][0]
    rest = sorted(each for each in recorded() if each[0] == step[0] and each not in {step, first})
    forget(step, *rest)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    assert [(each.app_label, each.name) for each, _backwards in plan] == rest
