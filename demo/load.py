"""Takes the made-up company into an empty data folder, through the ordinary services only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.alerts.services import raise_alerts
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.models import AuditEntry
from clavero.identity import services as identity
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor, Role
from clavero.kpis import services as kpis
from clavero.kpis.models import Entry
from clavero.kpis.selectors import catalogue, latest_framework
from clavero.kpis.services import tell_relationships
from clavero.ledger import selectors as ledger_read
from clavero.ledger import services as ledger
from clavero.matrix import selectors as matrix_read
from clavero.matrix import services as matrix
from clavero.plans.services import tell_figures
from clavero.playbook import services as playbook
from clavero.playbook.models import Proposal
from clavero.playbook.selectors import ProposalRow, latest_playbook, row_of
from clavero.portfolio import services as portfolio
from clavero.portfolio.models import Coverage, Customer, GroupLink
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import leads_of, structure
from clavero.profitability import services as profitability
from clavero.profitability.rules.rates import Source
from demo import (
    AS_OF,
    FIRST_DAY,
    REPORTING_CURRENCY,
    agreeing,
    asking,
    complaining,
    coordinating,
    decisions,
    investing,
    market,
    meeting,
    negotiating,
    offering,
    planning,
    relating,
    reporting,
    scores,
    selecting,
    serving,
    silences,
    targeting,
    watching,
    working,
)
from demo.clock import on
from demo.company import Company, company
from demo.decisions import Decision
from demo.files import Files, write
from demo.people import CAST, KEY_ACCOUNT_MEMBERS, PASSWORD, account_managers_customers, member
from demo.team import team_accounts

_LOADED = "demo.loaded"
_COVERED_SINCE = date(2025, 1, 1)
_WATCHED_SINCE = date(2024, 10, 1)
_TIME_TO_DECIDE = timedelta(days=9)

# Twelve months in euros: the largest customer is worth more than the whole result.
_FIGURES: dict[str, Any] = {
    "ebit": Decimal(610_000),
    "overhead": Decimal(3_700_000),
    "cash": Decimal(940_000),
    "avoidable_share": Decimal("0.1"),
}

_PHASES = ("waiting", "reading", "comparing", "figures")  # of an import, in their order

Progress = Callable[[float], None]


def is_loaded() -> bool:
    """Whether the made-up company has been loaded completely."""
    return AuditEntry.objects.filter(verb=_LOADED).exists()


def load(folder: Path, language: str, on_progress: Progress = lambda done: None) -> None:
    """Load the company once; its files are written into ``folder`` and stay there.

    ``on_progress`` is told the part done, from 0 to 1. A second call does nothing, so that what
    people have changed since stays; a call after one that was interrupted goes on where that
    one stopped. A data folder in which somebody works already is refused.
    """
    if is_loaded():
        return
    _refuse_other_data()
    made = company()
    files = write(made, folder, language)
    on_progress(0.1)
    _people(language)
    on_progress(0.2)
    _sales(files, lambda done: on_progress(0.2 + 0.6 * done))
    _groups(made)
    _coverage(made)
    on_progress(0.85)
    _serving(files, language)
    _matrix(made, files, language)
    _playbook(language)
    selecting.load(made, language)
    silences.load(made, language)
    offering.load(made, language)
    relating.load(made, files.contacts, language)
    meeting.load(made, language)
    market.load(made, language)
    agreeing.load(made, language)
    negotiating.load(made, language)
    complaining.load(made, language)
    coordinating.load(made, language)
    portfolio.set_company_figures(
        _director(), valid_from=_COVERED_SINCE, currency=REPORTING_CURRENCY, **_FIGURES
    )
    _kpis(made, language)
    investing.load(language)
    targeting.of_company(
        _director(), actor_for(_person("executive")), actor_for(_person("senior")), language
    )
    planning.load(made, language)
    working.load(made, language)
    reporting.load(language)
    asking.load(made, language)
    _told_at_night()
    raise_alerts(Actor.system())
    record(_director(), _LOADED, _person("director"), after={"language": language})
    on_progress(1.0)


def _refuse_other_data() -> None:
    ours = {one.email for one in CAST}
    strangers = Person.objects.exclude(email__in=ours).exists()
    imported = bool(ledger_read.imports(Actor.system())) and not Person.objects.exists()
    if strangers or imported:
        raise Refusal(
            _("This data folder is in use."),
            code="not_empty",
            hint=_("Set CLAVERO_HOME to an empty folder for the made-up company."),
        )


def _people(language: str) -> None:
    which = ("es", "en").index(language)
    head_of_it = Actor.system(member("administrator").name)  # who is not there yet herself
    for one in CAST:
        if Person.objects.filter(email=one.email).exists():
            continue
        identity.create_person(
            head_of_it,
            email=one.email,
            name=one.name,
            role=Role(one.role),
            job_title=one.titles[which],
            department=one.departments[which],
            reports_to_id=_person(one.reports_to).pk if one.reports_to else None,
            password=PASSWORD,
        )


def _person(key: str) -> Person:
    return Person.objects.get(email=member(key).email)


def _director() -> Actor:
    """Who brings the company's data, and holds its meetings."""
    return actor_for(_person("director"))


def _sales(files: Files, on_progress: Progress) -> None:
    director = _director()
    ledger.set_reporting_currency(director, currency=REPORTING_CURRENCY)
    ledger.load_rates(director, path=files.rates)
    ledger.import_file(
        director,
        path=files.sales,
        name=files.sales.name,
        choices={"cost_currency": "reporting"},
        on_progress=lambda phase, part: on_progress((_PHASES.index(phase) + part) / len(_PHASES)),
    )


def _serving(files: Files, language: str) -> None:
    """The rate book, the events of the other systems, and the key account team's work."""
    which, director = ("es", "en").index(language), _director()
    for one in serving.CAPACITIES:
        profitability.set_capacity(
            director,
            key=one.key,
            name=one.names[which],
            valid_from=FIRST_DAY,
            months=12,
            cost=Decimal(one.cost),
            minutes=None if one.minutes is None else Decimal(one.minutes),
            theoretical=None if one.theoretical is None else Decimal(one.theoretical),
        )
    for each in serving.ACTIVITIES:
        profitability.set_activity(
            director,
            key=each.key,
            valid_from=FIRST_DAY,
            capacity=each.capacity,
            source=Source(each.source),
            base=Decimal(each.base),
            extras={name: Decimal(minutes) for name, minutes in each.extras},
            travel=Decimal(each.travel),
        )
    profitability.set_cost_of_capital(
        director, valid_from=FIRST_DAY, cost_of_capital=serving.COST_OF_CAPITAL
    )
    profitability.import_events(director, content=files.events.read_bytes(), name=files.events.name)
    profitability.import_work(director, content=files.work.read_bytes())


def _matrix(made: Company, files: Files, language: str) -> None:
    """What was said of accounts, and the reviews that were held with it."""
    which, director = ("es", "en").index(language), _director()
    for account in scores.largest(made):
        customer = Customer.objects.get(code=account.code)
        if not customer.sector:
            sector = scores.SECTORS[account.business][which]
            portfolio.edit_customer(director, customer_id=customer.pk, sector=sector)
    matrix.import_scores(director, content=files.scores.read_bytes())
    held = {review.day for review in matrix_read.reviews(AS_OF)}
    for day in scores.MEETINGS:
        if day not in held:
            matrix.hold_review(director, day=day)


def _playbook(language: str) -> None:
    """What managers said to what was proposed, and the version that holds from now on."""
    which, today = ("es", "en").index(language), timezone.localdate()
    rows: dict[str, list[ProposalRow]] = {}
    days: dict[int, date] = {}
    every = Proposal.objects.select_related("customer", "review")
    for each in every.order_by("customer__code", "place"):
        rows.setdefault(each.customer.code, []).append(row_of(each))
        days[each.pk] = each.review.day + _TIME_TO_DECIDE
    leads = leads_of(rows, structure(), today)
    people = Person.objects.in_bulk({lead.person_id for lead in leads.values()})
    deciding = {
        row.id: actor_for(people[leads[code].person_id])
        for code, own in rows.items()
        if code in leads
        for row in own
        if row.is_open
    }
    for said in decisions.decisions(
        ([(row.id, row.proposed) for row in own] for code, own in rows.items() if code in leads),
        today,
    ):
        if said.proposal_id in deciding:
            with on(min(days[said.proposal_id], today)):
                _decide(deciding[said.proposal_id], said, which)
    before = latest_playbook()
    if before.version is None:
        playbook.adopt_playbook(
            actor_for(_person("director")),
            playbook=decisions.next_playbook(before.settings),
            valid_from=today,
            approved_by=decisions.APPROVED_BY[which],
            approved_on=today,
            reason=decisions.REASON[which],
            seen=None,
        )


def _decide(actor: Actor, said: Decision, which: int) -> None:
    number = said.proposal_id
    if said.reason is None:
        playbook.accept_proposal(actor, proposal_id=number)
    elif said.content is None:
        playbook.drop_proposal(actor, proposal_id=number, reason=said.reason[which])
    else:
        playbook.edit_proposal(
            actor, proposal_id=number, content=said.content, reason=said.reason[which]
        )


def _kpis(made: Company, language: str) -> None:
    """Targets and entered values of the key accounts, and two years of snapshots."""
    known = catalogue()
    for number, name in enumerate(KEY_ACCOUNT_MEMBERS):
        customer = Customer.objects.get(code=made.account(name))
        for key, day, value, n in watching.values(number):
            if not Entry.objects.filter(customer=customer, key=key, day=day).exists():
                kpis.enter_value(
                    _director(), customer_id=customer.pk, key=key, day=day, value=value, n=n
                )
        if latest_framework(customer.pk) is None:
            kpis.set_targets(
                actor_for(_person("senior")),
                customer_id=customer.pk,
                framework=watching.framework(known.by_key, number),
                valid_from=timezone.localdate(),
                reason=watching.REASON[language],
                seen=None,
            )
    kpis.refresh(_director(), since=_WATCHED_SINCE)


def _told_at_night() -> None:
    """What rooms count of themselves, as the first night would keep it: so that boards say what
    the rooms say from the first minute."""
    system, today = Actor.system(), timezone.localdate()
    for tell in (
        tell_figures,
        tell_relationships,
        kpis.tell_complaints,
        kpis.tell_loyalty,
        kpis.tell_meetings,
        kpis.tell_terms,
    ):
        tell(system, day=today)


def _groups(made: Company) -> None:
    ids, director = dict(Customer.objects.values_list("code", "pk")), _director()
    for group in made.groups:
        for parent, child in group.links:
            if not GroupLink.objects.filter(tree=group.tree, child__code=child).exists():
                portfolio.link_group(
                    director, parent_id=ids[parent], child_id=ids[child], tree=Tree(group.tree)
                )


def _coverage(made: Company) -> None:
    """The senior leads the key accounts, each with a junior, who lead accounts of their own; the
    rest of the cast as in life."""
    for name, junior in KEY_ACCOUNT_MEMBERS.items():
        account = made.account(name)
        _cover(account, "senior", CoverageRole.LEAD)
        _cover(account, junior, CoverageRole.MEMBER)
    _cover(made.account(next(iter(KEY_ACCOUNT_MEMBERS))), "executive", CoverageRole.SPONSOR)
    for code, junior in team_accounts(made):
        _cover(code, junior, CoverageRole.LEAD)
    for code in account_managers_customers(made):
        _cover(code, "sales", CoverageRole.LEAD)


def _cover(code: str, key: str, role: CoverageRole) -> None:
    customer, person = Customer.objects.get(code=code), _person(key)
    if not Coverage.objects.filter(customer=customer, person=person, role=role).exists():
        portfolio.assign_coverage(
            _director(),
            customer_id=customer.pk,
            person_id=person.pk,
            role=role,
            start=_COVERED_SINCE,
        )
