from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor, Verb
from clavero.nightly.hooks import Step, add_step
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from clavero.core.period import Period
    from clavero.identity.rules import Actor
    from clavero.market.hooks import Offer, Use
    from clavero.opportunities.models import Need
    from clavero.work.hooks import Days, Rows


def _hear_of_need(actor: Actor, verb: str, need: Need) -> None:
    from clavero.plans.services import hear_of_need  # with the engines: not to say ``--help``

    hear_of_need(actor, verb, need)


def _uses_of_notes(actor: Actor, note_ids: Collection[int]) -> Iterable[Use]:
    from clavero.plans.selectors import uses_of_notes

    return uses_of_notes(actor, note_ids)


def _offers_of_notes(actor: Actor, note_id: int, customer_id: int) -> Iterable[Offer]:
    from clavero.plans.selectors import offers_of_notes

    return offers_of_notes(actor, note_id, customer_id)


def _governs(actor: Actor) -> bool:
    return actor.may(Verb.GOVERN_PLANS)


def _due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    from clavero.plans.selectors.days import due_days  # brings the engine along

    return due_days(actor, customer_ids, period)


def _known_objectives(actor: Actor, customer_ids: Collection[int]) -> Rows:
    from clavero.plans.selectors.handover import known_objectives  # brings the engine along

    return known_objectives(actor, customer_ids)


def _follow_merge(actor: Actor, source_id: int, target_id: int) -> None:
    from clavero.plans.services.merges import follow_merge

    follow_merge(actor, source_id, target_id)


class PlansConfig(AppConfig):
    name = "clavero.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.work.hooks import DAYS, ROWS_AT_HANDOVER

        DAYS.append(_due_days)
        ROWS_AT_HANDOVER.append(_known_objectives)
        from clavero.kpis.hooks import counted_at
        from clavero.market.hooks import OFFERS, USES
        from clavero.opportunities.hooks import on_need
        from clavero.plans.words import CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS
        from clavero.portfolio.hooks import ON_MERGE, ON_UNMERGE
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes

        for entry in (
            Entry("plans", _("Customer plans"), "plans:home", "map-2", sees_sales, 16),
            Entry("its_plan", _("Its plan"), "plans:plan", "map-2", sees_sales, 10,
                  Place.CUSTOMER),
            Entry("plan_templates", _("What plans ask for"), "plans:templates", "template",
                  _governs, 77, Place.SETTINGS),
        ):  # fmt: skip
            register(entry)
        # Before the alerts, which look at them.
        add_step(Step("plans", _("Figures of plans"), "clavero.plans.jobs.at_night", 15,
                      of_today=True))  # fmt: skip
        counted = ("plan-freshness", "initiatives-delivered", "validated-value")
        counted_at.update(dict.fromkeys(counted, "plans:plan"))
        on_need.append(_hear_of_need)
        ON_MERGE.append(_follow_merge)
        ON_UNMERGE.append(_follow_merge)
        USES.append(_uses_of_notes)
        OFFERS.append(_offers_of_notes)
        tell_changes(CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS)
