"""People and the organisation chart."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Role

ROLE_NAMES = {
    Role.DIRECTOR: _("Director of key accounts"),
    Role.SENIOR: _("Senior key account manager"),
    Role.JUNIOR: _("Junior key account manager"),
    Role.ACCOUNT_MANAGER: _("Account manager"),
    Role.COLLEAGUE: _("Department colleague"),
    Role.EXECUTIVE: _("Executive"),
    Role.PEOPLE: _("People and HR"),
    Role.ADMINISTRATOR: _("Administrator"),
}


class PersonManager(UserManager["Person"]):
    """Creates people by their e-mail address."""

    def create_person(self, *, email: str, password: str | None = None, **fields: object) -> Person:
        """A person with a usable password, or with none until they set one."""
        person = self.model(email=self.normalize_email(email), username=email.lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractUser):
    """A user of Clavero. They sign in with their e-mail address."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
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
        _("language"), max_length=5, blank=True, choices=[("es", "Español"), ("en", "English")]
    )  # empty: as the browser asks

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.CheckConstraint(
                condition=~Q(reports_to=F("id")), name="person_not_their_own_boss"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="person_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
