"""What accounts are held to: decided for them, or by their strategy."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from clavero.identity.rules import Actor
from clavero.identity.selectors import names_of
from clavero.kpis.models import FrameworkVersion
from clavero.kpis.rules.framework import Framework, from_playbook, parse_framework
from clavero.kpis.selectors.kept import Catalogue
from clavero.kpis.selectors.records import is_own, records_of
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.selectors import official_strategies
from clavero.playbook.rules import guides
from clavero.playbook.rules.proposals import Kind
from clavero.playbook.selectors import agreed, playbook_on
from clavero.portfolio.selectors import Structure, people_who_see


@dataclass(frozen=True, slots=True)
class Holding:
    """The framework of an account. Without a ``version`` nobody has decided it: it follows from
    the strategy, or there is none."""

    framework: Framework = Framework()  # noqa: RUF009 - it never changes
    version: FrameworkVersion | None = None
    strategy: Strategy | None = None

    @property
    def number(self) -> int | None:
        """The version's number."""
        return None if self.version is None else self.version.pk


NOTHING = Holding()


def frameworks(
    actor: Actor,
    codes: Collection[str],
    on: date,
    known: Catalogue,
    shape: Structure,
    *,
    versions: Iterable[FrameworkVersion] | None = None,
) -> dict[str, Holding]:
    """What each account is held to on a day, by its code; those held to nothing are left out.

    What was decided for the account goes before its strategy's targets: those that were agreed, and
    those that nobody has spoken of yet as they were proposed; what was dropped is no target. Where
    nothing was proposed, the playbook's own hold. ``versions`` are all of these accounts, with
    their customers, where they were asked for.
    """
    found: dict[str, Holding] = {}
    records = records_of(codes, shape)
    if versions is None:
        rows = FrameworkVersion.objects.filter(customer__code__in=sorted(records))
        versions = rows.filter(valid_from__lte=on).select_related("customer")
    decided = [
        (records[each.customer.code], each)
        for each in sorted(versions, key=lambda each: (each.valid_from, each.pk))
        if each.valid_from <= on
    ]
    for code, each in sorted(decided, key=lambda said: is_own(said[1], said[0])):
        found[code] = Holding(parse_framework(each.content), each)
    missing = set(codes) - found.keys()
    if not missing:
        return found
    kpis = known.answering
    for account in agreed(actor):
        if account.code in missing and Kind.KPI in account.kinds:
            missing.discard(account.code)
            asked = [each.what for each in account.not_dropped(Kind.KPI)]
            made = from_playbook([each for each in asked if isinstance(each, guides.Kpi)], kpis)
            if made.items:
                found[account.code] = Holding(made, strategy=account.strategy)
    playbook = playbook_on(on).settings
    for code, official in official_strategies(actor, as_of=on).items():
        if code in missing:
            made = from_playbook(playbook.guides[official.strategy].kpis, kpis)
            if made.items:
                found[code] = Holding(made, strategy=official.strategy)
    return found


def framework_versions(code: str, shape: Structure) -> list[FrameworkVersion]:
    """Every version decided for an account or a record merged into it, the latest first."""
    records = records_of([code], shape)
    rows = FrameworkVersion.objects.filter(customer__code__in=list(records))
    return list(rows.select_related("customer"))


def who_may_answer(code: str, framework: Framework, shape: Structure) -> list[tuple[int, str]]:
    """The people who may answer for a KPI of an account: those who see it, and whoever does."""
    found = dict(people_who_see(code, shape))
    asked = {item.owner_id for item in framework.items if item.owner_id} - found.keys()
    return [*found.items(), *(names_of(asked).items() if asked else ())]


def latest_framework(customer_id: int) -> FrameworkVersion | None:
    """The version decided last for an account itself, whether it holds yet or not."""
    return FrameworkVersion.objects.filter(customer_id=customer_id).order_by("-pk").first()
