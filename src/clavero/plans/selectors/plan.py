"""One plan as its page shows it: sections with their rows, how full and how fresh they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.utils import timezone

from clavero.core.revisions import revision_beside
from clavero.identity.rules import Actor, Verb
from clavero.kpis.rules.kpi import Direction, Light
from clavero.matrix.rules.quadrants import Strategy
from clavero.opportunities.rules.needs import Horizon
from clavero.opportunities.selectors import NeedRow
from clavero.plans.hooks import read_along, waiting
from clavero.plans.models import (
    Action,
    Forecast,
    Initiative,
    Objective,
    Plan,
    PlanItem,
    PlanLink,
    PlanVersion,
    ResourceRequest,
)
from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.comparing import Content
from clavero.plans.rules.completeness import (
    Asked,
    Counted,
    Filled,
    RowFact,
    Shortfall,
    asked_of,
    completeness,
    filled_sections,
    quality,
)
from clavero.plans.rules.consistency import Broken, Facts, checks
from clavero.plans.rules.kinds import (
    OPEN_ACTIONS,
    ActionState,
    InitiativeState,
    ObjectiveKind,
    RequestState,
)
from clavero.plans.rules.objectives import Aim, Lack, lacks
from clavero.plans.rules.retention import Scorecard
from clavero.plans.rules.templates import Template, Templates
from clavero.plans.rules.tows import unanswered
from clavero.plans.selectors.clashing import too_early
from clavero.plans.selectors.live import Live, live
from clavero.plans.selectors.pictured import Measured, SectionPicture
from clavero.plans.selectors.retention import scorecard_of
from clavero.plans.selectors.standing import STALE, StandingRows, rows_of
from clavero.plans.selectors.templates import newest_template, templates_of_plan
from clavero.plans.selectors.value import Worth, worth_of
from clavero.portfolio.selectors import structure_at
from clavero.portfolio.visibility import account_with_version

if TYPE_CHECKING:
    from clavero.portfolio.models import Customer


@dataclass(frozen=True)
class PlanPicture:
    """A plan for a reader; without ``plan`` there is none yet."""

    customer: Customer
    today: date
    plan: Plan | None
    live: Live
    writes: bool
    items: Sequence[PlanItem] = ()
    objectives: Sequence[Objective] = ()
    actions: Sequence[Action] = ()
    initiatives: Sequence[Initiative] = ()
    requests: Sequence[ResourceRequest] = ()
    needs: Sequence[NeedRow] = ()
    links: Sequence[PlanLink] = field(default=(), repr=False)
    waiting: Mapping[str, int] = field(default_factory=dict)  # what others have on it, by hook
    is_linked: bool = False  # whether the links were asked for
    newest: int | None = None  # the version of the templates that holds today

    @property
    def strategy(self) -> Strategy | None:
        """That of its last review."""
        return None if self.live.official is None else self.live.official.strategy

    @cached_property
    def template(self) -> Template:
        """What it asks for."""
        known = Templates() if self.plan is None else templates_of_plan(self.plan)
        return known.of(self.strategy, self.customer.sector)

    @property
    def has_newer_template(self) -> bool:
        """Whether there is another version to take."""
        return self.plan is not None and self.plan.template_id != self.newest

    @property
    def forecast(self) -> Forecast | None:
        """What the forecast is made of, once somebody has said it."""
        return None if self.plan is None else getattr(self.plan, "forecast", None)

    @cached_property
    def worth(self) -> Worth | None:
        """The forecast and what each initiative is worth; ``None`` without drivers."""
        if self.plan is None or self.forecast is None:
            return None
        return worth_of(self.plan, self.forecast, self.initiatives, self.requests, self.items)

    @property
    def scorecard(self) -> Scorecard | None:
        """How likely the account is to stay."""
        return None if self.plan is None else scorecard_of(self.live, self.plan)

    @cached_property
    def measured(self) -> list[Measured]:
        """The objectives with their progress."""
        return [self._measured(each) for each in self.objectives]

    @cached_property
    def standing(self) -> StandingRows:
        """Its rows, table by table."""
        return StandingRows(
            self.items, self.objectives, self.actions, self.initiatives, self.requests,
            self.needs, None if self.forecast is None else self.forecast.changed_at,
        )  # fmt: skip

    @cached_property
    def looked_at(self) -> Mapping[Section, datetime]:
        """When somebody last looked at each section that has something."""
        return self.standing.looked_at

    @property
    def facts(self) -> list[RowFact]:
        """Its rows, as completeness looks at them."""
        return [RowFact(each.kind, each.data, each.dated) for each in self.items]

    @cached_property
    def asked(self) -> list[Asked]:
        """What its template asks for, with what is there."""
        return asked_of(self.facts, self.counted, self.template)

    @cached_property
    def counted(self) -> Counted:
        """What it has beside its rows."""
        kinds = [each.kind for each in self.objectives]
        return Counted(
            has_history=bool(self.live.years),
            needs_now=sum(each.horizon == Horizon.NOW for each in self.needs),
            needs_ahead=sum(each.horizon == Horizon.FUTURE for each in self.needs),
            economic=kinds.count(ObjectiveKind.ECONOMIC),
            relationship=kinds.count(ObjectiveKind.RELATIONSHIP),
            learning=kinds.count(ObjectiveKind.LEARNING),
            initiatives=len(self.standing_initiatives),
            requests=len(self.requests),
            actions=sum(each.state != ActionState.DROPPED for each in self.actions),
            has_forecast=self.forecast is not None,
        )

    @cached_property
    def sections(self) -> list[SectionPicture]:
        """All sixteen, in their order."""
        found = filled_sections(self.facts, self.counted, self.template)
        return [self._section(each) for each in found]

    @property
    def completeness(self) -> Decimal:
        """How full it is by what its strategy asks for."""
        return completeness([each.filled for each in self.sections])

    @property
    def standing_initiatives(self) -> list[Initiative]:
        """Those that nobody has dropped."""
        return [each for each in self.initiatives if each.state != InitiativeState.DROPPED]

    @property
    def unsigned(self) -> list[Initiative]:
        """Those of which the customer has signed another value than stands there now."""
        return [each for each in self.standing_initiatives if each.is_signed_otherwise]

    @property
    def shortfalls(self) -> list[Shortfall]:
        """What keeps it from being good enough."""
        both = 0 if self.worth is None else sum(
            each.win_win.both_win
            for each in self.worth.initiatives
            if each.win_win is not None and each.row.state != InitiativeState.DROPPED
        )  # fmt: skip
        sources = [
            each.dated
            for each in (
                *self.objectives,
                *self.standing_initiatives,
                *self.open_actions,
                *self.waiting_requests,
            )
            if each.dated is not None
        ]
        return list(quality(self.facts, self.needs, both, self.today, sources))

    @property
    def sourced(self) -> dict[str, Sequence[Objective | Initiative | Action | ResourceRequest]]:
        """What somebody does about it now, each of which may say from where it is known."""
        return {
            "objective": self.objectives,
            "initiative": self.standing_initiatives,
            "action": self.open_actions,
            "request": self.waiting_requests,
        }

    @property
    def broken(self) -> list[Broken]:
        """What does not go together."""
        unmeasured = {Lack.KPI, Lack.BASELINE, Lack.TARGET, Lack.DATE}
        return list(
            checks(
                Facts(
                    loose_actions=sum(each.objective_id is None for each in self.open_actions),
                    unmeasured=sum(not unmeasured.isdisjoint(each.lacks) for each in self.measured),
                    one_sided=sum(
                        each.sales is None or each.customer_value is None or each.owner_id is None
                        for each in self.standing_initiatives
                    ),
                    waiting=len(self.waiting_requests),
                    unanswered=unanswered(self.rows_of("swot"), self.answers)
                    if self.is_linked
                    else 0,
                    clashing=len(self.clashing_actions),
                )
            )
        )

    def rows_of(self, kind: str) -> dict[int, Mapping[str, str]]:
        """What the rows of a kind say in their fields, by number."""
        return {each.pk: each.data for each in self.items if each.kind == kind}

    @property
    def answers(self) -> dict[int, set[int]]:
        """The standing initiatives that each row is linked to."""
        standing = {each.pk for each in self.standing_initiatives}
        found: dict[int, set[int]] = {}
        for link in self.links:
            if link.item_id is not None and link.initiative_id in standing:
                found.setdefault(link.item_id, set()).add(link.initiative_id)
        return found

    @property
    def open_actions(self) -> list[Action]:
        """What is to be done, the earliest first."""
        return [each for each in self.actions if each.state in OPEN_ACTIONS]

    @property
    def late_actions(self) -> list[Action]:
        """What should have been done before today."""
        return [each for each in self.open_actions if each.end < self.today]

    @property
    def clashing_actions(self) -> list[tuple[Action, str]]:
        """What begins before something that it waits for ends, with what that is."""
        return too_early(self.actions)

    @property
    def waiting_requests(self) -> list[ResourceRequest]:
        """What nobody has decided on."""
        return [each for each in self.requests if each.state == RequestState.REQUESTED]

    def _measured(self, row: Objective) -> Measured:
        found = self.live.values.get(row.kpi)
        value = None if found is None else found.estimate.value
        acting = sum(
            each.objective_id == row.pk and each.state != ActionState.DROPPED
            for each in self.actions
        )
        missing = tuple(
            lacks(
                kpi=row.kpi,
                baseline=row.baseline,
                target=row.target,
                until=row.until,
                owner_id=row.owner_id,
                actions=acting,
            )
        )
        if row.baseline is None or row.target is None or row.until is None:
            return Measured(row, value, None, Light.GREY, missing)
        kpi = self.live.kpis.get(row.kpi)
        good = Direction.AT_LEAST if kpi is None else kpi.direction
        aim = Aim(row.baseline, row.target, row.since, row.until, good)
        gone = None if value is None else aim.progress(value)
        return Measured(row, value, gone, aim.light(value, self.today), missing)

    def _section(self, filled: Filled) -> SectionPicture:
        rows = self.standing.rows(filled.section)
        items = [each for each in rows if isinstance(each, PlanItem)]
        needs = self.needs if filled.section is Section.NEEDS else ()
        looked_at = self.looked_at.get(filled.section)
        owners = [
            *(str(each.owner) for each in rows if each.owner is not None),
            *(each.owner for each in needs if each.owner is not None),
        ]
        lead = self.live.lead
        owner = (
            max(set(owners), key=owners.count) if owners else "" if lead is None else lead.person
        )
        is_old = looked_at is not None and looked_at < timezone.now() - STALE
        return SectionPicture(
            filled.section, filled, items, looked_at, owner, is_old, self.customer.pk, needs
        )


def plan_picture(
    actor: Actor, customer_id: int, *, linked: bool = False, **beside: Combinable
) -> PlanPicture:
    """The plan of an account, ``linked`` with what its rows go with; what is asked ``beside`` it is
    read into its customer, in the same query. Raises ``Customer.DoesNotExist`` for strangers to
    it."""
    today = timezone.localdate()
    counts = {f"waiting_{key}": each.count() for key, each in waiting.items()}
    customer, version = account_with_version(
        actor,
        customer_id,
        "plan__forecast",
        "plan__template",
        *read_along(),
        newest=newest_template(today),
        **counts,
        **beside,
    )
    plan: Plan | None = getattr(customer, "plan", None)
    shape = structure_at(version or 0)
    known = live(actor, customer.pk, customer.code, known=shape)
    picture = PlanPicture(
        customer=customer,
        today=timezone.localdate(),
        plan=plan,
        live=known,
        writes=actor.may(Verb.WRITE_PLANS),
    )
    if plan is None:
        return picture
    plan.customer = customer

    rows = rows_of(plan, shape=shape)
    return PlanPicture(
        customer=customer,
        today=picture.today,
        plan=plan,
        live=known,
        writes=picture.writes,
        items=rows.items,
        objectives=rows.objectives,
        actions=rows.actions,
        initiatives=rows.initiatives,
        requests=rows.requests,
        needs=rows.needs,
        links=list(PlanLink.objects.filter(plan=plan)) if linked else (),
        waiting={key: getattr(customer, f"waiting_{key}") or 0 for key in waiting},
        is_linked=linked,
        newest=vars(customer)["newest"],
    )


def plan_with_live(actor: Actor, customer_id: int) -> tuple[Plan | None, Live]:
    """The plan of an account and what is known of the account, without its rows. Raises
    ``Customer.DoesNotExist`` for strangers to it."""
    customer, version = account_with_version(actor, customer_id, "plan__forecast")
    plan: Plan | None = getattr(customer, "plan", None)
    if plan is not None:
        plan.customer = customer
    shape = structure_at(version or 0)
    return plan, live(actor, customer.pk, customer.code, known=shape)


class Holding(NamedTuple):
    """What holds of a plan until another version is approved, and its revision."""

    content: Content
    revision: int


def plan_to_approve(actor: Actor, customer_id: int) -> tuple[PlanPicture, Holding]:
    """The plan of an account with its links, beside the version that holds."""
    last = PlanVersion.objects.filter(plan=OuterRef("plan__pk")).order_by("-number")
    picture = plan_picture(
        actor,
        customer_id,
        linked=True,
        held=Subquery(last.values("content")[:1]),
        plan_revision=revision_beside(Plan, "plan__pk"),
    )
    read = vars(picture.customer)
    return picture, Holding(read["held"] or {}, read["plan_revision"] or 0)
