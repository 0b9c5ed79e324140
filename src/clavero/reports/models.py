"""The documents that people have ordered."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.reports.rules import MONTHS, Form, Kind, State, TemplateKind

NAME_LENGTH = 300
_OF_ACCOUNTS = [each.value for each in Kind if each.is_of_account]
_OF_PERIODS = [each.value for each in Kind if each.has_period]
_OF_ALL = [each.value for each in Kind if not each.is_of_account]


def _chosen_of(kinds: Iterable[StrEnum], label: Any, **options: Any) -> models.CharField[str, str]:
    choices = [(each.value, each.value) for each in kinds]
    return models.CharField(label, max_length=20, choices=choices, **options)


class Document(models.Model):
    """One document in one language, as a file once it is ``done``.

    ``codes`` are the accounts that one of many tells of, ``None`` for all there are: whoever opens
    it later must see as much. ``file`` is the file's name in the documents' folder, ``digest`` the
    SHA-256 of what is in it. ``failure`` says in the language of the document why there is none.
    """

    kind = _chosen_of(Kind, _("document"))
    form = _chosen_of(Form, _("file"), default=Form.PDF.value)
    language = models.CharField(_("language"), max_length=5)
    # As with candidates: the database refuses to lose such a customer.
    customer = models.ForeignKey(
        "portfolio.Customer",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="documents",
    )
    months = models.PositiveSmallIntegerField(_("period"), null=True, blank=True)
    codes = models.JSONField(null=True, blank=True)
    maker = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField(max_length=NAME_LENGTH)
    state = _chosen_of(State, _("state"), default=State.WAITING.value)
    ordered_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    of_day = models.DateField(null=True, blank=True)
    file = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    failure = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["maker", "state"], name="documents_of_somebody")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=_OF_ACCOUNTS, customer__isnull=False)
                | Q(kind__in=_OF_ALL, customer__isnull=True),
                name="document_of_what_its_kind_tells",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=_OF_PERIODS, months__in=MONTHS)
                | (~Q(kind__in=_OF_PERIODS) & Q(months__isnull=True)),
                name="document_of_a_period_where_it_has_one",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DONE.value) | (~Q(file="") & ~Q(digest="")),
                name="document_done_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_under_way(self) -> bool:
        """Whether somebody still works on it."""
        return State(self.state).is_under_way


class Template(models.Model):
    """A version of the company's own template for slides or for texts. They are kept; at most one
    of a kind ``is_used``. ``unknown`` are the names in it that nobody fills."""

    kind = _chosen_of(TemplateKind, _("template"))
    name = models.CharField(_("file"), max_length=NAME_LENGTH)
    content = models.BinaryField()
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    unknown = models.JSONField(default=list)
    is_used = models.BooleanField(default=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=NAME_LENGTH)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(is_used=True), name="template_used_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name
