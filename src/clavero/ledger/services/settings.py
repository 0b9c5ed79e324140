"""How the ledger reads and counts: saved mappings and the reporting currency."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.money import is_currency
from clavero.identity.rules import Actor
from clavero.ledger import store as stores
from clavero.ledger.ingest import Choices
from clavero.ledger.models import LedgerSettings, SourceMapping
from clavero.ledger.services._permission import must_import


@transaction.atomic
def save_mapping(actor: Actor, *, source: str, fingerprint: str, choices: Choices) -> SourceMapping:
    """Remember how the files of ``source`` are read: the next one with its columns is read so.

    ``fingerprint`` is the inspection's. One source a fingerprint and one fingerprint a source:
    the last saved wins.
    """
    must_import(actor)
    name = source.strip()
    if not name:
        raise Refusal(
            _("A saved mapping needs the name of its source."),
            code="source_missing",
            field="source",
            hint=_("Write where the files come from, for example the name of your ERP."),
        )
    SourceMapping.objects.filter(fingerprint=fingerprint).exclude(source=name).delete()
    before = SourceMapping.objects.filter(source=name).values("fingerprint", "choices").first()
    saved, _new = SourceMapping.objects.update_or_create(
        source=name[:120],
        defaults={"fingerprint": fingerprint, "choices": choices.as_json()},
    )
    after = {"fingerprint": saved.fingerprint, "choices": saved.choices}
    record(actor, "ledger.mapping_saved", saved, before=before, after=after)
    return saved


@transaction.atomic
def forget_mapping(actor: Actor, *, source: str) -> None:
    """Read the files of ``source`` afresh from now on."""
    must_import(actor)
    for saved in SourceMapping.objects.filter(source=source):
        before = {"fingerprint": saved.fingerprint, "choices": saved.choices}
        record(actor, "ledger.mapping_forgotten", saved, before=before)
        saved.delete()


@transaction.atomic
def set_reporting_currency(actor: Actor, *, currency: str) -> LedgerSettings:
    """Choose the currency of every total. Only while the ledger is empty: lines keep the rate of
    their day, and there is none to turn totals into another currency."""
    must_import(actor)
    code = currency.strip().upper()
    if not is_currency(code):
        raise Refusal(
            _("“%(currency)s” is not a currency code such as EUR."),
            code="not_a_currency",
            field="currency",
            currency=currency,
        )
    # An import under way has decided already in which currency it counts.
    with stores.current().if_nobody_writes() as alone:
        if not alone:
            raise Refusal(
                _("A file is being imported right now."),
                code="import_under_way",
                field="currency",
                hint=_("Try again when it has ended."),
            )
        return _set_currency(actor, code)


def _set_currency(actor: Actor, code: str) -> LedgerSettings:
    settings, _new = LedgerSettings.objects.select_for_update().get_or_create(id=1)
    if settings.reporting_currency == code:
        return settings
    if stores.current().files():
        raise Refusal(
            _("The ledger counts in %(currency)s already."),
            code="lines_exist",
            field="currency",
            hint=_("Undo every import first, then change the currency and redo from the files."),
            currency=settings.reporting_currency,
        )
    before = {"reporting_currency": settings.reporting_currency}
    settings.reporting_currency = code
    settings.save()
    record(actor, "ledger.currency_set", settings, before=before,
           after={"reporting_currency": code})  # fmt: skip
    return settings
