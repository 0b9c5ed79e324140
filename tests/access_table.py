"""Who gets what at every address.

A row is an address, by its name in the URLconf, with what each member of the standing cast gets
when they read it (``get``) and when they send an empty form to it (``post``)::

    Row("identity:person", get=only("administrator", gets=200),
        post=only("administrator", gets=422),
        arguments=lambda cast: {"person_id": cast.sales.pk}),

An outcome is a status code, or ``SIGN_IN``: sent to sign-in. The four ways to say them:

=====================================  ============================================================
``everybody(200)``                     signed in or not
``signed_in(200)``                     whoever has signed in; nobody is sent to sign-in
``only("director", gets=200)``         these; the other insiders a 403, nobody is sent to sign-in
``seen_by("senior", gets=200)``        these; to the others it does not exist (404)
=====================================  ============================================================

``{**only(…), "executive": 404}`` says an exception. ``arguments`` makes what the address needs,
such as a customer of the senior's, with the factories of the domain's ``testing`` module.
An address that takes one of GET and POST alone answers the other with 405.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clavero.alerts.testing import make_alert, make_webhook
from clavero.care.models import Complaint
from clavero.care.services import add_file
from clavero.care.testing import PDF, make_complaint, make_door
from clavero.care.testing import token as door_token
from clavero.commercial.services import hold_account_targets
from clavero.commercial.testing import make_programme
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.services import add_price, add_term
from clavero.contracts.testing import make_contract
from clavero.coordination.testing import make_asked, make_department, make_process
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.interactions.testing import make_brought, make_interaction
from clavero.investment.models import Case, Level
from clavero.investment.rules.kinds import PairKind
from clavero.investment.services import bind
from clavero.investment.testing import fund, make_case, the_open_round, with_terms
from clavero.kpis.rules.kpi import Direction, Unit
from clavero.kpis.services import define_kpi
from clavero.kpis.testing import enter_something
from clavero.ledger import uploads
from clavero.ledger.models import Import
from clavero.ledger.services import merge_products
from clavero.ledger.testing import SYSTEM, make_product
from clavero.loyalty.models import Invitation
from clavero.loyalty.testing import make_contacts, make_survey, make_wave
from clavero.loyalty.testing import token as survey_token
from clavero.market.testing import make_note
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.version import Version
from clavero.matrix.rules.whatif import WhatIf
from clavero.matrix.selectors import latest_settings
from clavero.matrix.services import adopt_settings, save_scenario
from clavero.matrix.testing import hold, say
from clavero.negotiations.models import Negotiation
from clavero.negotiations.services import add_version, agree, begin
from clavero.negotiations.testing import PDF as SIGNED
from clavero.negotiations.testing import (
    make_concession,
    make_document,
    make_negotiation,
    make_point,
    make_round,
)
from clavero.opportunities.models import WalletEntry
from clavero.opportunities.rules.stages import Stage, Stages
from clavero.opportunities.rules.wallet import Confidence, WalletSource
from clavero.opportunities.services import adopt_stages, link_solution
from clavero.opportunities.testing import (
    make_need,
    make_opportunity,
    make_solution,
)
from clavero.plans.models import Initiative, Plan, PlanReview
from clavero.plans.rules.kinds import PlanState
from clavero.plans.services import link_item, link_need, open_review
from clavero.plans.testing import (
    make_action,
    make_initiative,
    make_objective,
    make_plan,
    make_plan_template,
    make_request,
    make_row,
)
from clavero.playbook.models import Proposal
from clavero.playbook.testing import adopt_something
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_group, make_one
from clavero.profitability.models import EventFile
from clavero.profitability.testing import make_work
from clavero.relationships.models import Contact
from clavero.relationships.rules.matrix import DEFAULTS as DEFAULT_DEMANDS
from clavero.relationships.services import adopt_demands
from clavero.relationships.testing import make_contact, make_judgement, make_tie
from clavero.reports.testing import make_brief, make_template
from clavero.rest.services import create_token
from clavero.selection.rules.settings import Settings as SelectionSettings
from clavero.selection.services import adopt_settings as adopt_selection
from clavero.selection.services import arrange_handover
from clavero.selection.testing import end_rating, make_candidate, make_key, the_open_year
from clavero.sharing.models import Share
from clavero.sharing.services import reply
from clavero.sharing.testing import make_share, make_shared_plan
from clavero.sharing.testing import token as share_token
from clavero.silence.models import Verdict
from clavero.silence.rules.kinds import Finding, StopKind
from clavero.silence.rules.settings import Settings as SilenceSettings
from clavero.silence.services import adopt_settings as adopt_silence
from clavero.silence.services import record_stop
from clavero.ui.services import save_view
from clavero.work.models import Point
from clavero.work.rules.load import Limits
from clavero.work.services import adopt_limits, open_feed, write_points
from clavero.work.testing import make_functional, make_pack, make_task

NOBODY = "nobody"
INSIDERS = tuple(field.name for field in fields(Cast))
SIGN_IN = "sign-in"

Outcome = int | str
Outcomes = Mapping[str, Outcome]


@dataclass(frozen=True)
class Row:
    """An address and what everybody gets there."""

    name: str
    get: Outcomes
    post: Outcomes
    arguments: Callable[[Cast], dict[str, Any]] = lambda cast: {}


def everybody(gets: Outcome) -> Outcomes:
    """The same for all, signed in or not."""
    return dict.fromkeys((NOBODY, *INSIDERS), gets)


def signed_in(gets: Outcome) -> Outcomes:
    """The same for all who have signed in; nobody is sent to sign-in."""
    return {**everybody(gets), NOBODY: SIGN_IN}


def only(*members: str, gets: Outcome) -> Outcomes:
    """For these roles; the other insiders may not (403)."""
    return {**signed_in(403), **dict.fromkeys(members, gets)}


def seen_by(*members: str, gets: Outcome) -> Outcomes:
    """For those who see the object; to the other insiders it does not exist (404)."""
    return {**signed_in(404), **dict.fromkeys(members, gets)}


# -- identity ------------------------------------------------------------------------------------


def _a_person(cast: Cast) -> dict[str, Any]:
    return {"person_id": cast.sales.pk}


def _a_made_up_link(cast: Cast) -> dict[str, Any]:
    return {"uidb36": "1", "key": "made-up"}


def _a_token_of_the_sellers(cast: Cast) -> dict[str, Any]:
    return {"token_id": create_token(actor_for(cast.sales), name="Dashboard").token.pk}


SIGN_IN_PAGES = [
    Row("account_login", get={**everybody(302), NOBODY: 200}, post={**everybody(302), NOBODY: 200}),
    Row("account_logout", get={**everybody(200), NOBODY: 302}, post=everybody(302)),
    Row("account_inactive", get=everybody(200), post=everybody(405)),
    Row("account_reauthenticate", get=signed_in(200), post=signed_in(200)),
    Row("account_change_password", get=signed_in(200), post=signed_in(200)),
    Row("account_reset_password", get=everybody(200), post=everybody(200)),
    Row("account_reset_password_done", get=everybody(200), post=everybody(405)),
    Row("account_reset_password_from_key", get=everybody(200), post=everybody(200),
        arguments=_a_made_up_link),
    # Nobody of the cast has a second factor: what needs one is not there, or leads elsewhere.
    Row("mfa_index", get=signed_in(200), post=signed_in(405)),
    Row("mfa_authenticate", get=everybody(302), post=everybody(302)),
    Row("mfa_reauthenticate", get=signed_in(302), post=signed_in(302)),
    Row("mfa_activate_totp", get=signed_in(302), post=signed_in(302)),
    Row("mfa_deactivate_totp", get=signed_in(404), post=signed_in(404)),
    Row("mfa_view_recovery_codes", get=signed_in(404), post=signed_in(405)),
    Row("mfa_download_recovery_codes", get=signed_in(404), post=signed_in(404)),
    Row("mfa_generate_recovery_codes", get=signed_in(302), post=signed_in(302)),
]  # fmt: skip

IDENTITY = [
    Row("identity:welcome", get=everybody(404), post=everybody(404)),  # there is somebody
    Row("identity:profile", get=signed_in(200), post=signed_in(422)),
    Row("identity:tokens", get=signed_in(200), post=signed_in(422)),
    Row("identity:revoke_token", get=seen_by("sales", gets=200),
        post=seen_by("sales", gets=302), arguments=_a_token_of_the_sellers),
    Row("identity:chart", get=signed_in(200), post=signed_in(405)),
    Row("identity:roles", get=signed_in(200), post=signed_in(405)),
    Row("identity:people", get=only("administrator", gets=200),
        post=only("administrator", gets=405)),
    Row("identity:new_person", get=only("administrator", gets=200),
        post=only("administrator", gets=422)),
    Row("identity:person", get=only("administrator", gets=200),
        post=only("administrator", gets=422), arguments=_a_person),
    Row("identity:role", get=only("administrator", gets=405),
        post=only("administrator", gets=422), arguments=_a_person),
    Row("identity:move", get=only("administrator", gets=405),
        post=only("administrator", gets=302), arguments=_a_person),
    Row("identity:invite", get=only("administrator", gets=405),
        post=only("administrator", gets=200), arguments=_a_person),
    Row("identity:deactivate", get=only("administrator", gets=200),
        post=only("administrator", gets=302), arguments=_a_person),
    Row("identity:reactivate", get=only("administrator", gets=405),
        post=only("administrator", gets=302), arguments=_a_person),
    Row("identity:remove_second_factor", get=only("administrator", gets=405),
        post=only("administrator", gets=302), arguments=_a_person),
]  # fmt: skip

# -- ui ------------------------------------------------------------------------------------------


def _a_view_of_the_directors(cast: Cast) -> dict[str, Any]:
    view = save_view(actor_for(cast.director), screen="portfolio.records", name="Mine", query="")
    return {"view_id": view.pk}


UI = [
    Row("ui:appearance", get=everybody(405), post=everybody(400)),
    Row("ui:language", get=everybody(405), post=everybody(302)),
    Row("ui:save_view", get=signed_in(405), post=signed_in(422)),
    Row("ui:share_view", get=signed_in(405), post=seen_by("director", gets=302),
        arguments=_a_view_of_the_directors),
    Row("ui:delete_view", get=signed_in(405), post=seen_by("director", gets=302),
        arguments=_a_view_of_the_directors),
]  # fmt: skip

# -- ledger --------------------------------------------------------------------------------------

IMPORTERS = ("director", "administrator")


def _an_import(cast: Cast) -> dict[str, Any]:
    """An import that can be neither undone nor redone: the ledger is not taken back as the
    database is after each request."""
    return {"import_id": Import.objects.create(file_name="sales.csv", status="failed").pk}


def _a_file_of_the_administrators(cast: Cast) -> dict[str, Any]:
    """A file that leaves a question open, so that it is not imported either."""
    content = b"Invoice,Date,Customer,Amount\nF1,03/04/2024,C1,10.50\n"
    return {"key": uploads.keep(actor_for(cast.administrator), "sales.csv", [content]).key}


# Who brought a file sees it; to the others who import it does not exist.
THEIR_FILE = {**only("administrator", gets=200), "director": 404}

LEDGER = [
    Row("ledger:imports", get=only(*IMPORTERS, gets=200), post=only(*IMPORTERS, gets=405)),
    Row("ledger:new_import", get=only(*IMPORTERS, gets=200), post=only(*IMPORTERS, gets=422)),
    Row("ledger:example", get=only(*IMPORTERS, gets=200), post=only(*IMPORTERS, gets=405)),
    Row("ledger:upload", get=THEIR_FILE, post=THEIR_FILE,
        arguments=_a_file_of_the_administrators),
    Row("ledger:import_upload", get=only(*IMPORTERS, gets=405),
        post={**only("administrator", gets=422), "director": 404},
        arguments=_a_file_of_the_administrators),
    Row("ledger:forget_mapping", get=only(*IMPORTERS, gets=405),
        post={**only("administrator", gets=302), "director": 404},
        arguments=_a_file_of_the_administrators),
    Row("ledger:import", get=only(*IMPORTERS, gets=200), post=only(*IMPORTERS, gets=405),
        arguments=_an_import),
    Row("ledger:refused_rows", get=only(*IMPORTERS, gets=404), post=only(*IMPORTERS, gets=405),
        arguments=_an_import),  # it refused none
    Row("ledger:undo", get=only(*IMPORTERS, gets=200), post=only(*IMPORTERS, gets=422),
        arguments=_an_import),
    Row("ledger:redo", get=only(*IMPORTERS, gets=200), post=only(*IMPORTERS, gets=422),
        arguments=_an_import),
    Row("ledger:rates", get=only(*IMPORTERS, gets=200), post=only(*IMPORTERS, gets=422)),
    Row("ledger:reporting_currency", get=only(*IMPORTERS, gets=405),
        post=only(*IMPORTERS, gets=422)),
]  # fmt: skip

# -- portfolio -----------------------------------------------------------------------------------

SEE_ALL = ("director", "executive")
SEE_THEIR_OWN = ("senior", "junior_one", "junior_two", "sales")
SCORE_ACCOUNTS = ("director", "senior", "junior_one", "junior_two")
KEEP_RECORDS = ("director", "administrator")
SEE_PRODUCTS = (*SEE_ALL, *SEE_THEIR_OWN, "administrator")


def _a_customer(cast: Cast) -> dict[str, Any]:
    """A customer that the senior looks after."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"customer_id": customer.pk}


def _a_score(cast: Cast) -> dict[str, Any]:
    """A score of a customer that the senior looks after."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"score_id": say(customer).pk}


def _a_review(cast: Cast) -> dict[str, Any]:
    return {"review_id": hold(date(2026, 3, 1), {"C1": Strategy.INVEST}).pk}


def _a_member_of_a_group(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    make_group("Group", customer)
    return {"customer_id": customer.pk, "tree": "legal"}


def _a_group(cast: Cast) -> dict[str, Any]:
    return {"customer_id": make_group("Group", make_customer("C1")).pk}


def _a_merged_customer(cast: Cast) -> dict[str, Any]:
    copy = make_customer("C2")
    make_one(copy, make_customer("C1"))
    return {"customer_id": copy.pk}


def _two_customers(cast: Cast) -> dict[str, Any]:
    return {"customer_id": make_customer("C1").pk, "other_id": make_customer("C2").pk}


def _a_product(cast: Cast) -> dict[str, Any]:
    return {"product_id": make_product("P1").pk}


def _a_merged_product(cast: Cast) -> dict[str, Any]:
    copy, kept = make_product("P2"), make_product("P1")
    merge_products(SYSTEM, source_id=copy.pk, target_id=kept.pk)
    return {"product_id": copy.pk}


def _two_products(cast: Cast) -> dict[str, Any]:
    return {"product_id": make_product("P1").pk, "other_id": make_product("P2").pk}


def _the_seniors_coverage(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    (coverage,) = cover(cast.senior, customer)
    return {"customer_id": customer.pk, "coverage_id": coverage.pk}


def of_the_seniors_customer(gets: Outcome) -> Outcomes:
    """Those who see all and the senior; her juniors and the seller are strangers to it."""
    insiders = {**only(*SEE_ALL, "senior", gets=gets)}
    return {**insiders, **dict.fromkeys(("junior_one", "junior_two", "sales"), 404)}


def the_seniors_own_score(gets: Outcome) -> Outcomes:
    """Those who score: of the senior's customer she and the director; her juniors find nothing."""
    return {**only("director", "senior", gets=gets), "junior_one": 404, "junior_two": 404}


def _a_version(_cast: Cast) -> dict[str, Any]:
    version = adopt_settings(
        SYSTEM,
        settings=Settings(base=Version(potential_cut=6.0)),
        valid_from=timezone.localdate(),
        reason="A higher bar",
        seen=None,
    )
    return {"version_id": version.pk}


def _proposals_of_the_seniors_customer(cast: Cast) -> dict[str, Any]:
    customer = _a_customer(cast)
    hold(timezone.localdate(), {"C1": Strategy.INVEST})
    return customer


def _a_proposal(cast: Cast) -> dict[str, Any]:
    _proposals_of_the_seniors_customer(cast)
    return {"proposal_id": Proposal.objects.earliest("pk").pk}


def _a_version_of_the_playbook(_cast: Cast) -> dict[str, Any]:
    return {"version_id": adopt_something("Ours").pk}


def the_seniors_own_decision(gets: Outcome) -> Outcomes:
    """Who manages the account decides; the others who see it may not, and to the rest of those
    who decide on accounts of their own it does not exist."""
    strangers = dict.fromkeys(("junior_one", "junior_two", "sales"), 404)
    return {**only("senior", gets=gets), **strangers}


DECIDE = ("director", *SEE_THEIR_OWN)

PLAYBOOK = [
    Row("playbook:playbook", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405)),
    Row("playbook:version", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405), arguments=_a_version_of_the_playbook),
    Row("playbook:change", get=only("director", gets=200), post=only("director", gets=422)),
    Row("playbook:change_guide", get=only("director", gets=200), post=only("director", gets=422),
        arguments=lambda cast: {"strategy": "invest"}),
    Row("playbook:proposals", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405)),
    Row("playbook:propose_missing", get=only("director", gets=405),
        post=only("director", gets=302)),
    # Without a decision it is refused.
    Row("playbook:proposal", get=the_seniors_own_decision(200),
        post=the_seniors_own_decision(422), arguments=_a_proposal),
    Row("playbook:account", get=of_the_seniors_customer(200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405),
        arguments=_proposals_of_the_seniors_customer),
    # Nothing of what it showed waits: the page showed nothing.
    Row("playbook:accept_all", get=only(*DECIDE, gets=405), post=the_seniors_own_decision(422),
        arguments=_proposals_of_the_seniors_customer),
    Row("playbook:conduct", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405)),
]  # fmt: skip


def _a_scenario_of_the_seniors(cast: Cast) -> dict[str, Any]:
    scenario = save_scenario(
        actor_for(cast.senior),
        name="A tougher year",
        what_if=WhatIf(places={"C1": (5.0, 5.0)}),
        holding=latest_settings(),
        is_shared=True,
    )
    return {"scenario_id": scenario.pk}


PORTFOLIO = [
    Row("portfolio:portfolio", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405)),
    Row("matrix:matrix", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405)),
    Row("matrix:look", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=400)),
    Row("matrix:slides", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405)),
    Row("matrix:workbook", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405)),
    # Nothing is sent: who scores has nothing to keep and names it not; the others keep nothing.
    Row("matrix:whatif", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=422)),
    Row("matrix:scenarios", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405)),
    Row("matrix:scenario", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only("senior", gets=422), arguments=_a_scenario_of_the_seniors),
    Row("matrix:delete_scenario", get=only("senior", gets=200),
        post=only("senior", gets=302), arguments=_a_scenario_of_the_seniors),
    Row("matrix:why", get=of_the_seniors_customer(200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405), arguments=_a_customer),
    Row("matrix:score", get=the_seniors_own_score(200), post=the_seniors_own_score(422),
        arguments=_a_customer),
    Row("matrix:said", get=of_the_seniors_customer(200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405), arguments=_a_customer),
    Row("matrix:withdraw", get=the_seniors_own_score(200), post=the_seniors_own_score(302),
        arguments=_a_score),
    Row("matrix:reviews", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only("director", gets=422)),
    Row("matrix:withdraw_review", get=only("director", gets=200), post=only("director", gets=422),
        arguments=_a_review),
    Row("matrix:settings", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405)),
    Row("matrix:version", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405), arguments=_a_version),
    Row("matrix:room", get=only("director", gets=200), post=only("director", gets=422)),
    Row("matrix:change_settings", get=only("director", gets=200), post=only("director", gets=422)),
    # Without a sector it asks for one, however it is sent.
    Row("matrix:change_sector", get=only("director", gets=200), post=only("director", gets=200)),
    Row("matrix:scores", get=only(*SCORE_ACCOUNTS, gets=200),
        post=only(*SCORE_ACCOUNTS, gets=422)),
    Row("portfolio:figures", get=only(*SEE_ALL, gets=200), post=only("director", gets=422)),
    Row("portfolio:customer", get=of_the_seniors_customer(200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405), arguments=_a_customer),
    # Without a ledger there are no lines: the page is a 404 to whoever may see sales.
    Row("portfolio:customer_lines", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=404),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405), arguments=_a_customer),
    Row("portfolio:customer_products", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=404),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405), arguments=_a_customer),
    # Names of products are no secret to who sees any sales; who keeps them in order writes.
    Row("portfolio:products", get=only(*SEE_PRODUCTS, gets=200),
        post=only(*SEE_PRODUCTS, gets=405)),
    Row("portfolio:product", get=only(*SEE_PRODUCTS, gets=200),
        post=only(*KEEP_RECORDS, gets=422), arguments=_a_product),
    Row("portfolio:product_duplicates", get=only(*KEEP_RECORDS, gets=200),
        post=only(*KEEP_RECORDS, gets=405)),
    # Into which other product it is merged stands in the address: without it, both are refused.
    Row("portfolio:merge_product", get=only(*KEEP_RECORDS, gets=422),
        post=only(*KEEP_RECORDS, gets=422), arguments=_a_product),
    Row("portfolio:unmerge_product", get=only(*KEEP_RECORDS, gets=405),
        post=only(*KEEP_RECORDS, gets=302), arguments=_a_merged_product),
    Row("portfolio:dismiss_product", get=only(*KEEP_RECORDS, gets=405),
        post=only(*KEEP_RECORDS, gets=302), arguments=_two_products),
    Row("portfolio:records", get=only(*KEEP_RECORDS, gets=200),
        post=only(*KEEP_RECORDS, gets=405)),
    Row("portfolio:duplicates", get=only(*KEEP_RECORDS, gets=200),
        post=only(*KEEP_RECORDS, gets=405)),
    Row("portfolio:new_group", get=only(*KEEP_RECORDS, gets=200),
        post=only(*KEEP_RECORDS, gets=422)),
    Row("portfolio:record", get=only(*KEEP_RECORDS, gets=200),
        post=only(*KEEP_RECORDS, gets=422), arguments=_a_customer),
    Row("portfolio:link", get=only(*KEEP_RECORDS, gets=405),
        post=only(*KEEP_RECORDS, gets=422), arguments=_a_customer),
    Row("portfolio:unlink", get=only(*KEEP_RECORDS, gets=405),
        post=only(*KEEP_RECORDS, gets=302), arguments=_a_member_of_a_group),
    # Into which other record it is merged stands in the address: without it, both are refused.
    Row("portfolio:merge", get=only(*KEEP_RECORDS, gets=422),
        post=only(*KEEP_RECORDS, gets=422), arguments=_a_customer),
    Row("portfolio:unmerge", get=only(*KEEP_RECORDS, gets=405),
        post=only(*KEEP_RECORDS, gets=302), arguments=_a_merged_customer),
    Row("portfolio:dissolve", get=only(*KEEP_RECORDS, gets=200),
        post=only(*KEEP_RECORDS, gets=302), arguments=_a_group),
    Row("portfolio:dismiss", get=only(*KEEP_RECORDS, gets=405),
        post=only(*KEEP_RECORDS, gets=302), arguments=_two_customers),
    Row("portfolio:coverage", get=only("director", gets=200), post=only("director", gets=422),
        arguments=_a_customer),
    Row("portfolio:end_coverage", get=only("director", gets=200),
        post=only("director", gets=422), arguments=_the_seniors_coverage),
    Row("portfolio:transfer_coverage", get=only("director", gets=200),
        post=only("director", gets=422), arguments=_the_seniors_coverage),
]  # fmt: skip

# -- kpis ------------------------------------------------------------------------------------------

SEES_SALES = (*SEE_ALL, *SEE_THEIR_OWN)


def _the_senior(cast: Cast) -> dict[str, Any]:
    return {"person_id": cast.senior.pk}


def _an_entry_of_the_senior(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"entry_id": enter_something(customer).pk}


def _an_own_kpi(cast: Cast) -> dict[str, Any]:
    define_kpi(
        SYSTEM, key="visits", name="Visits", unit=Unit.COUNT, direction=Direction.AT_LEAST
    )  # fmt: skip
    return {"key": "visits"}


# Who stands above sees the board; to the others there is none.
THE_SENIORS_BOARD = {
    **only(*SEE_ALL, "senior", gets=200),
    **dict.fromkeys(("junior_one", "junior_two", "sales"), 404),
}

KPIS = [
    Row("kpis:home", get={**only(*SEE_ALL, gets=200), **dict.fromkeys(SEE_THEIR_OWN, 302)},
        post=only(*SEES_SALES, gets=405)),
    Row("kpis:catalogue", get=only(*SEES_SALES, gets=200), post=only(*SEES_SALES, gets=405)),
    Row("kpis:health", get=only(*SEES_SALES, gets=200), post=only(*SEES_SALES, gets=405)),
    Row("kpis:manager", get=THE_SENIORS_BOARD, post=only(*SEES_SALES, gets=405),
        arguments=_the_senior),
    Row("kpis:team", get=THE_SENIORS_BOARD, post=only(*SEES_SALES, gets=405),
        arguments=_the_senior),
    Row("kpis:account", get=of_the_seniors_customer(200), post=only(*SEES_SALES, gets=405),
        arguments=_a_customer),
    # Nothing was computed: there is nothing to explain, and the board says so.
    Row("kpis:why", get=of_the_seniors_customer(302), post=only(*SEES_SALES, gets=405),
        arguments=_a_customer),
    Row("kpis:why_manager",
        get={**only(*SEE_ALL, "senior", gets=302),
             **dict.fromkeys(("junior_one", "junior_two", "sales"), 404)},
        post=only(*SEES_SALES, gets=405), arguments=_the_senior),
    Row("kpis:why_team",
        get={**only(*SEE_ALL, "senior", gets=302),
             **dict.fromkeys(("junior_one", "junior_two", "sales"), 404)},
        post=only(*SEES_SALES, gets=405), arguments=_the_senior),
    Row("kpis:why_company",
        get={**only(*SEE_ALL, gets=302), **dict.fromkeys(SEE_THEIR_OWN, 404)},
        post=only(*SEES_SALES, gets=405)),
    Row("kpis:targets", get={**of_the_seniors_customer(200), "executive": 403},
        post={**of_the_seniors_customer(422), "executive": 403}, arguments=_a_customer),
    Row("kpis:values", get=of_the_seniors_customer(200),
        post={**of_the_seniors_customer(422), "executive": 403}, arguments=_a_customer),
    Row("kpis:withdraw", get={**of_the_seniors_customer(200), "executive": 403},
        post={**of_the_seniors_customer(302), "executive": 403},
        arguments=_an_entry_of_the_senior),
    Row("kpis:load_values", get=only("director", *SEE_THEIR_OWN, gets=200),
        post=only("director", *SEE_THEIR_OWN, gets=422)),
    Row("kpis:own", get=only("director", gets=200), post=only("director", gets=422)),
    Row("kpis:retire", get=only("director", gets=200), post=only("director", gets=302),
        arguments=_an_own_kpi),
    Row("kpis:rename", get=only("director", gets=200), post=only("director", gets=422),
        arguments=_an_own_kpi),
    Row("kpis:compute", get=only("director", "administrator", gets=405),
        post=only("director", "administrator", gets=302)),
]  # fmt: skip

# -- profitability -------------------------------------------------------------------------------

SEE_SALES = (*SEE_ALL, *SEE_THEIR_OWN)
RECORD_WORK = ("director", *SEE_THEIR_OWN)


def _a_file_of_events(cast: Cast) -> dict[str, Any]:
    return {"file_id": EventFile.objects.create(name="events.csv", events=0).pk}


def _work_of_the_senior(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"work_id": make_work(customer, cast.senior).pk}


# What the senior recorded: the executive reads it, and to the others it does not exist.
THEIR_WORK = {**only(*SEE_ALL, "senior", gets=200), "executive": 403}
THEIR_WORK |= dict.fromkeys(("junior_one", "junior_two", "sales"), 404)

LIFETIME = [
    Row("lifetime:lifetime", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    *(
        Row(f"lifetime:{page}", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405))
        for page in ("cohorts", "staying", "contracts", "cycles")
    ),
    # Without a ledger nobody bought: these pages are a 404 to whoever may see sales.
    Row(
        "lifetime:constant",
        get=only(*SEE_SALES, gets=404),
        post=only(*SEE_SALES, gets=405),
        arguments=_a_customer,
    ),
    Row(
        "lifetime:customer",
        get=only(*SEE_SALES, gets=404),
        post=only(*SEE_SALES, gets=405),
        arguments=_a_customer,
    ),
]

PROFITABILITY = [
    Row("profitability:whale", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    # Without a ledger nothing was sold: the page is a 404 to whoever may see sales.
    Row(
        "profitability:customer",
        get=only(*SEE_SALES, gets=404),
        post=only(*SEE_SALES, gets=405),
        arguments=_a_customer,
    ),
    Row(
        "profitability:work",
        get=of_the_seniors_customer(200),
        post={**of_the_seniors_customer(422), "executive": 403},
        arguments=_a_customer,
    ),
    Row(
        "profitability:hours",
        get=of_the_seniors_customer(200),
        post=only(*SEE_SALES, gets=405),
        arguments=_a_customer,
    ),
    Row(
        "profitability:withdraw",
        get=THEIR_WORK,
        post={**THEIR_WORK, "director": 302, "senior": 302},
        arguments=_work_of_the_senior,
    ),
    Row(
        "profitability:load_work",
        get=only(*RECORD_WORK, gets=200),
        post=only(*RECORD_WORK, gets=422),
    ),
    Row("profitability:rates", get=only(*SEE_ALL, gets=200), post=only(*SEE_ALL, gets=405)),
    Row(
        "profitability:new_capacity",
        get=only("director", gets=200),
        post=only("director", gets=422),
    ),
    Row(
        "profitability:capacity",
        get=only("director", gets=200),
        post=only("director", gets=422),
        arguments=lambda cast: {"key": "kam"},
    ),
    Row(
        "profitability:new_activity",
        get=only("director", gets=200),
        post=only("director", gets=422),
    ),
    Row(
        "profitability:activity",
        get=only("director", gets=200),
        post=only("director", gets=422),
        arguments=lambda cast: {"key": "order"},
    ),
    Row("profitability:credit", get=only("director", gets=200), post=only("director", gets=422)),
    Row("profitability:events", get=only(*IMPORTERS, gets=200), post=only(*IMPORTERS, gets=422)),
    Row(
        "profitability:take_out",
        get=only(*IMPORTERS, gets=200),
        post=only(*IMPORTERS, gets=302),
        arguments=_a_file_of_events,
    ),
]

# -- selection -----------------------------------------------------------------------------------

SEE_SELECTION = ("director", "executive", "senior", "junior_one", "junior_two")
PROPOSE = ("director", "senior", "junior_one", "junior_two")


def of_the_seniors_candidate(*members: str, gets: Outcome) -> Outcomes:
    """Those of ``members`` who see the senior's customer; her juniors are strangers to it."""
    return {**only(*members, gets=gets), "junior_one": 404, "junior_two": 404}


def _a_candidate(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"candidate_id": make_candidate(customer).pk}


def _a_candidate_to_decide(cast: Cast) -> dict[str, Any]:
    found = _a_candidate(cast)
    end_rating()
    return found


def _a_decision(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"decision_id": make_key(customer).pk}


def _a_handover(cast: Cast) -> dict[str, Any]:
    """A key account on its way from the seller to the senior."""
    customer = make_customer("C1")
    cover(cast.sales, customer)
    make_key(customer)
    today = timezone.localdate()
    handover = arrange_handover(
        SYSTEM, customer_id=customer.pk, receiver_id=cast.senior.pk, meeting_on=today,
        changes_on=today,
    )  # fmt: skip
    return {"handover_id": handover.pk}


def of_the_handover(**gets: Outcome) -> Outcomes:
    """Who gives or receives it, and who sees all; to the senior's juniors it does not exist."""
    return {**signed_in(403), "junior_one": 404, "junior_two": 404, **gets}


def _a_year(_cast: Cast) -> dict[str, Any]:
    return {"year": the_open_year().year}


def _a_year_to_decide(cast: Cast) -> dict[str, Any]:
    return {**_a_year(cast), "to": "deciding"}


def _a_version_of_the_selection(_cast: Cast) -> dict[str, Any]:
    today = timezone.localdate()
    version = adopt_selection(
        SYSTEM, settings=SelectionSettings(questions=("solvency",)), valid_from=today,
        reason="Simpler", approved_by="Ana", approved_on=today, seen=None,
    )  # fmt: skip
    return {"version_id": version.pk}


SELECTION = [
    Row("selection:selection", get=only(*SEE_SELECTION, gets=200),
        post=only(*SEE_SELECTION, gets=405)),
    Row("selection:cycles", get=only(*SEE_SELECTION, gets=200), post=only("director", gets=422)),
    Row("selection:cycle", get=only(*SEE_SELECTION, gets=200),
        post=only(*SEE_SELECTION, gets=405), arguments=_a_year),
    Row("selection:firmness", get=only(*SEE_SELECTION, gets=200),
        post=only(*SEE_SELECTION, gets=405), arguments=_a_year),
    # Without what was seen of it, the year is somewhere else by now.
    Row("selection:move", get=only("director", gets=200), post=only("director", gets=422),
        arguments=_a_year_to_decide),
    Row("selection:propose", get=only("director", gets=200), post=only("director", gets=422)),
    Row("selection:customer", get=of_the_seniors_candidate("director", "executive", "senior",
        gets=200), post={**of_the_seniors_candidate("director", "senior", gets=422)},
        arguments=_a_customer),
    Row("selection:candidate", get=of_the_seniors_candidate("director", "executive", "senior",
        gets=200), post=only(*SEE_SELECTION, gets=405), arguments=_a_candidate),
    Row("selection:answer", get=of_the_seniors_candidate("director", "senior", gets=200),
        post=of_the_seniors_candidate("director", "senior", gets=422), arguments=_a_candidate),
    Row("selection:add_evidence", get=of_the_seniors_candidate("director", "senior", gets=200),
        post=of_the_seniors_candidate("director", "senior", gets=422), arguments=_a_candidate),
    Row("selection:rate", get=of_the_seniors_candidate("director", "senior", gets=200),
        post=of_the_seniors_candidate("director", "senior", gets=422), arguments=_a_candidate),
    Row("selection:agree", get=of_the_seniors_candidate("director", "senior", gets=200),
        post=of_the_seniors_candidate("director", "senior", gets=422), arguments=_a_candidate),
    Row("selection:decide", get=only("director", gets=200), post=only("director", gets=422),
        arguments=_a_candidate_to_decide),
    Row("selection:withdraw", get=only("director", gets=200), post=only("director", gets=422),
        arguments=_a_decision),
    Row("selection:handovers", get=only(*SEE_SELECTION, "sales", gets=200),
        post=only(*SEE_SELECTION, "sales", gets=405)),
    Row("selection:handover",
        get=of_the_handover(director=200, executive=200, senior=200, sales=200),
        post=only(*SEE_SELECTION, "sales", gets=405), arguments=_a_handover),
    # An empty form names no line of the checklist.
    Row("selection:tick", get=only(*SEE_SELECTION, "sales", gets=405),
        post=only(*SEE_SELECTION, "sales", gets=404), arguments=_a_handover),
    # Nothing is ticked yet, which the page itself tells the receiver.
    Row("selection:accept", get=only(*SEE_SELECTION, "sales", gets=405),
        post=of_the_handover(senior=302), arguments=_a_handover),
    Row("selection:arrange", get=only("director", gets=200), post=only("director", gets=422),
        arguments=_a_customer),
    Row("selection:settings", get=only(*SEE_SELECTION, gets=200),
        post=only(*SEE_SELECTION, gets=405)),
    Row("selection:version", get=only(*SEE_SELECTION, gets=200),
        post=only(*SEE_SELECTION, gets=405), arguments=_a_version_of_the_selection),
    Row("selection:change_settings", get=only("director", gets=200),
        post=only("director", gets=422)),
]  # fmt: skip

# -- alerts --------------------------------------------------------------------------------------


def _an_alert(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"alert_id": make_alert(customer).pk}


def _a_webhook(cast: Cast) -> dict[str, Any]:
    return {"webhook_id": make_webhook().pk}


ALERTS = [
    Row("alerts:webhooks", get=only("administrator", gets=200),
        post=only("administrator", gets=422)),
    Row("alerts:webhook", get=only("administrator", gets=200),
        post=only("administrator", gets=405), arguments=_a_webhook),
    Row("alerts:send_again", get=signed_in(405),
        post=only("administrator", gets=302), arguments=_a_webhook),
    Row("alerts:test_webhook", get=signed_in(405),
        post=only("administrator", gets=302), arguments=_a_webhook),
    Row("alerts:remove_webhook", get=only("administrator", gets=200),
        post=only("administrator", gets=302), arguments=_a_webhook),
    Row("alerts:inbox", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("alerts:customer", get=of_the_seniors_customer(200), post=only(*SEE_SALES, gets=405),
        arguments=_a_customer),
    Row("alerts:alert", get=of_the_seniors_customer(200),
        post={**of_the_seniors_customer(422), "executive": 403}, arguments=_an_alert),
    Row("alerts:snooze", get=only(*SEE_SALES, gets=405),
        post={**of_the_seniors_customer(422), "executive": 403}, arguments=_an_alert),
]  # fmt: skip

# -- reports: the company's templates --------------------------------------------------------------


def _a_template(cast: Cast) -> dict[str, Any]:
    return {"template_id": make_template().pk}


def _of_slides(cast: Cast) -> dict[str, Any]:
    return {"kind": "pptx"}


TEMPLATES = [
    Row("reports:templates", get=only("administrator", gets=200),
        post=only("administrator", gets=422)),
    Row("reports:template_example", get=only("administrator", gets=200),
        post=only("administrator", gets=405), arguments=_of_slides),
    Row("reports:template_file", get=only("administrator", gets=200),
        post=only("administrator", gets=405), arguments=_a_template),
    # It is in use already, and who sends nothing has not seen that.
    Row("reports:use_template", get=only("administrator", gets=200),
        post=only("administrator", gets=422), arguments=_a_template),
    Row("reports:plain_template", get=only("administrator", gets=200),
        post=only("administrator", gets=302), arguments=_of_slides),
]  # fmt: skip

# -- the night -----------------------------------------------------------------------------------

NIGHTLY = [
    Row("nightly:nights", get=only("administrator", gets=200),
        post=only("administrator", gets=405)),
    Row("nightly:run", get=only("administrator", gets=405), post=only("administrator", gets=302)),
    Row("nightly:schedule", get=only("administrator", gets=200),
        post=only("administrator", gets=422)),
]  # fmt: skip

# -- plans ---------------------------------------------------------------------------------------


def _a_plan(cast: Cast) -> dict[str, Any]:
    """The plan of a customer that the senior looks after."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    make_plan(customer)
    return {"customer_id": customer.pk}


def _a_submitted_plan(cast: Cast) -> dict[str, Any]:
    arguments = _a_plan(cast)
    Plan.objects.update(state=PlanState.SUBMITTED.value, submitted_at=timezone.now())
    return arguments


def _of_the_plan(name: str, make: Callable[[Any], Any]) -> Callable[[Cast], dict[str, Any]]:
    """The number of what ``make`` writes into the plan."""

    def arguments(cast: Cast) -> dict[str, Any]:
        customer = make_customer("C1")
        cover(cast.senior, customer)
        make_plan(customer)
        return {name: make(customer).pk}

    return arguments


def _a_link_of_a_plan(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    make_plan(customer)
    row, action = make_row(customer), make_action(customer)
    link = link_item(SYSTEM, item_id=row.pk, kind="action", target_id=action.pk)
    return {"item_id": row.pk, "link_id": link.pk}


def _a_template(_cast: Cast) -> dict[str, Any]:
    return {"version_id": make_plan_template().pk}


def _a_need_of_a_plan(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    make_plan(customer)
    return {"customer_id": customer.pk, "need_id": make_need(customer).pk}


def _a_linked_need_of_a_plan(cast: Cast) -> dict[str, Any]:
    named = _a_need_of_a_plan(cast)
    action = make_action(Plan.objects.get(customer=named["customer_id"]).customer)
    link = link_need(SYSTEM, **named, kind="action", target_id=action.pk)
    return {**named, "link_id": link.pk}


def _a_point(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    make_plan(customer)
    return {"point_id": open_review(SYSTEM, customer_id=customer.pk).points.get().pk}


def _an_answered_review(customer: Any) -> PlanReview:
    review = open_review(SYSTEM, customer_id=customer.pk)
    review.points.all().delete()
    return review


def _written(gets: Outcome) -> Outcomes:
    """Of the senior's plan she writes; those who see all read it, to the others it is not there."""
    return {**of_the_seniors_customer(403), "senior": gets}


_A_ROW = _of_the_plan("item_id", make_row)
_AN_OBJECTIVE = _of_the_plan("objective_id", make_objective)
_AN_ACTION = _of_the_plan("action_id", make_action)
_AN_INITIATIVE = _of_the_plan("initiative_id", make_initiative)
_A_REQUEST = _of_the_plan("request_id", make_request)
_A_REVIEW = _of_the_plan("review_id", _an_answered_review)
READ = of_the_seniors_customer(200)
ONLY_READ = only(*SEE_SALES, gets=405)
ONLY_SENT = ONLY_READ

PLANS = [
    Row("plans:home", get=only(*SEE_SALES, gets=200), post=ONLY_READ),
    Row("plans:templates", get=only(*SEE_SALES, "administrator", gets=200),
        post=only(*SEE_SALES, "administrator", gets=405)),
    Row("plans:template_version", get=only(*SEE_SALES, "administrator", gets=200),
        post=only(*SEE_SALES, "administrator", gets=405), arguments=_a_template),
    Row("plans:change_template", get=only("director", "administrator", gets=200),
        post=only("director", "administrator", gets=422)),
    Row("plans:plan_template", get=READ, post=_written(422), arguments=_a_plan),
    Row("plans:examples", get=READ, post=ONLY_READ,
        arguments=lambda cast: {**_a_plan(cast), "number": 5}),
    Row("plans:mine", get=only(*SEE_SALES, gets=200), post=ONLY_READ),
    Row("plans:requests", get=only(*SEE_SALES, gets=200), post=ONLY_READ),
    Row("plans:plan", get=READ, post=ONLY_READ, arguments=_a_plan),
    Row("plans:start", get=ONLY_SENT, post=_written(302), arguments=_a_customer),
    Row("plans:add_item", get=_written(200), post=_written(422),
        arguments=lambda cast: {**_a_plan(cast), "kind": "fear"}),
    Row("plans:from_note", get=_written(200), post=_written(422),
        arguments=lambda cast: {**_a_plan(cast), "note_id": make_note().pk, "kind": "threat"}),
    Row("plans:item", get=READ, post=_written(422), arguments=_A_ROW),
    Row("plans:confirm_item", get=ONLY_SENT, post=_written(302), arguments=_A_ROW),
    Row("plans:retire_item", get=_written(200), post=_written(302), arguments=_A_ROW),
    Row("plans:link_item", get=_written(200), post=_written(422), arguments=_A_ROW),
    Row("plans:unlink_item", get=ONLY_SENT, post=_written(302), arguments=_a_link_of_a_plan),
    Row("plans:need", get=READ, post=_written(422), arguments=_a_need_of_a_plan),
    Row("plans:unlink_need", get=ONLY_SENT, post=_written(302),
        arguments=_a_linked_need_of_a_plan),
    Row("plans:add_objective", get=_written(200), post=_written(422), arguments=_a_plan),
    Row("plans:objective", get=READ, post=_written(422), arguments=_AN_OBJECTIVE),
    Row("plans:retire_objective", get=_written(200), post=_written(302),
        arguments=_AN_OBJECTIVE),
    Row("plans:actions", get=READ, post=ONLY_READ, arguments=_a_plan),
    Row("plans:add_action", get=_written(200), post=_written(422), arguments=_a_plan),
    Row("plans:action", get=READ, post=_written(422), arguments=_AN_ACTION),
    Row("plans:move_action", get=ONLY_SENT, post=_written(422), arguments=_AN_ACTION),
    Row("plans:shift_action", get=ONLY_SENT, post=_written(422), arguments=_AN_ACTION),
    Row("plans:move_along", get=ONLY_SENT, post=_written(422), arguments=_AN_ACTION),
    Row("plans:put_back", get=ONLY_SENT, post=_written(302), arguments=_a_plan),
    Row("plans:retire_action", get=_written(200), post=_written(302), arguments=_AN_ACTION),
    Row("plans:add_initiative", get=_written(200), post=_written(422), arguments=_a_plan),
    Row("plans:initiative", get=READ, post=_written(422), arguments=_AN_INITIATIVE),
    Row("plans:sign_value", get=_written(200), post=_written(422), arguments=_AN_INITIATIVE),
    Row("plans:retire_initiative", get=_written(200), post=_written(302),
        arguments=_AN_INITIATIVE),
    Row("plans:add_request", get=_written(200), post=_written(422), arguments=_a_plan),
    # The senior asks, an executive decides.
    Row("plans:resource", get=READ, post={**_written(422), "executive": 422},
        arguments=_A_REQUEST),
    Row("plans:retire_request", get=_written(200), post=_written(302), arguments=_A_REQUEST),
    Row("plans:years", get=_written(200), post=_written(422), arguments=_a_plan),
    Row("plans:forecast", get=READ, post=_written(422), arguments=_a_plan),
    Row("plans:retention", get=READ, post=_written(302), arguments=_a_plan),
    Row("plans:submit", get=ONLY_SENT, post=_written(302), arguments=_a_plan),
    # Nobody approves what they have not read: an empty form has seen nothing.
    Row("plans:decide", get={**READ, "senior": 403}, post={**READ, "senior": 403,
        **dict.fromkeys(SEE_ALL, 422)}, arguments=_a_submitted_plan),
    Row("plans:analysis", get=READ, post=ONLY_READ, arguments=_a_plan),
    Row("plans:value_chain", get=READ, post=ONLY_READ, arguments=_a_plan),
    Row("plans:ansoff", get=READ, post=ONLY_READ, arguments=_a_plan),
    Row("plans:buying", get=READ, post=ONLY_READ, arguments=_a_plan),
    Row("plans:factors", get=READ, post=_written(422), arguments=_a_plan),
    Row("plans:decide_scores", get=ONLY_SENT, post={**READ, "director": 422, "senior": 422,
        "executive": 403}, arguments=_a_plan),
    Row("plans:versions", get=READ, post=ONLY_READ, arguments=_a_plan),
    Row("plans:reviews", get=READ, post=_written(302), arguments=_a_plan),
    Row("plans:review", get=READ, post=_written(302), arguments=_A_REVIEW),
    Row("plans:close_review", get=ONLY_SENT, post=_written(302), arguments=_A_REVIEW),
    Row("plans:answer", get=_written(200), post=_written(422), arguments=_a_point),
]  # fmt: skip

# -- reports -------------------------------------------------------------------------------------


def _a_brief(cast: Cast) -> dict[str, Any]:
    """The brief of a customer, made by the senior who looks after it: hers, and for those who see
    all."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"document_id": make_brief(customer, actor_for(cast.senior)).pk}


REPORTS = [
    Row("reports:home", get=only(*SEE_SALES, gets=200), post=ONLY_READ),
    Row("reports:portfolio", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=422)),
    Row("reports:account", get=READ, post=of_the_seniors_customer(422), arguments=_a_customer),
    Row("reports:document", get=READ, post=ONLY_READ, arguments=_a_brief),
    Row("reports:download", get=READ, post=ONLY_READ, arguments=_a_brief),
    # Who sees all reads it and does not throw away what she has ordered.
    Row("reports:remove", get=_written(200), post=_written(302), arguments=_a_brief),
]  # fmt: skip

# -- sharing -------------------------------------------------------------------------------------


def _a_shared_plan(cast: Cast) -> dict[str, Any]:
    arguments = _a_plan(cast)
    make_shared_plan(Customer.objects.get(pk=arguments["customer_id"]))
    return arguments


def _a_share(cast: Cast) -> dict[str, Any]:
    arguments = _a_shared_plan(cast)
    return {"share_id": make_share(Customer.objects.get(pk=arguments["customer_id"])).pk}


def _a_link(cast: Cast) -> dict[str, Any]:
    return {"token": share_token(Share.objects.get(pk=_a_share(cast)["share_id"]))}


def _a_row_of_a_link(cast: Cast) -> dict[str, Any]:
    link = _a_link(cast)
    return {**link, "key": f"initiative:{Initiative.objects.get().pk}"}


def _an_answer_of_a_link(cast: Cast) -> dict[str, Any]:
    return {**_a_link(cast), "answer_id": 1}


def _an_answer_of_hers(cast: Cast) -> dict[str, Any]:
    found = _a_row_of_a_link(cast)
    share = Share.objects.get()
    answer = reply(
        actor_for(cast.senior), customer_id=share.plan.customer_id, key=found["key"], text="Soon"
    )
    return {"answer_id": answer.pk}


SHARING = [
    Row("sharing:account", get=READ, post=_written(422), arguments=_a_shared_plan),
    Row("sharing:as_customer", get=READ, post=ONLY_READ, arguments=_a_shared_plan),
    Row("sharing:reply", get=ONLY_SENT, post=_written(422), arguments=_a_shared_plan),
    Row("sharing:take_back", get=ONLY_SENT, post=_written(302), arguments=_an_answer_of_hers),
    Row("sharing:take_note", get=ONLY_SENT, post=_written(302), arguments=_a_shared_plan),
    Row("sharing:share", get=READ, post=ONLY_READ, arguments=_a_share),
    Row("sharing:revoke", get=_written(200), post=_written(302), arguments=_a_share),
    # A link asks nobody who they are in Clavero. Without the code it shows its door and does
    # nothing: tests of the room say what opens with it, and that it opens nothing else.
    Row("shared:plan", get=everybody(200), post=everybody(302), arguments=_a_link),
    Row("shared:code", get=everybody(200), post=everybody(422), arguments=_a_link),
    Row("shared:comment", get=everybody(405), post=everybody(403), arguments=_a_row_of_a_link),
    Row("shared:take_back", get=everybody(405), post=everybody(302),
        arguments=_an_answer_of_a_link),
    Row("shared:end", get=everybody(200), post=everybody(200), arguments=_a_link),
    Row("shared:sign", get=everybody(302), post=everybody(302), arguments=_a_row_of_a_link),
    Row("shared:tick", get=everybody(405), post=everybody(302), arguments=_a_row_of_a_link),
    Row("shared:leave", get=everybody(405), post=everybody(302), arguments=_a_link),
]  # fmt: skip
# -- commercial ----------------------------------------------------------------------------------


def _a_programme(cast: Cast) -> dict[str, Any]:
    return {"programme_key": make_programme().key}


def _a_file_of_targets(cast: Cast) -> dict[str, Any]:
    """A file that the senior has brought."""
    content = b"account,year,family,month,sales\n"
    file = hold_account_targets(actor_for(cast.senior), content=content, name="targets.csv")
    return {"brought_id": file.pk}


def _brought(gets: Outcome) -> Outcomes:
    """Who writes plans; a file is there only for who brought it."""
    return {**only(*SEE_THEIR_OWN, gets=404), "senior": gets}


COMMERCIAL = [
    Row("commercial:together", get=only(*SEE_SALES, gets=200), post=ONLY_READ),
    Row("commercial:company", get=only(*SEE_ALL, gets=200), post=only("director", gets=422)),
    Row("commercial:submit", get=only("director", gets=405), post=only("director", gets=422)),
    Row("commercial:decide", get=only("executive", gets=405), post=only("executive", gets=422)),
    Row("commercial:load", get=only("director", gets=200), post=only("director", gets=422)),
    Row("commercial:settings", get=only(*SEE_ALL, gets=200), post=only("director", gets=422)),
    Row(
        "commercial:load_targets",
        get=only(*SEE_THEIR_OWN, gets=200),
        post=only(*SEE_THEIR_OWN, gets=422),
    ),
    Row("commercial:brought", get=_brought(200), post=_brought(404), arguments=_a_file_of_targets),
    Row(
        "commercial:refused_targets",
        get=_brought(200),
        post=only(*SEE_THEIR_OWN, gets=405),
        arguments=_a_file_of_targets,
    ),
    Row("commercial:programmes", get=only(*SEE_SALES, gets=200), post=ONLY_READ),
    Row(
        "commercial:new_programme", get=only("director", gets=200), post=only("director", gets=422)
    ),
    Row(
        "commercial:programme",
        get=only("director", gets=200),
        post=only("director", gets=422),
        arguments=_a_programme,
    ),
    Row(
        "commercial:drop_programme",
        get=only("director", gets=200),
        post=only("director", gets=422),
        arguments=_a_programme,
    ),
    Row("commercial:account", get=READ, post=_written(302), arguments=_a_plan),
]

# -- pages ---------------------------------------------------------------------------------------

PAGES = [
    # To the first entry of the person's navigation; who has none reads what Clavero is for.
    # A department's first page is what it is asked.
    Row("pages:home", get={**signed_in(302), "hr": 200}, post=signed_in(405)),
    Row("pages:today", get=only(*SEE_ALL, *SEE_THEIR_OWN, gets=200),
        post=only(*SEE_ALL, *SEE_THEIR_OWN, gets=405)),
]  # fmt: skip

# -- API -----------------------------------------------------------------------------------------

# It is opened by a token alone: who signed in with the browser is nobody there. What each person's
# token gets is told in the domains' ``tests/test_api.py``.
API = [
    Row("api:customers", get=everybody(401), post=everybody(405)),
    Row("api:portfolio", get=everybody(401), post=everybody(405)),
    Row("api:alerts", get=everybody(401), post=everybody(405)),
    Row("api:key_accounts", get=everybody(401), post=everybody(405)),
    Row("api:kpis", get=everybody(401), post=everybody(405)),
    Row("api:investments", get=everybody(401), post=everybody(405)),
    Row("api:needs", get=everybody(401), post=everybody(405)),
    Row("api:opportunities", get=everybody(401), post=everybody(405)),
    Row("api:kpi_values", get=everybody(405), post=everybody(401)),
    Row("api:openapi-json", get=everybody(200), post=everybody(405)),  # what it can do, no data
    Row("api:api-root", get=everybody(404), post=everybody(404)),
    Row("api:unknown", get=everybody(404), post=everybody(404),
        arguments=lambda cast: {"unknown": "made/up"}),
]  # fmt: skip

# -- silence -------------------------------------------------------------------------------------


def _a_stop(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    day = date(2024, 8, 1)
    stop = record_stop(SYSTEM, customer_id=customer.pk, kind=StopKind.HOLIDAY, first=day, last=day)
    return {"stop_id": stop.pk}


def _a_verdict(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    day = date(2024, 8, 1)
    verdict = Verdict.objects.create(
        customer=customer, finding=Finding.REFUTED.value, last_purchase=day, until=day,
        decided_on=day, by_name="Ana",
    )  # fmt: skip
    return {"verdict_id": verdict.pk}


def _a_silence_version(cast: Cast) -> dict[str, Any]:
    version = adopt_silence(
        SYSTEM, settings=SilenceSettings(watch=0.3), valid_from=timezone.localdate(),
        reason="Earlier", seen=None,
    )  # fmt: skip
    return {"version_id": version.pk}


# Executives see the senior's customer and judge nothing; to the others it does not exist.
JUDGED = {**of_the_seniors_customer(200), "executive": 403}
MISJUDGED = {**of_the_seniors_customer(422), "executive": 403}
WITHDRAWN = {**of_the_seniors_customer(302), "executive": 403}

SILENCE = [
    Row("silence:silence", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row(
        "silence:customer",
        get=of_the_seniors_customer(200),
        post=only(*SEE_SALES, gets=405),
        arguments=_a_customer,
    ),
    Row("silence:lost", get=JUDGED, post=MISJUDGED, arguments=_a_customer),
    Row("silence:not_lost", get=JUDGED, post=MISJUDGED, arguments=_a_customer),
    Row("silence:withdraw_verdict", get=JUDGED, post=WITHDRAWN, arguments=_a_verdict),
    Row("silence:customer_stop", get=JUDGED, post=MISJUDGED, arguments=_a_customer),
    Row("silence:withdraw_stop", get=JUDGED, post=WITHDRAWN, arguments=_a_stop),
    Row("silence:stops", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("silence:new_stop", get=only("director", gets=200), post=only("director", gets=422)),
    Row("silence:settings", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row(
        "silence:version",
        get=only(*SEE_SALES, gets=200),
        post=only(*SEE_SALES, gets=405),
        arguments=_a_silence_version,
    ),
    Row(
        "silence:change_settings",
        get=only("director", gets=200),
        post=only("director", gets=422),
    ),
]

# -- investment ----------------------------------------------------------------------------------


def _a_round(_cast: Cast) -> dict[str, Any]:
    make_case(make_customer("C1"))
    return {"round_id": with_terms().pk}


def _a_case(cast: Cast) -> dict[str, Any]:
    """A case of the senior's customer."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    with_terms()
    return {"case_id": make_case(customer).pk}


def _a_level(cast: Cast) -> dict[str, Any]:
    found = _a_case(cast)
    return {**found, "level_id": Level.objects.get(case_id=found["case_id"]).pk}


def _a_funded_case(cast: Cast) -> dict[str, Any]:
    found = _a_case(cast)
    fund(Case.objects.get(pk=found["case_id"]))
    return found


def _a_customer_and_a_round(cast: Cast) -> dict[str, Any]:
    the_open_round()
    return _a_customer(cast)


def _a_pair(_cast: Cast) -> dict[str, Any]:
    one, other = (make_case(make_customer(code)) for code in ("C1", "C2"))
    pair = bind(
        SYSTEM, first_id=one.pk, second_id=other.pk, kind=PairKind.EXCLUSIVE, reason="One factory"
    )
    return {"round_id": one.round_id, "pair_id": pair.pk}


INVEST = ("director", "senior", "junior_one", "junior_two", "executive")
DECIDE = ("director", "executive")


def the_seniors_own_case(gets: Outcome) -> Outcomes:
    """Those who put accounts forward: of the senior's customer she and the director."""
    return {**only("director", "senior", gets=gets), "junior_one": 404, "junior_two": 404}


INVESTMENT = [
    Row("investment:home", get=only(*INVEST, gets=200), post=only(*INVEST, gets=405)),
    Row("investment:open", get=only("director", gets=200), post=only("director", gets=422)),
    Row("investment:records", get=only(*INVEST, gets=200), post=only(*INVEST, gets=405)),
    Row("investment:round", get=only(*INVEST, gets=200), post=only(*INVEST, gets=405),
        arguments=_a_round),
    Row("investment:terms", get=only("director", gets=200), post=only("director", gets=422),
        arguments=_a_round),
    Row("investment:close", get=only("director", gets=200), post=only("director", gets=302),
        arguments=_a_round),
    Row("investment:add", get={**only(*INVEST, gets=200), "executive": 403},
        post={**only(*INVEST, gets=405), "executive": 403}, arguments=_a_round),
    Row("investment:choice", get=only(*DECIDE, gets=200), post=only(*DECIDE, gets=422),
        arguments=_a_round),
    Row("investment:bind", get=only("director", gets=200), post=only("director", gets=422),
        arguments=_a_round),
    Row("investment:unbind", get=only("director", gets=200), post=only("director", gets=302),
        arguments=_a_pair),
    Row("investment:risk", get=only(*DECIDE, gets=200), post=only(*DECIDE, gets=302),
        arguments=_a_round),
    Row("investment:drawing", get=only(*DECIDE, gets=302), post=only(*DECIDE, gets=405),
        arguments=_a_round),
    Row("investment:propose", get=the_seniors_own_case(200), post=the_seniors_own_case(422),
        arguments=_a_customer_and_a_round),
    Row("investment:case", get={**the_seniors_own_case(200), "executive": 200},
        post=only(*INVEST, gets=405), arguments=_a_case),
    Row("investment:new_level", get=the_seniors_own_case(200), post=the_seniors_own_case(422),
        arguments=_a_case),
    Row("investment:level", get=the_seniors_own_case(200), post=the_seniors_own_case(422),
        arguments=_a_level),
    Row("investment:remove_level", get=the_seniors_own_case(200),
        post=the_seniors_own_case(302), arguments=_a_level),
    Row("investment:strategic", get=only(*DECIDE, gets=200), post=only(*DECIDE, gets=302),
        arguments=_a_case),
    Row("investment:must", get=only(*DECIDE, gets=200), post=only(*DECIDE, gets=422),
        arguments=_a_case),
    Row("investment:decide", get=only("executive", gets=200), post=only("executive", gets=422),
        arguments=_a_case),
    Row("investment:gate", get=only("executive", gets=200), post=only("executive", gets=422),
        arguments=_a_funded_case),
    Row("investment:targets", get=only("executive", gets=200), post=only("executive", gets=422),
        arguments=_a_funded_case),
    Row("investment:actual", get=the_seniors_own_case(200), post=the_seniors_own_case(422),
        arguments=_a_funded_case),
]  # fmt: skip

# -- opportunities -------------------------------------------------------------------------------


def _a_need(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"need_id": make_need(customer).pk}


def _a_linked_need(cast: Cast) -> dict[str, Any]:
    told = _a_need(cast)
    solution = make_solution()
    link_solution(SYSTEM, need_id=told["need_id"], solution_id=solution.pk)
    return {**told, "solution_id": solution.pk}


def _a_solution(cast: Cast) -> dict[str, Any]:
    return {"solution_id": make_solution().pk}


def _an_opportunity(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"opportunity_id": make_opportunity(customer).pk}


def _a_wallet(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    given = {"source": WalletSource.DISCLOSED.value, "confidence": Confidence.MEDIUM.value}
    entry = WalletEntry.objects.create(  # a family that this ledger does not have
        customer=customer, family="Belts", day=timezone.localdate(), amount=2000, **given
    )
    return {"entry_id": entry.pk}


def _a_version_of_the_stages(cast: Cast) -> dict[str, Any]:
    version = adopt_stages(
        SYSTEM, stages=Stages((Stage("identified"), Stage("agreed"))), reason="Simpler",
        valid_from=timezone.localdate(), seen=None,
    )  # fmt: skip
    return {"version_id": version.pk}


# An account manager tends only what they look after; executives read and tend nothing.
TENDED = of_the_seniors_customer(200)
ILL_TENDED = {**of_the_seniors_customer(422), "executive": 403}
TENDERS = ("director", "senior", "junior_one", "junior_two", "sales")

OPPORTUNITIES = [
    Row("opportunities:pipeline", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("opportunities:begin", get={**only(*SEE_SALES, gets=200), "executive": 403},
        post=only(*SEE_SALES, gets=405)),
    Row("opportunities:needs", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("opportunities:need", get=TENDED, post=ILL_TENDED, arguments=_a_need),
    Row("opportunities:change_need", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_need),
    Row("opportunities:unlink", get=only(*SEE_SALES, gets=405),
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_a_linked_need),
    Row("opportunities:solutions", get=only(*SEE_SALES, gets=200),
        post=only("director", gets=422)),
    Row("opportunities:solution", get=only("director", gets=200),
        post=only("director", gets=422), arguments=_a_solution),
    Row("opportunities:offer", get=only("director", gets=405),
        post=only("director", gets=302), arguments=_a_solution),
    Row("opportunities:opportunity", get=TENDED, post=ILL_TENDED, arguments=_an_opportunity),
    Row("opportunities:change", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_an_opportunity),
    # What cannot be moved so is told on its own page.
    Row("opportunities:move", get=only(*SEE_SALES, gets=405),
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_an_opportunity),
    Row("opportunities:account", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_a_customer),
    Row("opportunities:new", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_customer),
    Row("opportunities:account_needs", get=TENDED, post=ILL_TENDED, arguments=_a_customer),
    Row("opportunities:grid", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_a_customer),
    # Without a family there is no cell: back to the white space.
    Row("opportunities:cell", get=of_the_seniors_customer(302),
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_a_customer),
    Row("opportunities:additional", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_a_customer),
    Row("opportunities:load_grid", get=only(*TENDERS, gets=200), post=only(*TENDERS, gets=422)),
    Row("opportunities:withdraw_wallet", get={**TENDED, "executive": 403},
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_a_wallet),
    Row("opportunities:stages", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("opportunities:version", get=only(*SEE_SALES, gets=200),
        post=only(*SEE_SALES, gets=405), arguments=_a_version_of_the_stages),
    Row("opportunities:change_stages", get=only("director", gets=200),
        post=only("director", gets=422)),
]  # fmt: skip

# -- relationships -------------------------------------------------------------------------------


def _a_contact(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"contact_id": make_contact(customer).pk}


def _a_tie(cast: Cast) -> dict[str, Any]:
    contact = Contact.objects.get(pk=_a_contact(cast)["contact_id"])
    return {"tie_id": make_tie(contact, cast.senior).pk}


def _a_judgement(cast: Cast) -> dict[str, Any]:
    contact = Contact.objects.get(pk=_a_contact(cast)["contact_id"])
    return {"judgement_id": make_judgement(contact).pk}


def _one_of_ours(cast: Cast) -> dict[str, Any]:
    _a_tie(cast)
    return {"person_id": cast.senior.pk}


def _a_version_of_the_demands(cast: Cast) -> dict[str, Any]:
    demands = replace(DEFAULT_DEMANDS, coverage=Decimal("0.7"))
    version = adopt_demands(
        SYSTEM, demands=demands, reason="Less at once", valid_from=timezone.localdate(), seen=None
    )
    return {"version_id": version.pk}


RELATIONSHIPS = [
    Row("relationships:contacts", get=only(*SEE_SALES, gets=200),
        post=only(*SEE_SALES, gets=405)),
    Row("relationships:account", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_a_customer),
    Row("relationships:matrix", get=TENDED, post=ILL_TENDED, arguments=_a_customer),
    Row("relationships:chart", get=TENDED, post=ILL_TENDED, arguments=_a_customer),
    # It is made of judgements: executives who do not look after the account may not.
    Row("relationships:influence", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_customer),
    Row("relationships:ours", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_one_of_ours),
    Row("relationships:demands", get=only(*SEE_SALES, gets=200),
        post=only(*SEE_SALES, gets=405)),
    Row("relationships:demands_version", get=only(*SEE_SALES, gets=200),
        post=only(*SEE_SALES, gets=405), arguments=_a_version_of_the_demands),
    Row("relationships:change_demands", get=only("director", gets=200),
        post=only("director", gets=422)),
    Row("relationships:new", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_customer),
    Row("relationships:load", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_customer),
    Row("relationships:duplicates", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_customer),
    Row("relationships:contact", get=TENDED, post=ILL_TENDED, arguments=_a_contact),
    Row("relationships:change", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_contact),
    Row("relationships:erase", get={**TENDED, "executive": 403},
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_a_contact),
    Row("relationships:export", get={**TENDED, "executive": 403},
        post={**TENDED, "executive": 403}, arguments=_a_contact),
    # One that was not merged is told so on its own page.
    Row("relationships:unmerge", get=only(*SEE_SALES, gets=405),
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_a_contact),
    Row("relationships:tie", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_tie),
    Row("relationships:withdraw", get=only(*SEE_SALES, gets=405),
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_a_judgement),
]  # fmt: skip

# -- work ----------------------------------------------------------------------------------------


TEND_TASKS = ("director", *SEE_THEIR_OWN)


def _a_task(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"task_id": make_task(customer).pk}


def _a_point(cast: Cast) -> dict[str, Any]:
    task_id = _a_task(cast)["task_id"]
    write_points(SYSTEM, task_id=task_id, texts=["Measure", "Draw"])
    return {"point_id": Point.objects.earliest("pk").pk}


def _a_dedication(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    row = make_functional(customer, cast.logistics)
    return {"dedication_id": row.pk}


def _a_pack(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"pack_id": make_pack(customer, cast.sales, cast.senior).pk}


def _a_version_of_the_limits(cast: Cast) -> dict[str, Any]:
    version = adopt_limits(
        SYSTEM, limits=Limits(key_most=4), valid_from=timezone.localdate(), reason="More", seen=None
    )
    return {"version_id": version.pk}


def _a_feed(cast: Cast) -> dict[str, Any]:
    return {"secret": open_feed(actor_for(cast.senior))}


WORK = [
    Row("work:mine", get=signed_in(200), post=signed_in(200)),
    Row("work:feed", get=everybody(200), post=everybody(405), arguments=_a_feed),
    Row("work:team", get=TENDED, post=ILL_TENDED, arguments=_a_customer),
    Row("work:end", get=signed_in(405),
        post={**seen_by("director", "senior", gets=302), "executive": 403},
        arguments=_a_dedication),
    Row("work:load", get=only("director", "senior", "executive", gets=200),
        post=only(*SEE_SALES, gets=405)),
    Row("work:limits", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("work:limits_version", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405),
        arguments=_a_version_of_the_limits),
    Row("work:change_limits", get=only("director", gets=200), post=only("director", gets=422)),
    Row("work:packs", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("work:new_pack", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_customer),
    Row("work:pack", get=TENDED, post=only(*SEE_SALES, gets=405), arguments=_a_pack),
    Row("work:tick_pack", get=only(*SEE_SALES, gets=405),
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_a_pack),
    Row("work:move_tasks", get=only(*SEE_SALES, gets=405),
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_a_pack),
    Row("work:close_pack", get={**TENDED, "executive": 403},
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_a_pack),
    Row("work:tasks", get=signed_in(200), post=only(*TEND_TASKS, gets=422)),
    Row("work:give", get=signed_in(405), post=only(*TEND_TASKS, gets=422)),
    Row("work:calendar", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("work:task", get=seen_by("director", "senior", "executive", gets=200),
        post={**seen_by("director", "senior", gets=422), "executive": 403}, arguments=_a_task),
    Row("work:finish", get=signed_in(405),
        post={**seen_by("director", "senior", gets=302), "executive": 403}, arguments=_a_task),
    Row("work:tick", get=signed_in(405),
        post={**seen_by("director", "senior", gets=302), "executive": 403}, arguments=_a_point),
    Row("work:account", get=TENDED, post=ILL_TENDED, arguments=_a_customer),
    Row("work:new", get={**TENDED, "executive": 403}, post=ILL_TENDED, arguments=_a_customer),
]  # fmt: skip

# -- loyalty -------------------------------------------------------------------------------------


def _a_survey(cast: Cast) -> dict[str, Any]:
    return {"survey_id": make_survey().survey_id}


def _a_wave(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    make_contacts(customer, 1)
    return {"wave_id": make_wave(customer, actor=actor_for(cast.senior)).pk}


def _an_invitation(cast: Cast) -> dict[str, Any]:
    return {"invitation_id": Invitation.objects.get(wave=_a_wave(cast)["wave_id"]).pk}


def _a_question(cast: Cast) -> dict[str, Any]:
    invitation_id = _an_invitation(cast)["invitation_id"]
    return {"token": survey_token(Invitation.objects.get(pk=invitation_id))}


_RUN_SURVEYS = ("director", "senior", "junior_one", "junior_two")
_RUN = {**of_the_seniors_customer(200), "executive": 403}
_RUN_BY_POST = {**of_the_seniors_customer(302), "executive": 403}

LOYALTY = [
    Row("loyalty:home", get=only(*SEE_SALES, gets=200), post=ONLY_READ),
    Row("loyalty:new_survey", get=only("director", gets=200), post=only("director", gets=422)),
    Row("loyalty:survey", get=only("director", gets=200), post=only("director", gets=422),
        arguments=_a_survey),
    Row("loyalty:start", get=only(*_RUN_SURVEYS, gets=200), post=only(*_RUN_SURVEYS, gets=422)),
    Row("loyalty:wave", get=READ, post=ONLY_READ, arguments=_a_wave),
    Row("loyalty:answers", get=READ, post=ONLY_READ, arguments=_a_wave),
    # One that has nobody to remind says so on its own page.
    Row("loyalty:remind", get=_RUN, post=_RUN_BY_POST, arguments=_a_wave),
    Row("loyalty:close", get=_RUN, post=_RUN_BY_POST, arguments=_a_wave),
    Row("loyalty:revoke", get=ONLY_SENT, post=_RUN_BY_POST, arguments=_an_invitation),
    Row("loyalty:account", get=READ, post=ONLY_READ, arguments=_a_customer),
    # A link asks nobody who they are in Clavero: tests of the room say what it takes, and once.
    Row("answering:survey", get=everybody(200), post=everybody(422), arguments=_a_question),
    Row("answering:stop", get=everybody(200), post=everybody(200), arguments=_a_question),
]  # fmt: skip

# -- market --------------------------------------------------------------------------------------


def _a_note(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"note_id": make_note(customer).pk}


MARKET = [
    Row("market:notes", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("market:new", get={**only(*SEE_SALES, gets=200), "executive": 403},
        post={**only(*SEE_SALES, gets=422), "executive": 403}),
    Row("market:account", get=TENDED, post=ILL_TENDED, arguments=_a_customer),
    Row("market:note", get=TENDED, post=ILL_TENDED, arguments=_a_note),
    Row("market:change", get={**TENDED, "executive": 403}, post=ILL_TENDED, arguments=_a_note),
]  # fmt: skip

# -- interactions --------------------------------------------------------------------------------


def _an_interaction(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"interaction_id": make_interaction(customer).pk}


def _a_box_of_the_senior(cast: Cast) -> dict[str, Any]:
    _an_interaction(cast)
    return {"brought_id": make_brought(cast.senior).pk}


INTERACTIONS = [
    Row("interactions:home", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("interactions:choose", get={**only(*SEE_SALES, gets=200), "executive": 403},
        post=only(*SEE_SALES, gets=405)),
    Row("interactions:load", get={**only(*SEE_SALES, gets=200), "executive": 403},
        post={**only(*SEE_SALES, gets=422), "executive": 403}),
    # A file is its bringer's alone.
    Row("interactions:brought", get={**only(*SEE_SALES, gets=404), "senior": 200},
        post={**only(*SEE_SALES, gets=404), "senior": 422}, arguments=_a_box_of_the_senior),
    Row("interactions:mailbox", get=only("director", gets=200), post=only(*SEE_SALES, gets=405)),
    Row("interactions:time", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("interactions:account", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_a_customer),
    Row("interactions:account_time", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_a_customer),
    Row("interactions:new", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_customer),
    Row("interactions:interaction", get=TENDED, post=ILL_TENDED, arguments=_an_interaction),
    Row("interactions:change", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_an_interaction),
    Row("interactions:remove", get={**TENDED, "executive": 403},
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_an_interaction),
]  # fmt: skip

# -- contracts -----------------------------------------------------------------------------------


def _a_contract(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"contract_id": make_contract(customer).pk}


def _a_kind_of_term(cast: Cast) -> dict[str, Any]:
    return {**_a_contract(cast), "kind": "payment"}


def _a_budget(cast: Cast) -> dict[str, Any]:
    contract = _a_contract(cast)
    term = add_term(SYSTEM, **contract, kind=TermKind.BUDGET, amount=Decimal(5))
    return {"term_id": term.pk}


def _a_price(cast: Cast) -> dict[str, Any]:
    row = add_price(SYSTEM, **_a_contract(cast), price=Decimal(5), product="BOX")
    return {"price_id": row.pk}


def _a_rebate(cast: Cast) -> dict[str, Any]:
    tiers = [["0", "0.01"]]
    term = add_term(
        SYSTEM, **_a_contract(cast), kind=TermKind.REBATE, basis="turnover", tiers=tiers,
        is_retroactive=True,
    )  # fmt: skip
    return {"term_id": term.pk}


def _a_service(cast: Cast) -> dict[str, Any]:
    term = add_term(SYSTEM, **_a_contract(cast), kind=TermKind.SERVICE, name="x", target=Decimal(1))
    return {"term_id": term.pk}


def _an_index(cast: Cast) -> dict[str, Any]:
    term = add_term(
        SYSTEM, **_a_contract(cast), kind=TermKind.INDEXATION, base=Decimal(1), floor=None, cap=None
    )
    return {"term_id": term.pk}


def _a_finding(cast: Cast) -> dict[str, Any]:
    return {**_a_contract(cast), "key": "gone"}


KEPT = {**TENDED, "executive": 403}
ILL_KEPT = {**ILL_TENDED, "executive": 403}
CONTRACTS = [
    Row("contracts:contracts", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("contracts:account", get=TENDED, post=only(*SEE_SALES, gets=405), arguments=_a_customer),
    Row("contracts:new", get=KEPT, post=ILL_KEPT, arguments=_a_customer),
    Row("contracts:contract", get=TENDED, post=only(*SEE_SALES, gets=405), arguments=_a_contract),
    Row("contracts:findings", get=TENDED, post=only(*SEE_SALES, gets=405), arguments=_a_contract),
    Row("contracts:change", get=KEPT, post=ILL_KEPT, arguments=_a_contract),
    Row("contracts:prices", get=KEPT, post=ILL_KEPT, arguments=_a_contract),
    Row("contracts:price_list", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_a_contract),
    Row("contracts:price", get=KEPT, post=ILL_KEPT, arguments=_a_price),
    Row("contracts:add_term", get=KEPT, post=ILL_KEPT, arguments=_a_kind_of_term),
    # The findings of lines that changed meanwhile are gone.
    Row("contracts:finding", get=only(*SEE_SALES, gets=404), post=only(*SEE_SALES, gets=404),
        arguments=_a_finding),
    Row("contracts:money", get=TENDED, post=ILL_KEPT, arguments=_a_budget),
    Row("contracts:credit_notes", get=TENDED, post=ILL_KEPT, arguments=_a_rebate),
    Row("contracts:statement", get=TENDED, post=ILL_KEPT, arguments=_a_rebate),
    Row("contracts:readings", get=TENDED, post=ILL_KEPT, arguments=_a_service),
    Row("contracts:levels", get=KEPT, post=ILL_KEPT, arguments=_an_index),
    Row("contracts:renewals", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("contracts:renewal", get=TENDED, post=ILL_KEPT, arguments=_a_contract),
    Row("contracts:move_renewal", get=only(*SEE_SALES, gets=405),
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_a_contract),
    Row("contracts:withdraw", get=KEPT,
        post={**of_the_seniors_customer(302), "executive": 403}, arguments=_a_budget),
]  # fmt: skip

# -- negotiations --------------------------------------------------------------------------------


def _a_negotiation(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"negotiation_id": make_negotiation(customer).pk}


def _negotiated(cast: Cast) -> Negotiation:
    return Negotiation.objects.get(pk=_a_negotiation(cast)["negotiation_id"])


def _an_agreed_one(cast: Cast) -> dict[str, Any]:
    found = _negotiated(cast)
    point = make_point(found)
    begin(SYSTEM, negotiation_id=found.pk)
    agree(SYSTEM, negotiation_id=found.pk, agreed={point.pk: Decimal(45)})
    return {"negotiation_id": found.pk}


def _a_kind_of_point(cast: Cast) -> dict[str, Any]:
    return {**_a_negotiation(cast), "kind": "payment"}


def _a_point(cast: Cast) -> dict[str, Any]:
    return {"point_id": make_point(_negotiated(cast)).pk}


def _a_concession(cast: Cast) -> dict[str, Any]:
    return {"concession_id": make_concession(_negotiated(cast)).pk}


def _a_round_of_talks(cast: Cast) -> dict[str, Any]:
    return {"round_id": make_round(_negotiated(cast), {}, note="First talk").pk}


def _a_paper(cast: Cast) -> dict[str, Any]:
    return {"document_id": make_document(_negotiated(cast)).pk}


def _two_texts(cast: Cast) -> dict[str, Any]:
    key = _a_paper(cast)
    add_version(SYSTEM, **key, text="Days: 45")
    return key


def _a_kept_file(cast: Cast) -> dict[str, Any]:
    key = _a_paper(cast)
    file = add_version(SYSTEM, **key, content=("a.pdf", SIGNED)).file
    return {**key, "file_id": file.pk if file else 0}


REMOVED = {**of_the_seniors_customer(302), "executive": 403}
NEGOTIATIONS = [
    Row("negotiations:negotiations", get=only(*SEE_SALES, gets=200),
        post=only(*SEE_SALES, gets=405)),
    Row("negotiations:begin", get={**only(*SEE_SALES, gets=200), "executive": 403},
        post=only(*SEE_SALES, gets=405)),
    Row("negotiations:account", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_a_customer),
    Row("negotiations:new", get=KEPT, post=ILL_KEPT, arguments=_a_customer),
    Row("negotiations:negotiation", get=TENDED, post=ILL_KEPT, arguments=_a_negotiation),
    Row("negotiations:change", get=KEPT, post=ILL_KEPT, arguments=_a_negotiation),
    Row("negotiations:add_point", get=KEPT, post=ILL_KEPT, arguments=_a_kind_of_point),
    Row("negotiations:point", get=KEPT, post=ILL_KEPT, arguments=_a_point),
    Row("negotiations:remove_point", get=KEPT, post=REMOVED, arguments=_a_point),
    Row("negotiations:add_concession", get=KEPT, post=ILL_KEPT, arguments=_a_negotiation),
    Row("negotiations:concession", get=KEPT, post=ILL_KEPT, arguments=_a_concession),
    Row("negotiations:remove_concession", get=KEPT, post=REMOVED, arguments=_a_concession),
    Row("negotiations:add_round", get=KEPT, post=ILL_KEPT, arguments=_a_negotiation),
    Row("negotiations:round", get=KEPT, post=ILL_KEPT, arguments=_a_round_of_talks),
    Row("negotiations:agree", get=KEPT, post=ILL_KEPT, arguments=_a_negotiation),
    Row("negotiations:contract", get=KEPT, post=ILL_KEPT, arguments=_an_agreed_one),
    Row("negotiations:add_document", get=KEPT, post=ILL_KEPT, arguments=_a_negotiation),
    Row("negotiations:contract_documents", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_a_contract),
    Row("negotiations:add_contract_document", get=KEPT, post=ILL_KEPT, arguments=_a_contract),
    Row("negotiations:document", get=TENDED, post=ILL_KEPT, arguments=_a_paper),
    Row("negotiations:add_version", get=KEPT, post=ILL_KEPT, arguments=_a_paper),
    Row("negotiations:compare", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_two_texts),
    Row("negotiations:file", get=TENDED, post=only(*SEE_SALES, gets=405), arguments=_a_kept_file),
]  # fmt: skip

# -- care ----------------------------------------------------------------------------------------


def _a_complaint(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"complaint_id": make_complaint(customer).pk}


def _a_complaint_of_another(cast: Cast) -> dict[str, Any]:
    other = make_customer("C2")
    cover(cast.senior, other)
    return {**_a_complaint(cast), "customer_id": other.pk}


def _a_file_of_a_complaint(cast: Cast) -> dict[str, Any]:
    key = _a_complaint(cast)["complaint_id"]
    add_file(SYSTEM, complaint_id=key, name="note.pdf", content=PDF)
    return {"complaint_id": key, "file_id": Complaint.objects.get(pk=key).files.get().pk}


def _a_door(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"token": door_token(make_door(customer))}


CARE = [
    Row("care:inbox", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("care:board", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("care:complaints", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("care:begin", get={**only(*SEE_SALES, gets=200), "executive": 403},
        post=only(*SEE_SALES, gets=405)),
    Row("care:load", get={**only(*SEE_SALES, gets=200), "executive": 403},
        post={**only(*SEE_SALES, gets=422), "executive": 403}),
    Row("care:terms", get=only("director", gets=200), post=only("director", gets=405)),
    Row("care:new_terms", get=only("director", gets=200), post=only("director", gets=422)),
    Row("care:new_hours", get=only("director", gets=200), post=only("director", gets=422)),
    Row("care:account", get=TENDED, post=ILL_TENDED, arguments=_a_customer),
    Row("care:new", get={**TENDED, "executive": 403}, post=ILL_TENDED, arguments=_a_customer),
    Row("care:complaint", get=TENDED, post=ILL_TENDED, arguments=_a_complaint),
    Row("care:change", get={**TENDED, "executive": 403}, post=ILL_TENDED, arguments=_a_complaint),
    Row("care:received", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_complaint),
    Row("care:choose", get={**TENDED, "executive": 403}, post=only(*SEE_SALES, gets=405),
        arguments=_a_complaint),
    Row("care:move", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_complaint_of_another),
    Row("care:file", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_a_file_of_a_complaint),
    Row("care:erase_file", get={**TENDED, "executive": 403},
        post={**of_the_seniors_customer(302), "executive": 403},
        arguments=_a_file_of_a_complaint),
    # A link asks nobody who they are in Clavero, and says the same whether it is ours or not.
    Row("complain:form", get=everybody(200), post=everybody(422), arguments=_a_door),
    Row("complain:thanks", get=everybody(200), post=everybody(405), arguments=_a_door),
]  # fmt: skip

# -- coordination --------------------------------------------------------------------------------


def _a_department(cast: Cast) -> dict[str, Any]:
    return {"department_id": make_department(cast.logistics).pk}


def _a_process(cast: Cast) -> dict[str, Any]:
    return {"process_id": make_process(make_department(cast.logistics)).process_id}


def _a_request_to_a_department(cast: Cast) -> dict[str, Any]:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return {"request_id": make_asked(customer, make_department(cast.logistics)).pk}


def _a_customer_and_a_department(cast: Cast) -> dict[str, Any]:
    make_department(cast.logistics)
    return _a_customer(cast)


COORDINATION = [
    Row("coordination:board", get=only(*SEE_SALES, gets=200), post=only(*SEE_SALES, gets=405)),
    Row("coordination:begin", get={**only(*SEE_SALES, gets=200), "executive": 403},
        post=only(*SEE_SALES, gets=405)),
    Row("coordination:queue", get=only("logistics", gets=200), post=only("logistics", gets=405)),
    Row("coordination:account", get=TENDED, post=only(*SEE_SALES, gets=405),
        arguments=_a_customer),
    Row("coordination:new", get={**TENDED, "executive": 403}, post=ILL_TENDED,
        arguments=_a_customer_and_a_department),
    Row("coordination:request", get={**TENDED, "logistics": 200},
        post={**ILL_TENDED, "logistics": 422}, arguments=_a_request_to_a_department),
    Row("coordination:departments", get=only("director", gets=200),
        post=only("director", gets=405)),
    Row("coordination:new_department", get=only("director", gets=200),
        post=only("director", gets=422)),
    Row("coordination:department", get=only("director", gets=200),
        post=only("director", gets=422), arguments=_a_department),
    Row("coordination:level", get=only("director", gets=200), post=only("director", gets=422),
        arguments=_a_department),
    Row("coordination:processes", get=only(*SEE_SALES, gets=200),
        post=only(*SEE_SALES, gets=405)),
    Row("coordination:new_process", get=only("director", gets=200),
        post=only("director", gets=422)),
    Row("coordination:process", get=only("director", gets=200), post=only("director", gets=422),
        arguments=_a_process),
]  # fmt: skip

ROWS = [
    *WORK,
    *SIGN_IN_PAGES,
    *IDENTITY,
    *UI,
    *LEDGER,
    *PORTFOLIO,
    *KPIS,
    *OPPORTUNITIES,
    *RELATIONSHIPS,
    *LOYALTY,
    *INTERACTIONS,
    *MARKET,
    *CONTRACTS,
    *NEGOTIATIONS,
    *CARE,
    *COORDINATION,
    *PROFITABILITY,
    *SILENCE,
    *LIFETIME,
    *INVESTMENT,
    *PLAYBOOK,
    *SELECTION,
    *ALERTS,
    *TEMPLATES,
    *NIGHTLY,
    *PLANS,
    *REPORTS,
    *SHARING,
    *COMMERCIAL,
    *PAGES,
    *API,
]
