"""What-ifs kept under a name: by those who score accounts, for themselves or for all to see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import Words, reconcile
from clavero.identity.rules import Actor, Verb
from clavero.matrix.models import SCENARIO_NAME_LENGTH, MatrixScenario
from clavero.matrix.rules.whatif import WhatIf
from clavero.matrix.selectors import InForce, scenarios
from clavero.ui import formats

MOST_SCENARIOS = 50
"""Of one person: a shared one stands in everybody's list."""


def _said(field: str, values: Mapping[str, Any]) -> Any:
    if field == "is_shared":
        return _("yes") if values.get(field) else _("no")
    return "" if field == "content" else values.get(field, "")


WORDS = Words(
    {
        "name": _("Name"),
        "is_shared": _("Shared"),
        "content": _("Weights and places"),
    },
    _said,
    formats.moment,
)


@transaction.atomic
def save_scenario(
    actor: Actor, *, name: str, what_if: WhatIf, holding: InForce, is_shared: bool = False
) -> MatrixScenario:
    """Keep a what-if that started from ``holding`` today. Refuses one that changes nothing, and a
    name that the person has given already: nothing is written over."""
    if not actor.may(Verb.SCORE_ACCOUNTS) or actor.user_id is None:
        raise Forbidden(Verb.SCORE_ACCOUNTS)
    _refuse_nothing(what_if)
    name = _fit(actor, name)
    if MatrixScenario.objects.filter(person_id=actor.user_id).count() >= MOST_SCENARIOS:
        raise Refusal(
            _("You keep %(most)s scenarios already."),
            code="too_many",
            field="name",
            hint=_("Delete one that you do not need any more."),
            most=MOST_SCENARIOS,
        )
    scenario = MatrixScenario.objects.create(
        person_id=actor.user_id,
        name=name,
        is_shared=is_shared,
        content=what_if.to_plain(),
        version=holding.version,
        day=timezone.localdate(),
    )
    record(actor, "scenario.saved", scenario, after=_told(scenario))
    return scenario


@transaction.atomic
def rename_scenario(
    actor: Actor, *, scenario_id: int, name: str, is_shared: bool, seen: int
) -> MatrixScenario:
    """Another name, or other readers. ``seen`` is the revision that the person looked at."""
    scenario = _own(actor, scenario_id)
    name = _fit(actor, name, but=scenario)
    return _change(actor, scenario, seen=seen, name=name, is_shared=is_shared)


@transaction.atomic
def change_scenario(
    actor: Actor, *, scenario_id: int, what_if: WhatIf, seen: int
) -> MatrixScenario:
    """Other weights and places under the same name; what it started from stays."""
    scenario = _own(actor, scenario_id)
    _refuse_nothing(what_if)
    return _change(actor, scenario, seen=seen, content=what_if.to_plain())


@transaction.atomic
def remove_scenario(actor: Actor, *, scenario_id: int) -> None:
    """Delete a scenario of one's own."""
    scenario = _own(actor, scenario_id)
    record(actor, "scenario.removed", scenario, before=_told(scenario))
    scenario.delete()


def _own(actor: Actor, scenario_id: int) -> MatrixScenario:
    """One's own, locked. Raises ``MatrixScenario.DoesNotExist`` for who does not see it and
    :class:`Forbidden` for who sees another's."""
    scenario = scenarios(actor).get(pk=scenario_id)
    if scenario.person_id != actor.user_id:
        raise Forbidden("a scenario is changed by whom it belongs to")
    return MatrixScenario.objects.select_for_update().get(pk=scenario_id)


def _change(actor: Actor, scenario: MatrixScenario, *, seen: int, **asked: Any) -> MatrixScenario:
    now = {field: getattr(scenario, field) for field in asked}
    stay = reconcile(scenario, seen=seen, now=now, asked=asked, words=WORDS)
    changed = {
        field: value for field, value in asked.items() if field not in stay and value != now[field]
    }
    if not changed:
        return scenario
    for field, value in changed.items():
        setattr(scenario, field, value)
    scenario.save(update_fields=list(changed))
    before = {field: now[field] for field in changed}
    record(actor, "scenario.changed", scenario, before=before, after=changed)
    return scenario


def _refuse_nothing(what_if: WhatIf) -> None:
    if what_if.is_nothing:
        raise Refusal(
            _("There is nothing to keep: all is as it is today."),
            code="nothing_changed",
            field="name",
            hint=_("Move a weight or an account first."),
        )


def _fit(actor: Actor, name: str, but: MatrixScenario | None = None) -> str:
    """The name on one line; refused when it is empty, too long or taken."""
    tidy = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    if not tidy:
        raise Refusal(_("A scenario needs a name."), code="no_name", field="name")
    if len(tidy) > SCENARIO_NAME_LENGTH:
        raise Refusal(
            _("This name is too long to be kept."),
            code="too_long",
            field="name",
            hint=_("Use at most %(most)s letters."),
            most=SCENARIO_NAME_LENGTH,
        )
    mine = MatrixScenario.objects.filter(Q(person_id=actor.user_id), name=tidy)
    others = mine if but is None else mine.exclude(pk=but.pk)
    if others.exists():
        raise Refusal(
            _("You have a scenario called “%(name)s” already."),
            code="name_taken",
            field="name",
            hint=_("Choose another name; the one there stays as it is."),
            name=tidy,
        )
    return tidy


def _told(scenario: MatrixScenario) -> dict[str, Any]:
    return {
        "name": scenario.name,
        "is_shared": scenario.is_shared,
        "content": scenario.content,
        "version": scenario.version_id,
        "day": scenario.day,
    }
