"""How office programs write the values of a unit, in their own language of formats.

Which signs part thousands and decimals is the program's own, by its reader; what stands around a
figure, and how a day is written, is of the document's language.
"""

from __future__ import annotations

from clavero.core.money import cents, is_currency
from clavero.reports.content.model import Unit

_SPANISH = "es"
_SIGNS = {"EUR": "€", "GBP": "£"}
_DOLLARS = {"es": "US$", "en": "$"}
_DAYS = {"es": "[$-C0A]d mmm yyyy", "en": "[$-809]d mmm yyyy"}
_DAY = "yyyy-mm-dd"


def number_format(
    unit: Unit, currency: str = "", *, language: str = "en", is_whole: bool = False
) -> str | None:
    """The format of a column or axis, ``None`` for texts.

    >>> number_format(Unit.MONEY, "EUR"), number_format(Unit.MONEY, "EUR", language="es")
    ('"€"#,##0.00', '#,##0.00 "€"')
    >>> number_format(Unit.MONEY, "JPY", is_whole=True), number_format(Unit.DATE, language="es")
    ('"JPY "#,##0', '[$-C0A]d mmm yyyy')
    >>> number_format(Unit.PERCENT), number_format(Unit.PERCENT, is_whole=True, language="es")
    ('0.0%', '0 %')
    """
    match unit:
        case Unit.MONEY:
            places = "" if is_whole else "0" * cents(currency)
            figure = f"#,##0.{places}" if places else "#,##0"
            return _with_sign(figure, currency, language) if is_currency(currency) else figure
        case Unit.PERCENT:
            sign = " %" if language == _SPANISH else "%"
            return f"0{sign}" if is_whole else f"0.0{sign}"
        case Unit.NUMBER:
            return "#,##0" if is_whole else "#,##0.0##"
        case Unit.DATE:
            return _DAYS.get(language, _DAY)
        case _:
            return None


def _with_sign(figure: str, currency: str, language: str) -> str:
    sign = _DOLLARS.get(language) if currency == "USD" else _SIGNS.get(currency)
    if language == _SPANISH:
        return f'{figure} "{sign or currency}"'
    return f'"{sign}"{figure}' if sign else f'"{currency} "{figure}'
