"""How the ledger reads and counts: saved mappings and the reporting currency."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import history, record
from clavero.core.errors import Refusal
from clavero.core.money import is_currency
from clavero.core.revisions import ChangedMeanwhile, Words, reconcile
from clavero.identity.rules import Actor
from clavero.ledger import store as stores
from clavero.ledger.ingest import Choices
from clavero.ledger.models import SOURCE_LENGTH, LedgerSettings, SourceMapping
from clavero.ledger.services._holding import hold_settings
from clavero.ledger.services._permission import must_import
from clavero.ui import formats

_WORDS = Words(
    {"reporting_currency": _("Reporting currency")},
    lambda field, values: values.get(field) or "",
    formats.moment,
)


@transaction.atomic
def save_mapping(
    actor: Actor, *, source: str, fingerprint: str, choices: Choices, seen: int = 0
) -> SourceMapping:
    """Remember how the files of ``source`` are read: the next one with its columns is read so.

    ``fingerprint`` is the inspection's. One source a fingerprint and one fingerprint a source.
    What was saved under the name is replaced by whoever has seen it, at the revision ``seen``.
    """
    must_import(actor)
    name = source.strip()[:SOURCE_LENGTH]
    if not name:
        raise Refusal(
            _("A saved mapping needs the name of its source."),
            code="source_missing",
            field="source",
            hint=_("Write where the files come from, for example the name of your ERP."),
        )
    hold_settings()
    for other in SourceMapping.objects.filter(fingerprint=fingerprint).exclude(source=name):
        _forget(actor, other)
    after = {"fingerprint": fingerprint, "choices": choices.as_json()}
    saved = SourceMapping.objects.filter(source=name).first()
    if saved is None:
        saved = SourceMapping.objects.create(source=name, **after)
        record(actor, "ledger.mapping_saved", saved, after=after)
        return saved
    before = {"fingerprint": saved.fingerprint, "choices": saved.choices}
    if after == before:
        return saved
    _refuse_unseen(saved, seen)
    saved.fingerprint, saved.choices = fingerprint, after["choices"]
    saved.save()
    record(actor, "ledger.mapping_saved", saved, before=before, after=after)
    return saved


def _refuse_unseen(saved: SourceMapping, seen: int) -> None:
    """How a source is read is one thing: whoever has not seen the last word on it is asked."""
    last = history(saved).order_by("-pk").first()
    if last is None or last.pk == seen:
        return
    said = _("How files from “%(source)s” are read was saved by %(by)s (%(moment)s).") % {
        "source": saved.source,
        "by": last.by_name,
        "moment": formats.moment(last.at),
    }
    raise ChangedMeanwhile({"source": said}, revision=last.pk)


def _forget(actor: Actor, saved: SourceMapping) -> None:
    before = {"fingerprint": saved.fingerprint, "choices": saved.choices}
    record(actor, "ledger.mapping_forgotten", saved, before=before)
    saved.delete()


@transaction.atomic
def forget_mapping(actor: Actor, *, source: str, seen: int = 0) -> None:
    """Read the files of ``source`` afresh from now on.

    Whoever forgets how they are read has seen it, at the revision ``seen``.
    """
    must_import(actor)
    hold_settings()
    for saved in SourceMapping.objects.filter(source=source):
        _refuse_unseen(saved, seen)
        _forget(actor, saved)


def set_reporting_currency(actor: Actor, *, currency: str, seen: int = 0) -> LedgerSettings:
    """Choose the currency of every total, as it stood at the revision ``seen``.

    Only while the ledger is empty: lines keep the rate of their day, and there is none to turn
    totals into another currency.
    """
    must_import(actor)
    code = currency.strip().upper()
    if not is_currency(code):
        raise Refusal(
            _("“%(currency)s” is not a currency code such as EUR."),
            code="not_a_currency",
            field="currency",
            currency=currency,
        )
    # An import under way has decided already in which currency it counts; the next one decides
    # when it gets the turn, and must find what was written.
    with stores.current().if_nobody_writes() as alone:
        if not alone:
            raise Refusal(
                _("A file is being imported right now."),
                code="import_under_way",
                field="currency",
                hint=_("Try again when it has ended."),
            )
        return _set_currency(actor, code, seen)


@transaction.atomic
def _set_currency(actor: Actor, code: str, seen: int) -> LedgerSettings:
    settings = hold_settings()
    if settings.reporting_currency == code:
        return settings
    if stores.current().files():
        raise Refusal(
            _("The ledger counts in %(currency)s already."),
            code="lines_exist",
            field="currency",
            hint=_("Undo every import, change the currency, and import the files again."),
            currency=settings.reporting_currency,
        )
    before = {"reporting_currency": settings.reporting_currency}
    asked = {"reporting_currency": code}
    reconcile(settings, seen=seen, now=before, asked=asked, words=_WORDS)
    settings.reporting_currency = code
    settings.save()
    record(actor, "ledger.currency_set", settings, before=before, after=asked)
    return settings
