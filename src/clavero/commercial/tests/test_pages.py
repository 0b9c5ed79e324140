"""The pages of commercial plans."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from clavero.commercial.models import AccountTargets, CompanyVersion
from clavero.commercial.selectors import holding_version
from clavero.commercial.services import (
    return_company_plan,
    set_company_targets,
    submit_company_plan,
)
from clavero.commercial.testing import SYSTEM, make_targets, planned
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
    second = browser.post(here, {**said, "text": "A flood"})
    assert second.status_code == 422
    assert "wrote “A strike” under “Why they differ”" in words(second)
    assert "A flood" in second.content.decode(), "what was written is not lost"


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


def test_who_was_overtaken_in_the_grid_is_told_each_field(
    cast: Cast, as_person: AsPerson, account: Customer
) -> None:
    set_company_targets(SYSTEM, targets={**planned(NEXT), **planned(NEXT, "Chains", 50)})
    seen = revision_of(CompanyVersion.objects.get())
    set_company_targets(
        SYSTEM, targets={**planned(NEXT, sales=1300), **planned(NEXT, "Chains", 60)}, seen=seen
    )
    here, director = reverse("commercial:company"), as_person(cast.director)
    given = {"seen": seen, f"sales|{NEXT}|Belts": "1,400", f"sales|{NEXT}|Chains": "50"}
    page = director.post(here, given)
    told = words(page)
    assert page.status_code == 422
    assert f"Belts · {NEXT} €1,200.00 €1,300.00 €1,400.00" in told  # before, there now, mine
    assert f"Chains · {NEXT} €50.00 €60.00 left alone: as there now" in told
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    assert sent[f"sales|{NEXT}|Belts"] == "1,400"
    director.post(here, {name: value for name, value in sent.items() if value is not None})
    assert CompanyVersion.objects.get().content == [
        [NEXT, "Belts", "1400", None], [NEXT, "Chains", "60", None],
    ]  # fmt: skip


def test_what_two_people_wrote_beside_each_other_is_kept(
    cast: Cast, as_person: AsPerson, account: Customer
) -> None:
    make_targets(account, planned(NEXT))
    seen = revision_of(AccountTargets.objects.get())
    here, browser = reverse("commercial:account", args=[account.pk]), as_person(cast.senior)
    months = {"decision": "months", "seen": seen, f"month|{NEXT}-01-01": "10"}
    assert browser.post(here, months).status_code == 302
    years = {"decision": "years", "seen": seen, f"sales|{NEXT}|Belts": "1300"}
    assert browser.post(here, years).status_code == 302
    other = {"decision": "months", "seen": seen, f"month|{NEXT}-01-01": "20"}
    page = browser.post(here, other)
    assert page.status_code == 422
    assert "What was changed meanwhile" in words(page)


def test_who_decides_second_is_told_who_was_first_and_keeps_the_reason(
    cast: Cast, as_person: AsPerson, account: Customer
) -> None:
    set_company_targets(SYSTEM, targets=planned(NEXT))
    version = submit_company_plan(SYSTEM, seen=revision_of(CompanyVersion.objects.get()))
    seen = revision_of(version)
    here, executive = reverse("commercial:decide"), as_person(cast.executive)
    reason = {"seen": seen, "decision": "return", "reason": "Too little for belts"}
    page = executive.post(here, {**reason, "reason": ""})
    assert "Say why it is given back" in words(page)
    return_company_plan(SYSTEM, reason="No margin", seen=seen)
    page = executive.post(here, reason)
    assert page.status_code == 422
    assert f"{SYSTEM.name} gave it back already: No margin" in words(page)
    assert "Too little for belts" in page.content.decode()
