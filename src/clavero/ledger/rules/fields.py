"""The fields of a sales line as a file may hold them, and why a line may be refused."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Field(StrEnum):
    """What a column of a sales file means. The values are the keys of ``--map``."""

    DOCUMENT = "document"
    LINE = "line"
    KIND = "kind"
    DATE = "date"
    CUSTOMER = "customer"
    CUSTOMER_NAME = "customer_name"
    TAX_NUMBER = "tax_number"
    PRODUCT = "product"
    PRODUCT_NAME = "product_name"
    FAMILY = "family"
    QUANTITY = "quantity"
    ORDERED_QUANTITY = "ordered_quantity"
    NET_AMOUNT = "net_amount"
    UNIT_PRICE = "unit_price"
    CURRENCY = "currency"
    COST = "cost"
    LIST_PRICE = "list_price"
    DISCOUNT = "discount"
    PROMISED_DATE = "promised_date"
    DELIVERED_DATE = "delivered_date"
    DUE_DATE = "due_date"
    PAID_DATE = "paid_date"
    SALES_PERSON = "sales_person"
    CHANNEL = "channel"
    COUNTRY = "country"
    UNIT = "unit"


class Content(StrEnum):
    """How the values of a field are read."""

    CODE = "code"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    KIND = "kind"
    CURRENCY = "currency"

    @classmethod
    def of(cls, field: Field) -> Content:
        """The content of ``field``."""
        for content, fields in _CONTENTS.items():
            if field in fields:
                return content
        return cls.TEXT


CODES = (Field.DOCUMENT, Field.LINE, Field.CUSTOMER, Field.PRODUCT)
NUMBERS = (
    Field.QUANTITY,
    Field.ORDERED_QUANTITY,
    Field.NET_AMOUNT,
    Field.UNIT_PRICE,
    Field.COST,
    Field.LIST_PRICE,
    Field.DISCOUNT,
)
DATES = (
    Field.DATE,
    Field.PROMISED_DATE,
    Field.DELIVERED_DATE,
    Field.DUE_DATE,
    Field.PAID_DATE,
)
_CONTENTS: dict[Content, tuple[Field, ...]] = {
    Content.CODE: CODES,
    Content.NUMBER: NUMBERS,
    Content.DATE: DATES,
    Content.KIND: (Field.KIND,),
    Content.CURRENCY: (Field.CURRENCY,),
}


class Refused(StrEnum):
    """Why one row of a file did not become a line."""

    NO_DOCUMENT = "no_document"
    NO_DATE = "no_date"
    NOT_A_DATE = "not_a_date"
    IMPOSSIBLE_DATE = "impossible_date"
    NO_CENTURY = "no_century"
    BEFORE_1970 = "before_1970"
    IN_THE_FUTURE = "in_the_future"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_TOO_LARGE = "number_too_large"
    LOST_DECIMALS = "lost_decimals"
    NEGATIVE_ORDER = "negative_order"
    NO_AMOUNT = "no_amount"
    NOT_A_CURRENCY = "not_a_currency"
    NO_RATE = "no_rate"
    MISSING_FIELDS = "missing_fields"
    EXTRA_FIELDS = "extra_fields"
    UNREADABLE_TEXT = "unreadable_text"


def missing_fields(mapped: Collection[Field]) -> tuple[Field, ...]:
    """The fields that a file must have a column for, and has none.

    The amount may be given, or be quantity times price.

    >>> missing_fields({Field.DOCUMENT, Field.DATE, Field.CUSTOMER, Field.QUANTITY})
    (<Field.UNIT_PRICE: 'unit_price'>,)
    >>> missing_fields({Field.DOCUMENT, Field.DATE, Field.CUSTOMER})
    (<Field.NET_AMOUNT: 'net_amount'>,)
    """
    needed: tuple[Field, ...] = (Field.DOCUMENT, Field.DATE, Field.CUSTOMER)
    if Field.NET_AMOUNT not in mapped:
        factors = (Field.QUANTITY, Field.UNIT_PRICE)
        needed += factors if any(field in mapped for field in factors) else (Field.NET_AMOUNT,)
    return tuple(field for field in needed if field not in mapped)
