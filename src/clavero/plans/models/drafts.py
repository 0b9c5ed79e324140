"""Scores that a plan proposes to the matrix, until somebody accepts them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.matrix.rules.evidence import Source
from clavero.plans.models._parts import NAME_LENGTH, chosen_of
from clavero.plans.models.plan import Plan
from clavero.plans.rules.kinds import DraftState


class ScoreDraft(models.Model):
    """What the factors of success say of a criterion of the matrix: nothing counts there before a
    person accepts it. ``factors`` are the rows that it comes from."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="score_drafts")
    criterion = models.CharField(_("criterion"), max_length=40)
    us = models.DecimalField(_("we"), max_digits=4, decimal_places=2)
    best = models.DecimalField(_("best competitor"), max_digits=4, decimal_places=2)
    competitor = models.CharField(max_length=NAME_LENGTH, blank=True)
    source = chosen_of(Source)
    said_on = models.DateField(_("said on"))
    factors = models.JSONField(default=list)
    state = chosen_of(DraftState, default=DraftState.PROPOSED.value)
    by_name = models.CharField(max_length=NAME_LENGTH)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "criterion"],
                condition=Q(state=DraftState.PROPOSED.value),
                name="score_proposed_once",
            ),
            models.CheckConstraint(
                condition=Q(us__gte=0, us__lte=10, best__gte=0, best__lte=10),
                name="proposed_scores_0_to_10",
            ),
        ]

    def __str__(self) -> str:
        return self.criterion
