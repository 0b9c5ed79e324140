"""The audit's table."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One change: who, when, which verb, on what, before and after."""

    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)  # no foreign key: the entry outlives the person
    by_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=80)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-at"])]
