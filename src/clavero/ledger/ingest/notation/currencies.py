"""Currencies written beside numbers: ``1.50 USD``, ``US$1.50``, ``2,50 €``."""

from __future__ import annotations

import re

SIGNS = {
    "EUROS": "EUR", "EURO": "EUR", "US$": "USD", "MX$": "MXN", "CA$": "CAD", "AU$": "AUD",
    "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY",
}  # fmt: skip
"""Signs and words of one currency alone."""

DOLLAR = "$"
"""The sign of many currencies."""

OF_DOLLAR = (
    "USD", "MXN", "CAD", "AUD", "ARS", "CLP", "COP", "UYU", "DOP", "NZD", "HKD", "SGD", "TWD",
)  # fmt: skip
"""The currencies that write ``$``, those asked about first."""

_CODES = (
    *OF_DOLLAR,
    "EUR", "GBP", "CHF", "JPY", "CNY", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON",
    "BGN", "RSD", "UAH", "TRY", "MAD", "DZD", "TND", "EGP", "ILS", "AED", "SAR", "QAR", "KWD",
    "ZAR", "NGN", "KES", "INR", "IDR", "KRW", "MYR", "PHP", "THB", "VND", "BRL", "PEN", "BOB",
    "PYG", "VES", "CRC", "GTQ", "HNL", "NIO", "PAB",
)  # fmt: skip
# Not any three letters: pcs, uds and kgs stand beside numbers too.

BESIDE = "(?:" + "|".join(re.escape(each) for each in (*SIGNS, *_CODES, DOLLAR, "%")) + ")"
"""What may stand beside a number, as a regular expression; the engine's too."""

WITHOUT_DECIMALS = frozenset(
    {"CLP", "COP", "HUF", "IDR", "ISK", "JPY", "KRW", "PYG", "RSD", "VND", "XAF", "XOF"}
)
"""The currencies whose amounts are mostly whole numbers."""

_NOT_SAID = re.compile(r"[\d.,'’()+\-\u2212\u2013%\s]+")
_KNOWN = {**SIGNS, **dict.fromkeys(_CODES), DOLLAR: DOLLAR}


def beside(text: str) -> str | None:
    """The currency that stands beside the number in ``text``: a code, or ``$``.

    >>> beside("1.50 usd"), beside("US$1.50"), beside("$ 2"), beside("3 pcs"), beside("1e-6")
    ('USD', 'USD', '$', None, None)
    """
    return known(_NOT_SAID.sub("", text)) if any(map(str.isdigit, text)) else None


def known(word: str) -> str | None:
    """The currency of a code or sign, in capitals or not; ``$`` as itself."""
    word = word.upper()
    return _KNOWN[word] or word if word in _KNOWN else None


def agree(mark: str, currency: str) -> bool:
    """Whether an amount with ``mark`` beside it can be in ``currency``."""
    return currency in OF_DOLLAR if mark == DOLLAR else mark == currency
