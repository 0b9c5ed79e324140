"""Saved mappings and the reporting currency."""

from __future__ import annotations

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Role
from clavero.ledger import selectors
from clavero.ledger import store as stores
from clavero.ledger.ingest import Choices
from clavero.ledger.models import LedgerSettings, SourceMapping
from clavero.ledger.services import (
    forget_mapping,
    rebuild_figures,
    recover,
    save_mapping,
    set_reporting_currency,
)
from clavero.ledger.testing import Row, ledger_of

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
OUTSIDER = Actor(1, "junior", Role.JUNIOR)
DMY = Choices(dates="dmy")


def test_a_mapping_belongs_to_one_source_and_one_kind_of_file() -> None:
    save_mapping(SYSTEM, source="ERP", fingerprint="a", choices=DMY)
    saved = save_mapping(SYSTEM, source=" ERP ", fingerprint="b", choices=Choices(dates="mdy"))
    assert (saved.fingerprint, saved.choices) == ("b", {"dates": "mdy"})
    save_mapping(SYSTEM, source="Shop", fingerprint="b", choices=DMY)
    assert list(SourceMapping.objects.values_list("source", "fingerprint")) == [("Shop", "b")]
    forget_mapping(SYSTEM, source="Shop")
    assert not SourceMapping.objects.exists()


def test_a_mapping_needs_a_name() -> None:
    with pytest.raises(Refusal) as refused:
        save_mapping(SYSTEM, source=" ", fingerprint="a", choices=DMY)
    assert (refused.value.code, refused.value.field) == ("source_missing", "source")


def test_the_currency_can_be_chosen_until_there_are_lines() -> None:
    set_reporting_currency(SYSTEM, currency="usd")
    assert selectors.reporting_currency() == selectors.shown_currency() == "USD"
    set_reporting_currency(SYSTEM, currency="EUR")
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


def test_the_currency_stays_while_an_import_is_under_way() -> None:
    with stores.current().exclusive(), pytest.raises(Refusal) as refused:
        set_reporting_currency(SYSTEM, currency="USD")
    assert refused.value.code == "import_under_way"
