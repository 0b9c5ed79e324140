"""What the rows of a plan have in common."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

TEXT_LENGTH = 300
NOTE_LENGTH = 2000
NAME_LENGTH = 200


def chosen_of(kinds: Iterable[StrEnum], **options: Any) -> models.CharField[str, str]:
    """A column with one of the values of an enumeration."""
    return models.CharField(
        max_length=20, choices=[(each.value, each.value) for each in kinds], **options
    )


def figure(label: Any = None, **options: Any) -> models.DecimalField[Any, Any]:
    """A column with an amount or a figure; ``null`` while nobody has said it."""
    places = {"max_digits": 18, "decimal_places": 4, **options}
    return models.DecimalField(label, **places)


def share(label: Any = None, **options: Any) -> models.DecimalField[Any, Any]:
    """A column with a fraction."""
    return models.DecimalField(label, max_digits=8, decimal_places=6, **options)


class Sourced(models.Model):
    """How somebody knows of a line of a plan, from where and of when."""

    evidence = models.TextField(_("evidence"), max_length=NOTE_LENGTH, blank=True)
    source = models.CharField(_("source"), max_length=TEXT_LENGTH, blank=True)
    dated = models.DateField(_("date of the source"), null=True, blank=True)

    class Meta:
        abstract = True


class Row(models.Model):
    """One line of a plan: what, whose, since when, whether the customer may read it.

    ``confirmed_at`` is when somebody last wrote it or said that it still holds; ``retired_at``
    when it was taken out, which keeps it for the history.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="%(class)ss")
    text = models.CharField(_("what"), max_length=TEXT_LENGTH)
    owner = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("whose it is"),
    )  # fmt: skip
    is_shared = models.BooleanField(_("shared with the customer"), default=False)
    by_name = models.CharField(max_length=NAME_LENGTH)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text
