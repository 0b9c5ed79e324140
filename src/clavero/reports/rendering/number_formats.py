"""How office programs write the values of a unit, in their own language of formats."""

from __future__ import annotations

from clavero.core.money import cents, is_currency
from clavero.reports.content.model import Unit

DAY = "yyyy-mm-dd"


def number_format(unit: Unit, currency: str = "", *, is_whole: bool = False) -> str | None:
    """The format of a column or axis, ``None`` for texts.

    >>> number_format(Unit.MONEY, "EUR"), number_format(Unit.MONEY, "JPY")
    ('#,##0.00 "EUR"', '#,##0 "JPY"')
    >>> number_format(Unit.PERCENT), number_format(Unit.PERCENT, is_whole=True)
    ('0.0%', '0%')
    """
    match unit:
        case Unit.MONEY:
            places = "" if is_whole else "0" * cents(currency)
            figure = f"#,##0.{places}" if places else "#,##0"
            return f'{figure} "{currency}"' if is_currency(currency) else figure
        case Unit.PERCENT:
            return "0%" if is_whole else "0.0%"
        case Unit.NUMBER:
            return "#,##0" if is_whole else "#,##0.###"
        case Unit.DATE:
            return DAY
        case _:
            return None
