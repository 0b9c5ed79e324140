"""Roles and what they may do, without a database.

Source: the table of roles in the product's specification; ``docs/domain/roles.md`` publishes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """What a person is in the key account department, or near it."""

    DIRECTOR = "director"
    SENIOR = "senior"
    JUNIOR = "junior"
    ACCOUNT_MANAGER = "account_manager"
    COLLEAGUE = "colleague"
    EXECUTIVE = "executive"
    PEOPLE = "people"
    ADMINISTRATOR = "administrator"


class Verb(StrEnum):
    """What a role may be allowed to do; each part of Clavero asks for one of these."""

    SEE_WHOLE_PORTFOLIO = "see_whole_portfolio"
    SEE_OWN_ACCOUNTS = "see_own_accounts"
    SEE_TEAM_ACCOUNTS = "see_team_accounts"
    IMPORT_SALES = "import_sales"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_CUSTOMERS = "manage_customers"
    MANAGE_PRODUCTS = "manage_products"
    ASSIGN_COVERAGE = "assign_coverage"
    ENTER_COMPANY_FIGURES = "enter_company_figures"
    SEE_COMPANY_FIGURES = "see_company_figures"
    TEND_SHARED_VIEWS = "tend_shared_views"
    SCORE_ACCOUNTS = "score_accounts"
    GOVERN_MATRIX = "govern_matrix"
    SET_SERVING_RATES = "set_serving_rates"
    BRING_EVENTS = "bring_events"
    RECORD_WORK = "record_work"
    EDIT_PLAYBOOK = "edit_playbook"
    DECIDE_PROPOSALS = "decide_proposals"
    SEE_SELECTION = "see_selection"
    PROPOSE_KEY_ACCOUNTS = "propose_key_accounts"
    DECIDE_KEY_ACCOUNTS = "decide_key_accounts"
    JUDGE_SILENCE = "judge_silence"
    GOVERN_SILENCE = "govern_silence"
    SET_TARGETS = "set_targets"
    ENTER_KPIS = "enter_kpis"
    DEFINE_KPIS = "define_kpis"
    TEND_ALERTS = "tend_alerts"
    MANAGE_WEBHOOKS = "manage_webhooks"
    TEND_NIGHTS = "tend_nights"
    BRING_TEMPLATES = "bring_templates"
    PROPOSE_INVESTMENTS = "propose_investments"
    GOVERN_INVESTMENTS = "govern_investments"
    APPROVE_INVESTMENTS = "approve_investments"
    TEND_OPPORTUNITIES = "tend_opportunities"
    GOVERN_OPPORTUNITIES = "govern_opportunities"
    WRITE_PLANS = "write_plans"
    GOVERN_PLANS = "govern_plans"
    APPROVE_PLANS = "approve_plans"
    DECIDE_RESOURCES = "decide_resources"
    SHARE_PLANS = "share_plans"
    GOVERN_COMMERCIAL = "govern_commercial"
    APPROVE_COMMERCIAL = "approve_commercial"
    TEND_CONTACTS = "tend_contacts"
    WRITE_SURVEYS = "write_surveys"
    RUN_SURVEYS = "run_surveys"
    NOTE_MARKET = "note_market"
    KEEP_CONTRACTS = "keep_contracts"
    NEGOTIATE = "negotiate"
    TEND_TASKS = "tend_tasks"
    GOVERN_RELATIONSHIPS = "govern_relationships"
    TEND_COMPLAINTS = "tend_complaints"
    GOVERN_CARE = "govern_care"
    TEND_TEAMS = "tend_teams"
    ASK_DEPARTMENTS = "ask_departments"
    ANSWER_REQUESTS = "answer_requests"
    GOVERN_COORDINATION = "govern_coordination"


_MANAGES_KEY_ACCOUNTS = frozenset(
    {
        Verb.SEE_OWN_ACCOUNTS,
        Verb.SCORE_ACCOUNTS,
        Verb.RECORD_WORK,
        Verb.DECIDE_PROPOSALS,
        Verb.SEE_SELECTION,
        Verb.PROPOSE_KEY_ACCOUNTS,
        Verb.JUDGE_SILENCE,
        Verb.SET_TARGETS,
        Verb.ENTER_KPIS,
        Verb.TEND_ALERTS,
        Verb.PROPOSE_INVESTMENTS,
        Verb.TEND_OPPORTUNITIES,
        Verb.WRITE_PLANS,
        Verb.SHARE_PLANS,
        Verb.TEND_CONTACTS,
        Verb.RUN_SURVEYS,
        Verb.NOTE_MARKET,
        Verb.KEEP_CONTRACTS,
        Verb.NEGOTIATE,
        Verb.TEND_TASKS,
        Verb.TEND_COMPLAINTS,
        Verb.ASK_DEPARTMENTS,
    }
)
"""What whoever manages key accounts does, of any rank."""

ALLOWED: dict[Role, frozenset[Verb]] = {
    Role.DIRECTOR: frozenset(
        {
            Verb.SEE_WHOLE_PORTFOLIO,
            Verb.IMPORT_SALES,
            Verb.MANAGE_CUSTOMERS,
            Verb.MANAGE_PRODUCTS,
            Verb.ASSIGN_COVERAGE,
            Verb.ENTER_COMPANY_FIGURES,
            Verb.SEE_COMPANY_FIGURES,
            Verb.TEND_SHARED_VIEWS,
            Verb.SCORE_ACCOUNTS,
            Verb.GOVERN_MATRIX,
            Verb.SET_SERVING_RATES,
            Verb.BRING_EVENTS,
            Verb.RECORD_WORK,
            Verb.EDIT_PLAYBOOK,
            Verb.DECIDE_PROPOSALS,
            Verb.SEE_SELECTION,
            Verb.PROPOSE_KEY_ACCOUNTS,
            Verb.DECIDE_KEY_ACCOUNTS,
            Verb.JUDGE_SILENCE,
            Verb.GOVERN_SILENCE,
            Verb.SET_TARGETS,
            Verb.ENTER_KPIS,
            Verb.DEFINE_KPIS,
            Verb.TEND_ALERTS,
            Verb.PROPOSE_INVESTMENTS,
            Verb.GOVERN_INVESTMENTS,
            Verb.TEND_OPPORTUNITIES,
            Verb.GOVERN_OPPORTUNITIES,
            Verb.APPROVE_PLANS,
            Verb.GOVERN_PLANS,
            Verb.GOVERN_COMMERCIAL,
            Verb.TEND_CONTACTS,
            Verb.WRITE_SURVEYS,
            Verb.RUN_SURVEYS,
            Verb.NOTE_MARKET,
            Verb.KEEP_CONTRACTS,
            Verb.NEGOTIATE,
            Verb.TEND_TASKS,
            Verb.GOVERN_RELATIONSHIPS,
            Verb.TEND_COMPLAINTS,
            Verb.GOVERN_CARE,
            Verb.TEND_TEAMS,
            Verb.ASK_DEPARTMENTS,
            Verb.GOVERN_COORDINATION,
        }
    ),
    Role.SENIOR: frozenset({*_MANAGES_KEY_ACCOUNTS, Verb.SEE_TEAM_ACCOUNTS, Verb.TEND_TEAMS}),
    Role.JUNIOR: _MANAGES_KEY_ACCOUNTS,
    Role.ACCOUNT_MANAGER: frozenset(
        {
            Verb.SEE_OWN_ACCOUNTS,
            Verb.RECORD_WORK,
            Verb.DECIDE_PROPOSALS,
            Verb.JUDGE_SILENCE,
            Verb.ENTER_KPIS,
            Verb.TEND_ALERTS,
            Verb.TEND_OPPORTUNITIES,
            Verb.WRITE_PLANS,
            Verb.TEND_CONTACTS,
            Verb.NOTE_MARKET,
            Verb.KEEP_CONTRACTS,
            Verb.NEGOTIATE,
            Verb.TEND_TASKS,
            Verb.TEND_COMPLAINTS,
            Verb.ASK_DEPARTMENTS,
        }
    ),
    Role.COLLEAGUE: frozenset({Verb.ANSWER_REQUESTS}),
    Role.EXECUTIVE: frozenset(
        {
            Verb.SEE_WHOLE_PORTFOLIO,
            Verb.SEE_COMPANY_FIGURES,
            Verb.SEE_SELECTION,
            Verb.APPROVE_INVESTMENTS,
            Verb.APPROVE_PLANS,
            Verb.DECIDE_RESOURCES,
            Verb.APPROVE_COMMERCIAL,
        }
    ),
    Role.PEOPLE: frozenset(),
    Role.ADMINISTRATOR: frozenset(
        {
            Verb.IMPORT_SALES,
            Verb.MANAGE_PEOPLE,
            Verb.MANAGE_CUSTOMERS,
            Verb.MANAGE_PRODUCTS,
            Verb.TEND_SHARED_VIEWS,
            Verb.BRING_EVENTS,
            Verb.MANAGE_WEBHOOKS,
            Verb.TEND_NIGHTS,
            Verb.BRING_TEMPLATES,
            Verb.GOVERN_PLANS,
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """On whose behalf something is read or changed. Views build it, everything below takes it.

    ``team`` are the people who report to this one, directly or not; ``user_id`` is ``None`` for
    the system itself (the command line and the nightly jobs). ``is_outward`` is who reads for
    others' eyes: what an account's team alone may know is left out, whoever reads.
    """

    user_id: int | None
    name: str
    role: Role
    language: str = "en"
    team: frozenset[int] = frozenset()
    is_outward: bool = False

    @property
    def outward(self) -> Actor:
        """The same, reading for others: for a document that is handed on, for a terminal."""
        return replace(self, is_outward=True)

    def may(self, verb: Verb) -> bool:
        """Whether the role allows ``verb``."""
        return verb in ALLOWED[self.role] or self.user_id is None

    @classmethod
    def system(cls, name: str = "clavero") -> Actor:
        """The product itself, at the command line or at night. It may do everything."""
        return cls(user_id=None, name=name, role=Role.ADMINISTRATOR)

    @property
    def carried(self) -> dict[str, Any]:
        """The actor as a background task's argument: tasks take plain values."""
        return {
            "user_id": self.user_id,
            "name": self.name,
            "role": self.role.value,
            "language": self.language,
        }

    @classmethod
    def of_carried(cls, by: Mapping[str, Any]) -> Actor:
        """The actor that such an argument tells of."""
        return cls(
            user_id=by["user_id"], name=by["name"], role=Role(by["role"]), language=by["language"]
        )


def team_of(person_id: int, reports_to: Mapping[int, int | None]) -> frozenset[int]:
    """Everybody below ``person_id`` in the chart, at any depth.

    ``reports_to`` maps each person to the one above them, or to ``None``.

    >>> sorted(team_of(1, {1: None, 2: 1, 3: 2, 4: None}))
    [2, 3]
    """
    below: dict[int | None, list[int]] = defaultdict(list)
    for person, boss in reports_to.items():
        below[boss].append(person)
    team: set[int] = set()
    waiting = [person_id]
    while waiting:
        for person in below[waiting.pop()]:
            if person not in team:
                team.add(person)
                waiting.append(person)
    return frozenset(team - {person_id})


def closes_a_circle(
    person_id: int, boss_id: int | None, reports_to: Mapping[int, int | None]
) -> bool:
    """Whether ``person_id`` would end up above the one they are to report to."""
    return boss_id == person_id or boss_id in team_of(person_id, reports_to)


def role_table() -> list[tuple[Verb, dict[Role, bool]]]:
    """Who may do what: a line for each verb, a column for each role, in their written order."""
    return [(verb, {role: verb in ALLOWED[role] for role in Role}) for verb in Verb]
