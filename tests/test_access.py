"""Every address stands in the access table, and gives everybody what the table says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from clavero.identity.testing import Cast, sign_in
from clavero.plans.testing import make_plan
from clavero.portfolio.testing import make_customer, standing
from clavero.sharing.testing import make_share, make_shared_plan, token, word_for
from tests.access_table import INSIDERS, NOBODY, ROWS, SIGN_IN, Outcome, Row

HOW_TO_ADD = """
Add a row for each to its domain's section in tests/access_table.py, and say what everybody gets:

{rows}
"""
HOW_TO_MEND = """
{name} ({address}) does not give everybody what tests/access_table.py says:

{differences}

Either somebody gets in who should not (look at the view's @allowed and at the selector it starts
from), or the table has to change: then change it on purpose.
"""


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[str | None]:
    """The name of every address of the URLconf; ``None`` for one without a name."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else None


def test_every_address_has_a_row() -> None:
    missing = {name for name in addresses(get_resolver()) if name} - {row.name for row in ROWS}
    rows = "\n".join(
        f'    Row("{name}", get=signed_in(200), post=signed_in(405)),' for name in sorted(missing)
    )
    assert not missing, HOW_TO_ADD.format(rows=rows)


def test_every_address_has_a_name() -> None:
    assert None not in set(addresses(get_resolver())), (
        "path(…) without name=…: the access table and the templates call an address by its name"
    )


def test_every_row_has_its_address_and_stands_once() -> None:
    gone = {row.name for row in ROWS} - set(addresses(get_resolver()))
    assert not gone, f"these addresses are no more; take their rows out: {sorted(gone)}"
    twice = [name for name, times in Counter(row.name for row in ROWS).items() if times > 1]
    assert twice == []


def _keys(cast: Cast) -> dict[str, SimpleCookie]:
    """What each insider's browser holds once they have signed in."""
    return {member: sign_in(Client(), getattr(cast, member)).cookies for member in INSIDERS}


_standing, cast, keys = standing(_keys)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_everybody_gets_what_the_table_says(
    row: Row, cast: Cast, keys: dict[str, SimpleCookie]
) -> None:
    address = reverse(row.name, kwargs=row.arguments(cast))
    browser = Client()
    differences = [
        f"    {verb} as {member}: {expected} was to be, {found} it is"
        for verb, outcomes in (("GET", row.get), ("POST", row.post))
        for member, expected in outcomes.items()
        if (found := outcome(browser, verb, address, keys.get(member))) != expected
    ]
    assert not differences, HOW_TO_MEND.format(
        name=row.name, address=address, differences="\n".join(differences)
    )


def test_a_guest_of_a_shared_plan_is_nobody_elsewhere(cast: Cast, mailoutbox: Any) -> None:
    """Whoever has come in by a link gets, at every other address, what nobody gets; even where a
    browser sends their cookie along."""
    customer = make_customer("C1")
    make_plan(customer)
    make_shared_plan(customer)
    share = make_share(customer)
    key = SimpleCookie({"clavero_guest": word_for(share, mailoutbox)})
    browser = Client()
    looked_at = 0
    for row in ROWS:
        try:
            address = reverse(row.name)
        except NoReverseMatch:  # about one thing: such a view takes an actor, which a guest is not
            continue
        looked_at += 1
        assert outcome(browser, "GET", address, key) == row.get[NOBODY], row.name
        assert outcome(browser, "POST", address, key) == row.post[NOBODY], row.name
    assert looked_at > 50
    browser.cookies.clear()
    browser.cookies.update(key)
    assert "Spares" in browser.get(reverse("shared:plan", args=[token(share)])).content.decode()


def outcome(browser: Client, verb: str, address: str, key: SimpleCookie | None) -> Outcome:
    """What the holder of ``key``, nobody without one, gets. Whatever the request changes is taken
    back for the next one."""
    browser.cookies.clear()
    browser.cookies.update(key or {})
    with transaction.atomic():
        answer = browser.get(address) if verb == "GET" else browser.post(address)
        transaction.set_rollback(True)
    return SIGN_IN if leads_to_sign_in(answer) else answer.status_code


def leads_to_sign_in(answer: HttpResponse) -> bool:
    """Sent to sign-in, to come back afterwards."""
    location = answer.headers.get("Location", "")
    return answer.status_code == 302 and location.startswith(f"{reverse('account_login')}?next=")


def test_the_cast_is_whole() -> None:
    assert {"director", "senior", "junior_one", "sales", "logistics", "executive", "hr",
            "administrator"} <= set(INSIDERS)  # fmt: skip
    assert all({NOBODY, *INSIDERS} == set(row.get) == set(row.post) for row in ROWS)
