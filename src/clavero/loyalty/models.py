"""Surveys in versions, the waves that put them to contacts, and what came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.loyalty.rules.asking import MOST_REMINDERS, OFFERED, TEXT_LENGTH, Content, LeftOut
from clavero.loyalty.rules.asking import content_of as content_kept
from clavero.loyalty.rules.scores import HIGHEST_NPS

NAME_LENGTH = 120


class Survey(models.Model):
    """What the company asks its customers, under a name of its own."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SurveyVersion(models.Model):
    """The questions of a survey in the words of each language. It never changes: what is asked
    otherwise is a new version."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.number}"

    @property
    def asked(self) -> Content:
        """What it asks."""
        return content_kept(self.content)


class Wave(models.Model):
    """One version put to contacts from a moment until the end of a day. ``sender`` is whom they
    write back to; ``rests`` the days for which nobody who was asked is asked again; ``reminds`` how
    often the night reminds who has not answered."""

    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="waves")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    opened_at = models.DateTimeField()
    closes_on = models.DateField(_("last day"))
    closed_at = models.DateTimeField(null=True, blank=True)
    rests = models.PositiveSmallIntegerField()
    reminds = models.PositiveSmallIntegerField(default=0)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reminds__lte=MOST_REMINDERS), name="wave_does_not_remind_too_often"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asks(self) -> str:
        """Whom its reader knows."""
        return self.by_name if self.sender is None else str(self.sender.name)


class Invitation(models.Model):
    """A contact whom a wave has found: asked, or ``left_out`` and why. Both are known, and of all
    of them some answer.

    ``function`` and ``known_by``, the numbers of those of ours who knew them, are of the day on
    which the wave began. ``contact`` is nobody any more once they asked to be forgotten: what they
    said still counts. ``key`` alone opens nothing, the link signs it.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="invitations")
    # The database refuses to lose a customer with answers, as it does with contacts.
    customer = models.ForeignKey(
        "portfolio.Customer", on_delete=models.DO_NOTHING, related_name="invitations"
    )
    contact = models.ForeignKey(
        "relationships.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    function = models.CharField(max_length=20)
    known_by = models.JSONField(default=list)
    left_out = models.CharField(
        max_length=15, blank=True, choices=[(each.value, each.value) for each in LeftOut]
    )
    key = models.CharField(max_length=32, unique=True)
    language = models.CharField(max_length=8)
    claimed_at = models.DateTimeField(null=True, blank=True)  # somebody is sending its message
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "contact"], condition=Q(contact__isnull=False),
                name="asked_once_a_wave",
            ),
            models.CheckConstraint(
                condition=Q(left_out="") | Q(answered_at__isnull=True, sent_at__isnull=True),
                name="left_out_does_not_answer",
            ),
            models.CheckConstraint(
                condition=Q(reminders__lte=MOST_REMINDERS), name="not_reminded_too_often"
            ),
        ]  # fmt: skip


class Answer(models.Model):
    """What one contact said to one question; ``other`` is what they give the best other supplier.
    It stays as it was said."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(
        max_length=20, choices=[(each.key, each.key) for each in OFFERED]
    )  # fmt: skip
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    other = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(max_length=TEXT_LENGTH, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "question"], name="answered_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(other__isnull=False) | ~Q(text=""),
                name="survey_answer_says_something",
            ),
            models.CheckConstraint(
                condition=(Q(value__isnull=True) | Q(value__lte=HIGHEST_NPS))
                & (Q(other__isnull=True) | Q(other__lte=HIGHEST_NPS)),
                name="survey_answer_on_its_scale",
            ),
        ]


class Unwilling(models.Model):
    """Somebody does not want to be asked again. Their address is kept as a digest, so that the wish
    holds at every account and outlives the contact."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "unwilling"
