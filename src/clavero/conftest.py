"""Fixtures that every domain's tests share."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, connections
from django.template.base import Template
from django.template.context import RequestContext
from django.test import Client
from django.test.signals import template_rendered
from django.utils import timezone, translation
from pytest_django import Settings

from clavero.core.errors import Refusal
from clavero.core.testing import begun_from, emptied_at_once, forget_template, shared_folder
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.testing import Cast, make_cast, sign_in

# How long an example takes says something of the machine, and nothing of what is tried. At hand
# the examples are new each time; the continuous integration tries the same ones for one commit, so
# that its answer is about the commit.
hypothesis.settings.register_profile("clavero", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("clavero")

AsPerson = Callable[[Person], Client]
AtOnce = Callable[..., list[Any]]
TodayIs = Callable[[date], None]

WRITES_INTO_THE_SHARED_LEDGER = (
    "This test writes into the ledger that all tests share. Let it use the fixture own_ledger, "
    "which gives it one of its own."
)


# Each takes as long as hundreds of others. Begun last, one process would wait for the other.
BEGIN_FIRST = ("test_query_budgets.py", "test_load.py")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first. On PostgreSQL, only what asks for a database: the rest says the same as
    on SQLite."""
    items.sort(key=lambda item: item.path.name not in BEGIN_FIRST)
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        return
    without = [item for item in items if not _asks_for_a_database(item)]
    items[:] = [item for item in items if _asks_for_a_database(item)]
    config.hook.pytest_deselected(items=without)


def _asks_for_a_database(item: pytest.Item) -> bool:
    fixtures = {*getattr(item, "fixturenames", ())}
    marked = item.get_closest_marker("django_db") is not None
    return marked or not fixtures.isdisjoint({"db", "transactional_db"})


def pytest_collection_finish() -> None:
    """What was imported and collected stays: a tenth of the time goes into looking through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tables are that the tests' databases begin with; on SQLite, that is."""
    return shared_folder(tmp_path_factory.getbasetemp()) / "empty.sqlite3"


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, empty_database: Path, django_db_blocker: Any
) -> Iterator[None]:
    """The migrations are carried out by one process; the others begin with what it made. What a
    test commits is taken back to that."""
    with begun_from(empty_database, django_db_blocker.unblock):
        request.getfixturevalue("django_db_setup")  # pytest-django's own
    with emptied_at_once():
        yield
    with django_db_blocker.unblock():
        forget_template(empty_database)


@pytest.fixture(scope="module")
def made_home(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, empty_database: Path
) -> Path:
    """A data folder with the tables and nothing in them, for commands in processes of their own
    that are not about making them."""
    home = tmp_path_factory.mktemp("home")
    shutil.copy(empty_database, home / "clavero.sqlite3")
    return home


@pytest.fixture(autouse=True, scope="session")
def told_of_whole_pages(django_test_environment: None) -> None:
    """``response.context`` is the page's: what each widget and each part of it was drawn with is
    nobody's question, and a copy of it a tenth of the time that a page takes."""

    def render(self: Template, context: RequestContext) -> str:
        if context.template is self and hasattr(context, "request"):
            template_rendered.send(sender=self, template=self, context=context)
        return self.nodelist.render(context)

    setattr(Template, "_render", render)  # noqa: B010 - the types do not know it


@pytest.fixture(autouse=True, scope="session")
def ledgers_of_their_own(django_test_environment: None) -> Iterator[None]:
    """Whoever writes into the ledger that all tests share is told to have one of its own: what one
    test leaves there, another one reads, in whatever order they come."""
    from clavero.ledger.store import Store  # brings the engine along

    shared, take_turn = Path(settings.LEDGER_HOME), Store.exclusive

    def exclusive(self: Store) -> AbstractContextManager[None]:
        if self.home == shared:
            pytest.fail(WRITES_INTO_THE_SHARED_LEDGER)
        return take_turn(self)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Store, "exclusive", exclusive)
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The standing cast: ``cast.director``, ``cast.senior`` … (see ``identity.testing``)."""
    return make_cast()


@pytest.fixture
def own_ledger(settings: Settings, tmp_path: Path) -> Path:
    """An empty ledger in a folder that goes away, for a test that brings sales."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    return tmp_path / "ledger"


@pytest.fixture
def actors(cast: Cast) -> SimpleNamespace:
    """``actors.director``, ``actors.senior`` … as the views would build them."""
    return SimpleNamespace(**{name: actor_for(person) for name, person in cast})


@pytest.fixture
def refuses() -> Callable[[str], AbstractContextManager[None]]:
    """``with refuses("code"):`` the service says no, in a sentence without gaps."""

    @contextmanager
    def refuses(code: str) -> Iterator[None]:
        with pytest.raises(Refusal) as refusal:
            yield
        assert refusal.value.code == code
        assert "%" not in str(refusal.value)

    return refuses


@pytest.fixture
def today_is(monkeypatch: pytest.MonkeyPatch) -> TodayIs:
    """``today_is(date(2026, 3, 2))``: what is told of today stays true on any day. Moments are
    still those of the clock."""

    def today_is(day: date) -> None:
        of = timezone.localdate
        monkeypatch.setattr(
            timezone, "localdate", lambda *moment, **zone: of(*moment, **zone) if moment else day
        )

    return today_is


@pytest.fixture
def as_person() -> AsPerson:
    """A browser in which somebody has signed in: ``as_person(cast.senior).get("/")``."""
    return lambda person: sign_in(Client(), person)


@pytest.fixture
def at_once(transactional_db: None, tmp_path: Path) -> Iterator[AtOnce]:
    """``at_once(one, other)``: do them in the same instant, each on a connection of its own.

    Answers with what each gave back, or with the exception it raised. SQLite in memory knows no
    waiting, so that its database moves to a file for as long.
    """
    if connection.vendor != "sqlite":
        yield _do_at_once
        return
    connection.ensure_connection()
    in_memory, settings = connection.connection, connection.settings_dict
    name, file = settings["NAME"], tmp_path / "shared.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        in_memory.backup(copy)
    settings["NAME"], connection.connection = file, None
    try:
        yield _do_at_once
    finally:
        connection.close()
        settings["NAME"], connection.connection = name, in_memory


def _do_at_once(*works: Callable[[], Any]) -> list[Any]:
    ready = Barrier(len(works), timeout=60)

    def carried_out(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            ready.wait()
            return work()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(carried_out, works))


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Each test begins without what the one before has computed: of two that begin with the same
    ledger and go on differently, the second must not see the first one's figures."""
    from clavero.portfolio.selectors.kept import EVERYTHING_KEPT  # brings the engine along

    for kept in EVERYTHING_KEPT:
        kept.forget()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English: a page read in Spanish leaves its language behind."""
    with translation.override("en"):
        yield
