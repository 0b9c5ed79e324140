"""The portfolio's records as files."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clavero.portfolio.selectors import LinesPage
from clavero.ui import spreadsheet

MOST_LINES = 100_000
"""In one file: more than a spreadsheet is pleasant with, less than the memory of the server."""


def lines_as_csv(page: LinesPage, currency: str) -> HttpResponse:
    """A customer's lines as a download, exact."""
    heads = {
        "document": _("Document"),
        "line": _("Line"),
        "kind": _("Kind"),
        "date": _("Date"),
        "customer": _("Customer"),
        "customer_name": _("Customer name"),
        "product": _("Product"),
        "product_name": _("Product name"),
        "family": _("Family"),
        "quantity": _("Quantity"),
        "ordered_quantity": _("Ordered quantity"),
        "amount": _("Amount in its currency"),
        "currency": _("Currency"),
        "rate": _("Rate"),
        "net_amount": _("Net amount (%(currency)s)") % {"currency": currency},
        "cost": _("Cost (%(currency)s)") % {"currency": currency},
        "promised_date": _("Promised for"),
        "delivered_date": _("Delivered on"),
        "due_date": _("Due on"),
        "paid_date": _("Paid on"),
    }
    kinds = {"invoice": _("Invoice"), "credit_note": _("Credit note")}
    records = (
        [kinds[line[name]] if name == "kind" else line[name] for name in heads]
        for line in page.lines
    )
    answer = HttpResponse(
        spreadsheet.to_csv(list(heads.values()), records), content_type=spreadsheet.CSV
    )
    name = f"{slugify(page.card.title) or page.card.code}-{page.period}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
