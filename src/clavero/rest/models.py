"""The tokens' table."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.rest.rules import PREFIX_LENGTH, State, state_of

NAME_LENGTH = 60


class Token(models.Model):
    """Lets a program speak for a person. The secret itself is not kept."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    prefix = models.CharField(max_length=PREFIX_LENGTH)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made on"), auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used"), null=True)
    last_day = models.DateField(_("last day"), null=True)
    revoked_at = models.DateTimeField(_("revoked on"), null=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> State:
        """Whether it opens today."""
        return state_of(
            revoked_at=self.revoked_at, last_day=self.last_day, today=timezone.localdate()
        )
