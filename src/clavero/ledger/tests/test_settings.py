"""Saved mappings and the reporting currency."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pytest
from django.db import connection

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.rules import Actor, Role
from clavero.ledger import selectors
from clavero.ledger import store as stores
from clavero.ledger.ingest import Choices
from clavero.ledger.models import LedgerSettings, SourceMapping
from clavero.ledger.services import (
    forget_mapping,
    rebuild_figures,
    recover,
    redo_import,
    save_mapping,
    set_reporting_currency,
    undo_import,
)
from clavero.ledger.store import Store
from clavero.ledger.testing import Row, ledger_of

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
ANA = Actor(2, "Ana Ruiz", Role.ADMINISTRATOR)
OUTSIDER = Actor(1, "junior", Role.JUNIOR)
DMY = Choices(dates="dmy")


def test_a_mapping_belongs_to_one_source_and_one_kind_of_file() -> None:
    first = save_mapping(SYSTEM, source="ERP", fingerprint="a", choices=DMY)
    mdy, seen = Choices(dates="mdy"), revision_of(first)
    saved = save_mapping(SYSTEM, source=" ERP ", fingerprint="b", choices=mdy, seen=seen)
    assert (saved.fingerprint, saved.choices) == ("b", {"dates": "mdy"})
    shop = save_mapping(SYSTEM, source="Shop", fingerprint="b", choices=DMY)
    assert list(SourceMapping.objects.values_list("source", "fingerprint")) == [("Shop", "b")]
    forget_mapping(SYSTEM, source="Shop", seen=revision_of(shop))
    assert not SourceMapping.objects.exists()


def test_who_saves_a_mapping_has_seen_the_last_word_on_it() -> None:
    mdy, ymd = Choices(dates="mdy"), Choices(dates="ymd")
    seen = revision_of(save_mapping(SYSTEM, source="ERP", fingerprint="a", choices=DMY))
    assert selectors.mapping_revisions(SYSTEM) == {"ERP": seen}
    save_mapping(SYSTEM, source="ERP", fingerprint="a", choices=DMY)  # the same says nothing new
    save_mapping(ANA, source="ERP", fingerprint="a", choices=mdy, seen=seen)
    for unseen in (seen, 0):
        with pytest.raises(ChangedMeanwhile) as refused:
            save_mapping(SYSTEM, source="ERP", fingerprint="a", choices=ymd, seen=unseen)
    assert "How files from “ERP” are read was saved by Ana Ruiz" in str(refused.value)
    assert SourceMapping.objects.get().choices == {"dates": "mdy"}
    save_mapping(SYSTEM, source="ERP", fingerprint="a", choices=ymd, seen=refused.value.revision)
    assert SourceMapping.objects.get().choices == {"dates": "ymd"}


def test_who_forgets_a_mapping_has_seen_the_last_word_on_it() -> None:
    seen = revision_of(save_mapping(SYSTEM, source="ERP", fingerprint="a", choices=DMY))
    mdy = Choices(dates="mdy")
    save_mapping(ANA, source="ERP", fingerprint="a", choices=mdy, seen=seen)
    for unseen in (seen, 0):
        with pytest.raises(ChangedMeanwhile) as refused:
            forget_mapping(SYSTEM, source="ERP", seen=unseen)
    assert "How files from “ERP” are read was saved by Ana Ruiz" in str(refused.value)
    assert SourceMapping.objects.get().choices == {"dates": "mdy"}
    forget_mapping(SYSTEM, source="ERP", seen=refused.value.revision)
    assert not SourceMapping.objects.exists()


def test_a_mapping_that_another_source_takes_over_leaves_an_entry() -> None:
    saved = save_mapping(SYSTEM, source="ERP", fingerprint="a", choices=DMY)
    save_mapping(SYSTEM, source="Shop", fingerprint="a", choices=DMY)
    assert history(SourceMapping(pk=saved.pk))[0].verb == "ledger.mapping_forgotten"


def test_the_currency_that_somebody_else_chose_meanwhile_is_not_written_over() -> None:
    seen = selectors.currency_revision()
    set_reporting_currency(ANA, currency="USD", seen=seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        set_reporting_currency(SYSTEM, currency="EUR", seen=seen)
    assert "Ana Ruiz wrote “USD” under “Reporting currency”" in str(refused.value)
    assert selectors.reporting_currency() == "USD"
    set_reporting_currency(SYSTEM, currency="EUR", seen=refused.value.revision)
    assert selectors.reporting_currency() == "EUR"


def test_a_mapping_needs_a_name() -> None:
    with pytest.raises(Refusal) as refused:
        save_mapping(SYSTEM, source=" ", fingerprint="a", choices=DMY)
    assert (refused.value.code, refused.value.field) == ("source_missing", "source")


def test_the_currency_can_be_chosen_until_there_are_lines() -> None:
    set_reporting_currency(SYSTEM, currency="usd")
    assert selectors.reporting_currency() == selectors.shown_currency() == "USD"
    set_reporting_currency(SYSTEM, currency="EUR", seen=selectors.currency_revision())
    ledger_of([Row()])
    set_reporting_currency(SYSTEM, currency="EUR")
    with pytest.raises(Refusal) as refused:
        set_reporting_currency(SYSTEM, currency="USD")
    assert refused.value.code == "lines_exist"
    with pytest.raises(Refusal) as refused:
        set_reporting_currency(SYSTEM, currency="dollars")
    assert refused.value.code == "not_a_currency"


def test_an_outsider_may_not() -> None:
    for verb in (
        lambda: save_mapping(OUTSIDER, source="ERP", fingerprint="a", choices=DMY),
        lambda: forget_mapping(OUTSIDER, source="ERP"),
        lambda: set_reporting_currency(OUTSIDER, currency="USD"),
        lambda: recover(OUTSIDER),
        lambda: rebuild_figures(OUTSIDER),
    ):
        with pytest.raises(Forbidden):
            verb()


def test_it_is_audited() -> None:
    set_reporting_currency(SYSTEM, currency="USD")
    (entry,) = history(LedgerSettings.objects.get())
    assert entry.before == {"reporting_currency": ""}
    assert entry.after == {"reporting_currency": "USD"}
    saved = save_mapping(SYSTEM, source="ERP", fingerprint="a", choices=DMY)
    (entry,) = history(saved)
    assert (entry.verb, entry.after["choices"]) == ("ledger.mapping_saved", {"dates": "dmy"})


def test_the_currency_can_be_chosen_again_when_every_import_is_undone() -> None:
    only = ledger_of([Row()])
    undo_import(SYSTEM, import_id=only.pk)
    assert selectors.is_empty()
    set_reporting_currency(SYSTEM, currency="USD", seen=selectors.currency_revision())
    with pytest.raises(Refusal) as refused:
        redo_import(SYSTEM, import_id=only.pk)
    assert refused.value.code == "currency_changed"


@pytest.mark.django_db(transaction=True)
def test_no_import_begins_before_the_currency_is_written() -> None:
    """What was chosen is in the database when the next one gets the turn to write."""
    exclusive = Store.if_nobody_writes
    seen: list[str | None] = []

    @contextmanager
    def watched(store: Store) -> Iterator[bool]:
        with exclusive(store) as alone:
            yield alone
            seen.append(None if connection.in_atomic_block else selectors.reporting_currency())

    with mock.patch.object(Store, "if_nobody_writes", watched):
        set_reporting_currency(SYSTEM, currency="USD")
    assert seen == ["USD"]


def test_the_currency_stays_while_an_import_is_under_way() -> None:
    with stores.current().exclusive(), pytest.raises(Refusal) as refused:
        set_reporting_currency(SYSTEM, currency="USD")
    assert refused.value.code == "import_under_way"
