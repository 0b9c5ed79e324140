"""Objectives, actions, initiatives and requests: what somebody does about a plan."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.opportunities.rules.pipeline import Ansoff
from clavero.plans.models._parts import (
    NAME_LENGTH,
    NOTE_LENGTH,
    Row,
    Sourced,
    chosen_of,
    figure,
    share,
)
from clavero.plans.rules.kinds import (
    GRANTED,
    ActionState,
    InitiativeState,
    ObjectiveKind,
    RequestKind,
    RequestState,
)

KEY_LENGTH = 60


class Objective(Sourced, Row):
    """What is to be reached, measured by a KPI from ``since`` to ``until``; rates are fractions."""

    kind = chosen_of(ObjectiveKind)
    kpi = models.CharField(_("KPI"), max_length=KEY_LENGTH, blank=True)
    baseline = figure(_("baseline"), null=True, blank=True)
    target = figure(_("target"), null=True, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")),
                name="objective_ends_after_its_start",
            ),
        ]


class Initiative(Sourced, Row):
    """Something that is worth something to both sides, year by year at full speed. What it is
    worth to the customer is ``alternative`` + ``differentiation`` − ``switching`` where these are
    said (methods §5.5)."""

    kind = chosen_of(Ansoff)
    description = models.TextField(_("description"), max_length=NOTE_LENGTH, blank=True)
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="initiatives"
    )
    sales = figure(_("our sales a year"), null=True, blank=True)
    customer_value = figure(_("worth to the customer a year"), null=True, blank=True)
    alternative = figure(_("next best alternative, more than ours"), null=True, blank=True)
    differentiation = figure(_("what ours does better"), null=True, blank=True)
    switching = figure(_("changing over"), null=True, blank=True)
    customer_kpi = models.CharField(_("what it moves there"), max_length=NAME_LENGTH, blank=True)
    investment = figure(_("our investment"), default=0)
    customer_investment = figure(_("the customer's investment"), default=0)
    probability = share(_("probability"), null=True, blank=True)
    ramp = models.JSONField(default=list)  # fractions of full speed, year by year
    customer_owner = models.CharField(_("owner there"), max_length=NAME_LENGTH, blank=True)
    state = chosen_of(InitiativeState, default=InitiativeState.IDEA.value)
    validated_value = figure(null=True, blank=True)
    validated_by = models.CharField(max_length=NAME_LENGTH, blank=True)
    validated_on = models.DateField(null=True, blank=True)

    @property
    def is_signed_otherwise(self) -> bool:
        """Whether the customer has signed another value than stands there now."""
        return self.state != InitiativeState.VALIDATED and self.validated_value not in {
            None,
            self.customer_value,
        }

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__isnull=True)
                | (Q(probability__gte=0) & Q(probability__lte=1)),
                name="initiative_probability_is_one",
            ),
            models.CheckConstraint(
                condition=~Q(state=InitiativeState.VALIDATED.value)
                | (Q(validated_value__isnull=False) & ~Q(validated_by="")),
                name="initiative_value_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(validated_value__isnull=True) | Q(validated_value__gt=0),
                name="initiative_value_signed_is_one",
            ),
        ]


class Action(Sourced, Row):
    """Somebody's next step, or a milestone of an initiative. ``end`` is its last day."""

    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    initiative = models.ForeignKey(
        Initiative, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    is_milestone = models.BooleanField(_("a milestone"), default=False)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    customer_owner = models.CharField(_("who does it there"), max_length=NAME_LENGTH, blank=True)
    budget = figure(_("budget"), null=True, blank=True)
    state = chosen_of(ActionState, default=ActionState.TO_DO.value)
    done_on = models.DateField(null=True, blank=True)
    after = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="before")

    class Meta(Row.Meta):
        ordering = ["end", "id"]
        indexes = [models.Index(fields=["owner", "state", "end"], name="actions_of_somebody")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=models.F("start")), name="action_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=Q(state=ActionState.DONE.value, done_on__isnull=False)
                | (~Q(state=ActionState.DONE.value) & Q(done_on__isnull=True)),
                name="action_done_on_a_day",
            ),
        ]


class ResourceRequest(Sourced, Row):
    """Means that a plan asks for; ``granted`` is what was approved of ``amount``."""

    kind = chosen_of(RequestKind)
    initiative = models.ForeignKey(
        Initiative, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    amount = figure(_("amount"))
    hours = figure(_("hours"), null=True, blank=True)
    needed_on = models.DateField(_("needed on"))
    why = models.TextField(_("what for"), max_length=NOTE_LENGTH, blank=True)
    state = chosen_of(RequestState, default=RequestState.REQUESTED.value)
    granted = figure(null=True, blank=True)
    reason = models.TextField(blank=True)
    decided_by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.REQUESTED.value) | Q(decided_at__isnull=False),
                name="request_decided_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.CUT.value, RequestState.REFUSED.value])
                | ~Q(reason=""),
                name="request_cut_or_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in GRANTED], granted__isnull=False)
                | (~Q(state__in=[each.value for each in GRANTED]) & Q(granted__isnull=True)),
                name="request_granted_when_approved",
            ),
        ]
