"""The names of what a sales file may hold, as people read them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.ledger.rules import Field, Kind

FIELD_NAMES: dict[Field, str | Promise] = {
    Field.DOCUMENT: _("Document number"),
    Field.LINE: _("Line number"),
    Field.KIND: _("Invoice or credit note"),
    Field.DATE: _("Document date"),
    Field.CUSTOMER: _("Customer code"),
    Field.CUSTOMER_NAME: _("Customer name"),
    Field.TAX_NUMBER: _("Tax number"),
    Field.PRODUCT: _("Product code"),
    Field.PRODUCT_NAME: _("Product name"),
    Field.FAMILY: _("Product family"),
    Field.QUANTITY: _("Quantity"),
    Field.ORDERED_QUANTITY: _("Ordered quantity"),
    Field.NET_AMOUNT: _("Net amount"),
    Field.UNIT_PRICE: _("Unit price"),
    Field.CURRENCY: _("Currency"),
    Field.COST: _("Cost of the line"),
    Field.LIST_PRICE: _("List price"),
    Field.DISCOUNT: _("Discount"),
    Field.PROMISED_DATE: _("Promised delivery"),
    Field.DELIVERED_DATE: _("Delivered on"),
    Field.DUE_DATE: _("Payment due on"),
    Field.PAID_DATE: _("Paid on"),
    Field.SALES_PERSON: _("Sales person"),
    Field.CHANNEL: _("Sales channel"),
    Field.COUNTRY: _("Country"),
    Field.UNIT: _("Unit of measure"),
}

FIELD_GROUPS: list[tuple[str | Promise, tuple[Field, ...]]] = [
    (
        _("The document"),
        (Field.DOCUMENT, Field.LINE, Field.KIND, Field.DATE),
    ),
    (
        _("The customer"),
        (Field.CUSTOMER, Field.CUSTOMER_NAME, Field.TAX_NUMBER, Field.COUNTRY),
    ),
    (
        _("The product"),
        (Field.PRODUCT, Field.PRODUCT_NAME, Field.FAMILY, Field.QUANTITY, Field.ORDERED_QUANTITY,
         Field.UNIT),
    ),
    (
        _("The money"),
        (Field.NET_AMOUNT, Field.UNIT_PRICE, Field.CURRENCY, Field.COST, Field.LIST_PRICE,
         Field.DISCOUNT),
    ),
    (
        _("Delivery and payment"),
        (Field.PROMISED_DATE, Field.DELIVERED_DATE, Field.DUE_DATE, Field.PAID_DATE),
    ),
    (
        _("The sale"),
        (Field.SALES_PERSON, Field.CHANNEL),
    ),
]  # fmt: skip

KIND_NAMES: dict[Kind, str | Promise] = {
    Kind.INVOICE: pgettext_lazy("kind of document", "Invoice"),
    Kind.CREDIT_NOTE: pgettext_lazy("kind of document", "Credit note"),
}

DETAIL_NAMES: dict[str, str | Promise] = {
    "format": _("Kind of file"),
    "member": _("File in the archive"),
    "sheet": _("Sheet"),
    "encoding": _("Encoding"),
    "delimiter": _("Columns"),
    "quote": _("Quotation marks"),
    "line_end": _("Ends of line"),
    "header": _("Column names"),
}
"""The findings about a file, in the order in which a person looks at them."""
