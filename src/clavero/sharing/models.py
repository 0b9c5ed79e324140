"""Links for people of the customer, what opens them, and what came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.sharing.rules.entering import Visit
from clavero.sharing.rules.news import News

NAME_LENGTH = 200
TEXT_LENGTH = 2000


class Share(models.Model):
    """The link of one named person to what a plan shares. ``key`` alone opens nothing: the link
    signs it, and a code that only this person's mail gets goes with it. ``sender`` is whom they
    know of ours: who gave it, or who leads the account where the product did. ``told_at`` is when
    the last letter told of what we have answered, up to the answer ``told_until``."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="shares")
    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=8)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    by_name = models.CharField(max_length=NAME_LENGTH)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_until = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(email=""), name="share_for_a_named_person"
            ),
            models.UniqueConstraint(
                fields=["plan", "email"],
                condition=Q(revoked_at__isnull=True),
                name="share_once_for_each_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asks(self) -> str:
        """Whom its reader asks."""
        return self.by_name if self.sender is None else str(self.sender.name)


class Code(models.Model):
    """A code that was mailed; of each link, the last one alone opens it, once."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]


class GuestSession(models.Model):
    """A browser that has brought the code; it knows a word of which the digest is kept."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="sessions")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]


class Access(models.Model):
    """Somebody did something with a link; ``network`` is from where, without the machine."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="accesses")
    what = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Visit])
    network = models.CharField(max_length=50, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]


class Answer(models.Model):
    """What was said about a row: by a guest, or by one of ours where ``share`` is ``None``.

    It stays as it was said; a comment that its author took back, at ``taken_back_at``, is shown to
    nobody. ``row_text`` and ``version`` are what the guest was looking at, ``value`` the number
    signed. ``read_at`` is when one of ours took note of it, ``by_id`` who of ours has said it.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="answers")
    share = models.ForeignKey(
        Share, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    what = models.CharField(max_length=20, choices=[(each.value, each.value) for each in News])
    row_key = models.CharField(max_length=40)
    row_text = models.CharField(max_length=300)
    version = models.PositiveIntegerField()
    text = models.TextField(max_length=TEXT_LENGTH, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=NAME_LENGTH)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by_name = models.CharField(max_length=NAME_LENGTH, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["plan", "read_at"], name="answers_not_read")]
        constraints = [
            models.CheckConstraint(
                condition=Q(what=News.SIGNED.value, value__isnull=False)
                | (~Q(what=News.SIGNED.value) & Q(value__isnull=True)),
                name="answer_signs_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(what=News.COMMENTED.value) | ~Q(text=""),
                name="answer_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.row_text
