"""The playbook's versions, and what it has proposed to accounts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.deciding import State
from clavero.playbook.rules.plays import Kind

TEXT_LENGTH = 500
_STRATEGIES = [(each.value, each.value) for each in Strategy]


class PlaybookVersion(models.Model):
    """What the strategies ask for from a day on. It never changes: what is decided anew is a new
    version."""

    valid_from = models.DateField(_("valid from"))
    content = models.JSONField()  # rules.plays.Playbook, plain
    reason = models.TextField(_("why"), blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-valid_from", "-id"]

    def __str__(self) -> str:
        return f"{self.pk}"


class Proposal(models.Model):
    """Something that a strategy asks of an account, and what its manager has made of it.

    ``proposed`` and ``proposed_due`` stay as they came; ``text`` and ``due`` are what holds.
    ``place`` is its number among those of its kind; of a play that is Clavero's own
    (``is_default``) readers see an unchanged text in their own language. ``months`` is after how
    many it comes again, empty for what is done once.
    """

    # The database refuses to lose such a customer; asked by Django first, leaving the ledger would
    # cost a query more for every few hundred customers.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="proposals"
    )
    review = models.ForeignKey(
        "matrix.MatrixReview", on_delete=models.PROTECT, related_name="proposals"
    )
    strategy = models.CharField(max_length=10, choices=_STRATEGIES)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    place = models.PositiveSmallIntegerField()
    is_default = models.BooleanField(default=False)
    proposed = models.CharField(max_length=TEXT_LENGTH, blank=True)
    proposed_due = models.DateField()
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.CharField(_("text"), max_length=TEXT_LENGTH, blank=True)
    due = models.DateField(_("due"))
    state = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in State],
        default=State.OPEN.value,
    )
    reason = models.TextField(_("reason"), blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "id"]
        indexes = [models.Index(fields=["customer", "state"], name="proposals_of_a_customer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in State]), name="proposal_state_known"
            ),
            models.UniqueConstraint(
                fields=["review", "customer", "kind", "place"], name="proposed_once_a_review"
            ),
        ]

    def __str__(self) -> str:
        return self.text
