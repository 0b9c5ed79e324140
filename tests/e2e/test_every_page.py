"""Every page, as the access table lists them: it fits a phone and a projector in both languages
and appearances, says nothing in the console, and passes WCAG's levels A and AA (by axe).

A page that is not in ``PAGES`` fails, as an address without a row in the access table does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from clavero.alerts.rules.signals import Severity
from clavero.alerts.testing import make_alert, make_webhook
from clavero.care.services import add_file
from clavero.care.testing import PDF, make_complaint
from clavero.commercial.rules.programmes import Part
from clavero.commercial.services import hold_account_targets, set_parts
from clavero.commercial.testing import make_programme, make_targets
from clavero.contracts.rules.renewing import RenewalStage
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import findings_of
from clavero.contracts.services import (
    add_price,
    add_term,
    change_renewal,
    write_level,
    write_measurement,
)
from clavero.contracts.testing import make_contract
from clavero.coordination.models import Department, Process
from clavero.coordination.testing import make_asked, make_department, make_process
from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.testing import Cast, make_cast
from clavero.interactions.services import add_step
from clavero.interactions.testing import make_brought, make_interaction
from clavero.investment.models import Case, Funding, Level, Pair
from clavero.investment.rules.kinds import PairKind
from clavero.investment.services import bind, enter_actual
from clavero.investment.testing import assess, expected, fund, make_case, with_terms
from clavero.kpis.rules.kpi import Direction, Unit
from clavero.kpis.services import define_kpi, refresh
from clavero.kpis.testing import enter_something, set_something
from clavero.ledger import uploads
from clavero.ledger.models import Import, Product
from clavero.ledger.testing import ledger_of, some_rows
from clavero.loyalty.models import Invitation, SurveyVersion, Wave
from clavero.loyalty.testing import answer_all, make_contacts, make_survey, make_wave
from clavero.loyalty.testing import token as survey_token
from clavero.market.testing import make_note
from clavero.matrix.models import MatrixReview, MatrixScenario
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.factors import POTENTIAL
from clavero.matrix.rules.position import Stage as Related
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.version import Version
from clavero.matrix.rules.whatif import WhatIf
from clavero.matrix.selectors import latest_settings
from clavero.matrix.services import adopt_settings, save_scenario
from clavero.matrix.testing import hold, say
from clavero.negotiations.models import Concession, Point
from clavero.negotiations.models import Document as Paper
from clavero.negotiations.models import Round as Talk
from clavero.negotiations.rules.points import PointKind
from clavero.negotiations.services import add_version, agree
from clavero.negotiations.testing import (
    make_concession,
    make_document,
    make_negotiation,
    make_point,
    make_round,
)
from clavero.opportunities.models import CellWord, Solution, StageVersion
from clavero.opportunities.rules.grid import CellState
from clavero.opportunities.rules.stages import Stage, Stages
from clavero.opportunities.selectors import latest_stages
from clavero.opportunities.services import adopt_stages, link_solution, say_cell
from clavero.opportunities.testing import (
    make_need,
    make_opportunity,
    make_solution,
    make_wallet,
)
from clavero.plans.models import (
    Action,
    Initiative,
    Objective,
    PlanItem,
    PlanReview,
    ResourceRequest,
    ReviewPoint,
)
from clavero.plans.selectors import position_criteria
from clavero.plans.services import link_item, open_review, propose_scores, submit_plan
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
from clavero.playbook.models import Proposal
from clavero.playbook.testing import adopt_something
from clavero.portfolio.models import Coverage, Customer
from clavero.portfolio.services import set_company_figures
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_group, put_under
from clavero.profitability.models import AccountWork, EventFile
from clavero.profitability.testing import bring, make_work, set_rates
from clavero.relationships.models import Contact, Tie
from clavero.relationships.rules.judging import Kind as Judged
from clavero.relationships.rules.matrix import DEFAULTS
from clavero.relationships.rules.people import Function as RelatedFunction
from clavero.relationships.rules.sides import Side
from clavero.relationships.selectors.demands import latest_demands
from clavero.relationships.services import adopt_demands, say_stage
from clavero.relationships.testing import make_contact, make_judgement, make_tie
from clavero.reports.models import Document, Template
from clavero.reports.testing import make_brief, make_template
from clavero.rest.services import create_token
from clavero.selection.rules.settings import Settings as SelectionSettings
from clavero.selection.services import adopt_settings as adopt_selection
from clavero.selection.services import arrange_handover
from clavero.selection.testing import make_candidate, make_key, make_rating, the_open_year
from clavero.sharing.models import Share
from clavero.sharing.testing import make_share, make_shared_plan, word_for
from clavero.sharing.testing import token as share_token
from clavero.silence.rules.kinds import StopKind
from clavero.silence.rules.settings import Settings as SilenceSettings
from clavero.silence.services import adopt_settings as adopt_silence
from clavero.silence.services import record_stop, refute_loss
from clavero.work.models import Dedication, LoadVersion, Pack
from clavero.work.rules.load import Limits
from clavero.work.selectors import latest_limits
from clavero.work.services import adopt_limits, write_points
from clavero.work.testing import make_functional, make_pack, make_task
from tests.access_table import ROWS, Row
from tests.e2e.conftest import Faults, PageAt, made_once

AXE = (Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = (
    "Sociedad Cooperativa de Transformación Hortofrutícola y Comercialización Agroalimentaria "
    "del Bajo Guadalquivir, S.C.A."
)

Arguments = Callable[[Cast], dict[str, Any]]


def _nothing(cast: Cast) -> dict[str, Any]:
    return {}


def _of(code: str) -> Arguments:
    return lambda cast: {"customer_id": Customer.objects.get(code=code).pk}


def _first(name: str, model: Any) -> Arguments:
    return lambda cast: {name: model.objects.earliest("pk").pk}


def _a_file_of_targets(cast: Cast) -> dict[str, Any]:
    """Brought by the senior: a row that can be used, and one that cannot."""
    year, code = timezone.localdate().year, Customer.objects.get(code="C1").code
    rows = f"{code},{year},Belts,,1200000,\n{code},{year},{LONG[:100]},,5,\n"
    content = f"account,year,family,month,sales,margin\n{rows}".encode()
    file = hold_account_targets(actor_for(cast.senior), content=content, name="targets.csv")
    return {"brought_id": file.pk}


def _a_file(cast: Cast) -> dict[str, Any]:
    content = b"Invoice,Date,Customer,Amount\nF1,03/04/2024,C1,10.50\nF2,03/05/2024,C1,x\n"
    return {"key": uploads.keep(actor_for(cast.administrator), "sales.csv", [content]).key}


def _the_import(cast: Cast) -> dict[str, Any]:
    return {"import_id": Import.objects.earliest("created").pk}


def _a_version(cast: Cast) -> dict[str, Any]:
    version = adopt_settings(
        actor_for(cast.director),
        settings=Settings(base=Version(potential_cut=6.0)),
        valid_from=timezone.localdate(),
        reason="A higher bar",
        seen=None,
    )
    return {"version_id": version.pk}


def _a_score(cast: Cast) -> dict[str, Any]:
    return {"score_id": say(Customer.objects.get(code="C1"), reason=LONG).pk}


def _the_review(cast: Cast) -> dict[str, Any]:
    return {"review_id": MatrixReview.objects.standing().latest("day").pk}


def _a_playbook(cast: Cast) -> dict[str, Any]:
    return {"version_id": adopt_something(LONG).pk}


def _a_proposal(cast: Cast) -> dict[str, Any]:
    customer = Customer.objects.get(code="C1")
    return {"proposal_id": Proposal.objects.filter(customer=customer).earliest("pk").pk}


def _the_senior(cast: Cast) -> dict[str, Any]:
    return {"person_id": cast.senior.pk}


def _an_entry(cast: Cast) -> dict[str, Any]:
    return {"entry_id": enter_something(Customer.objects.get(code="C1")).pk}


def _the_year(cast: Cast) -> dict[str, Any]:
    return {"year": the_open_year().year}


def _a_candidate(cast: Cast) -> dict[str, Any]:
    candidate = make_candidate(Customer.objects.get(code="C1"))
    make_rating(actor_for(cast.director), candidate, 9)
    make_rating(actor_for(cast.senior), candidate, 4, talk="Its group decides next year")
    return {"candidate_id": candidate.pk}


def _a_decision(cast: Cast) -> dict[str, Any]:
    return {"decision_id": make_key(Customer.objects.get(code="C1")).pk}


def _a_handover(cast: Cast) -> dict[str, Any]:
    customer, today = Customer.objects.get(code="C1"), timezone.localdate()
    make_key(customer)
    handover = arrange_handover(
        SYSTEM, customer_id=customer.pk, receiver_id=cast.junior_one.pk, meeting_on=today,
        changes_on=today,
    )  # fmt: skip
    return {"handover_id": handover.pk}


def _a_version_of_the_selection(cast: Cast) -> dict[str, Any]:
    today = timezone.localdate()
    version = adopt_selection(
        SYSTEM, settings=SelectionSettings(questions=("solvency",)), valid_from=today,
        reason="Simpler", approved_by="Ana", approved_on=today, seen=None,
    )  # fmt: skip
    return {"version_id": version.pk}


def _a_stop(cast: Cast) -> dict[str, Any]:
    day, customer = date(2024, 8, 1), Customer.objects.get(code="C1")
    stop = record_stop(
        SYSTEM, customer_id=customer.pk, kind=StopKind.SEASON, first=day, last=day, note=LONG
    )
    return {"stop_id": stop.pk}


def _a_verdict(cast: Cast) -> dict[str, Any]:
    customer, until = Customer.objects.get(code="C1"), timezone.localdate() + timedelta(30)
    return {"verdict_id": refute_loss(SYSTEM, customer_id=customer.pk, until=until, note=LONG).pk}


def _a_version_of_silence(cast: Cast) -> dict[str, Any]:
    version = adopt_silence(
        SYSTEM, settings=SilenceSettings(watch=0.3), valid_from=timezone.localdate(),
        reason=LONG, seen=None,
    )  # fmt: skip
    return {"version_id": version.pk}


def _an_alert(cast: Cast) -> dict[str, Any]:
    return {"alert_id": make_alert(Customer.objects.get(code="C1")).pk}


def _a_webhook(cast: Cast) -> dict[str, Any]:
    return {"webhook_id": make_webhook(LONG[:60], "https://kam.example/hook").pk}


def _a_contact(cast: Cast) -> dict[str, Any]:
    customer = Customer.objects.get(code="C1")
    boss = make_contact(customer, LONG[:150], title=LONG[:120], function=RelatedFunction.FINANCE)
    contact = make_contact(
        customer, f"Marta {LONG[:100]}", title=LONG[:120], unit=LONG[:120], email="m@ega.example",
        phone="+34 600 100 200", languages="es, en", reports_to_id=boss.pk,
    )  # fmt: skip
    make_contact(customer, "", title=LONG[:120], function=RelatedFunction.MANAGEMENT)
    for kind, value in ((Judged.INFLUENCE, 9), (Judged.ATTITUDE, -1), (Judged.STANDING, 2)):
        make_judgement(contact, kind, value, source=LONG)
    return {"contact_id": contact.pk}


def _a_tie(cast: Cast) -> dict[str, Any]:
    contact = Contact.objects.get(pk=_a_contact(cast)["contact_id"])
    return {"tie_id": make_tie(contact, cast.senior, source=LONG).pk}


def _one_of_ours(cast: Cast) -> dict[str, Any]:
    _a_tie(cast)
    return {"person_id": cast.senior.pk}


def _a_version_of_the_demands(cast: Cast) -> dict[str, Any]:
    version = adopt_demands(
        SYSTEM, demands=replace(DEFAULTS, coverage=Decimal("0.7")), reason=LONG,
        valid_from=timezone.localdate(), seen=latest_demands().number,
    )  # fmt: skip
    return {"version_id": version.pk}


def _known_people(cast: Cast) -> dict[str, Any]:
    tie = Tie.objects.get(pk=_a_tie(cast)["tie_id"])
    customer = tie.contact.customer
    for side, stage in ((Side.OURS, Related.INTERDEPENDENT), (Side.THEIRS, Related.BASIC)):
        say_stage(SYSTEM, customer_id=customer.pk, side=side, stage=stage, source=LONG)
    return {"customer_id": customer.pk}


def _a_task(cast: Cast) -> dict[str, Any]:
    """Late, and said at length, with a rhythm and a checklist."""
    task = make_task(
        Customer.objects.get(code="C1"), LONG, owner=cast.senior, detail=LONG,
        due=timezone.localdate() - timedelta(days=1), repeat_every=2, repeat_unit="week",
    )  # fmt: skip
    write_points(SYSTEM, task_id=task.pk, texts=[LONG, "Draw"])
    return {"task_id": task.pk}


def _a_team(cast: Cast) -> dict[str, Any]:
    customer = Customer.objects.get(code="C1")
    if not Dedication.objects.exists():
        make_functional(customer, cast.logistics)
    return {"customer_id": customer.pk}


def _a_version_of_the_limits(cast: Cast) -> dict[str, Any]:
    latest = latest_limits()
    version = adopt_limits(
        SYSTEM, limits=Limits(key_most=4 + LoadVersion.objects.count()), reason=LONG,
        valid_from=timezone.localdate(), seen=latest.number,
    )  # fmt: skip
    return {"version_id": version.pk}


def _the_pack(cast: Cast) -> dict[str, Any]:
    _some_work(cast)
    customer = Customer.objects.get(code="C1")
    Pack.objects.filter(closed_on=None).update(closed_on=timezone.localdate())
    return {"pack_id": make_pack(customer, cast.sales, cast.senior).pk}


def _some_work(cast: Cast) -> dict[str, Any]:
    _a_task(cast)
    customer = Customer.objects.get(code="C1")
    make_task(customer, "Without a day")
    make_task(customer, due=timezone.localdate())
    return {"customer_id": customer.pk}


def _a_version_of_a_survey() -> SurveyVersion:
    return SurveyVersion.objects.first() or make_survey(name=LONG[:120])


def _a_wave(cast: Cast) -> dict[str, Any]:
    wave = Wave.objects.first()
    if wave is None:
        customer = Customer.objects.get(code="C1")
        for each in make_contacts(customer, 5, word="asked"):
            make_tie(each, cast.senior)
        wave = make_wave(customer, version=_a_version_of_a_survey(), name=LONG[:120])
        answer_all(wave, [9, 10, 2, 8], why=LONG, csat=4, service=(8, 6))
    return {"wave_id": wave.pk}


def _nothing_but_a_wave(cast: Cast) -> dict[str, Any]:
    _a_wave(cast)
    return {}


def _a_question(cast: Cast) -> dict[str, Any]:
    waiting = Invitation.objects.filter(wave=_a_wave(cast)["wave_id"], answered_at=None)
    return {"token": survey_token(waiting.filter(left_out="").latest("pk"))}


def _an_interaction(cast: Cast) -> dict[str, Any]:
    contact = Tie.objects.get(pk=_a_tie(cast)["tie_id"]).contact
    made = make_interaction(
        contact.customer, contact, subject=LONG[:200], ours=(cast.senior,), minutes=90,
        text=f"{LONG}\n{LONG}", decisions=[LONG[:300]], activity="selling",
    )  # fmt: skip
    add_step(SYSTEM, interaction_id=made.pk, text=LONG[:200], owner_id=cast.senior.pk)
    return {"interaction_id": made.pk}


def _met_people(cast: Cast) -> dict[str, Any]:
    _an_interaction(cast)
    return _of("C1")(cast)


def _a_box(cast: Cast) -> dict[str, Any]:
    return {"brought_id": make_brought(cast.senior).pk}


def _a_note(cast: Cast) -> dict[str, Any]:
    customer = Customer.objects.get(code="C1")
    return {"note_id": make_note(customer, LONG[:300], detail=LONG, source=LONG[:200]).pk}


def _a_complaint(cast: Cast) -> dict[str, Any]:
    customer = Customer.objects.get(code="C1")
    told = {"from_name": LONG[:150], "from_phone": "+34 600 100 200", "detail": LONG}
    return {"complaint_id": make_complaint(customer, LONG[:200], **told).pk}


def _a_file_of_a_complaint(cast: Cast) -> dict[str, Any]:
    told = _a_complaint(cast)
    file = add_file(SYSTEM, name=f"{LONG[:90]}.pdf", content=PDF, **told)
    return {**told, "file_id": file.pk}


def _a_department(cast: Cast) -> dict[str, Any]:
    found = Department.objects.first() or make_department(cast.logistics, name=LONG[:120])
    return {"department_id": found.pk}


def _a_process(cast: Cast) -> dict[str, Any]:
    department = Department.objects.get(pk=_a_department(cast)["department_id"])
    known = Process.objects.first()
    return {"process_id": known.pk if known else make_process(department, LONG[:120]).process_id}


def _a_request_to_a_department(cast: Cast) -> dict[str, Any]:
    department = Department.objects.get(pk=_a_department(cast)["department_id"])
    customer = Customer.objects.get(code="C1")
    return {"request_id": make_asked(customer, department, text=LONG[:200], detail=LONG).pk}


def _a_note_of_it(cast: Cast) -> dict[str, Any]:
    _a_note(cast)
    return _of("C1")(cast)


def _a_contract(cast: Cast) -> dict[str, Any]:
    customer = Customer.objects.get(code="C1")
    contract = make_contract(customer, LONG[:200], parties=LONG, scope=LONG, notice_days=90)
    return {"contract_id": contract.pk}


def _talks(cast: Cast) -> dict[str, Any]:
    customer = Customer.objects.get(code="C1")
    found = make_negotiation(customer, LONG[:200], their_interests=LONG, our_alternative=LONG)
    point = make_point(found, PointKind.WORDS, name=LONG[:120],
                       target=LONG[:300], limit="", asked="")  # fmt: skip
    days = make_point(found)
    make_concession(found, text=LONG[:300], wanted=LONG[:300])
    put = {point.pk: {"theirs": LONG[:300]}, days.pk: {"theirs": "75", "agreed": "60"}}
    make_round(found, put, present=LONG, note=LONG)
    make_document(found, title=LONG[:200], text=LONG)
    return {"negotiation_id": found.pk}


def _part(cast: Cast, model: type[Point | Concession | Talk]) -> int:
    _talks(cast)
    return model.objects.latest("pk").pk


def _agreed_talks(cast: Cast) -> dict[str, Any]:
    key = _talks(cast)
    days = Point.objects.latest("pk")
    agree(SYSTEM, **key, agreed={days.pk: Decimal(45)})
    return key


def _a_paper(cast: Cast) -> dict[str, Any]:
    found = Paper.objects.get(negotiation=_talks(cast)["negotiation_id"])
    add_version(SYSTEM, document_id=found.pk, text=f"{LONG[:50]} {LONG}")
    return {"document_id": found.pk}


def _a_budget(cast: Cast) -> dict[str, Any]:
    term = add_term(SYSTEM, **_a_contract(cast), kind=TermKind.BUDGET, amount=Decimal(10**9))
    return {"term_id": term.pk}


def _a_price(cast: Cast) -> dict[str, Any]:
    row = add_price(SYSTEM, **_a_contract(cast), price=Decimal("1.25"), product="BOX")
    return {"price_id": row.pk}


def _a_rebate(cast: Cast) -> dict[str, Any]:
    tiers = [["0", "0.01"]]
    term = add_term(
        SYSTEM, **_a_contract(cast), kind=TermKind.REBATE, basis="turnover", tiers=tiers,
        is_retroactive=True,
    )  # fmt: skip
    return {"term_id": term.pk}


def _a_service(cast: Cast) -> dict[str, Any]:
    term = add_term(SYSTEM, **_a_contract(cast), kind=TermKind.SERVICE, name=LONG[:100],
                    target=Decimal(1))  # fmt: skip
    write_measurement(SYSTEM, term_id=term.pk, day=term.start, kept=1, cases=2, note=LONG[:200])
    return {"term_id": term.pk}


def _an_index(cast: Cast) -> dict[str, Any]:
    term = add_term(SYSTEM, **_a_contract(cast), kind=TermKind.INDEXATION, base=Decimal(10**9),
                    floor=None, cap=None)  # fmt: skip
    write_level(SYSTEM, term_id=term.pk, day=term.start, value=Decimal(10**9))
    return {"term_id": term.pk}


def _a_renewal(cast: Cast) -> dict[str, Any]:
    contract = _a_contract(cast)
    change_renewal(SYSTEM, **contract, stage=RenewalStage.TALKING, target=Decimal(10**12),
                   step=LONG[:150])  # fmt: skip
    return contract


def _a_finding(cast: Cast) -> dict[str, Any]:
    contract = _a_contract(cast)
    add_term(SYSTEM, **contract, kind=TermKind.MINIMUM, amount=Decimal(10**9), is_quantity=False)
    return {**contract, "key": findings_of(SYSTEM, contract["contract_id"])[0].key}


def _a_need(cast: Cast) -> dict[str, Any]:
    need = make_need(Customer.objects.get(code="C1"), text=LONG, owner_id=cast.senior.pk)
    solution = make_solution(f"{LONG[:120]} {need.pk}", families=[LONG[:100]])
    link_solution(SYSTEM, need_id=need.pk, solution_id=solution.pk, tailoring=LONG)
    return {"need_id": need.pk}


def _a_solution(cast: Cast) -> dict[str, Any]:
    return {"solution_id": make_solution(f"{LONG[:100]} {Solution.objects.count()}").pk}


def _an_opportunity(cast: Cast) -> dict[str, Any]:
    customer = Customer.objects.get(code="C1")
    row = make_opportunity(customer, title=LONG, cells=[(customer.pk, "Belts")])
    return {"opportunity_id": row.pk}


def _a_wallet(cast: Cast) -> dict[str, Any]:
    return {"entry_id": make_wallet(Customer.objects.get(code="C1"), "Belts").pk}


def _a_version_of_the_stages(cast: Cast) -> dict[str, Any]:
    latest = latest_stages()
    chance = Decimal(1 + StageVersion.objects.count()) / 100
    version = adopt_stages(
        SYSTEM, stages=Stages((Stage("identified"), Stage("own", chance, LONG[:40]))), reason=LONG,
        valid_from=timezone.localdate(), seen=latest.number,
    )  # fmt: skip
    return {"version_id": version.pk}


def _a_scenario(cast: Cast) -> dict[str, Any]:
    kept = save_scenario(
        actor_for(cast.senior),
        name=f"Scenario {MatrixScenario.objects.count()}",
        what_if=WhatIf({**POTENTIAL.weights, "volume": 30.0, "growth": 15.0}),
        holding=latest_settings(),
        is_shared=True,
    )
    return {"scenario_id": kept.pk}


def _a_token(cast: Cast) -> dict[str, Any]:
    return {"token_id": create_token(actor_for(cast.sales), name="Dashboard").token.pk}


def _a_person(cast: Cast) -> dict[str, Any]:
    return {"person_id": cast.sales.pk}


def _a_product(cast: Cast) -> dict[str, Any]:
    return {"product_id": Product.objects.order_by("code")[0].pk}


def _a_coverage(cast: Cast) -> dict[str, Any]:
    coverage = Coverage.objects.get(customer__code="C1")
    return {"customer_id": coverage.customer_id, "coverage_id": coverage.pk}


def _a_piece_of_work(cast: Cast) -> dict[str, Any]:
    return {"work_id": AccountWork.objects.earliest("pk").pk}


def _a_file_of_events(cast: Cast) -> dict[str, Any]:
    return {"file_id": EventFile.objects.earliest("pk").pk}


def _a_round(cast: Cast) -> dict[str, Any]:
    c1 = Customer.objects.get(code="C1")
    made = expected(100, 40, 60, 80, low=(10, 20, 30), high=(60, 90, 120))
    one = make_case(c1, ("low", made), ("high", expected(200, 90, 110, 130)), purpose=LONG)
    make_case(Customer.objects.get(code="C7"))
    found = with_terms(150)
    if not found.assessments.exists():
        assess(SYSTEM, round_id=found.pk)
    return {"round_id": one.round_id}


def _a_case(cast: Cast) -> dict[str, Any]:
    _a_round(cast)
    return {"case_id": Case.objects.get(customer__code="C1").pk}


def _a_level(cast: Cast) -> dict[str, Any]:
    found = _a_case(cast)
    return {**found, "level_id": Level.objects.filter(case_id=found["case_id"])[0].pk}


def _a_funded_case(cast: Cast) -> dict[str, Any]:
    _a_round(cast)
    case = Case.objects.get(customer__code="C7")
    if not Funding.objects.filter(case=case).exists():
        fund(case, on=date(2022, 1, 1))
        enter_actual(SYSTEM, case_id=case.pk, year=1, value=Decimal(30), note=LONG)
    return {"case_id": case.pk}


def _a_pair(cast: Cast) -> dict[str, Any]:
    found = _a_round(cast)
    one, other = Case.objects.filter(round_id=found["round_id"])
    pair = Pair.objects.first() or bind(
        SYSTEM, first_id=one.pk, second_id=other.pk, kind=PairKind.EXCLUSIVE, reason=LONG
    )
    return {**found, "pair_id": pair.pk}


PAGES: dict[str, Arguments] = {
    "account_login": _nothing,
    "account_logout": _nothing,
    "account_inactive": _nothing,
    "account_reauthenticate": _nothing,
    "account_change_password": _nothing,
    "account_reset_password": _nothing,
    "account_reset_password_done": _nothing,
    "account_reset_password_from_key": lambda cast: {"uidb36": "1", "key": "made-up"},
    "mfa_index": _nothing,
    "identity:profile": _nothing,
    "identity:tokens": _nothing,
    "identity:revoke_token": _a_token,
    "identity:chart": _nothing,
    "identity:roles": _nothing,
    "identity:people": _nothing,
    "identity:new_person": _nothing,
    "identity:person": _a_person,
    "identity:deactivate": _a_person,
    "ledger:imports": _nothing,
    "ledger:new_import": _nothing,
    "ledger:upload": _a_file,
    "ledger:import": _the_import,
    "ledger:undo": _the_import,
    "ledger:redo": _the_import,
    "ledger:rates": _nothing,
    "portfolio:portfolio": _nothing,
    "matrix:matrix": _nothing,
    "matrix:scores": _nothing,
    "matrix:whatif": _nothing,
    "matrix:scenarios": _nothing,
    "matrix:scenario": _a_scenario,
    "matrix:delete_scenario": _a_scenario,
    "matrix:why": _of("C1"),
    "matrix:score": _of("C1"),
    "matrix:said": _of("C1"),
    "matrix:withdraw": _a_score,
    "matrix:reviews": _nothing,
    "matrix:withdraw_review": _the_review,
    "matrix:settings": _nothing,
    "matrix:version": _a_version,
    "matrix:change_settings": _nothing,
    "matrix:room": _nothing,
    "matrix:change_sector": _nothing,
    "kpis:home": _nothing,
    "kpis:catalogue": _nothing,
    "kpis:health": _nothing,
    "kpis:manager": _the_senior,
    "kpis:team": _the_senior,
    "kpis:account": _of("C1"),
    "kpis:why": _of("C1"),
    "kpis:why_manager": _the_senior,
    "kpis:why_team": _the_senior,
    "kpis:why_company": _nothing,
    "kpis:targets": _of("C1"),
    "kpis:values": _of("C1"),
    "kpis:withdraw": _an_entry,
    "kpis:load_values": _nothing,
    "kpis:own": _nothing,
    "kpis:rename": lambda cast: {"key": "visits"},
    "kpis:retire": lambda cast: {"key": "visits"},
    "playbook:playbook": _nothing,
    "playbook:version": _a_playbook,
    "playbook:change": _nothing,
    "playbook:change_guide": lambda cast: {"strategy": "invest"},
    "playbook:proposals": _nothing,
    "playbook:proposal": _a_proposal,
    "playbook:account": _of("C1"),
    "playbook:conduct": _nothing,
    "selection:selection": _nothing,
    "selection:cycles": _nothing,
    "selection:cycle": _the_year,
    "selection:firmness": _the_year,
    "selection:move": lambda cast: {**_the_year(cast), "to": "deciding"},
    "selection:propose": _nothing,
    "selection:customer": _of("C1"),
    "selection:candidate": _a_candidate,
    "selection:answer": _a_candidate,
    "selection:add_evidence": _a_candidate,
    "selection:rate": _a_candidate,
    "selection:agree": _a_candidate,
    "selection:decide": _a_candidate,
    "selection:withdraw": _a_decision,
    "selection:handovers": _nothing,
    "selection:handover": _a_handover,
    "selection:arrange": _of("C1"),
    "selection:settings": _nothing,
    "selection:version": _a_version_of_the_selection,
    "selection:change_settings": _nothing,
    "opportunities:need": _a_need,
    "opportunities:change_need": _a_need,
    "opportunities:needs": _nothing,
    "opportunities:account_needs": _of("C1"),
    "opportunities:solutions": _nothing,
    "opportunities:solution": _a_solution,
    "opportunities:opportunity": _an_opportunity,
    "opportunities:change": _an_opportunity,
    "opportunities:new": _of("C1"),
    "opportunities:pipeline": _nothing,
    "opportunities:begin": _nothing,
    "opportunities:account": _of("C1"),
    "opportunities:grid": _of("C1"),
    "opportunities:additional": _of("C1"),
    "opportunities:load_grid": _nothing,
    "opportunities:withdraw_wallet": _a_wallet,
    "opportunities:stages": _nothing,
    "opportunities:version": _a_version_of_the_stages,
    "opportunities:change_stages": _nothing,
    "work:tasks": lambda cast: (_a_task(cast), {})[1],
    "work:calendar": lambda cast: (_a_task(cast), {})[1],
    "work:task": _a_task,
    "work:account": _some_work,
    "work:new": _of("C1"),
    "interactions:home": _nothing,
    "interactions:choose": _nothing,
    "interactions:load": _nothing,
    "interactions:brought": _a_box,
    "interactions:mailbox": _nothing,
    "interactions:time": _nothing,
    "interactions:account": _met_people,
    "interactions:account_time": _met_people,
    "interactions:new": _met_people,
    "interactions:interaction": _an_interaction,
    "interactions:change": _an_interaction,
    "interactions:remove": _an_interaction,
    "work:mine": _nothing,
    "work:team": _a_team,
    "work:load": lambda cast: (_a_team(cast), {})[1],
    "work:limits": _nothing,
    "work:limits_version": _a_version_of_the_limits,
    "work:change_limits": _nothing,
    "work:packs": lambda cast: (_the_pack(cast), {})[1],
    "work:new_pack": _of("C1"),
    "work:pack": _the_pack,
    "work:close_pack": _the_pack,
    "relationships:contacts": _nothing,
    "relationships:account": _known_people,
    "relationships:matrix": _known_people,
    "relationships:chart": _known_people,
    "relationships:influence": _known_people,
    "relationships:ours": _one_of_ours,
    "relationships:demands": _nothing,
    "relationships:demands_version": _a_version_of_the_demands,
    "relationships:change_demands": _nothing,
    "relationships:new": _of("C1"),
    "relationships:load": _of("C1"),
    "relationships:duplicates": _known_people,
    "relationships:contact": _a_contact,
    "relationships:change": _a_contact,
    "relationships:erase": _a_contact,
    "relationships:export": _a_contact,
    "relationships:tie": _a_tie,
    "loyalty:home": _nothing_but_a_wave,
    "loyalty:new_survey": _nothing,
    "loyalty:survey": lambda cast: {"survey_id": _a_version_of_a_survey().survey_id},
    "loyalty:start": _nothing,
    "loyalty:wave": _a_wave,
    "loyalty:answers": _a_wave,
    "loyalty:remind": _a_wave,
    "loyalty:close": _a_wave,
    "loyalty:account": _of("C1"),
    "answering:survey": _a_question,
    "answering:stop": _a_question,
    "contracts:contracts": _nothing,
    "contracts:account": lambda cast: (_a_contract(cast), _of("C1")(cast))[1],
    "contracts:new": _of("C1"),
    "contracts:contract": lambda cast: {"contract_id": _a_finding(cast)["contract_id"]},
    "contracts:findings": lambda cast: {"contract_id": _a_finding(cast)["contract_id"]},
    "contracts:change": _a_contract,
    "contracts:prices": _a_contract,
    "contracts:price_list": lambda cast: {"contract_id": _a_finding(cast)["contract_id"]},
    "contracts:price": _a_price,
    "contracts:add_term": lambda cast: {**_a_contract(cast), "kind": "rebate"},
    "contracts:finding": _a_finding,
    "contracts:money": _a_budget,
    "contracts:credit_notes": _a_rebate,
    "contracts:withdraw": _a_budget,
    "contracts:statement": _a_rebate,
    "contracts:readings": _a_service,
    "contracts:levels": _an_index,
    "contracts:renewals": lambda cast: (_a_renewal(cast), {})[1],
    "contracts:renewal": _a_renewal,
    "care:inbox": _nothing,
    "care:board": _nothing,
    "care:complaints": _nothing,
    "care:begin": _nothing,
    "care:load": _nothing,
    "care:terms": _nothing,
    "care:new_terms": _nothing,
    "care:new_hours": _nothing,
    "care:account": _of("C1"),
    "care:new": _of("C1"),
    "care:complaint": _a_complaint,
    "care:change": _a_complaint,
    "care:received": _a_complaint,
    "care:choose": _a_complaint,
    "care:move": lambda cast: {**_a_complaint(cast), **_of("C1")(cast)},
    "care:erase_file": _a_file_of_a_complaint,
    "negotiations:negotiations": _nothing,
    "negotiations:begin": _nothing,
    "negotiations:account": lambda cast: (_talks(cast), _of("C1")(cast))[1],
    "negotiations:new": _of("C1"),
    "negotiations:negotiation": _talks,
    "negotiations:change": _talks,
    "negotiations:add_point": lambda cast: {**_talks(cast), "kind": "tiers"},
    "negotiations:point": lambda cast: {"point_id": _part(cast, Point)},
    "negotiations:remove_point": lambda cast: {"point_id": _part(cast, Point)},
    "negotiations:add_concession": _talks,
    "negotiations:concession": lambda cast: {"concession_id": _part(cast, Concession)},
    "negotiations:remove_concession": lambda cast: {"concession_id": _part(cast, Concession)},
    "negotiations:add_round": _talks,
    "negotiations:round": lambda cast: {"round_id": _part(cast, Talk)},
    "negotiations:agree": _talks,
    "negotiations:contract": _agreed_talks,
    "negotiations:add_document": _talks,
    "negotiations:contract_documents": _a_contract,
    "negotiations:add_contract_document": _a_contract,
    "negotiations:document": _a_paper,
    "negotiations:add_version": _a_paper,
    "negotiations:compare": _a_paper,
    "coordination:board": _nothing,
    "coordination:begin": _nothing,
    "coordination:queue": _nothing,
    "coordination:account": _of("C1"),
    "coordination:new": _of("C1"),
    "coordination:request": _a_request_to_a_department,
    "coordination:departments": _nothing,
    "coordination:new_department": _nothing,
    "coordination:department": _a_department,
    "coordination:level": _a_department,
    "coordination:processes": _nothing,
    "coordination:new_process": _nothing,
    "coordination:process": _a_process,
    "market:notes": _nothing,
    "market:new": _nothing,
    "market:account": _a_note_of_it,
    "market:note": _a_note,
    "market:change": _a_note,
    "alerts:inbox": _nothing,
    "alerts:webhooks": _nothing,
    "alerts:webhook": _a_webhook,
    "alerts:remove_webhook": _a_webhook,
    "reports:templates": _nothing,
    "reports:use_template": _first("template_id", Template),
    "reports:plain_template": lambda cast: {"kind": "pptx"},
    "alerts:alert": _an_alert,
    "alerts:customer": _of("C1"),
    "nightly:nights": _nothing,
    "nightly:schedule": _nothing,
    "plans:home": _nothing,
    "plans:templates": _nothing,
    "plans:template_version": lambda _cast: {"version_id": make_plan_template(LONG, actions=7).pk},
    "plans:change_template": _nothing,
    "plans:plan_template": _of("C1"),
    "plans:examples": lambda cast: {**_of("C1")(cast), "number": 8},
    "plans:mine": _nothing,
    "plans:requests": _nothing,
    "plans:plan": _of("C1"),
    "plans:add_item": lambda cast: {**_of("C1")(cast), "kind": "fear"},
    "plans:from_note": lambda cast: {**_of("C1")(cast), **_a_note(cast), "kind": "threat"},
    "plans:item": _first("item_id", PlanItem),
    "plans:retire_item": _first("item_id", PlanItem),
    "plans:link_item": _first("item_id", PlanItem),
    "plans:need": lambda cast: {**_of("C1")(cast), **_a_need(cast)},
    "plans:add_objective": _of("C1"),
    "plans:objective": _first("objective_id", Objective),
    "plans:retire_objective": _first("objective_id", Objective),
    "plans:actions": _of("C1"),
    "plans:add_action": _of("C1"),
    "plans:action": _first("action_id", Action),
    "plans:retire_action": _first("action_id", Action),
    "plans:add_initiative": _of("C1"),
    "plans:initiative": _first("initiative_id", Initiative),
    "plans:sign_value": _first("initiative_id", Initiative),
    "plans:retire_initiative": _first("initiative_id", Initiative),
    "plans:add_request": _of("C1"),
    "plans:resource": _first("request_id", ResourceRequest),
    "plans:retire_request": _first("request_id", ResourceRequest),
    "commercial:together": _nothing,
    "commercial:company": _nothing,
    "commercial:load": _nothing,
    "commercial:settings": _nothing,
    "commercial:load_targets": _nothing,
    "commercial:brought": _a_file_of_targets,
    "commercial:programmes": _nothing,
    "commercial:new_programme": _nothing,
    "commercial:programme": lambda cast: {"programme_key": 1},
    "commercial:drop_programme": lambda cast: {"programme_key": 1},
    "commercial:account": _of("C1"),
    "plans:years": _of("C1"),
    "plans:forecast": _of("C1"),
    "plans:retention": _of("C1"),
    "plans:decide": _of("C1"),
    "plans:analysis": _of("C1"),
    "plans:value_chain": _of("C1"),
    "plans:ansoff": _of("C1"),
    "plans:buying": _of("C1"),
    "plans:factors": _of("C1"),
    "plans:versions": _of("C1"),
    "plans:reviews": _of("C1"),
    "plans:review": _first("review_id", PlanReview),
    "plans:answer": _first("point_id", ReviewPoint),
    "reports:home": _nothing,
    "reports:portfolio": _nothing,
    "reports:account": _of("C1"),
    "reports:document": _first("document_id", Document),
    "reports:remove": _first("document_id", Document),
    "sharing:account": _of("C2"),
    "sharing:as_customer": _of("C2"),
    "sharing:share": _first("share_id", Share),
    "sharing:revoke": _first("share_id", Share),
    # The door is the same for every link; behind it is the real trial of the plan.
    "shared:plan": lambda cast: {"token": "made-up"},
    "shared:code": lambda cast: {"token": "made-up"},
    "shared:end": lambda cast: {"token": "made-up"},
    "complain:form": lambda cast: {"token": "en~made-up"},
    "complain:thanks": lambda cast: {"token": "en~made-up"},
    "portfolio:figures": _nothing,
    "portfolio:customer": _of("C1"),
    "portfolio:records": _nothing,
    "portfolio:duplicates": _nothing,
    "portfolio:products": _nothing,
    "portfolio:product": _a_product,
    "portfolio:product_duplicates": _nothing,
    "portfolio:new_group": _nothing,
    "portfolio:record": _of("C1"),
    "portfolio:dissolve": _of("G1"),
    "portfolio:coverage": _of("C1"),
    "portfolio:end_coverage": _a_coverage,
    "portfolio:transfer_coverage": _a_coverage,
    "lifetime:lifetime": _nothing,
    "lifetime:cohorts": _nothing,
    "lifetime:staying": _nothing,
    "lifetime:contracts": _nothing,
    "lifetime:cycles": _nothing,
    "profitability:whale": _nothing,
    "profitability:hours": _of("C1"),
    "profitability:work": _of("C1"),
    "profitability:withdraw": _a_piece_of_work,
    "profitability:load_work": _nothing,
    "profitability:rates": _nothing,
    "profitability:new_capacity": _nothing,
    "profitability:capacity": lambda cast: {"key": "team"},
    "profitability:new_activity": _nothing,
    "profitability:activity": lambda cast: {"key": "visit"},
    "profitability:credit": _nothing,
    "profitability:events": _nothing,
    "profitability:take_out": _a_file_of_events,
    "silence:silence": _nothing,
    "silence:customer": _of("C1"),
    "silence:lost": _of("C1"),
    "silence:not_lost": _of("C1"),
    "silence:withdraw_verdict": _a_verdict,
    "silence:customer_stop": _of("C1"),
    "silence:withdraw_stop": _a_stop,
    "silence:stops": _nothing,
    "silence:new_stop": _nothing,
    "silence:settings": _nothing,
    "silence:version": _a_version_of_silence,
    "silence:change_settings": _nothing,
    "investment:home": _nothing,
    "investment:open": _nothing,
    "investment:add": _a_round,
    "investment:propose": _of("C1"),
    "investment:round": _a_round,
    "investment:terms": _a_round,
    "investment:close": _a_round,
    "investment:bind": _a_round,
    "investment:unbind": _a_pair,
    "investment:choice": _a_round,
    "investment:risk": _a_round,
    "investment:case": _a_case,
    "investment:new_level": _a_case,
    "investment:level": _a_level,
    "investment:remove_level": _a_level,
    "investment:strategic": _a_case,
    "investment:must": _a_case,
    "investment:decide": _a_case,
    "investment:gate": _a_funded_case,
    "investment:targets": _a_funded_case,
    "investment:actual": _a_funded_case,
    "investment:records": _nothing,
    "pages:home": _nothing,
    "pages:today": _nothing,
}
# The access table's company has computed nothing: there they lead to the board, which says so.
NEED_A_SNAPSHOT = {  # or a ledger, which the company of the access table has not
    "contracts:finding",
    "kpis:why",
    "kpis:why_manager",
    "kpis:why_team",
    "kpis:why_company",
}
NO_PAGES = {  # files
    "work:feed",
    "ledger:example",
    "care:file",
    "negotiations:file",
    "api:openapi-json",
    "matrix:slides",
    "matrix:workbook",
    "commercial:refused_targets",
    "reports:download",
    "reports:template_example",
    "reports:template_file",
}
SCREENS = [(390, "dark", "es"), (1366, "light", "en")]


def _plan(customer: Customer) -> None:
    """A plan with a row of each kind, long ones, that waits for approval and is being reviewed."""
    make_plan(customer)
    row = make_targets(customer)
    programme = make_programme(name=f"A programme of many words for {customer.code}", aim=LONG)
    part = Part(programme.name, Decimal(1000), Decimal(9000), LONG)
    set_parts(SYSTEM, customer_id=customer.pk, parts={programme.key: part}, seen=revision_of(row))
    row, late = make_row(customer, LONG, evidence=LONG), timezone.localdate() - timedelta(5)
    make_forecast(customer)
    objective = make_objective(customer, LONG)
    initiative = make_initiative(customer, LONG, objective_id=objective.pk)
    make_request(customer, LONG, initiative_id=initiative.pk, hours=Decimal(1))
    action = make_action(customer, LONG, end=late, objective_id=objective.pk)
    make_action(customer, "Then", after=[action.pk], is_milestone=True)
    link_item(SYSTEM, item_id=row.pk, kind="action", target_id=action.pk)
    for kind, fields in (
        (
            "activity",
            {"activity": "operations", "effect": "cost", "worth": 10, "cost_share": "0.4"},
        ),
        ("phase", {"phase": "search", "situation": "new", "presence": 1, "days": 3}),
        ("csf", {"weight": 100, "us": 5, "best": 7, "competitor": LONG[:100]}),
        ("swot", {"part": "strength", "impact": 3, "strength": 3}),
        ("swot", {"part": "threat", "impact": 3, "strength": 3}),
    ):
        factor = make_row(customer, LONG, kind, fields=fields)
        if kind == "csf":
            criterion = next(iter(position_criteria()))
            propose_scores(
                SYSTEM, customer_id=customer.pk, criteria={factor.pk: criterion},
                source=Source.CUSTOMER, said_on=timezone.localdate(),
            )  # fmt: skip
    submit_plan(SYSTEM, customer_id=customer.pk)
    open_review(SYSTEM, customer_id=customer.pk, agenda=LONG)


@pytest.fixture
def page_at(page_at: PageAt) -> PageAt:
    """Pages that bring axe along: half a megabyte, which need not be told to each of them anew."""

    def open_page(*how: Any, **more: Any) -> Page:
        page = page_at(*how, **more)
        page.add_init_script(AXE)
        return page

    return open_page


def _company() -> Cast:
    """Two years of twelve customers: one with a long name, and a group five levels deep."""
    cast = make_cast()
    ledger_of(some_rows(customers=12, months=26))
    Customer.objects.filter(code="C1").update(name=LONG)
    below = [Customer.objects.get(code=f"C{at}") for at in range(1, 6)]
    make_group(LONG, below[0], code="G1")
    for parent, child in pairwise(below):
        put_under(parent, child)
    cover(cast.senior, below[0])
    make_customer("D1", "Customer 3, S.L.")
    set_company_figures(
        SYSTEM, valid_from=date(2024, 1, 1), currency="EUR",
        ebit=Decimal(3_000), overhead=Decimal(9_000), cash=Decimal(2_000),
    )  # fmt: skip
    set_rates(order=40, visit=90)
    bring("C1,visit,2024-03-01,3", "C7,visit,2024-03-01,30")
    make_work(below[0], cast.senior)
    hold(date(2026, 2, 1), {"C1": Strategy.INVEST})
    define_kpi(
        SYSTEM, key="visits", name=LONG[:100], unit=Unit.COUNT, direction=Direction.AT_LEAST
    )  # fmt: skip
    set_something(Customer.objects.get(code="C2"))
    refresh(SYSTEM, since=date(2024, 1, 1))
    _plan(below[0])
    make_brief(below[0], actor_for(cast.senior))
    make_plan(below[1])
    make_shared_plan(below[1], LONG)
    make_share(below[1])
    for severity in Severity:
        make_alert(below[0], severity, key=severity.name)
    make_template(f"{LONG}.pptx")
    return cast


@pytest.fixture
def cast(live_server: Any, settings: Any, tmp_path: Path) -> Cast:
    """The people of the company, who find it as it was made."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    settings.UPLOADS_HOME = tmp_path / "uploads"
    settings.DOCUMENTS_HOME = tmp_path / "documents"
    settings.ATTACHMENTS_HOME = tmp_path / "attachments"
    return made_once(_company, tmp_path)


def test_every_page_of_the_access_table_is_looked_at() -> None:
    pages = {row.name for row in ROWS if 200 in row.get.values()} - NO_PAGES
    assert pages | NEED_A_SNAPSHOT == set(PAGES)


@pytest.mark.parametrize(("width", "theme", "language"), SCREENS)
def test_every_page_is_well(
    page_at: PageAt, cast: Cast, width: int, theme: str, language: str
) -> None:
    rows = {row.name: row for row in ROWS}
    opened: dict[str, Page] = {}
    wrong: list[str] = []
    for name, arguments in PAGES.items():
        who = _reader(rows[name])
        person: Person | None = getattr(cast, who, None)
        if who not in opened:
            opened[who] = page_at(width, theme, language, person)
        page = opened[who]
        page.goto(_address_in(language, name, arguments(cast)))
        wrong += _found_wrong(page, name, width, language)
    assert wrong == []


@pytest.mark.parametrize(("width", "theme", "language"), SCREENS)
def test_pages_of_more_kinds_are_well(
    page_at: PageAt, faults: Faults, cast: Cast, width: int, theme: str, language: str
) -> None:
    """Filtered, empty, deep, merged; what one who sees part of the sales sees; and what says no."""
    faults.allowed = {403, 404}
    portfolio, matrix = reverse("portfolio:portfolio"), reverse("matrix:matrix")
    hold(date(2026, 3, 1), {f"C{at}": strategy for at, strategy in enumerate(Strategy, start=6)})
    deepest, group = _of("C5")(cast), _of("G1")(cast)
    cell = reverse("opportunities:cell", kwargs=_of("C1")(cast))
    _a_wallet(cast)
    _an_opportunity(cast)
    blocked = Customer.objects.get(code="C2")
    CellWord.objects.create(customer=blocked, family=LONG[:100], said_on=timezone.localdate())
    say_cell(
        SYSTEM, customer_id=blocked.pk, family=LONG[:100], state=CellState.BLOCKED, reason=LONG
    )
    opened: dict[Person | None, Page] = {}
    wrong: list[str] = []
    for person, address in (
        (cast.director, f"{portfolio}?period=2024&search=customer"),
        (cast.director, f"{portfolio}?search=zzzz"),
        (cast.director, f"{portfolio}?period=1999"),
        (cast.director, f"{portfolio}?by=contribution&period=all&tree=none"),
        (cast.director, reverse("portfolio:customer", kwargs=deepest)),
        (cast.director, reverse("portfolio:customer", kwargs=group)),
        (cast.director, reverse("portfolio:customer", kwargs=group) + "?period=1999"),
        (cast.director, reverse("portfolio:customer_lines", kwargs=group)),
        (cast.director, reverse("portfolio:merge", kwargs=_of("D1")(cast)) + "?target=C8"),
        (cast.director, reverse("profitability:customer", kwargs=group)),
        (cast.director, reverse("lifetime:customer", kwargs=group)),
        (cast.director, reverse("lifetime:constant", kwargs=group) + "?margin=1000&retention=80"),
        (cast.director, reverse("lifetime:contracts") + "?cohorts=1000+869+743&margin=100"),
        (cast.director, reverse("lifetime:contracts") + "?cohorts=zzz"),
        (cast.director, reverse("lifetime:cohorts") + "?step=month"),
        (
            cast.director,
            reverse("profitability:customer", kwargs=_of("C12")(cast)) + "?period=1999",
        ),
        (cast.director, reverse("profitability:whale") + "?finding=loses"),
        (cast.director, reverse("silence:silence") + "?finding=families&state=lost"),
        (cast.director, reverse("silence:silence") + "?on=1999-01-01"),
        (cast.director, reverse("silence:customer", kwargs=group) + "?on=2024-06-30"),
        (cast.director, f"{cell}?family=Belts"),
        (cast.executive, f"{cell}?family=Belts"),
        (cast.director, reverse("opportunities:grid", kwargs=group)),
        (cast.director, reverse("opportunities:pipeline") + "?view=table"),
        (cast.director, reverse("opportunities:pipeline") + "?view=ended"),
        (cast.director, reverse("opportunities:needs") + "?closed=1"),
        (cast.senior, reverse("silence:silence")),
        (cast.senior, reverse("profitability:whale") + "?period=1999"),
        (cast.director, f"{matrix}?trail=1"),
        (cast.director, f"{matrix}?strategy=invest"),
        (cast.director, f"{reverse('matrix:whatif')}?w_potential_volume=45"),
        (cast.director, reverse("matrix:scenario", kwargs=_a_scenario(cast))),
        (cast.director, reverse("identity:people")),
        *(
            (cast.director, f"{reverse('kpis:why', kwargs=_of('C1')(cast))}?kpi={key}")
            for key in (
                "contribution",
                "penetration",
                "on-time",
                "days-to-payment",
                "account-hours",
            )
        ),
        *(
            (cast.senior, f"{reverse('kpis:why_team', kwargs=_the_senior(cast))}?kpi={key}")
            for key in ("churn", "net-retention", "margin", "account-hours")
        ),
        (cast.director, "/is/not/there/"),
        (cast.senior, portfolio),
        (cast.hr, portfolio),
        (None, reverse("account_login") + "?next=/portfolio/"),
    ):
        if person not in opened:
            opened[person] = page_at(width, theme, language, person)
        page = opened[person]
        page.goto(address)
        wrong += _found_wrong(page, address, width, language)
    assert wrong == []


@pytest.mark.parametrize(("width", "theme", "language"), [*SCREENS, (1920, "light", "en")])
def test_what_a_customer_reads_is_well(
    page_at: PageAt, live_server: Any, mailoutbox: Any, width: int, theme: str, language: str
) -> None:
    share = make_share(
        Customer.objects.get(code="C2"), name=LONG[:150], email="guest@c2.example",
        language=language,
    )  # fmt: skip
    key = f"initiative:{Initiative.objects.get(text='Stock on their site').pk}"
    address = f"{live_server.url}{reverse('shared:plan', args=[share_token(share)])}"
    word = {"name": "clavero_guest", "value": word_for(share, mailoutbox), "url": address}
    page = page_at(width, theme, language, None)
    page.context.add_cookies([word])  # type: ignore[list-item]
    wrong: list[str] = []
    for name, path in (("plan", address), ("sign", f"{address}sign/{key}/")):
        page.goto(path)
        wrong += _found_wrong(page, name, width, language)
    assert page.locator("form button", has_text=re.compile("Sign|Firmar")).count()
    assert wrong == []


def _reader(row: Row) -> str:
    opens = {302, 404} if row.name in NEED_A_SNAPSHOT else {200}
    readers = [who for who, gets in row.get.items() if gets in opens]
    return "director" if "director" in readers else readers[0]


def _address_in(language: str, name: str, arguments: dict[str, object]) -> str:
    """Guests' pages speak the language of their link, whatever the browser asks for."""
    address = reverse(name, kwargs=arguments)
    if name.startswith("answering:"):
        return f"{address}?language={language}"
    return address.replace("/en~", f"/{language}~") if name.startswith("complain:") else address


def _found_wrong(page: Page, name: str, width: int, language: str) -> list[str]:
    expect(page.locator("html")).to_have_attribute("lang", language)
    charts = page.locator("[data-chart]").count()
    expect(page.locator(".chart-picture svg.marks")).to_have_count(charts)
    found: list[str] = page.evaluate(
        """async (rules) => {
            const { violations } = await axe.run(document, {
                runOnly: rules, resultTypes: ["violations"],
            });
            return violations.flatMap((each) => each.nodes.map(
                (node) => `${each.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
        }""",
        RULES,
    )
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append("it is wider than the screen")
    return [f"{name}: {each}" for each in found]
