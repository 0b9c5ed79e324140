"""People and the organisation chart."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Role
from clavero.identity.words import ROLE_NAMES


class PersonManager(BaseUserManager["Person"]):
    """Creates people by their e-mail address."""

    def create_person(self, *, email: str, password: str | None = None, **fields: object) -> Person:
        """A person with a usable password, or with none until they set one."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A user of Clavero. They sign in with their e-mail address."""

    LANGUAGES: ClassVar[list[tuple[str, str]]] = [("es", "Español"), ("en", "English")]

    # In small letters: sign-in looks the address up as it is written here.
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(
        _("role"), max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in Role]
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    reports_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports",
        verbose_name=_("reports to"),
    )  # fmt: skip
    language = models.CharField(
        _("language"), max_length=5, blank=True, choices=LANGUAGES
    )  # empty: as the browser asks
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)  # empty: the company's
    digest_hour = models.PositiveSmallIntegerField(
        _("daily message with alerts"), null=True, blank=True, default=7,
        validators=[MaxValueValidator(23)],
    )  # fmt: skip
    is_active = models.BooleanField(_("may sign in"), default=True)
    closed_on = models.DateField(_("access closed on"), null=True, blank=True)  # of who may not
    # Of who may again: the times in which they had none, as ISO intervals ("2026-01-31/2026-02-03",
    # the last day left out) with a space between. A text, which is read with every tie of ours.
    closed_spans = models.TextField(_("times without access"), blank=True)
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_lower"),
            models.CheckConstraint(
                condition=~Q(reports_to=F("id")), name="person_not_their_own_boss"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="person_role_known"
            ),
            models.CheckConstraint(
                condition=Q(digest_hour__isnull=True) | Q(digest_hour__lte=23),
                name="person_digest_at_an_hour",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def has_access_on(self, day: date) -> bool:
        """Whether nobody had closed their access by that day; from the day on which it was given
        again they have it, and the time between stays without."""
        if self.closed_on is not None and day >= self.closed_on:
            return False
        if not self.closed_spans:
            return True
        spans = (each.split("/") for each in self.closed_spans.split())
        return not any(start <= day.isoformat() < end for start, end in spans)
