"""The plan itself, its rows by kind, its links, its forecast."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.core.versions import SettingsVersion
from clavero.plans.models._parts import (
    NAME_LENGTH,
    NOTE_LENGTH,
    Row,
    Sourced,
    chosen_of,
    figure,
    share,
)
from clavero.plans.rules.catalogue import BY_KEY
from clavero.plans.rules.kinds import PlanState
from clavero.plans.rules.timeline import YEARS


class TemplateVersion(SettingsVersion):
    """What plans ask for from a day on, by strategy and sector. It never changes: what is decided
    anew is a new version."""


class Plan(models.Model):
    """What is meant to become of an account or a group; there is one of each.

    ``state`` is that of what is written now; ``approved_number`` is the version that holds.
    ``template`` is by which version of the templates it is written, empty for Clavero's own.
    """

    # As with candidates: the database refuses to lose such a customer.
    customer = models.OneToOneField(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="plan"
    )
    years = models.PositiveSmallIntegerField(_("years"), default=3)
    start = models.DateField(_("first month"))
    template = models.ForeignKey(
        TemplateVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    state = chosen_of(PlanState, default=PlanState.DRAFT.value)
    submitted_by_id = models.BigIntegerField(null=True, blank=True)
    submitted_by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.TextField(blank=True)
    approved_number = models.PositiveIntegerField(null=True, blank=True)
    approved_by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    facts = models.JSONField(default=dict)  # what was known of the account at the last review
    # Of its retention scorecard, what somebody says instead of what the account shows: by item.
    retention_points = models.JSONField(default=dict)
    by_name = models.CharField(max_length=NAME_LENGTH)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(years__in=YEARS), name="plan_of_three_to_five_years"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in PlanState]), name="plan_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class PlanItem(Sourced, Row):
    """A row of one of the kinds of ``rules.catalogue``; ``data`` holds the fields of its kind."""

    kind = models.CharField(max_length=20, choices=[(key, key) for key in BY_KEY])
    data = models.JSONField(default=dict)
    note = models.ForeignKey(
        "market.Note", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["plan", "kind"], name="plan_items_by_kind")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(BY_KEY)), name="plan_item_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="plan_item_says_something"),
        ]


TARGETS = ("other", "action", "initiative", "objective")
"""What a row or a need can go with: another row, or one of these."""


def _one_of(names: Sequence[str]) -> Q:
    """Exactly one of these is there."""
    return reduce(or_, (Q(**{f"{each}__isnull": each != name for each in names}) for name in names))


class PlanLink(models.Model):
    """A row or a need of the customer is answered: a weakness by an action, a need by an
    initiative, a threat by an objective."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="links")
    item = models.ForeignKey(
        PlanItem, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    need = models.ForeignKey(
        "opportunities.Need", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    other = models.ForeignKey(
        PlanItem, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    action = models.ForeignKey(
        "plans.Action", null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    initiative = models.ForeignKey(
        "plans.Initiative", null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    objective = models.ForeignKey(
        "plans.Objective", null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=_one_of(TARGETS), name="plan_link_to_one"),
            models.CheckConstraint(
                condition=Q(item__isnull=True, need__isnull=False)
                | Q(item__isnull=False, need__isnull=True),
                name="plan_link_of_one",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=models.F("item")),
                name="plan_link_not_to_itself",
            ),
            models.UniqueConstraint(
                fields=["item", "other"],
                condition=Q(other__isnull=False),
                name="plan_linked_once_to_a_row",
            ),
            models.UniqueConstraint(
                fields=["item", "action"],
                condition=Q(action__isnull=False),
                name="plan_linked_once_to_an_action",
            ),
            models.UniqueConstraint(
                fields=["item", "initiative"],
                condition=Q(initiative__isnull=False),
                name="plan_linked_once_to_an_initiative",
            ),
            models.UniqueConstraint(
                fields=["item", "objective"],
                condition=Q(objective__isnull=False),
                name="plan_linked_once_to_an_objective",
            ),
            *(
                models.UniqueConstraint(
                    fields=["plan", "need", target],
                    condition=Q(need__isnull=False, **{f"{target}__isnull": False}),
                    name=f"plan_need_linked_once_{target}",
                )
                for target in TARGETS
            ),
        ]


class Forecast(models.Model):
    """What the plan's profit and loss is made of; rates are fractions. ``start`` is the month with
    which its first year begins: that of the 18 months when it was made, or made again."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="forecast")
    start = models.DateField(_("first month of its first year"))
    base = figure(_("net sales of a year to begin with"))
    growth_low = share(_("growth, low"))
    growth_base = share(_("growth, base"))
    growth_high = share(_("growth, high"))
    gross_margin = share(_("gross margin"))
    cost_to_serve = share(_("cost to serve"))
    kam_cost = figure(_("managing the account, a year"))
    our_rate = share(_("our rate"))
    their_rate = share(_("the customer's rate"))
    retention = share(_("retention a year"))
    note = models.TextField(_("why these"), max_length=NOTE_LENGTH, blank=True)
    by_name = models.CharField(max_length=NAME_LENGTH)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(growth_low__lte=models.F("growth_base"))
                & Q(growth_base__lte=models.F("growth_high"))
                & Q(growth_low__gt=-1),
                name="forecast_growth_in_order",
            ),
            models.CheckConstraint(
                condition=Q(our_rate__gte=0) & Q(their_rate__gte=0),
                name="forecast_rates_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(retention__gte=0) & Q(retention__lte=1),
                name="forecast_retention_is_a_part",
            ),
        ]
