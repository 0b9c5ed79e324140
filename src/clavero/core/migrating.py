"""Migrations, without drawing the whole product anew for each table.

Django keeps the models as they were at each step. For every table that joins, it makes again the
classes of all that are linked to it by any way, and here everything is linked to customers and
people: a new database took six times as long as its tables do. A new table, a new column, an index
or a constraint needs its own class alone. What looks back from one table to others, which is a
step that moves data or alters what others refer to, gets all of them afresh, as Django says it:
its states know how to be behind (``is_delayed``), and how to catch up before such a step.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

Key = tuple[str, str]


class LightState(ProjectState):
    """A state that makes one class again where one is enough."""

    _before: LightState | None = None  # what the step at hand begins with
    _one_is_enough = False

    def clone(self) -> LightState:
        copy = type(self)(
            models={key: model.clone() for key, model in self.models.items()},
            real_apps=self.real_apps,
        )
        if "apps" in self.__dict__:
            copy.apps = self.apps.clone()
        copy.is_delayed = self.is_delayed
        self._before = copy
        return copy

    def add_model(self, *args: Any, **kwargs: Any) -> None:
        with self._alone():
            super().add_model(*args, **kwargs)

    def add_field(self, *args: Any, **kwargs: Any) -> None:
        with self._alone():
            super().add_field(*args, **kwargs)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._one_is_enough = True
        try:
            yield
        finally:
            self._one_is_enough = False

    def _find_reload_model(self, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
        if delay or self._one_is_enough:
            self.is_delayed = True
            return {(app_label, model_name)}
        for state in filter(None, (self._before, self)):
            state.clear_delayed_apps_cache()
        if "apps" in self.__dict__:  # it was not behind
            found: set[Key] = super()._find_reload_model(app_label, model_name, delay)  # type: ignore[misc]
            return found
        self.is_delayed = False
        return set()  # whoever asks for the classes next makes them all


class LightExecutor(MigrationExecutor):
    """Carries migrations out on such states."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> LightState:
        made = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]
        return LightState(models=made.models, real_apps=made.real_apps)
