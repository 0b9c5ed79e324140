"""The SQL that judges rows: numbers read, amounts computed, a verdict on each.

Texts come tidied and dates read (``ledger.ingest.tidy``), and stay outside: here is only what
must be computed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from clavero.ledger.engine.connection import literal

BLANK = "blank"
"""A row with nothing in any mapped column."""

RATE = "DECIMAL(20, 14)"  # times an amount it still fits in 38 digits
_AMOUNT = "DECIMAL(18, 6)"
_EXACT_PRICE = "DECIMAL(20, 10)"  # times a quantity it still fits in 38 digits
_WIDE = "DECIMAL(38, 18)"
_NUMBERS = (
    "quantity", "ordered_quantity", "net_amount", "unit_price", "cost", "list_price", "discount",
)  # fmt: skip
_KEPT_NUMBERS = ("quantity", "ordered_quantity", "cost", "list_price", "discount")
_BLANK = r"[\s\x{a0}\x{202f}\x{2009}]*"
_MINUS = "-\u2212\u2013"


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """How a column writes numbers: ``body`` is the regular expression of one without sign and
    currency, ``currency`` that of what may stand around it, ``groups`` the characters between
    thousands, ``sign`` the decimal one. ``strange_thousands``: a number of so many thousands and no
    decimals is refused, since one of its signs may have been the decimal one; 0: none is."""

    body: str
    currency: str
    groups: str
    sign: str
    has_decimals: bool
    strange_thousands: int = 0


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to make of the rows. ``fields`` are the columns that the stream has."""

    import_id: str
    fields: frozenset[str]
    numbers: Mapping[str, NumberPattern]
    default_currency: str
    reporting_currency: str
    negative_credit_notes: bool = False
    costs_in_line_currency: bool = False


def computed(recipe: Recipe) -> dict[str, str]:
    """The columns of :func:`judged_sql` beside the verdict, with their types in the ledger."""
    found = {"is_credit_note": "BOOLEAN", "amount": _AMOUNT}
    found |= {field: _AMOUNT for field in _KEPT_NUMBERS if field in recipe.fields}
    if has_foreign(recipe):
        found |= {"currency": "VARCHAR", "rate": RATE, "net_amount": _AMOUNT}
    return found


def judged_sql(recipe: Recipe, *, with_rates: bool) -> str:
    """What is computed of each row, and its verdict: ``NULL`` where it is a line.

    From ``rows`` (and ``rates``), in their order. ``rows`` has the texts of numbers, dates,
    kinds and currencies, ``problem``, and of the others whether they say something:
    ``has_document`` and ``is_blank``.
    """
    join = "LEFT JOIN rates ON rates.currency = signed.currency AND day = date"
    converted = {"net_amount": "net", "cost": "own_cost"}
    columns = ", ".join(f"{converted.get(name, name)} AS {name}" for name in computed(recipe))
    return f"""
        WITH readings AS (SELECT *, {_readings(recipe)} FROM rows),
        priced AS (SELECT *, {_amount(recipe)} AS amount FROM readings),
        signed AS ({_signed(recipe)}),
        converted AS (
            SELECT signed.*, {_rate(recipe, with_rates=with_rates)} AS rate
            FROM signed {join if with_rates else ""}
        ),
        whole AS (
            SELECT *, {_net(recipe)} AS net, {_cost(recipe)} AS own_cost,
                kind = 'credit_note' AS is_credit_note
            FROM converted
        ),
        judged AS (SELECT *, {_verdict(recipe)} AS verdict FROM whole)
        SELECT {columns}, verdict FROM judged
        {"ORDER BY line_no" if with_rates else ""}
    """


def number_sql(column: str, pattern: NumberPattern, kind: str = _AMOUNT) -> str:
    """The number in a text column, ``NULL`` where there is none.

    Plain numbers, nearly all, are cast at once, and those with thousands almost; only the rest,
    with currencies, blanks and other ways of being negative, are taken apart.
    """
    other = "." if pattern.sign == "," else ","
    fast = f"TRY_CAST({_with_point(column, pattern)} AS {kind})"
    # The engine takes 1_000 for a number and a sign before a blank for 0, and rounds 5e-8 up to
    # 0.000001.
    strange = f"contains({column}, '_') OR {column} ILIKE '%e%' OR suffix({column}, ' ')"
    if pattern.sign == "," or not pattern.has_decimals:
        strange += f" OR contains({column}, '.')"
    fast = f"CASE WHEN NOT ({strange}) THEN {fast} END"
    ungrouped = _with_point(f"replace({column}, '{other}', '')", pattern)
    grouped = f"CASE WHEN {_is_grouped(column, pattern)} THEN TRY_CAST({ungrouped} AS {kind}) END"
    # Of the body's two places one is filled: within parentheses, or after a sign.
    body = f"({_part(column, pattern, 1)} || {_part(column, pattern, 3)})"
    bare = f"regexp_replace({body}, {literal(f'[{pattern.groups}]')}, '', 'g')"
    around = "".join(f" || {_part(column, pattern, place)}" for place in (1, 2, 4))
    slow = (
        f"CASE WHEN {_matches(column, pattern)} "
        f"THEN TRY_CAST(TRY_CAST(replace({bare}, ',', '.') AS {_WIDE}) AS {kind}) "
        f"* CASE WHEN '' {around} = '' THEN 1 ELSE -1 END END"
    )
    return f"coalesce({fast}, {grouped}, TRY_CAST({slow} AS {kind}))"


def _with_point(text: str, pattern: NumberPattern) -> str:
    return f"replace({text}, ',', '.')" if pattern.sign == "," else text


def _is_grouped(column: str, pattern: NumberPattern) -> str:
    """Whether it is a number with thousands and nothing else: most of those that are not plain."""
    if not pattern.has_decimals:
        return "false"
    group, sign = (r"\.", ",") if pattern.sign == "," else (",", r"\.")
    body = rf"-?\d{{1,3}}(?:{group}\d{{3}})+(?:{sign}\d*)?"
    return f"regexp_full_match({column}, {literal(body)})"


def _matches(column: str, pattern: NumberPattern) -> str:
    return f"regexp_full_match({column}, {literal(_wrapped(pattern))})"


def _has_lost(column: str, pattern: NumberPattern) -> str:
    """Whether it may have had a decimal sign: thousands, and nothing behind them."""
    group = r"\." if pattern.sign == "," else ","
    least = pattern.strange_thousands
    bare = replace(pattern, body=rf"\d{{1,3}}(?:{group}\d{{3}}){{{least},}}")
    return f"coalesce({_matches(column, bare)}, false)"


def _part(column: str, pattern: NumberPattern, place: int) -> str:
    return f"regexp_extract({column}, {literal(_wrapped(pattern))}, {place})"


def _wrapped(pattern: NumberPattern) -> str:
    """The number (place 1) in parentheses, or (place 3) with a minus before (2) or after (4)."""
    money = rf"{_BLANK}(?:{pattern.currency})?{_BLANK}"
    body = rf"({pattern.body})"
    inside = rf"\({money}{body}{money}\)"
    plain = rf"([{_MINUS}]?){money}\+?{_BLANK}{body}{money}([{_MINUS}]?)"
    return rf"(?i){money}(?:{inside}|{plain}){money}"


def _readings(recipe: Recipe) -> str:
    return ", ".join(
        f"{number_sql(text_of(field), recipe.numbers[field])} AS {field}"
        for field in _NUMBERS
        if field in recipe.fields
    )


def text_of(field: str) -> str:
    """The name of the stream's column with the text of a number."""
    return f"{field}_text"


def _amount(recipe: Recipe) -> str:
    fields = recipe.fields
    if not {"quantity", "unit_price"} <= fields:
        return "net_amount"
    product = _product(recipe.numbers["unit_price"])
    return f"coalesce(net_amount, {product})" if "net_amount" in fields else product


def _product(price: NumberPattern) -> str:
    """Quantity times price, exact before it is rounded to the ledger's six decimals.

    Bringing wide decimals to another scale is slow: whole quantities, nearly all, avoid it.
    """
    text = text_of("unit_price")
    sign = literal(price.sign)
    decimals = f"length({text}) - instr({text}, {sign})"
    exact = number_sql(text, price, _EXACT_PRICE)
    return (
        f"CASE WHEN (contains({text}, {sign}) AND {decimals} > 6) OR {text} ILIKE '%e%' "
        f"THEN {_rounded(f'quantity * {exact}')} "
        f"WHEN quantity % 1 = 0 "
        f"THEN TRY_CAST(quantity::DECIMAL(18, 0)::DECIMAL(20, 0) * unit_price AS {_AMOUNT}) "
        f"ELSE {_rounded('quantity::DECIMAL(20, 6) * unit_price')} END"
    )


def _rounded(product: str) -> str:
    return f"TRY_CAST(TRY(round({product}, 6)) AS {_AMOUNT})"


def _signed(recipe: Recipe) -> str:
    """Kind and currency filled in; credit notes taken off, if that was chosen."""
    kind = "CASE WHEN amount < 0 THEN 'credit_note' ELSE 'invoice' END"
    currency = literal(recipe.default_currency)
    taken: dict[str, str] = {"kind": kind, "currency": currency}
    for field in ("kind", "currency"):
        if field in recipe.fields:
            taken[field] = f"coalesce({field}, {taken[field]})"
    replaced = [f"{taken[field]} AS {field}" for field in taken if field in recipe.fields]
    added = [f"{taken[field]} AS {field}" for field in taken if field not in recipe.fields]
    if recipe.negative_credit_notes:
        signed = {"amount", "quantity", "cost"} & {*recipe.fields, "amount"}
        replaced += [
            f"CASE WHEN {taken['kind']} = 'credit_note' THEN -abs({field}) ELSE {field} END "
            f"AS {field}"
            for field in sorted(signed)
        ]
    star = f"* REPLACE ({', '.join(replaced)})" if replaced else "*"
    return f"SELECT {', '.join([star, *added])} FROM priced"


def _rate(recipe: Recipe, *, with_rates: bool) -> str:
    ours = literal(recipe.reporting_currency)
    theirs = "rates.rate" if with_rates else "NULL"
    return f"(CASE WHEN signed.currency = {ours} THEN 1 ELSE {theirs} END)::{RATE}"


def _net(recipe: Recipe) -> str:
    if not has_foreign(recipe):
        return "amount"
    return _converted("amount")


def _cost(recipe: Recipe) -> str:
    """The cost in the reporting currency."""
    if "cost" not in recipe.fields:
        return f"NULL::{_AMOUNT}"
    is_foreign = recipe.costs_in_line_currency and has_foreign(recipe)
    return _converted("cost") if is_foreign else "cost"


def _converted(amount: str) -> str:
    """An amount of the line's currency in the reporting one."""
    return f"CASE WHEN rate = 1 THEN {amount} ELSE {_rounded(f'{amount} * rate')} END"


def has_foreign(recipe: Recipe) -> bool:
    """Whether some line may be in another currency."""
    return "currency" in recipe.fields or recipe.default_currency != recipe.reporting_currency


def _verdict(recipe: Recipe) -> str:
    cases = [
        ("is_blank", f"'{BLANK}'"),
        ("problem IS NOT NULL", "problem"),
        ("NOT has_document", "'no_document.document'"),
        ("date IS NULL", "'no_date.date'"),
    ]
    for field in _NUMBERS:
        if field in recipe.fields:
            text = text_of(field)
            pattern = recipe.numbers[field]
            if pattern.strange_thousands:
                cases.append((_has_lost(text, pattern), f"'lost_decimals.{field}'"))
            large = f"CASE WHEN {_matches(text, pattern)} THEN 'number_too_large'"
            cases.append(
                (
                    f"{field} IS NULL AND {text} IS NOT NULL",
                    f"{large} ELSE 'not_a_number' END || '.{field}'",
                )
            )
    if "ordered_quantity" in recipe.fields:
        cases.append(("ordered_quantity < 0", "'negative_order.ordered_quantity'"))
    cases += [
        ("amount IS NULL", _no_amount(recipe.fields)),
        ("rate IS NULL", "'no_rate.currency'"),
        ("net IS NULL", "'number_too_large.net_amount'"),
    ]
    if "cost" in recipe.fields:
        cases.append(("own_cost IS NULL AND cost IS NOT NULL", "'number_too_large.cost'"))
    branches = " ".join(f"WHEN {condition} THEN {verdict}" for condition, verdict in cases)
    return f"CASE {branches} END"


def _no_amount(fields: Collection[str]) -> str:
    if "net_amount" in fields:
        return "'no_amount.net_amount'"
    return (
        "CASE WHEN quantity IS NULL THEN 'no_amount.quantity' "
        "WHEN unit_price IS NULL THEN 'no_amount.unit_price' "
        "ELSE 'number_too_large.unit_price' END"
    )
