"""The company's own KPIs."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor, Verb
from clavero.kpis.models import CustomKpi
from clavero.kpis.rules.catalogue import BY_KEY
from clavero.kpis.rules.custom import Kind, is_key
from clavero.kpis.rules.kpi import Direction, Unit
from clavero.kpis.words import FIGURE_NAMES, NAMING


@transaction.atomic
def define_kpi(
    actor: Actor,
    *,
    key: str,
    name: str,
    unit: Unit,
    direction: Direction,
    numerator: str = "",
    denominator: str = "",
    name_es: str = "",
    name_en: str = "",
) -> CustomKpi:
    """A KPI that people enter, or with both parts the one over the other. It can have another name
    in each language."""
    if not actor.may(Verb.DEFINE_KPIS):
        raise Forbidden(Verb.DEFINE_KPIS)
    if not is_key(key):
        raise Refusal(
            _("“%(key)s” cannot name a KPI."),
            code="not_a_key",
            field="key",
            hint=_("Write small letters, digits and hyphens, such as visits-a-month."),
            key=key,
        )
    if key in BY_KEY or CustomKpi.objects.filter(key=key).exists():
        raise Refusal(
            _("There is a KPI “%(key)s” already."),
            code="key_taken",
            field="key",
            hint=_("Choose another key; that of a KPI which is no longer used stays taken."),
            key=key,
        )
    names = _names(name, name_es, name_en)
    parts = [numerator, denominator]
    is_ratio = any(parts)
    if is_ratio and not all(part in FIGURE_NAMES for part in parts):
        raise Refusal(
            _("A ratio is of two figures that are kept."),
            code="unknown_part",
            field="denominator" if numerator in FIGURE_NAMES else "numerator",
            hint=_("Choose both of them, or none for a KPI that is entered."),
        )
    made = CustomKpi.objects.create(
        key=key, **names, unit=unit.value, direction=direction.value,
        kind=(Kind.RATIO if is_ratio else Kind.ENTRY).value,
        numerator=numerator, denominator=denominator,
    )  # fmt: skip
    record(actor, "kpi.defined", made, after=_told(made))
    return made


@transaction.atomic
def name_kpi(
    actor: Actor, *, key: str, name: str, name_es: str = "", name_en: str = "", seen: int = 0
) -> CustomKpi:
    """Call a KPI of the company's own otherwise. Raises ``CustomKpi.DoesNotExist``."""
    if not actor.may(Verb.DEFINE_KPIS):
        raise Forbidden(Verb.DEFINE_KPIS)
    own = CustomKpi.objects.select_for_update().get(key=key, retired_at=None)
    asked = _names(name, name_es, name_en)
    now = {field: getattr(own, field) for field in asked}
    stay = reconcile(own, seen=seen, now=now, asked=asked, words=NAMING)
    before = _told(own)
    for field, value in asked.items():
        if field not in stay:
            setattr(own, field, value)
    after = _told(own)
    if after != before:
        own.save(update_fields=list(asked))
        record(actor, "kpi.named", own, before=before, after=after)
    return own


def _names(name: str, name_es: str, name_en: str) -> dict[str, str]:
    if not name.strip():
        raise Refusal(_("A KPI needs a name."), code="nameless", field="name")
    return {"name": name.strip(), "name_es": name_es.strip(), "name_en": name_en.strip()}


@transaction.atomic
def retire_kpi(actor: Actor, *, key: str) -> None:
    """Watch a KPI of the company's own no longer; what was entered stays. Raises
    ``CustomKpi.DoesNotExist``."""
    if not actor.may(Verb.DEFINE_KPIS):
        raise Forbidden(Verb.DEFINE_KPIS)
    own = CustomKpi.objects.select_for_update().get(key=key, retired_at=None)
    own.retired_at = timezone.now()
    own.save(update_fields=["retired_at"])
    record(actor, "kpi.retired", own, before=_told(own))


def _told(own: CustomKpi) -> dict[str, str]:
    names = (
        "key",
        "name",
        "name_es",
        "name_en",
        "kind",
        "unit",
        "direction",
        "numerator",
        "denominator",
    )
    return {name: getattr(own, name) for name in names}
