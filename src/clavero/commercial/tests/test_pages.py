"""The pages of commercial plans."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from clavero.commercial.models import AccountTargets, CompanyVersion
from clavero.commercial.selectors import holding_version
from clavero.commercial.testing import make_targets, planned
from clavero.conftest import AsPerson
from clavero.core.revisions import revision_of
from clavero.identity.testing import Cast
from clavero.plans.models import Plan
from clavero.portfolio.models import Customer
from clavero.ui.testing import notices, words

pytestmark = pytest.mark.django_db
NEXT = timezone.localdate().year + 1


def test_the_companys_plan_from_the_first_target_to_the_approval(
    cast: Cast, as_person: AsPerson, account: Customer
) -> None:
    here = reverse("commercial:company")
    director, executive = as_person(cast.director), as_person(cast.executive)
    assert "Belts" in words(director.get(here))
    page = director.post(here, {f"margin|{NEXT}|Belts": "5"})
    assert "Say of which sales the margin is left." in words(page)
    page = director.post(here, {f"sales|{NEXT}|Belts": "5", f"margin|{NEXT}|Belts": "9"})
    assert f"The margin of Belts in {NEXT} is above its sales." in words(page)
    given = {f"sales|{NEXT}|Belts": "1,200.50", f"margin|{NEXT}|Belts": "400"}
    assert notices(director.post(here, given, follow=True)) == ["The targets are kept."]
    version = CompanyVersion.objects.get()
    director.post(reverse("commercial:submit"), {"seen": revision_of(version)})
    assert "Approve or give back" in words(executive.get(here))
    decided = {"seen": revision_of(version), "decision": "approve"}
    page = executive.post(reverse("commercial:decide"), decided, follow=True)
    assert notices(page) == ["The plan is approved: it holds from now on."]
    holding = holding_version()
    assert holding is not None
    assert holding.content == [[NEXT, "Belts", "1200.5", "400"]]
    assert b"1200.5" in director.get(f"{here}?export=csv").content
    assert director.get(f"{here}?export=xlsx").content.startswith(b"PK")
    file = SimpleUploadedFile("plan.csv", b"year,family,sales\n2027,Bolts,1\n")
    page = director.post(reverse("commercial:load"), {"content": file})
    assert "nothing of such a family was sold or planned." in words(page)


def test_an_accounts_targets_from_the_year_to_the_months(
    cast: Cast, as_person: AsPerson, account: Customer
) -> None:
    browser = as_person(cast.senior)
    here = reverse("commercial:account", args=[account.pk])
    given = {"decision": "years", f"sales|{NEXT}|Belts": "1200"}
    assert notices(browser.post(here, given, follow=True)) == ["The targets are kept."]
    assert f"{NEXT} has a target, and not all of its months" in words(browser.get(here))
    plan_page = reverse("plans:plan", args=[account.pk])
    assert f"{NEXT} has a target, and not all of its months" in words(browser.get(plan_page))
    row = AccountTargets.objects.get()
    months = {f"month|{NEXT}-{month:02}-01": "10" for month in range(1, 13)}
    page = browser.post(
        here, {"decision": "months", "seen": revision_of(row), **months}, follow=True
    )
    assert "less than its target €1,200" in words(page) or "that falls on them" in words(page)
    said = {"decision": "explain", "seen": revision_of(row), "year": NEXT, "text": "A strike"}
    assert "Explained: A strike" in words(browser.post(here, said, follow=True))
    assert "A strike" in words(as_person(cast.executive).get(here))


def test_plans_together_lead_to_their_accounts(
    cast: Cast, as_person: AsPerson, account: Customer
) -> None:
    make_targets(account, planned(NEXT))
    browser = as_person(cast.director)
    here = reverse("commercial:together")
    for by in ("year", "family", "manager", "team", "group", "account", "nonsense"):
        page = browser.get(f"{here}?by={by}&year={NEXT}")
        assert "The plan of 1 account sums to €1,200." in words(page), by
        assert "No version of the company's commercial plan is approved yet." in words(page)
    page = browser.get(f"{here}?by=account&of=family&key=Belts")
    assert reverse("commercial:account", args=[account.pk]) in page.content.decode()
    assert "No account has targets yet" in words(as_person(cast.sales).get(here))


def test_how_far_a_plan_looks_ahead(cast: Cast, as_person: AsPerson, account: Customer) -> None:
    browser = as_person(cast.senior)
    here = reverse("plans:years", args=[account.pk])
    assert browser.post(here, {"years": "6"}).status_code == 422
    plan = Plan.objects.get()
    page = browser.post(here, {"years": "5", "seen": revision_of(plan)}, follow=True)
    assert notices(page) == ["The plan looks that far ahead."]
    assert Plan.objects.get().years == 5
