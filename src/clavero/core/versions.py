"""Settings in versions: each holds from a day on and never changes; what is decided anew is a new
one, and the last one decided for a day or an earlier one holds on it.

A domain makes its table of :class:`SettingsVersion`, and its selectors are those of
:class:`Versions`::

    VERSIONS = Versions(MatrixVersion, parse_settings, Settings)
    settings_on, latest_settings, settings_of = VERSIONS.on, VERSIONS.latest, VERSIONS.of
    all_versions, in_force = VERSIONS.all, VERSIONS.in_force
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import Who, record

SettingsT = TypeVar("SettingsT")
VersionT = TypeVar("VersionT", bound="SettingsVersion")


class SettingsVersion(models.Model):
    """Settings that hold from a day on, why, and who decided them."""

    valid_from = models.DateField(_("valid from"))
    content = models.JSONField()  # the settings, plain
    reason = models.TextField(_("why"), blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-valid_from", "-id"]

    def __str__(self) -> str:
        return f"{self.pk}"


class ApprovedVersion(SettingsVersion):
    """Settings that somebody has approved, too."""

    approved_by = models.CharField(_("approved by"), max_length=300)
    approved_on = models.DateField(_("approved on"))

    class Meta(SettingsVersion.Meta):
        abstract = True


def keep_version(
    who: Who,
    model: type[VersionT],
    verb: str,
    *,
    content: Mapping[str, Any],
    valid_from: date,
    reason: str,
    **approved: Any,
) -> VersionT:
    """A new version in ``model``, with who decided it, told to the history as ``verb``."""
    given = {"valid_from": valid_from, "reason": reason.strip(), **approved}
    version: VersionT = model._default_manager.create(
        content=content, by_id=who.user_id, by_name=who.name, **given
    )
    record(who, verb, version, after=given)
    return version


@dataclass(frozen=True, slots=True)
class InForce(Generic[SettingsT, VersionT]):
    """Settings with the version they come from; ``version`` is ``None`` for Clavero's defaults,
    which hold while nobody has decided otherwise."""

    settings: SettingsT
    version: VersionT | None = None

    @property
    def number(self) -> int | None:
        """The version's number."""
        return None if self.version is None else self.version.pk


@dataclass(frozen=True, slots=True)
class Versions(Generic[SettingsT, VersionT]):
    """The versions in ``model``: ``parse`` reads what one holds, and ``defaults`` are Clavero's."""

    model: type[VersionT]
    parse: Callable[[Any], SettingsT]
    defaults: Callable[[], SettingsT]

    def on(self, day: date) -> InForce[SettingsT, VersionT]:
        """What holds on ``day``: the last version decided for it or for an earlier day."""
        holding = self.model._default_manager.filter(valid_from__lte=day)
        return self.in_force(holding.order_by("-valid_from", "-pk").first())

    def latest(self) -> InForce[SettingsT, VersionT]:
        """The version decided last, whether it holds yet or not: what the next one starts from."""
        return self.in_force(self.model._default_manager.order_by("-pk").first())

    def of(self, version_id: int) -> InForce[SettingsT, VersionT] | None:
        """One version, ``None`` where there is none of that number."""
        version = self.model._default_manager.filter(pk=version_id).first()
        return None if version is None else self.in_force(version)

    def before(self, version_id: int) -> InForce[SettingsT, VersionT]:
        """What a version took the place of: the one before it, or Clavero's own."""
        earlier = self.model._default_manager.filter(pk__lt=version_id)
        return self.in_force(earlier.order_by("-pk").first())

    def all(self) -> list[VersionT]:
        """Every version, the latest first."""
        return list(self.model._default_manager.order_by("-pk"))

    def in_force(self, version: VersionT | None) -> InForce[SettingsT, VersionT]:
        """The settings of a version, Clavero's own for none."""
        if version is None:
            return InForce(self.defaults())
        return InForce(self.parse(version.content), version)
