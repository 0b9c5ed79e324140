"""Interactions, who took part, what was decided, and what a mailbox was last read to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.interactions.rules.kinds import LONGEST, Kind, Origin, State
from clavero.profitability.rules.work import WorkKind

SUBJECT_LENGTH = 200
TEXT_LENGTH = 20_000
PLACE_LENGTH = 200
DECISION_LENGTH = 300
UID_LENGTH = 255


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]  # type: ignore[attr-defined]


class Interaction(models.Model):
    """People of ours and of a customer's met, or will. ``day`` is the local day of ``starts_at``;
    ``counts`` is whether it is not one that stands here already (``rules.counting``); ``uid`` is
    what a calendar or a mail calls it, ``sequence`` and ``stamped_at`` say of which revision of it
    that calendar last told."""

    # As with contacts: it is the database that refuses.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="interactions"
    )
    kind = models.CharField(max_length=8, choices=_choices(Kind))
    state = models.CharField(max_length=9, choices=_choices(State))
    starts_at = models.DateTimeField(_("begins"))
    day = models.DateField(editable=False)
    minutes = models.PositiveSmallIntegerField(_("minutes it took"), null=True, blank=True)
    subject = models.CharField(_("what about"), max_length=SUBJECT_LENGTH)
    place = models.CharField(_("where"), max_length=PLACE_LENGTH, blank=True)
    activity = models.CharField(max_length=20, choices=_choices(WorkKind), blank=True)
    text = models.TextField(_("minutes"), max_length=TEXT_LENGTH, blank=True)
    is_restricted = models.BooleanField(_("minutes for the account team alone"), default=False)
    is_from_us = models.BooleanField(null=True, editable=False)  # a mail of which it is known
    was_planned = models.BooleanField(default=False)
    counts = models.BooleanField(default=True)
    origin = models.CharField(max_length=8, choices=_choices(Origin), default=Origin.WRITTEN.value)
    uid = models.CharField(max_length=UID_LENGTH, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    stamped_at = models.DateTimeField(null=True, editable=False)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    people = models.ManyToManyField("identity.Person", through="OfOurs", related_name="+")
    contacts = models.ManyToManyField(
        "relationships.Contact", through="OfTheirs", related_name="interactions"
    )

    class Meta:
        ordering = ["-starts_at", "-id"]
        indexes = [
            models.Index(fields=["customer", "-starts_at"], name="interaction_by_customer"),
            models.Index(fields=["state", "day"], name="interaction_by_day"),
            # All that the numbers of an account are made of: its rows are not looked up.
            models.Index(
                fields=["customer", "day", "state", "kind", "counts"], name="interaction_counted"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "uid"], condition=~Q(uid=""), name="interaction_taken_once"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=LONGEST),
                name="interaction_ends_within_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in Kind])
                & Q(state__in=[each.value for each in State]),
                name="interaction_is_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def itself(self) -> Interaction:
        """The whole of it, for a column that reads more than one field."""
        return self


class OfOurs(models.Model):
    """Somebody of ours took part."""

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="ours")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["interaction", "person"], name="ours_took_part_once")
        ]


class OfTheirs(models.Model):
    """A contact took part."""

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="theirs")
    contact = models.ForeignKey(
        "relationships.Contact", on_delete=models.PROTECT, related_name="took_part"
    )

    class Meta:
        ordering = ["id"]
        # In which interactions somebody took part: its rows are not looked up.
        indexes = [models.Index(fields=["contact", "interaction"], name="theirs_by_contact")]
        constraints = [
            models.UniqueConstraint(fields=["interaction", "contact"], name="theirs_took_part_once")
        ]


class Decision(models.Model):
    """What was agreed."""

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(_("decision"), max_length=DECISION_LENGTH)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]


class Brought(models.Model):
    """A file that was read and of which its bringer has not chosen yet what to take in."""

    person_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=200)
    items = models.JSONField()
    refused = models.JSONField(default=list)
    brought_at = models.DateTimeField(default=timezone.now)


class Mailbox(models.Model):
    """How far the mailbox was read: ``validity`` and ``last_uid`` as its server counts."""

    key = models.CharField(max_length=200, unique=True)
    validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)


class Unread(models.Model):
    """A mail of the mailbox that was not taken in, and why; it lies there as it did."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="unread")
    uid = models.BigIntegerField()
    validity = models.BigIntegerField()
    reason = models.CharField(max_length=20)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=SUBJECT_LENGTH, blank=True)
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "validity", "uid"], name="unread_told_once")
        ]
