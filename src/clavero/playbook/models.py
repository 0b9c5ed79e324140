"""The versions of the playbook, and what was proposed for each account by them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.core.versions import ApprovedVersion
from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.guides import LONGEST_KEY
from clavero.playbook.rules.proposals import NEED_A_REASON, Kind, State


class PlaybookVersion(ApprovedVersion):
    """What the strategies ask for from a day on. It never changes: what is decided anew is a new
    version."""


class Proposal(models.Model):
    """What a review's strategy proposes for an account, and what its manager said to it.

    ``content`` is what was proposed, for good; ``agreed`` what holds instead once it was edited.
    A later strategy sets ``superseded_on`` and leaves the rest as it was.
    """

    # The database refuses to lose such a customer; asked by Django first, leaving the ledger would
    # cost a query more for every few hundred customers.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="proposals"
    )
    review = models.ForeignKey(
        "matrix.MatrixReview", on_delete=models.PROTECT, related_name="proposals"
    )
    strategy = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Strategy]
    )
    kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Kind])
    key = models.CharField(max_length=LONGEST_KEY)
    place = models.PositiveSmallIntegerField()
    content = models.JSONField()  # rules.proposals.Proposed, plain
    agreed = models.JSONField(null=True, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in State],
        default=State.OPEN.value,
    )
    reason = models.TextField(_("reason"), blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-review__day", "place", "id"]
        indexes = [
            models.Index(fields=["customer", "superseded_on"], name="proposals_of_a_customer")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "customer", "kind", "place"], name="proposed_once_a_review"
            ),
            models.CheckConstraint(
                condition=Q(strategy__in=[each.value for each in Strategy]),
                name="proposal_strategy_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in Kind]), name="proposal_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in State]), name="proposal_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN.value) | Q(decided_at__isnull=False),
                name="proposal_decided_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[each.value for each in NEED_A_REASON]) | ~Q(reason=""),
                name="proposal_changed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.EDITED.value, agreed__isnull=False)
                | (~Q(state=State.EDITED.value) & Q(agreed__isnull=True)),
                name="proposal_agreed_when_edited",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.key}"
