from collections.abc import Collection
from typing import Any

from django.apps import AppConfig
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clavero.identity.rules import Actor, Verb
from clavero.nightly.hooks import Step, add_step
from clavero.plans.hooks import NextStep, Waiting, waiting
from clavero.ui import formats
from clavero.ui.navigation import Entry, Place, register


def _count() -> Combinable:
    from clavero.sharing.selectors import waiting_on_plan

    return waiting_on_plan()


def _told(actor: Actor, customer_id: int, count: int) -> NextStep | None:
    if not actor.may(Verb.SHARE_PLANS):
        return None
    told = ngettext(
        "The customer has answered: %(count)s answer is new.",
        "The customer has answered: %(count)s answers are new.",
        count,
    )
    sentence = told % {"count": formats.number(count)}
    return NextStep("message", sentence, reverse("sharing:account", args=[customer_id]))


def _forget(contact_ids: Collection[int]) -> None:
    from clavero.relationships.selectors import emails_of
    from clavero.sharing.services import forget_guests

    forget_guests(emails_of(contact_ids))


def _kept_of(contact_id: int) -> list[dict[str, Any]]:
    from clavero.relationships.selectors import emails_of
    from clavero.sharing.selectors.written import written_by

    return written_by(emails_of([contact_id]))


class SharingConfig(AppConfig):
    name = "clavero.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes
        from clavero.relationships.hooks import KEPT_OF_CONTACT, on_erasure
        from clavero.sharing.words import BY_GUESTS, CHANGE_FIELDS, CHANGE_NAMES, CHANGE_VALUES

        register(
            Entry("its_sharing", _("Shared with the customer"), "sharing:account", "share",
                  sees_sales, 10, Place.PLAN)
        )  # fmt: skip
        add_step(Step("answers", _("Letters to customers"), "clavero.sharing.jobs.tell_guests", 60,
                      by_the_hour=True, of_today=True))  # fmt: skip
        on_erasure.append(_forget)
        KEPT_OF_CONTACT["shared_plans"] = _kept_of
        waiting["answers"] = Waiting(_count, _told)
        tell_changes(CHANGE_NAMES, CHANGE_FIELDS, CHANGE_VALUES, by_outsiders=BY_GUESTS)
