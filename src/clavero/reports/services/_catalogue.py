"""Which content and which renderer a document is made by. Both are imported when one is made."""

from __future__ import annotations

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.plans.selectors import plan_rows
from clavero.reports.content.model import Document
from clavero.reports.rules import MONTHS, Form, Kind, TemplateKind
from clavero.reports.selectors import template_in_use


def content_of(actor: Actor, kind: Kind, customer_id: int | None, months: int | None) -> Document:
    """What the document says, in the language that is spoken. Raises ``ObjectDoesNotExist`` for
    strangers to its account. A document is handed on: but for the handover within the team, it says
    nothing that the account's team alone may know."""
    if kind is not Kind.HANDOVER:
        actor = actor.outward
    if kind is Kind.PORTFOLIO or customer_id is None:
        from clavero.reports.content.portfolio import portfolio_report

        return portfolio_report(actor)
    if kind is Kind.PLAN:
        from clavero.reports.content.plan import plan_document

        return plan_document(actor, customer_id)
    if kind.is_for_customer:
        from clavero.reports.content.customer import joint_plan, joint_review

        if kind is Kind.SHARED_PLAN:
            return joint_plan(actor, customer_id)
        return joint_review(actor, customer_id, months or MONTHS[0])
    if kind is Kind.HANDOVER:
        from clavero.reports.content.handover import handover_document

        return handover_document(actor, customer_id)
    if kind is Kind.REVIEW:
        from clavero.reports.content.review import business_review

        return business_review(actor, customer_id, months or MONTHS[0])
    from clavero.reports.content.account import account_brief

    return account_brief(actor, customer_id)


def drawn(document: Document, form: Form) -> tuple[bytes, int | None]:
    """The file, in the company's own template where there is one, and of how many pages it is where
    that is known."""
    if form is Form.PPTX:
        from clavero.reports.rendering.decks import to_deck

        return to_deck(document, template_in_use(TemplateKind.SLIDES)), None
    if form is Form.DOCX:
        from clavero.reports.rendering.words import to_text

        return to_text(document, template_in_use(TemplateKind.TEXT)), None
    if form is Form.XLSX:
        from clavero.reports.rendering.sheets import to_sheets

        return to_sheets(document), None
    from clavero.reports.rendering.pages import to_pdf

    pages = to_pdf(document)
    return pages.content, pages.count


def bring_along(actor: Actor) -> None:
    """Import all that documents are made with, and draw each form once: engines and letters are
    then there."""
    from clavero.reports.content import account, customer, plan, portfolio, review  # noqa: F401
    from clavero.reports.content.model import Bullet, Bullets, Section
    from clavero.reports.content.opening import document
    from clavero.ui.charts import start_drawing

    start_drawing()
    said = Section("Clavero", (Bullets((Bullet("Clavero"),)),))
    tried = document(
        actor, Kind.PLAN, title="Clavero", subtitle="", day=timezone.localdate(), lead=[],
        sections=[said], currency="",
    )  # fmt: skip
    for form in Form:
        drawn(tried, form)


def read_once(actor: Actor) -> None:
    """Read a plan that there is, as documents tell it: what all accounts have in common is then
    known, and every question has been asked once."""
    planned = next((row for row in plan_rows(actor) if row.state is not None), None)
    if planned is not None:
        content_of(actor, Kind.PLAN, planned.customer_id, None)
