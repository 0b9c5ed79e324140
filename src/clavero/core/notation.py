"""How a table writes its numbers: which sign begins the decimals, and which groups thousands.

Most numbers tell by themselves. One sign before exactly three digits, ``1.234``, does not: it is
read as the other numbers of its file are written, and where they say nothing, or different things,
not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

POINT, COMMA = ".", ","
_OTHER = {POINT: COMMA, COMMA: POINT}
_NUMBER = re.compile(r"[+\-−]?(?P<body>[0-9.,]+)(?P<power>[eE][+-]?[0-9]{1,4})?")
_SPACED = re.compile(r"(?<![0-9])[0-9]{1,3}(?:[ '’\u00a0\u2009\u202f][0-9]{3})+(?![0-9])")
_NO_DIGIT = re.compile(r"[^0-9]")
_BY_THREE = {sign: re.compile(rf"[1-9][0-9]{{0,2}}(?:\{sign}[0-9]{{3}})+") for sign in _OTHER}


def decimal_sign(text: str) -> str | None:
    """The sign that begins the decimals of a number, as the number itself tells, or ``None``.

    >>> decimal_sign("772.900,50"), decimal_sign("7.5"), decimal_sign("1.234.567")
    (',', '.', ',')
    >>> decimal_sign("0.125"), decimal_sign("1.234"), decimal_sign("1234"), decimal_sign("1,2.3,4")
    ('.', None, None, None)
    """
    body = _body(text)
    if body is None:
        return None
    signs = [sign for sign in body if sign in _OTHER]
    if not signs:
        return None
    last = signs[-1]
    if len(set(signs)) == 2:
        return last if _reads(body, last) else None
    if len(signs) > 1:
        return _OTHER[last] if _reads(body, _OTHER[last]) else None
    return None if _BY_THREE[last].fullmatch(body) else last


def settled_by(texts: Iterable[str]) -> str | None:
    """The decimal sign that the numbers of a file agree on, ``None`` where none of them tells or
    two say different things.

    >>> settled_by(["1.234", "7,5"]), settled_by(["1.234", "12"]), settled_by(["7,5", "7.5"])
    (',', None, None)
    """
    found: str | None = None
    for text in texts:
        sign = decimal_sign(text)
        if sign is None or sign == found:
            continue
        if found is not None:
            return None
        found = sign
    return found


def is_open(text: str) -> bool:
    """Whether a number can be read in two ways.

    >>> is_open("1.234"), is_open("-12,500"), is_open("1.2345"), is_open("0.125"), is_open("12")
    (True, True, False, False, False)
    """
    body = _body(text)
    return body is not None and any(
        body.count(sign) == 1 and each.fullmatch(body) for sign, each in _BY_THREE.items()
    )


def exact(text: str, decimal: str | None = None) -> Decimal | None:
    """The number that a text writes; ``decimal`` is the sign before decimals where it is known from
    elsewhere. What could be two numbers, and no number, is ``None``.

    >>> exact("7,5"), exact("7.5"), exact("772.900,50"), exact("1,234.5"), exact("seven")
    (Decimal('7.5'), Decimal('7.5'), Decimal('772900.50'), Decimal('1234.5'), None)
    >>> exact("1.234"), exact("1.234", ","), exact("1.234", ".")
    (None, Decimal('1234'), Decimal('1.234'))
    """
    plain = _plain(text)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    sign = decimal if is_open(text) else decimal_sign(text) or POINT
    if sign is None or not _reads(found["body"], sign):
        return None
    number = plain.replace("−", "-").replace(_OTHER[sign], "").replace(sign, POINT)
    try:
        value = Decimal(number)
    except InvalidOperation:  # a sign and no digit
        return None
    return value if value.is_finite() else None


def _plain(text: str) -> str:
    """Without the spaces and apostrophes that group thousands in some writings.

    >>> _plain(" 1 234 567,5"), _plain("1'234.5"), _plain("1 23")
    ('1234567,5', '1234.5', '1 23')
    """
    return _SPACED.sub(lambda found: _NO_DIGIT.sub("", found.group()), text.strip())


def _body(text: str) -> str | None:
    found = _NUMBER.fullmatch(_plain(text))
    return None if found is None else found["body"]


def _reads(body: str, decimal: str) -> bool:
    """Whether a number may be written so: decimals once and last, thousands before in threes."""
    whole, _sign, decimals = body.partition(decimal)
    group = _OTHER[decimal]
    if decimal in decimals or group in decimals:
        return False
    return group not in whole or _BY_THREE[group].fullmatch(whole) is not None
