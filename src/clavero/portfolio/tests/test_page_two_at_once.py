"""Two people with the same page open: the second is told, keeps their input and decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.revisions import revision_of
from clavero.identity.testing import Cast
from clavero.portfolio.models import CompanyFigures, Coverage, Customer, GroupLink
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.services import link_group, merge_customers, unlink_group, unmerge_customer
from clavero.portfolio.testing import (
    SYSTEM,
    cover,
    make_customer,
    make_group,
    make_one,
    put_under,
    today,
)
from clavero.portfolio.tests.company import of
from clavero.ui.testing import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


@pytest.fixture
def one(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


@pytest.fixture
def other(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.administrator)


def address(name: str, code: str, **more: Any) -> str:
    return reverse(f"portfolio:{name}", kwargs={"customer_id": of(code).pk, **more})


def filled(browser: Client, page: str) -> dict[str, Any]:
    """What the page's form would send as it stands, unseen fields included."""
    return sendable(browser.get(page).context["form"])


def sendable(form: Any) -> dict[str, Any]:
    return {field.html_name: field.value() or "" for field in form}


def test_a_record_comes_back_with_both_peoples_words(
    one: Client, other: Client, cast: Cast
) -> None:
    make_customer("A", "Acme", country="ES")
    page = address("record", "A")
    first, second = filled(one, page), filled(other, page)
    one.post(page, first | {"name": "Acme <b>Iberia</b>", "country": "PT"})
    answer = other.post(page, second | {"name": "Acme SA", "tax_number": "B1"})
    assert answer.status_code == 422
    said = words(answer)
    assert f"{cast.director.name} changed “Name” from “Acme” to “Acme <b>Iberia</b>”" in said
    assert f"{cast.director.name} changed “Country” from “ES” to “PT”" in said
    assert "Compare, and send yours again if it should hold." in said
    assert "<b>Iberia" not in answer.content.decode()
    again = sendable(answer.context["form"])
    assert (again["name"], again["tax_number"], again["country"]) == ("Acme SA", "B1", "PT")
    assert of("A").name == "Acme <b>Iberia</b>"
    assert other.post(page, again).status_code == 302
    customer = of("A")
    assert (customer.name, customer.tax_number, customer.country) == ("Acme SA", "B1", "PT")
    entry = history(customer)[0]
    assert entry.before == {"name": "Acme <b>Iberia</b>", "tax_number": ""}


def test_a_third_person_in_between_is_told_of_too(one: Client, other: Client) -> None:
    make_customer("A", "Acme")
    page = address("record", "A")
    second = filled(other, page)
    one.post(page, filled(one, page) | {"name": "One"})
    again = sendable(other.post(page, second | {"name": "Other"}).context["form"])
    one.post(page, filled(one, page) | {"name": "One again"})
    answer = other.post(page, again)
    assert answer.status_code == 422
    assert "from “One” to “One again”" in words(answer)


def test_different_fields_of_a_record_are_both_kept(one: Client, other: Client) -> None:
    make_customer("A", "Acme")
    page = address("record", "A")
    first, second = filled(one, page), filled(other, page)
    one.post(page, first | {"name": "Acme SA"})
    assert other.post(page, second | {"country": "PT"}).status_code == 302
    assert (of("A").name, of("A").country) == ("Acme SA", "PT")


def test_an_import_meanwhile_counts_as_somebody(one: Client) -> None:
    make_customer("A", "Acme")
    page = address("record", "A")
    sent = filled(one, page) | {"name": "Acme SA"}
    make_customer("A", "Acme as the ERP says now")
    answer = one.post(page, sent)
    assert answer.status_code == 422
    assert "clavero changed “Name” from “Acme” to “Acme as the ERP says now”" in words(answer)


def test_figures_corrected_twice(one: Client, as_person: AsPerson, cast: Cast) -> None:
    page, correct = (
        reverse("portfolio:figures"),
        f"{reverse('portfolio:figures')}?correct=2024-01-01",
    )
    one.post(page, {"valid_from": "2024-01-01", "ebit": "41.5", "overhead": "80",
                    "avoidable_percent": "10"})  # fmt: skip
    second = as_person(cast.director)
    mine, theirs = filled(one, correct), filled(second, correct)
    mine["avoidable_percent"] = theirs["avoidable_percent"] = "10"
    second.post(page, theirs | {"ebit": "50", "avoidable_percent": "20"})
    answer = one.post(page, mine | {"ebit": "60"})
    assert answer.status_code == 422
    assert "changed “EBIT” from “€41.50” to “€50.00”" in words(answer)
    assert "changed “Avoidable overhead” from “10.0%” to “20.0%”" in words(answer)
    again = sendable(answer.context["form"])
    assert (again["ebit"], again["avoidable_percent"]) == ("60", "20")
    assert one.post(page, again).status_code == 302
    figures = CompanyFigures.objects.get()
    assert (figures.ebit, figures.avoidable_share * 100) == (60, 20)


def test_a_day_that_has_figures_is_asked_about(one: Client) -> None:
    page = reverse("portfolio:figures")
    new = {**filled(one, page), "valid_from": "2024-01-01", "ebit": "41"}
    assert one.post(page, new).status_code == 302
    answer = one.post(page, new | {"ebit": "42"})
    assert answer.status_code == 422
    assert "wrote “€41.00” under “EBIT”" in words(answer)
    # The revision of other figures says nothing about these.
    one.post(page, new | {"valid_from": "2025-01-01"})
    later = filled(one, f"{page}?correct=2025-01-01")
    assert one.post(page, later | {"valid_from": "2024-01-01", "ebit": "9"}).status_code == 422
    assert CompanyFigures.objects.get(valid_from="2024-01-01").ebit == 41


@pytest.mark.parametrize("name", ["end_coverage", "transfer_coverage"])
def test_a_coverage_that_was_handed_over_meanwhile(one: Client, cast: Cast, name: str) -> None:
    make_customer("A")
    (coverage,) = cover(cast.senior, of("A"), role=CoverageRole.MEMBER)
    page = address(name, "A", coverage_id=coverage.pk)
    mine = filled(one, page) | {"person": cast.junior_one.pk, "on": "2024-06-30"}
    hand_over = address("transfer_coverage", "A", coverage_id=coverage.pk)
    one.post(hand_over, filled(one, hand_over) | {"person": cast.sales.pk, "on": "2024-09-01"})
    answer = one.post(page, mine)
    assert answer.status_code == 422
    assert f"{cast.director.name} wrote “31 Aug 2024” under “Last day”" in words(answer)
    assert Coverage.objects.count() == 2
    assert one.post(page, sendable(answer.context["form"])).status_code == 302


def test_a_coverage_that_was_withdrawn_meanwhile(one: Client, cast: Cast) -> None:
    make_customer("A")
    (coverage,) = cover(cast.senior, of("A"), start=today() + timedelta(days=9))
    page = address("end_coverage", "A", coverage_id=coverage.pk)
    mine = filled(one, page)
    assert one.post(page, mine).status_code == 302
    answer = one.post(page, mine)
    assert answer.status_code == 422
    assert f"{cast.director.name} changed who looks after it" in words(answer)
    assert one.get(page).status_code == 404
    never = address("end_coverage", "A", coverage_id=coverage.pk + 9)
    assert one.post(never, mine | {"seen": revision_of(of("A"))}).status_code == 404


def test_out_of_another_group_nothing_is_taken(one: Client, other: Client) -> None:
    make_group("First", make_customer("A", "Acme"), code="G1")
    make_group("Second", code="G2")
    old = {"from": of("G1").pk}
    unlink_group(SYSTEM, child_id=of("A").pk)
    link_group(SYSTEM, parent_id=of("G2").pk, child_id=of("A").pk)
    assert f'name="from" value="{of("G2").pk}"' in " ".join(
        one.get(address("record", "A")).content.decode().split()
    )
    answer = one.post(address("unlink", "A", tree="legal"), old)
    assert answer.status_code == 422
    assert "Somebody has put Acme into the group Second meanwhile." in words(answer)
    assert GroupLink.objects.get().parent == of("G2")
    new = {"from": of("G2").pk}
    assert other.post(address("unlink", "A", tree="legal"), new).status_code == 302


def test_from_another_customer_nothing_is_taken_apart(one: Client) -> None:
    for code in ("A", "B", "C"):
        make_customer(code, f"Customer {code}")
    make_one(of("A"), of("B"))
    unmerge_customer(SYSTEM, customer_id=of("A").pk)
    merge_customers(SYSTEM, source_id=of("A").pk, target_id=of("C").pk)
    answer = one.post(address("unmerge", "A"), {"from": of("B").pk})
    assert answer.status_code == 422
    assert "Somebody has merged Customer A into Customer C meanwhile." in words(answer)
    assert of("A").merged_into == of("C")


def test_a_group_with_other_members_than_were_shown_is_not_dissolved(one: Client) -> None:
    make_group("Group", make_customer("A"), code="G1")
    page = address("dissolve", "G1")
    shown = one.get(page).context["carried"]
    put_under(of("G1"), make_customer("B"))
    answer = one.post(page, shown)
    assert answer.status_code == 422
    assert "Somebody has changed the members of Group meanwhile." in words(answer)
    assert one.post(page, one.get(page).context["carried"]).status_code == 302
    assert not Customer.objects.filter(code="G1").exists()
