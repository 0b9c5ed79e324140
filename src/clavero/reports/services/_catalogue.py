"""Which content and which renderer a document is made by. Both are imported when one is made."""

from __future__ import annotations

from clavero.identity.rules import Actor
from clavero.reports.content.model import Document
from clavero.reports.rules import MONTHS, Form, Kind, TemplateKind
from clavero.reports.selectors import template_in_use


def content_of(actor: Actor, kind: Kind, customer_id: int | None, months: int | None) -> Document:
    """What the document says, in the language that is spoken. Raises ``ObjectDoesNotExist`` for
    strangers to its account."""
    if kind is Kind.PORTFOLIO or customer_id is None:
        from clavero.reports.content.portfolio import portfolio_report

        return portfolio_report(actor)
    if kind is Kind.PLAN:
        from clavero.reports.content.plan import plan_document

        return plan_document(actor, customer_id)
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
