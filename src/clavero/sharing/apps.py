from collections.abc import Iterator

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clavero.identity.rules import Actor
from clavero.plans.hooks import NextStep, what_comes_next
from clavero.ui.navigation import Entry, Place, register


def _answers(actor: Actor, plan_id: int, customer_id: int) -> Iterator[NextStep]:
    from clavero.sharing.selectors import waiting_on_plan
    from clavero.ui import formats

    count = waiting_on_plan(actor, plan_id)
    if count:
        told = ngettext(
            "The customer has answered: %(count)s answer is new.",
            "The customer has answered: %(count)s answers are new.",
            count,
        )
        sentence = told % {"count": formats.number(count)}
        yield NextStep("message", sentence, reverse("sharing:account", args=[customer_id]))


class SharingConfig(AppConfig):
    name = "clavero.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes
        from clavero.sharing.words import CHANGE_FIELDS, CHANGE_NAMES, CHANGE_VALUES

        register(
            Entry("its_sharing", _("Shared with the customer"), "sharing:account", "share",
                  sees_sales, 10, Place.PLAN)
        )  # fmt: skip
        what_comes_next.append(_answers)
        tell_changes(CHANGE_NAMES, CHANGE_FIELDS, CHANGE_VALUES)
