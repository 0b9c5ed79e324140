"""What is ours never stands on any page of the customer's, whatever is marked."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.opportunities.models import Need
from clavero.opportunities.rules.needs import Closed
from clavero.opportunities.services import close_need
from clavero.plans.models import Action, Initiative, Objective, Plan, PlanItem, PlanVersion
from clavero.plans.rules.catalogue import BY_KEY, KINDS, Section
from clavero.plans.rules.outward import OF_KIND, OF_TABLE, can_be_shared
from clavero.plans.selectors import Marked, content_of
from clavero.plans.services import add_item
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.sharing.rules.showing import shared_rows
from clavero.sharing.selectors import page_of
from clavero.sharing.testing import (
    SYSTEM,
    fields_of,
    make_row_of_every_kind,
    make_share,
    said_of_ours,
    token,
    word_for,
)
from clavero.sharing.tests.conftest import Refuses, Shared


@pytest.fixture
def customer(cast: Cast) -> Customer:
    """A plan with a row of each kind, marked where it can be, and one of each that is ours."""
    customer = make_customer("C1", "Talleres Ega, S.L.")
    cover(cast.senior, customer)
    make_row_of_every_kind(customer)
    return customer


def test_no_page_of_the_customers_says_what_is_ours(
    customer: Customer, mailoutbox: Any, cast: Cast, as_person: AsPerson
) -> None:
    share = make_share(customer)
    browser, link = Client(), token(share)
    browser.cookies["clavero_guest"] = word_for(share, mailoutbox)
    initiative = f"initiative:{Initiative.objects.get(text='Shown initiative').pk}"
    action = f"action:{Action.objects.get(text='Shown action').pk}"

    def at(name: str, *given: str) -> str:
        return reverse(f"shared:{name}", args=[link, *given])

    answers = [
        browser.get(at("plan")),
        browser.get(at("sign", initiative)),
        browser.post(at("sign", initiative), {"value": "1", "version": "1"}),
        browser.post(at("comment", initiative), {"text": ""}),
        browser.post(at("comment", initiative), {"text": "Well"}, follow=True),
        browser.post(at("sign", initiative), {"value": "40000", "version": "1"}, follow=True),
        browser.post(at("tick", action), {"state": "to_do"}, follow=True),
        browser.post(at("tick", action), {"state": "to_do"}),
        as_person(cast.senior).get(reverse("sharing:as_customer", args=[customer.pk])),
    ]
    texts = [each.content.decode().partition("<main")[2].lower() for each in answers]
    texts += [f"{each.subject} {each.body}".lower() for each in mailoutbox]
    for text in texts:
        assert said_of_ours(text) == []
    first = texts[0]
    for shown in (*OF_KIND, *OF_TABLE):
        assert f"shown {shown}" in first
    assert "40.000" in first


def test_what_is_ours_is_recognised_and_what_chance_draws_is_not() -> None:
    link = "/shared/es~zqz8tAboQSbYW-2PGAJ2nbNc.sBW-poR6yiB-987654QKuHzlR5H1eXHrD/"
    assert said_of_ours(f"{link} 198.765 € 987.321") == []
    assert said_of_ours("ZQneed 987.654 € 987,654.00 987654,00") == [
        "zq",
        "987.654",
        "987,654",
        "987654",
    ]


def test_what_is_not_seen_cannot_be_touched(customer: Customer, mailoutbox: Any) -> None:
    share = make_share(customer)
    browser, link = Client(), token(share)
    browser.cookies["clavero_guest"] = word_for(share, mailoutbox)
    plan = Plan.objects.get(customer=customer)
    page = page_of(plan.pk)
    assert page is not None
    shown = {row.key for row in page.rows}
    every = {
        f"{prefix}:{pk}"
        for prefix, model in (("row", PlanItem), ("need", Need), ("objective", Objective),
                              ("action", Action), ("initiative", Initiative))
        for pk in model.objects.values_list("pk", flat=True)
    } - shown  # fmt: skip
    assert every
    for key in every:
        for name, sent in (("comment", {"text": "x"}), ("tick", {"state": "to_do"})):
            answer = browser.post(reverse(f"shared:{name}", args=[link, key]), sent)
            assert answer.status_code == 422
        assert browser.get(reverse("shared:sign", args=[link, key])).status_code == 404
    assert not plan.answers.exists()


def test_judgements_cannot_be_marked(customer: Customer, refuses: Refuses) -> None:
    for kind in BY_KEY:
        if can_be_shared(kind):
            continue
        with refuses("kind_stays_internal"):
            add_item(
                SYSTEM, customer_id=customer.pk, kind=kind, text="Ours", is_shared=True,
                fields=fields_of(kind, "x"),
            )  # fmt: skip


def test_the_approved_version_is_shown_and_a_mark_taken_away_counts_at_once(
    shared: Shared, actors: SimpleNamespace
) -> None:
    need = Need.objects.get(text="Spares within hours")

    def shown() -> list[str]:
        page = page_of(shared.plan.pk)
        assert page is not None
        return [row.text for row in page.rows if row.table == "need"]

    Need.objects.filter(pk=need.pk).update(text="Under work")
    Need.objects.filter(text="Ours to guess").update(is_shared=True)
    assert shown() == ["Spares within hours"]
    Need.objects.filter(pk=need.pk).update(is_shared=False)
    assert shown() == []
    Need.objects.filter(pk=need.pk).update(is_shared=True)
    close_need(SYSTEM, need_id=need.pk, reason=Closed.MET)
    assert shown() == []


TABLES = ("row", "need", "objective", "initiative", "action", "request", "forecast", "unheard")
NAMES = sorted(
    {"kind", "text", "is_shared", "sales", "probability", "investment", "ramp", "budget",
     "evidence", "source", "x_urgency", "x_status", "x_trigger", "description",
     "customer_value", "owner_id"}
)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from([str(int(section)) for section in Section]),
        st.dictionaries(
            st.builds("{}:{}".format, st.sampled_from(TABLES), st.integers(1, 5)),
            st.dictionaries(
                st.sampled_from(NAMES),
                st.one_of(st.booleans(), st.just("true"), st.sampled_from([k.key for k in KINDS])),
            ),
            max_size=6,
        ),
        max_size=4,
    ),
    st.sets(st.builds("{}:{}".format, st.sampled_from(TABLES), st.integers(1, 5))),
)
def test_a_row_is_shown_only_when_both_marks_and_its_kind_allow(
    content: dict[str, dict[str, dict[str, Any]]], marked: set[str]
) -> None:
    """Whatever a version holds: nothing without its mark then and now, of no other kind, and with
    no other field than those that go out."""
    rows = shared_rows(content, {key: Marked() for key in marked})
    for row in rows:
        values = content[str(int(row.section))][row.key]
        assert values["is_shared"] is True
        assert row.key in marked
        names = OF_KIND[values["kind"]] if row.table == "row" else OF_TABLE[row.table]
        assert set(row.fields) <= set(names)
    could = [
        key
        for of_section in content.values()
        for key, values in of_section.items()
        if values.get("is_shared") is True and key in marked
        and (key.partition(":")[0] in OF_TABLE
             or (key.startswith("row:") and values.get("kind") in OF_KIND))
    ]  # fmt: skip
    assert len(rows) == len(could)


def test_nothing_of_a_forecast_or_a_request_has_a_way_out(customer: Customer) -> None:
    content = content_of(Plan.objects.get(customer=customer))
    assert {"11", "13"} <= set(content)  # they are in the version
    assert PlanVersion.objects.get(plan__customer=customer).content.keys() == content.keys()
    everything = {key: Marked() for rows in content.values() for key in rows}
    sections = {int(row.section) for row in shared_rows(content, everything)}
    ours = {Section.RESOURCES, Section.FORECAST, Section.POSITION, Section.FEARS, Section.RISKS}
    assert not sections & (ours | {Section.BUYING, Section.MONEY, Section.SUMMARY})


def test_days_are_those_of_the_version(shared: Shared) -> None:
    before = shared.action.end
    Action.objects.update(end=before + timedelta(days=9))
    page = page_of(shared.plan.pk)
    assert page is not None
    row = page.row(f"action:{shared.action.pk}")
    assert row is not None
    assert date.fromisoformat(row.fields["end"]) == before
