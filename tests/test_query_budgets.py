"""What a page costs in SQL stands in ``query_budgets.toml``, and does not grow with the data."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clavero.alerts.models import Alert, Webhook
from clavero.alerts.testing import make_alert, make_webhook
from clavero.care.models import Attachment, Complaint, Door
from clavero.care.services import add_file
from clavero.care.testing import PDF, make_complaint, make_door
from clavero.care.testing import token as door_token
from clavero.commercial.models import AccountTargets, BroughtTargets
from clavero.commercial.rules.programmes import Part
from clavero.commercial.services import hold_account_targets, set_parts
from clavero.commercial.testing import make_programme, make_targets
from clavero.contracts.models import AgreedPrice, Contract, Term
from clavero.contracts.rules.renewing import RenewalStage
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import findings_of
from clavero.contracts.services import (
    add_price,
    add_term,
    change_renewal,
    close_period,
    write_level,
    write_measurement,
)
from clavero.contracts.testing import make_contract
from clavero.coordination.models import Department, Process
from clavero.coordination.models import Request as Asked
from clavero.coordination.testing import make_asked, make_department, make_process
from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Role
from clavero.identity.testing import Cast, sign_in
from clavero.interactions.models import Brought, Interaction
from clavero.interactions.services import add_step
from clavero.interactions.testing import ago, make_brought, make_interaction
from clavero.investment.models import Actual, Case, Funding, Level, Pair
from clavero.investment.models import Round as InvestmentRound
from clavero.investment.rules.kinds import PairKind
from clavero.investment.services import bind as bind_cases
from clavero.investment.testing import assess, fund, make_case, with_terms
from clavero.kpis.models import Entry
from clavero.kpis.rules.kpi import Direction, Unit
from clavero.kpis.services import define_kpi, refresh, tell_deliveries
from clavero.kpis.testing import enter_something, set_something
from clavero.ledger.models import Product
from clavero.ledger.services import edit_product, merge_products
from clavero.ledger.testing import Row as Sold
from clavero.ledger.testing import ledger_of, make_product, some_rows
from clavero.loyalty.models import Invitation, Survey, Wave
from clavero.loyalty.testing import answer_all, make_contacts, make_survey, make_wave
from clavero.loyalty.testing import token as survey_token
from clavero.market.models import Note
from clavero.market.testing import make_note
from clavero.matrix.models import AccountScore, MatrixReview, MatrixScenario, MatrixVersion
from clavero.matrix.rules.position import Stage as RelationshipStage
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.version import Version
from clavero.matrix.rules.whatif import WhatIf
from clavero.matrix.selectors import latest_settings
from clavero.matrix.services import adopt_settings, save_scenario
from clavero.matrix.testing import hold
from clavero.negotiations.models import Concession, KeptFile, Negotiation, Point
from clavero.negotiations.models import Document as Paper
from clavero.negotiations.models import Round as Talk
from clavero.negotiations.services import add_version, agree, ask_approval, begin
from clavero.negotiations.testing import PDF as SIGNED
from clavero.negotiations.testing import (
    make_concession,
    make_document,
    make_negotiation,
    make_point,
    make_round,
)
from clavero.nightly.services import tick as tick_nights
from clavero.nightly.testing import only_steps
from clavero.opportunities.models import (
    Need,
    Opportunity,
    Solution,
    StageVersion,
    WalletEntry,
)
from clavero.opportunities.rules.stages import Stage, Stages
from clavero.opportunities.selectors import latest_stages
from clavero.opportunities.services import adopt_stages, link_solution, move_opportunity, say_cell
from clavero.opportunities.testing import make_need, make_opportunity, make_solution, make_wallet
from clavero.plans.models import (
    Action,
    Initiative,
    Objective,
    Plan,
    PlanItem,
    PlanReview,
    PlanVersion,
    ResourceRequest,
    ReviewPoint,
    TemplateVersion,
)
from clavero.plans.rules.kinds import PlanState
from clavero.plans.selectors import content_of
from clavero.plans.services import add_item, link_item, link_need, open_review
from clavero.plans.testing import (
    make_action,
    make_forecast,
    make_initiative,
    make_objective,
    make_plan,
    make_plan_template,
    make_request,
    make_row,
)
from clavero.playbook.models import PlaybookVersion, Proposal
from clavero.playbook.testing import adopt_something
from clavero.portfolio.models import Coverage, Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.services import edit_customer, set_company_figures
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_group, make_one, put_under
from clavero.profitability.models import AccountWork, EventFile
from clavero.profitability.testing import bring, make_work, set_rates
from clavero.relationships.models import Contact, DemandsVersion, Tie
from clavero.relationships.rules.influence import LineKind
from clavero.relationships.rules.judging import Kind as JudgementKind
from clavero.relationships.rules.matrix import DEFAULTS
from clavero.relationships.rules.people import Function
from clavero.relationships.rules.sides import Side
from clavero.relationships.selectors.demands import latest_demands
from clavero.relationships.services import (
    adopt_demands,
    draw_line,
    make_scenario,
    merge_contacts,
    say_stage,
    set_absent,
)
from clavero.relationships.testing import make_contact, make_judgement, make_tie
from clavero.reports.models import Document, Template
from clavero.reports.testing import another, make_brief, make_template
from clavero.selection.models import Candidate, Decision, Handover, SelectionVersion
from clavero.selection.rules.handover import Item
from clavero.selection.rules.settings import Settings as SelectionSettings
from clavero.selection.selectors import latest_settings as latest_selection
from clavero.selection.services import add_evidence, tick
from clavero.selection.services import adopt_settings as adopt_selection
from clavero.selection.testing import make_candidate, make_rating, the_open_year
from clavero.sharing.models import Answer, Share
from clavero.sharing.testing import make_share
from clavero.sharing.testing import token as share_token
from clavero.silence.models import KnownStop, SilenceVersion, Verdict
from clavero.silence.rules.kinds import StopKind
from clavero.silence.rules.settings import Settings as SilenceSettings
from clavero.silence.selectors import latest_settings as latest_silence
from clavero.silence.services import adopt_settings as adopt_silence
from clavero.silence.services import record_stop
from clavero.ui.services import save_view
from clavero.work.models import LoadVersion, Pack, Task
from clavero.work.rules.load import Limits
from clavero.work.selectors import latest_limits
from clavero.work.services import adopt_limits, open_feed, write_points
from clavero.work.testing import make_functional, make_pack, make_task
from tests.access_table import INSIDERS, ROWS, Row

FILE = Path(__file__).with_name("query_budgets.toml")
BUDGETS: dict[str, int] = tomllib.loads(FILE.read_text())
MOST = 12
MEASURED = (
    "pages:",
    "alerts:",
    "investment:",
    "plans:",
    "shared:",
    "sharing:",
    "commercial:",
    "kpis:",
    "opportunities:",
    "portfolio:",
    "relationships:",
    "loyalty:",
    "answering:",
    "interactions:",
    "market:",
    "contracts:",
    "care:",
    "complain:",
    "coordination:",
    "negotiations:",
    "profitability:",
    "lifetime:",
    "matrix:",
    "nightly:",
    "playbook:",
    "reports:",
    "selection:",
    "silence:",
    "work:",
)
FEW, MANY = 4, 16  # more than the first page of a list has rows

KEYS = {
    "plan_kind": "kind",
    "note_kind": "kind",
    "demands_id": "version_id",
    "template_kind": "kind",
    "row_key": "key",
    "plan_section": "number",
    "plan_version_id": "version_id",
    "plan_review_id": "review_id",
    "activity_key": "key",
    "capacity_key": "key",
    "limits_id": "version_id",
    "feed_secret": "secret",
    "book_id": "version_id",
    "wallet_id": "entry_id",
    "survey_token": "token",
    "box_id": "brought_id",
    "term_kind": "kind",
    "finding_key": "key",
    "rebate_id": "term_id",
    "service_id": "term_id",
    "index_id": "term_id",
    "door": "token",
    "attachment_id": "file_id",
    "asked_id": "request_id",
    "point_kind": "kind",
    "issue_id": "point_id",
    "paper_id": "document_id",
    "talk_id": "round_id",
    "agreed_id": "negotiation_id",
    "kept_file_id": "file_id",
}
ONE = ("customer_id",)
PRODUCT = ("product_id",)
COVERAGE = ("customer_id", "coverage_id")
VERSION = ("version_id",)
YEAR = ("year",)
CANDIDATE = ("candidate_id",)
SCENARIO = ("scenario_id",)
WEBHOOK = ("webhook_id",)
ROUND = ("round_id",)
CASE = ("case_id",)
AT_THEIR_GATE = {"investment:case", "investment:gate", "investment:targets"}
"""Pages that ask more of a case whose gate waits."""
ARGUMENTS = {
    "kpis:account": ONE,
    "kpis:manager": ("person_id",),
    "kpis:rename": ("key",),
    "kpis:retire": ("key",),
    "kpis:targets": ONE,
    "kpis:team": ("person_id",),
    "kpis:values": ONE,
    "kpis:why": ONE,
    "kpis:why_manager": ("person_id",),
    "kpis:why_team": ("person_id",),
    "kpis:withdraw": ("entry_id",),
    "interactions:account": ONE,
    "interactions:account_time": ONE,
    "interactions:new": ONE,
    "interactions:interaction": ("interaction_id",),
    "interactions:change": ("interaction_id",),
    "interactions:remove": ("interaction_id",),
    "interactions:brought": ("box_id",),
    "relationships:account": ONE,
    "relationships:matrix": ONE,
    "relationships:chart": ONE,
    "relationships:influence": ONE,
    "relationships:ours": ("person_id",),
    "relationships:demands_version": ("demands_id",),
    "relationships:new": ONE,
    "relationships:load": ONE,
    "relationships:duplicates": ONE,
    "relationships:contact": ("contact_id",),
    "relationships:change": ("contact_id",),
    "relationships:erase": ("contact_id",),
    "relationships:export": ("contact_id",),
    "relationships:tie": ("tie_id",),
    "work:account": ONE,
    "work:new": ONE,
    "work:team": ONE,
    "work:new_pack": ONE,
    "work:pack": ("pack_id",),
    "work:close_pack": ("pack_id",),
    "work:feed": ("feed_secret",),
    "work:limits_version": ("limits_id",),
    "work:task": ("task_id",),
    "loyalty:survey": ("survey_id",),
    "loyalty:wave": ("wave_id",),
    "loyalty:answers": ("wave_id",),
    "loyalty:remind": ("wave_id",),
    "loyalty:close": ("wave_id",),
    "loyalty:account": ONE,
    "answering:survey": ("survey_token",),
    "answering:stop": ("survey_token",),
    "contracts:account": ONE,
    "contracts:new": ONE,
    "contracts:contract": ("contract_id",),
    "contracts:findings": ("contract_id",),
    "contracts:change": ("contract_id",),
    "contracts:prices": ("contract_id",),
    "contracts:price_list": ("contract_id",),
    "contracts:price": ("price_id",),
    "contracts:add_term": ("contract_id", "term_kind"),
    "contracts:finding": ("contract_id", "finding_key"),
    "contracts:money": ("term_id",),
    "contracts:credit_notes": ("rebate_id",),
    "contracts:withdraw": ("term_id",),
    "contracts:statement": ("rebate_id",),
    "contracts:readings": ("service_id",),
    "contracts:levels": ("index_id",),
    "contracts:renewal": ("contract_id",),
    "market:account": ONE,
    "market:note": ("note_id",),
    "market:change": ("note_id",),
    "care:account": ONE,
    "care:new": ONE,
    "care:complaint": ("complaint_id",),
    "care:change": ("complaint_id",),
    "care:received": ("complaint_id",),
    "care:choose": ("complaint_id",),
    "care:move": ("complaint_id", "customer_id"),
    "care:file": ("complaint_id", "attachment_id"),
    "care:erase_file": ("complaint_id", "attachment_id"),
    "coordination:account": ONE,
    "coordination:new": ONE,
    "coordination:request": ("asked_id",),
    "coordination:department": ("department_id",),
    "coordination:level": ("department_id",),
    "coordination:process": ("process_id",),
    "negotiations:account": ONE,
    "negotiations:new": ONE,
    "negotiations:negotiation": ("negotiation_id",),
    "negotiations:change": ("negotiation_id",),
    "negotiations:add_point": ("negotiation_id", "point_kind"),
    "negotiations:point": ("issue_id",),
    "negotiations:remove_point": ("issue_id",),
    "negotiations:add_concession": ("negotiation_id",),
    "negotiations:concession": ("concession_id",),
    "negotiations:remove_concession": ("concession_id",),
    "negotiations:add_round": ("negotiation_id",),
    "negotiations:round": ("talk_id",),
    "negotiations:agree": ("negotiation_id",),
    "negotiations:contract": ("agreed_id",),
    "negotiations:add_document": ("negotiation_id",),
    "negotiations:contract_documents": ("contract_id",),
    "negotiations:add_contract_document": ("contract_id",),
    "negotiations:document": ("paper_id",),
    "negotiations:add_version": ("paper_id",),
    "negotiations:compare": ("paper_id",),
    "negotiations:file": ("paper_id", "kept_file_id"),
    "complain:form": ("door",),
    "complain:thanks": ("door",),
    "opportunities:account": ONE,
    "opportunities:account_needs": ONE,
    "opportunities:additional": ONE,
    "opportunities:cell": ONE,
    "opportunities:grid": ONE,
    "opportunities:need": ("need_id",),
    "opportunities:change": ("opportunity_id",),
    "opportunities:change_need": ("need_id",),
    "opportunities:new": ONE,
    "opportunities:opportunity": ("opportunity_id",),
    "opportunities:solution": ("solution_id",),
    "opportunities:version": VERSION,
    "opportunities:withdraw_wallet": ("wallet_id",),
    "alerts:alert": ("alert_id",),
    "investment:round": ROUND,
    "investment:terms": ROUND,
    "investment:close": ROUND,
    "investment:add": ROUND,
    "investment:choice": ROUND,
    "investment:bind": ROUND,
    "investment:unbind": ("round_id", "pair_id"),
    "investment:risk": ROUND,
    "investment:drawing": ROUND,
    "investment:propose": ONE,
    "investment:case": CASE,
    "investment:new_level": CASE,
    "investment:level": ("case_id", "level_id"),
    "investment:remove_level": ("case_id", "level_id"),
    "investment:strategic": CASE,
    "investment:must": CASE,
    "investment:decide": CASE,
    "investment:gate": CASE,
    "investment:targets": CASE,
    "investment:actual": CASE,
    "alerts:customer": ONE,
    "alerts:remove_webhook": WEBHOOK,
    "reports:template_example": ("template_kind",),
    "reports:template_file": ("template_id",),
    "reports:use_template": ("template_id",),
    "reports:plain_template": ("template_kind",),
    "alerts:webhook": WEBHOOK,
    "commercial:account": ONE,
    "commercial:brought": ("brought_id",),
    "commercial:refused_targets": ("brought_id",),
    "commercial:programme": ("programme_key",),
    "commercial:drop_programme": ("programme_key",),
    "plans:plan": ONE,
    "sharing:account": ONE,
    "sharing:as_customer": ONE,
    "sharing:share": ("share_id",),
    "sharing:revoke": ("share_id",),
    "shared:plan": ("token",),
    "shared:code": ("token",),
    "shared:sign": ("token", "row_key"),
    "shared:end": ("token",),
    "plans:years": ONE,
    "plans:add_item": ("customer_id", "plan_kind"),
    "plans:from_note": ("customer_id", "note_id", "note_kind"),
    "plans:item": ("item_id",),
    "plans:retire_item": ("item_id",),
    "plans:link_item": ("item_id",),
    "plans:need": ("customer_id", "need_id"),
    "plans:add_objective": ONE,
    "plans:objective": ("objective_id",),
    "plans:retire_objective": ("objective_id",),
    "plans:template_version": ("plan_version_id",),
    "plans:plan_template": ONE,
    "plans:examples": ("customer_id", "plan_section"),
    "plans:actions": ONE,
    "plans:add_action": ONE,
    "plans:action": ("action_id",),
    "plans:retire_action": ("action_id",),
    "plans:add_initiative": ONE,
    "plans:initiative": ("initiative_id",),
    "plans:sign_value": ("initiative_id",),
    "plans:retire_initiative": ("initiative_id",),
    "plans:add_request": ONE,
    "plans:resource": ("request_id",),
    "plans:retire_request": ("request_id",),
    "plans:forecast": ONE,
    "plans:retention": ONE,
    "plans:decide": ONE,
    "plans:analysis": ONE,
    "plans:value_chain": ONE,
    "plans:ansoff": ONE,
    "plans:buying": ONE,
    "plans:factors": ONE,
    "plans:versions": ONE,
    "plans:reviews": ONE,
    "plans:review": ("plan_review_id",),
    "plans:answer": ("point_id",),
    "reports:account": ONE,
    "reports:document": ("document_id",),
    "reports:download": ("document_id",),
    "reports:remove": ("document_id",),
    "portfolio:coverage": ONE,
    "portfolio:customer": ONE,
    "portfolio:customer_lines": ONE,
    "portfolio:customer_products": ONE,
    "portfolio:dissolve": ONE,
    "portfolio:end_coverage": COVERAGE,
    "portfolio:merge": ONE,
    "portfolio:merge_product": PRODUCT,
    "portfolio:product": PRODUCT,
    "portfolio:record": ONE,
    "portfolio:transfer_coverage": COVERAGE,
    "matrix:delete_scenario": SCENARIO,
    "matrix:scenario": SCENARIO,
    "matrix:said": ONE,
    "matrix:score": ONE,
    "matrix:withdraw": ("score_id",),
    "matrix:withdraw_review": ("review_id",),
    "playbook:account": ONE,
    "playbook:proposal": ("proposal_id",),
    "playbook:change_guide": ("strategy",),
    "playbook:version": ("book_id",),
    "matrix:version": VERSION,
    "matrix:why": ONE,
    "lifetime:constant": ONE,
    "lifetime:customer": ONE,
    "profitability:activity": ("activity_key",),
    "profitability:capacity": ("capacity_key",),
    "profitability:customer": ONE,
    "profitability:take_out": ("file_id",),
    "profitability:withdraw": ("work_id",),
    "profitability:hours": ONE,
    "profitability:work": ONE,
    "selection:add_evidence": CANDIDATE,
    "selection:agree": CANDIDATE,
    "selection:answer": CANDIDATE,
    "selection:candidate": CANDIDATE,
    "selection:customer": ONE,
    "selection:cycle": YEAR,
    "selection:decide": CANDIDATE,
    "selection:arrange": ONE,
    "selection:firmness": YEAR,
    "selection:handover": ("handover_id",),
    "selection:move": ("year", "to"),
    "selection:rate": CANDIDATE,
    "selection:version": VERSION,
    "selection:withdraw": ("decision_id",),
    "silence:customer": ONE,
    "silence:customer_stop": ONE,
    "silence:lost": ONE,
    "silence:not_lost": ONE,
    "silence:version": VERSION,
    "silence:withdraw_stop": ("stop_id",),
    "silence:withdraw_verdict": ("verdict_id",),
}
# The access table's company has no ledger, and gets a 404 there.
NEED_A_LEDGER = {
    "contracts:finding",
    "portfolio:customer_lines",
    "portfolio:customer_products",
    "lifetime:constant",
    "lifetime:customer",
    "profitability:customer",
}
QUERIES = {
    "portfolio:merge": "?target=T1",
    "portfolio:merge_product": "?target=P1",
    "opportunities:cell": "?family=Belts",
    "opportunities:new": "?family=Belts",
}

SCREENS = (
    "portfolio.customers",
    "portfolio.records",
    "portfolio.products",
    "portfolio.customer_products",
    "matrix.matrix",
    "playbook.proposals",
    "lifetime.customers",
    "lifetime.cohorts",
    "lifetime.staying",
    "lifetime.contracts",
    "lifetime.cycles",
    "lifetime.years",
    "profitability.customers",
    "profitability.hours",
    "opportunities.needs",
    "opportunities.pipeline",
    "market.notes",
    "contracts.contracts",
    "contracts.renewals",
    "care.complaints",
    "coordination.requests",
    "negotiations.negotiations",
    "relationships.contacts",
    "relationships.account",
    "loyalty.answers",
    "interactions.all",
    "interactions.account",
    "selection.list",
    "silence.customers",
    "work.tasks",
)

HOW_TO_MEND = """
{name} costs the {member} {found} queries, {few} with few customers. It may cost {most}, always:

{queries}
"""


def test_every_page_has_a_budget() -> None:
    shown = {row.name for row in ROWS if 405 not in row.get.values()}
    assert {name for name in shown if name.startswith(MEASURED)} == BUDGETS.keys()
    assert all(budget <= MOST for budget in BUDGETS.values())


def readers_of(row: Row) -> list[str]:
    """Who opens a page to measure it: the director and the senior where they may, else the first
    who may."""
    may = [
        member
        for member in INSIDERS
        if row.get[member] not in {403, 404} or row.name in NEED_A_LEDGER
    ]
    return [member for member in ("director", "senior") if member in may] or may[:1]


PAGES = [(row.name, member) for row in ROWS if row.name in BUDGETS for member in readers_of(row)]


def test_every_page_is_opened_by_somebody() -> None:
    assert [row.name for row in ROWS if row.name in BUDGETS and not readers_of(row)] == []


@pytest.mark.django_db
def test_no_page_costs_more_than_its_budget_however_many_customers_there_are(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    settings.ATTACHMENTS_HOME = tmp_path / "attachments"
    company = Company(cast)
    company.grow_to(FEW)
    with_few = {page: len(company.queries_of(*page, once_asked=True)) for page in PAGES}
    company.grow_to(MANY)
    wrong = []
    for name, member in PAGES:
        few, most = with_few[name, member], BUDGETS[name]
        queries = company.queries_of(name, member)
        if not few == len(queries) <= most:  # it had to make what the next reader finds
            queries = company.queries_of(name, member)
        if not few == len(queries) <= most:
            wrong.append(
                HOW_TO_MEND.format(
                    name=name,
                    member=member,
                    found=len(queries),
                    few=few,
                    most=most,
                    queries="\n".join(queries),
                )
            )
    assert wrong == [], "\n".join(wrong)


def delivered(row: Sold) -> Sold:
    """A line of which it is known what was ordered, and that it came on its day."""
    return replace(
        row, quantity=Decimal(10), ordered_quantity=Decimal(10), promised_date=row.date,
        delivered_date=row.date,
    )  # fmt: skip


class Company:
    """A company that grows in everything that a page could ask for once too often."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.director = actor_for(cast.director)
        self.clients = {member: sign_in(Client(), person) for member, person in cast}
        self.size = 0

    def grow_to(self, size: int) -> None:
        ledger_of([delivered(row) for row in some_rows(customers=size)], name=f"{size}.csv")
        first = Customer.objects.get(code="C1")
        for number in range(self.size, size):
            self._grow(first, number)
        self.size = size
        tell_deliveries(SYSTEM, day=timezone.localdate())
        refresh(SYSTEM)

    def _grow(self, first: Customer, number: int) -> None:
        member = Customer.objects.get(code=f"C{number + 1}")
        if member != first:
            put_under(first, member)
        if number == 0:
            cover(self.cast.senior, first)
            self.buyers = make_group("The buyers", first, code="B", tree=Tree.BUYING)
            make_group("To be dissolved", code="G")
        twin = make_customer(f"T{number}", f"Twin number {number}")
        make_customer(f"U{number}", f"Twin, number {number}")
        put_under(self.buyers, twin, tree=Tree.BUYING)
        make_one(make_customer(f"M{number}", f"Merged {number}"), first)
        start = date(2001 + number, 1, 1)
        person = self.cast.senior if number % 2 else self.cast.sales
        cover(person, first, role=CoverageRole.MEMBER, start=start, end=start.replace(month=2))
        seen = revision_of(first)
        edit_customer(self.director, customer_id=first.pk, name=f"First {number}", seen=seen)
        self._grow_products(number)
        hold(start, {member.code: Strategy.INVEST})
        self._adopt(number)
        self._grow_profitability(number, member)
        self._grow_silence(number, member)
        self._watch(number, member)
        self._select(number, member)
        self._hand_over(number, member)
        self._work_at_night(number)
        make_webhook(f"Chat {number}")
        if number == 0:
            self.brief = make_brief(first, actor_for(self.cast.senior))
        else:
            another(self.brief)
        make_template(f"{number}.pptx")
        self._invest(number, first, member)
        self._sell(number, first, member)
        self._relate(number, first, member)
        self._work(number, first, member)
        self._agree(number, first)
        self._negotiate(number, first)
        self._plan(number, first, member)
        for kind in ("a", "b"):
            make_alert(first, key=f"{kind}{number}")
        save_scenario(
            actor_for(self.cast.senior),
            name=f"Scenario {number}",
            what_if=WhatIf(places={member.code: (5.0, 5.0)}),
            holding=latest_settings(),
            is_shared=True,
        )
        set_company_figures(SYSTEM, valid_from=start, currency="EUR", ebit=Decimal(100))
        for screen in SCREENS:
            save_view(self.director, screen=screen, name=f"View {number}", query="")

    def _adopt(self, number: int) -> None:
        settings = Settings(base=Version(potential_cut=5 + (number + 1) / 100))
        adopt_settings(
            self.director,
            settings=settings,
            valid_from=timezone.localdate(),
            reason=f"Version {number}",
            seen=latest_settings().number,
        )
        adopt_something(f"Playbook {number}")

    def _work_at_night(self, number: int) -> None:
        with only_steps(one=lambda on: None, hourly=lambda on: None):
            tick_nights(datetime(2026, 1, 1 + number, 12, tzinfo=UTC))

    def _plan(self, number: int, first: Customer, member: Customer) -> None:
        """The plan of the first one grows by a row of each kind; the others begin theirs."""
        make_plan_template(f"Version {number}", actions=number)
        make_plan(member)
        note = Note.objects.filter(customer=first).latest("pk")
        threat = {"probability": 3, "impact": 4}
        add_item(SYSTEM, customer_id=first.pk, kind="threat", text=f"Noted {number}",
                 fields=threat, note_id=note.pk)  # fmt: skip
        make_targets(member)
        programme = make_programme(name=f"Fair {number}")
        part = Part(programme.name, Decimal(1), Decimal(10))
        row = AccountTargets.objects.get(plan__customer=member)
        set_parts(SYSTEM, customer_id=member.pk, parts={programme.key: part}, seen=revision_of(row))
        codes = [each.plan.customer.code for each in AccountTargets.objects.all()]
        content = "account,year,family,month,sales\n" + "".join(
            f"{code},2028,Belts,,{number}\n" for code in codes
        )
        hold_account_targets(
            actor_for(self.cast.senior), content=content.encode(), name="targets.csv"
        )
        row, action = (
            make_row(first, f"Row {number}"),
            make_action(first, f"Do {number}", customer_owner="Them", is_shared=True),
        )
        link_item(SYSTEM, item_id=row.pk, kind="action", target_id=action.pk)
        for need in Need.objects.filter(customer=first):
            link_need(
                SYSTEM, customer_id=first.pk, need_id=need.pk, kind="action", target_id=action.pk
            )
        make_objective(first, f"Reach {number}")
        self._analyse(number, first)
        initiative = make_initiative(first, f"Idea {number}", is_shared=True)
        make_request(first, initiative_id=initiative.pk)
        make_action(first, f"Then {number}", after=[action.pk], owner_id=self.cast.senior.pk)
        if number == 0:
            make_forecast(first)
            open_review(SYSTEM, customer_id=first.pk)
            Plan.objects.filter(customer=first).update(
                state=PlanState.SUBMITTED.value, submitted_at=timezone.now()
            )
        ReviewPoint.objects.create(review=PlanReview.objects.get(), kind="first")
        plan = Plan.objects.get(customer=first)
        PlanVersion.objects.create(
            plan=plan, number=number + 1, content=content_of(plan), by_name="Ana"
        )
        share = make_share(first, email=f"{number}@ega.example")
        for row in (f"action:{action.pk}", f"initiative:{initiative.pk}"):
            Answer.objects.create(
                plan=plan, share=share, what="commented", text="Well", row_key=row, row_text="Row",
                version=number + 1, by_name="Marta",
            )  # fmt: skip

    def _analyse(self, number: int, first: Customer) -> None:
        for kind, fields in (
            ("activity", {"activity": "operations", "effect": "cost", "worth": 10}),
            ("phase", {"phase": "search", "situation": "new", "presence": 1, "days": 3}),
            ("csf", {"weight": 0, "us": 5, "best": 7}),
            ("swot", {"part": "strength", "impact": 3, "strength": 3}),
            ("swot", {"part": "threat", "impact": 3, "strength": 3}),
        ):
            make_row(first, f"{kind} {number}", kind, fields=fields)

    def _watch(self, number: int, member: Customer) -> None:
        set_something(member, owner_id=self.cast.senior.pk)
        enter_something(member)
        define_kpi(
            SYSTEM, key=f"own-{number}", name=f"Own {number}", unit=Unit.COUNT,
            direction=Direction.AT_LEAST,
        )  # fmt: skip

    def _select(self, number: int, member: Customer) -> None:
        candidate = make_candidate(member)
        for person in (self.cast.director, self.cast.senior):
            make_rating(actor_for(person), candidate, number % 10)
        add_evidence(SYSTEM, candidate_id=candidate.pk, text="It grows", day=date(2026, 1, 1))
        for withdrawn in ({}, {"withdrawn_by": "Ana", "withdrawn_because": "A mistake"}):
            Decision.objects.create(
                candidate=candidate, day=date(2026, 1, 1), before="candidate", status="candidate",
                proposed="candidate", because="filter_open", reason="Wait", members="Ana",
                withdrawn_at=timezone.now() if withdrawn else None, **withdrawn,
            )  # fmt: skip
        questions = ("solvency", f"question-{number}")
        adopt_selection(
            SYSTEM, settings=SelectionSettings(questions=questions),
            valid_from=timezone.localdate(), reason="Another question", approved_by="Ana",
            approved_on=timezone.localdate(), seen=latest_selection().number,
        )  # fmt: skip

    def _sell(self, number: int, first: Customer, member: Customer) -> None:
        say_cell(SYSTEM, customer_id=member.pk, family="Belts", rival=f"Rival {number}")
        solution = make_solution(f"Solution {number}")
        for customer in (first, member):
            need = make_need(customer, owner_id=self.cast.director.pk)
            link_solution(SYSTEM, need_id=need.pk, solution_id=solution.pk)
            make_wallet(customer, "Belts")
            made = make_opportunity(
                customer, needs=[need.pk], cells=[(customer.pk, "Belts")],
                owner_id=self.cast.director.pk,
            )  # fmt: skip
        move_opportunity(SYSTEM, opportunity_id=made.pk, stage="agreed")
        stages = Stages((Stage("identified"), Stage("agreed", Decimal(number + 1) / 100)))
        adopt_stages(
            SYSTEM, stages=stages, valid_from=timezone.localdate(), reason="Simpler",
            seen=latest_stages().number,
        )  # fmt: skip

    def _agree(self, number: int, first: Customer) -> None:
        """The first contract grows by a term and a price; others join it."""
        contract = make_contract(first, f"Agreement {number}")
        begun = Contract.objects.earliest("pk")
        add_price(SYSTEM, contract_id=begun.pk, price=Decimal(1), product=f"P{number}")
        add_term(SYSTEM, contract_id=begun.pk, kind=TermKind.MINIMUM, amount=Decimal(10**9),
                 is_quantity=False, product=f"P{number}")  # fmt: skip
        add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.BUDGET, amount=Decimal(5))
        rebate = add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.REBATE, basis="turnover",
                          tiers=[["0", "0.01"]], is_retroactive=True)  # fmt: skip
        close_period(SYSTEM, term_id=rebate.pk, last=contract.start)
        service = add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.SERVICE, name="Answers",
                           target=Decimal(1))  # fmt: skip
        write_measurement(SYSTEM, term_id=service.pk, day=contract.start, kept=1, cases=2)
        index = add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.INDEXATION,
                         base=Decimal(1), floor=None, cap=None)  # fmt: skip
        write_level(SYSTEM, term_id=index.pk, day=contract.start, value=Decimal(2))
        change_renewal(SYSTEM, contract_id=contract.pk, stage=RenewalStage.PREPARING)

    def _negotiate(self, number: int, first: Customer) -> None:
        """The first negotiation grows in all that it has; one that is agreed stands beside it."""
        make_negotiation(first, f"Talks {number}")
        begun = Negotiation.objects.earliest("pk")
        point = make_point(begun, name=f"Days {number}")
        make_concession(begun, text=f"Lorry {number}")
        make_round(begun, {point.pk: {"theirs": "75"}})
        made = make_document(begun, title=f"Draft {number}")
        held = Paper.objects.earliest("pk")
        add_version(SYSTEM, document_id=held.pk, text=f"Text {number}")
        add_version(SYSTEM, document_id=held.pk, content=(f"{number}.pdf", SIGNED + b"%d" % number))
        if number == 0:
            people = [self.cast.director.pk]
            ask_approval(SYSTEM, document_id=made.pk, people=people)
            agreed = make_negotiation(first, "Agreed")
            days = make_point(agreed)
            begin(SYSTEM, negotiation_id=agreed.pk)
            agree(SYSTEM, negotiation_id=agreed.pk, agreed={days.pk: Decimal(45)})

    def _relate(self, number: int, first: Customer, member: Customer) -> None:
        for customer in (first, member):
            make_note(customer, f"Note {number}")
            told = make_complaint(customer, f"Complaint {number}")
            add_file(SYSTEM, complaint_id=told.pk, name="note.pdf", content=PDF)
            make_door(customer)
        department = make_department(self.cast.logistics, name=f"Department {number}")
        make_process(department, f"Process {number}")
        make_asked(first, department, by=actor_for(self.cast.senior))
        make_note(sector=f"Sector {number}")
        for customer in (first, member):
            (contact,) = make_contacts(customer, 1, word=f"asked{number}{customer.code}")
            make_tie(contact, self.cast.senior)
        make_survey(name=f"Survey {number}")
        wave = make_wave(first, name=f"Wave {number}", actor=actor_for(self.cast.senior))
        answer_all(wave, [9, 2], why=f"Because {number}", service=(8, 6))
        boss = Contact.objects.filter(customer=first).order_by("pk").first()
        for customer in (first, member):
            contact = make_contact(
                customer, f"Person {number} {customer.code}", email="same@ega.example",
                function=list(Function)[number % 9],
                reports_to_id=None if boss is None or customer != first else boss.pk,
            )  # fmt: skip
            make_judgement(contact, JudgementKind.INFLUENCE, 9)
            make_tie(contact, self.cast.senior)
            for subject in ("Plan", "Stock"):
                make_interaction(
                    customer, contact, subject=f"{subject} {number}", ours=(self.cast.senior,),
                    minutes=30, starts_at=ago(days=number + 1), decisions=["Done"],
                )  # fmt: skip
        talk = Interaction.objects.earliest("pk")
        add_step(
            SYSTEM, interaction_id=talk.pk, text=f"Step {number}", owner_id=self.cast.senior.pk
        )
        Brought.objects.all().delete()
        box = make_brought(self.cast.senior)
        box.items = box.items * (number + 1)
        box.save()
        copy = make_contact(first, f"Copy {number}")
        target = Contact.objects.filter(customer=first).earliest("pk")
        merge_contacts(SYSTEM, source_id=copy.pk, target_id=target.pk)
        make_judgement(target, JudgementKind.ATTITUDE, number % 3)
        colleague = Person.objects.create_person(
            email=f"colleague{number}@ega.example", name=f"Colleague {number}",
            role=Role.COLLEAGUE.value,
        )  # fmt: skip
        make_tie(target, colleague)
        other = Contact.objects.filter(customer=first, merged_into=None).latest("pk")
        if other.pk != target.pk:
            draw_line(
                SYSTEM, start_id=other.pk, end_id=target.pk, kind=LineKind.CONFLICT, source="Said"
            )
        scenario = make_scenario(SYSTEM, customer_id=first.pk, name=f"Merger {number}")
        set_absent(SYSTEM, scenario_id=scenario.pk, contact_id=target.pk, is_absent=True)
        adopt_demands(
            SYSTEM, demands=replace(DEFAULTS, coverage=Decimal(number + 1) / 100), reason="Less",
            valid_from=timezone.localdate(), seen=latest_demands().number,
        )  # fmt: skip
        for side in Side:
            say_stage(
                SYSTEM, customer_id=first.pk, side=side, stage=RelationshipStage.INTEGRATED,
                source="Review",
            )  # fmt: skip

    def _work(self, number: int, first: Customer, member: Customer) -> None:
        today = timezone.localdate()
        for customer in (first, member, None):
            task = make_task(
                customer, f"Task {number}", owner=self.cast.senior,
                due=today + timedelta(days=number % 3 - 1),
            )  # fmt: skip
            write_points(SYSTEM, task_id=task.pk, texts=["One", f"Two {number}"])
        Pack.objects.filter(closed_on=None).update(closed_on=today)
        make_pack(first, self.cast.sales, self.cast.senior)
        helper = Person.objects.create_person(
            email=f"helper{number}@ega.example", name=f"Helper {number}", role=Role.COLLEAGUE.value
        )
        make_functional(first, helper)
        latest = latest_limits()
        adopt_limits(
            SYSTEM, limits=Limits(key_most=4 + number), valid_from=today, reason="More",
            seen=latest.number,
        )  # fmt: skip
        self.secret = open_feed(actor_for(self.cast.senior))
        write_points(SYSTEM, task_id=Task.objects.earliest("pk").pk, texts=[f"{number}"] * number)

    def _hand_over(self, number: int, member: Customer) -> None:
        """A key account on its way in a year of long ago, so that this year goes on being rated."""
        made = Handover.objects.create(
            customer=member,
            giver=self.cast.sales,
            receiver=self.cast.senior,
            meeting_on=date(2026, 1, 1),
            changes_on=date(2026, 1, 1),
        )
        tick(self.director, handover_id=made.pk, item=list(Item)[number % 7], is_done=True)

    def _invest(self, number: int, first: Customer, member: Customer) -> None:
        with_terms(1_000 + number)
        if member == first:
            return  # it can still be put forward
        case = make_case(member)
        twin = make_case(Customer.objects.get(code=f"U{number}"))
        bind_cases(
            SYSTEM, first_id=case.pk, second_id=twin.pk, kind=PairKind.REQUIRES, reason="One truck"
        )
        if number % 4 == 1:
            fund(make_case(Customer.objects.get(code=f"T{number}")), on=date(2022, 1, 1))
            Actual.objects.create(funding=Funding.objects.latest("pk"), year=1, value=1_000)
        if number in {FEW - 1, MANY - 1}:
            assess(SYSTEM, round_id=case.round_id)

    def _grow_products(self, number: int) -> None:
        first = Product.objects.get(code="P0")
        copy = make_product(f"Z{number}", f"Merged {number}")
        merge_products(SYSTEM, source_id=copy.pk, target_id=first.pk)
        seen = revision_of(first)
        edit_product(self.director, product_id=first.pk, name=f"First {number}", seen=seen)
        for spelling in ("Twin", "TWIN"):
            make_product(f"{spelling}{number}", f"{spelling} number {number}")

    def _grow_profitability(self, number: int, member: Customer) -> None:
        since = date(2020, 1, 1)
        kind = f"kind_{number}"
        set_rates(**{kind: 5, "order": 8, "visit": 60}, since=since.replace(month=number % 12 + 1))
        bring(f"{member.code},visit,2024-01-10,{number + 1}", f"C1,{kind},2024-01-10,1")
        make_work(member, self.cast.senior, day=date(2024, 1, 1 + number))

    def _grow_silence(self, number: int, member: Customer) -> None:
        latest = latest_silence()
        adopt_silence(
            SYSTEM, settings=SilenceSettings(watch=0.3 + number / 100), reason="Earlier",
            valid_from=timezone.localdate(), seen=latest.number,
        )  # fmt: skip
        day = date(2024, 1, 1 + number)
        for customer in (first := Customer.objects.get(code="C1"), member):
            Verdict.objects.create(
                customer=customer, finding="refuted", last_purchase=day, until=day,
                decided_on=day, by_name="Ana",
            )  # fmt: skip
        for whose in (None, first.pk):
            record_stop(
                SYSTEM,
                customer_id=whose,
                kind=StopKind.SEASON,
                first=day,
                last=day,
            )

    def queries_of(self, name: str, member: str, *, once_asked: bool = False) -> list[str]:
        """What a page asks the database for; ``once_asked``, when it was asked for before."""
        address, client = self.address(name, member), self.clients[member]
        for _time in range(2 if once_asked else 1):
            reset_queries()  # the log has room for some thousands, and says nothing of the rest
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code in {200, 302}
        return [query["sql"][:160] for query in captured]

    def address(self, name: str, member: str) -> str:
        customer = "G" if name.endswith("dissolve") else "C1"
        case = "T1" if name in AT_THEIR_GATE and member != "senior" else "C2"
        versions = {
            "selection": SelectionVersion,
            "silence": SilenceVersion,
            "opportunities": StageVersion,
        }
        version: Any = versions.get(name.partition(":")[0], MatrixVersion)
        scenarios = MatrixScenario.objects.filter(person=self.cast.senior)
        decisions = Decision.objects.valid()
        scores = AccountScore.objects.filter(customer__code="C1")
        ids: dict[str, Callable[[], Any]] = {
            "customer_id": lambda: Customer.objects.get(code=customer).pk,
            "coverage_id": lambda: Coverage.objects.earliest("pk").pk,
            "product_id": lambda: Product.objects.get(code="P0").pk,
            "book_id": lambda: PlaybookVersion.objects.latest("pk").pk,
            "strategy": lambda: "invest",
            "proposal_id": lambda: Proposal.objects.filter(customer__code="C1").latest("pk").pk,
            "review_id": lambda: MatrixReview.objects.latest("pk").pk,
            "version_id": lambda: version.objects.latest("pk").pk,
            "handover_id": lambda: Handover.objects.earliest("pk").pk,
            "decision_id": lambda: decisions.get(candidate__customer__code="C1").pk,
            "round_id": lambda: InvestmentRound.objects.latest("pk").pk,
            "case_id": lambda: Case.objects.get(customer__code=case).pk,
            "level_id": lambda: Level.objects.get(case__customer__code="C2").pk,
            "pair_id": lambda: Pair.objects.latest("pk").pk,
            "candidate_id": lambda: Candidate.objects.get(customer__code="C1").pk,
            "webhook_id": lambda: Webhook.objects.earliest("pk").pk,
            "template_id": lambda: Template.objects.earliest("pk").pk,
            "template_kind": lambda: "pptx",
            "alert_id": lambda: Alert.objects.latest("pk").pk,
            "year": lambda: the_open_year().year,
            "to": lambda: "deciding",
            "score_id": lambda: scores.latest("pk").pk,
            "scenario_id": lambda: scenarios.latest("pk").pk,
            "capacity_key": lambda: "team",
            "activity_key": lambda: "visit",
            "file_id": lambda: EventFile.objects.latest("pk").pk,
            "stop_id": lambda: KnownStop.objects.latest("pk").pk,
            "verdict_id": lambda: Verdict.objects.filter(customer__code="C1").latest("pk").pk,
            "person_id": lambda: self.cast.senior.pk,
            "entry_id": lambda: Entry.objects.latest("pk").pk,
            "key": lambda: "own-0",
            "need_id": lambda: Need.objects.filter(customer__code="C1").earliest("pk").pk,
            "solution_id": lambda: Solution.objects.earliest("pk").pk,
            "opportunity_id": lambda: (
                Opportunity.objects.filter(customer__code="C1").latest("pk").pk
            ),
            "contact_id": lambda: Contact.objects.filter(customer__code="C1").earliest("pk").pk,
            "demands_id": lambda: DemandsVersion.objects.earliest("pk").pk,
            "pack_id": lambda: Pack.objects.latest("pk").pk,
            "limits_id": lambda: LoadVersion.objects.latest("pk").pk,
            "feed_secret": lambda: self.secret,
            "task_id": lambda: Task.objects.earliest("pk").pk,
            "interaction_id": lambda: Interaction.objects.earliest("pk").pk,
            "box_id": lambda: Brought.objects.earliest("pk").pk,
            "tie_id": lambda: Tie.objects.earliest("pk").pk,
            "wallet_id": lambda: WalletEntry.objects.latest("pk").pk,
            "plan_section": lambda: 8,
            "programme_key": lambda: 1,
            "brought_id": lambda: BroughtTargets.objects.get().pk,
            "plan_version_id": lambda: TemplateVersion.objects.latest("pk").pk,
            "plan_kind": lambda: "fear",
            "note_kind": lambda: "threat",
            "term_kind": lambda: "payment",
            "contract_id": lambda: Contract.objects.earliest("pk").pk,
            "price_id": lambda: AgreedPrice.objects.earliest("pk").pk,
            "term_id": lambda: Term.objects.filter(kind="budget").earliest("pk").pk,
            "rebate_id": lambda: Term.objects.filter(kind="rebate").earliest("pk").pk,
            "service_id": lambda: Term.objects.filter(kind="service").earliest("pk").pk,
            "index_id": lambda: Term.objects.filter(kind="indexation").earliest("pk").pk,
            "finding_key": lambda: findings_of(SYSTEM, Contract.objects.earliest("pk").pk)[0].key,
            "note_id": lambda: Note.objects.earliest("pk").pk,
            "complaint_id": lambda: Complaint.objects.earliest("pk").pk,
            "attachment_id": lambda: Attachment.objects.earliest("pk").pk,
            "asked_id": lambda: Asked.objects.earliest("pk").pk,
            "department_id": lambda: Department.objects.earliest("pk").pk,
            "process_id": lambda: Process.objects.earliest("pk").pk,
            "door": lambda: door_token(Door.objects.earliest("pk")),
            "item_id": lambda: PlanItem.objects.earliest("pk").pk,
            "objective_id": lambda: Objective.objects.earliest("pk").pk,
            "action_id": lambda: Action.objects.earliest("pk").pk,
            "initiative_id": lambda: Initiative.objects.earliest("pk").pk,
            "request_id": lambda: ResourceRequest.objects.earliest("pk").pk,
            "survey_id": lambda: Survey.objects.earliest("pk").pk,
            "wave_id": lambda: Wave.objects.latest("pk").pk,
            "survey_token": lambda: survey_token(
                Invitation.objects.filter(left_out="").latest("pk")
            ),
            "share_id": lambda: Share.objects.earliest("pk").pk,
            "row_key": lambda: f"initiative:{Initiative.objects.earliest('pk').pk}",
            "token": lambda: share_token(Share.objects.earliest("pk")),
            "plan_review_id": lambda: PlanReview.objects.get().pk,
            "point_id": lambda: ReviewPoint.objects.earliest("pk").pk,
            "document_id": lambda: Document.objects.latest("pk").pk,
            "negotiation_id": lambda: Negotiation.objects.earliest("pk").pk,
            "agreed_id": lambda: Negotiation.objects.get(title="Agreed").pk,
            "point_kind": lambda: "price",
            "issue_id": lambda: Point.objects.earliest("pk").pk,
            "concession_id": lambda: Concession.objects.earliest("pk").pk,
            "talk_id": lambda: Talk.objects.earliest("pk").pk,
            "paper_id": lambda: Paper.objects.earliest("pk").pk,
            "kept_file_id": lambda: KeptFile.objects.earliest("pk").pk,
            "work_id": lambda: AccountWork.objects.filter(customer__code="C1").latest("pk").pk,
        }
        named = {KEYS.get(key, key): ids[key]() for key in ARGUMENTS.get(name, ())}
        return reverse(name, kwargs=named) + QUERIES.get(name, "")
