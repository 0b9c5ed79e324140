"""Notes of the market."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.market.rules import Effect

TEXT_LENGTH = 300
DETAIL_LENGTH = 4000
SOURCE_LENGTH = 200
SECTOR_LENGTH = 60
ADDRESS_LENGTH = 500


class Note(models.Model):
    """One observation: of an account, of a sector, or, without either, of the whole market.
    Withdrawn, it says why."""

    # As needs: the database refuses to lose a customer with notes.
    customer = models.ForeignKey(
        "portfolio.Customer", null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+"
    )
    sector = models.CharField(_("sector"), max_length=SECTOR_LENGTH, blank=True)
    text = models.CharField(_("what happens"), max_length=TEXT_LENGTH)
    detail = models.TextField(_("more of it"), max_length=DETAIL_LENGTH, blank=True)
    effect = models.CharField(max_length=15, choices=[(each.value, each.value) for each in Effect])
    source = models.CharField(_("source"), max_length=SOURCE_LENGTH)
    address = models.URLField(_("address"), max_length=ADDRESS_LENGTH, blank=True)
    seen_on = models.DateField(_("seen on"))
    until = models.DateField(_("look again on"), null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=TEXT_LENGTH, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-seen_on", "-id"]
        indexes = [models.Index(fields=["withdrawn_on", "sector"], name="notes_by_sector")]
        constraints = [
            models.CheckConstraint(
                condition=Q(customer__isnull=True) | Q(sector=""), name="note_about_one"
            ),
            models.CheckConstraint(
                condition=Q(effect__in=[each.value for each in Effect]), name="note_effect_known"
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(source=""), name="note_says_what_and_whence"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_because="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_because="")),
                name="note_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Whether it still holds."""
        return self.withdrawn_on is None
