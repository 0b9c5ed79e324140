"""The company's commercial plan: its versions, and what is sold so that it can be planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from clavero.commercial.models import CommercialSettings, CompanyVersion
from clavero.commercial.rules.targets import Targets, VersionState, parse
from clavero.commercial.rules.years import Years
from clavero.core.errors import Forbidden, Refusal
from clavero.core.money import ZERO
from clavero.core.period import Period
from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio.visibility import scope_for

_EVERYTHING = Actor.system()
YEARS_AHEAD = 3
"""This year and the next two: as far as most companies plan what they sell."""


@dataclass(frozen=True)
class CompanyPicture:
    """The plan that holds, the version that is being written, and the families sold with what
    the last twelve full months brought. ``seen`` is the revision of the last version."""

    versions: Sequence[CompanyVersion]
    sold: dict[str, Decimal]
    seen: int
    settings: CommercialSettings

    @property
    def calendar(self) -> Years:
        """The company's years."""
        return self.settings.calendar

    @property
    def holding(self) -> CompanyVersion | None:
        """The last version approved, unless it is of other years than the company's."""
        last = _approved(self.versions)
        return last if last is not None and self._is_of_today(last) else None

    @property
    def open(self) -> CompanyVersion | None:
        """The version that is not approved yet."""
        last = self.versions[0] if self.versions else None
        return None if last is None or last.state == VersionState.APPROVED else last

    @property
    def shown(self) -> CompanyVersion | None:
        """The open version, else the last one approved."""
        return self.open or _approved(self.versions)

    @property
    def is_of_other_years(self) -> bool:
        """Whether the version shown was written of years that began with another month."""
        return self.shown is not None and not self._is_of_today(self.shown)

    @property
    def targets(self) -> Targets:
        """Those of the version shown."""
        return targets_of(self.shown)

    @property
    def families(self) -> list[str]:
        """What is planned or sold, the largest sales first."""
        planned = {cell.family for cell in self.targets}
        return sorted({*planned, *self.sold}, key=lambda each: (-self.sold.get(each, ZERO), each))

    def _is_of_today(self, version: CompanyVersion) -> bool:
        return version.calendar == self.calendar


def commercial_settings() -> CommercialSettings:
    """How the company plans; years are calendar years while nobody has said otherwise."""
    return CommercialSettings.objects.first() or CommercialSettings()


def settings_seen(actor: Actor) -> tuple[CommercialSettings, int]:
    """The same with its revision. Raises :class:`Forbidden` for those who do not see the whole
    company."""
    if not actor.may(Verb.SEE_WHOLE_PORTFOLIO):
        raise Forbidden(Verb.SEE_WHOLE_PORTFOLIO)
    seen = revision_of(CommercialSettings())
    return commercial_settings(), seen


def company_picture(actor: Actor) -> CompanyPicture:
    """The company's plan. Raises :class:`Forbidden` for those who do not see the whole company."""
    if not actor.may(Verb.SEE_WHOLE_PORTFOLIO):
        raise Forbidden(Verb.SEE_WHOLE_PORTFOLIO)
    versions = list(CompanyVersion.objects.all())
    seen = revision_of(versions[0]) if versions else 0
    return CompanyPicture(versions, sold_by_family(last_year()), seen, commercial_settings())


def versions_to_decide(actor: Actor) -> QuerySet[CompanyVersion] | None:
    """The version that waits for ``actor``'s approval, which is never one that they handed in
    themselves; ``None`` for who approves none."""
    if not actor.may(Verb.APPROVE_COMMERCIAL):
        return None
    waiting = CompanyVersion.objects.filter(state=VersionState.SUBMITTED.value)
    return waiting.exclude(submitted_by_id=actor.user_id, submitted_by_id__isnull=False)


def last_approved() -> CompanyVersion | None:
    """The version approved last, of whatever years."""
    return CompanyVersion.objects.filter(state=VersionState.APPROVED.value).first()


def holding_version(calendar: Years | None = None) -> CompanyVersion | None:
    """The version that holds: the last one approved, unless it is of other years than the
    company's, which who has read them gives along."""
    last = last_approved()
    if last is None or last.calendar != (calendar or commercial_settings().calendar):
        return None
    return last


def targets_of(version: CompanyVersion | None) -> Targets:
    """What a version says; nothing where there is none."""
    return {} if version is None else parse(version.content)


def last_year() -> Period | None:
    """The last twelve full months of the ledger; ``None`` while it is empty."""
    try:
        return ledger.resolve_period("ttm", scope_for(_EVERYTHING))
    except Refusal:
        return None


def sold_by_family(period: Period | None) -> dict[str, Decimal]:
    """What the company sold of each family."""
    if period is None:
        return {}
    found = ledger.by_family(scope_for(_EVERYTHING), period, customers=None).to_pylist()
    return {row["family"]: row["net_sales"] for row in found if row["family"]}


def families_known() -> frozenset[str]:
    """The families that a target can be of: those sold in the last year, and those planned."""
    planned = {cell.family for each in CompanyVersion.objects.all() for cell in targets_of(each)}
    return frozenset({*planned, *sold_by_family(last_year())})


def _approved(versions: Sequence[CompanyVersion]) -> CompanyVersion | None:
    return next((each for each in versions if each.state == VersionState.APPROVED), None)
