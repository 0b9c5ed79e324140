"""The pages: what they say, their files, forms that come back, and who meets whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.ledger.testing import ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.silence.models import KnownStop, SilenceVersion, Verdict
from clavero.silence.rules.kinds import LossReason
from clavero.silence.services import confirm_loss
from clavero.silence.testing import base, company, purchases
from clavero.ui.testing import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
SYSTEM = Actor.system()


@pytest.fixture
def director(cast: Cast, as_person: AsPerson) -> Client:
    return as_person(cast.director)


def page_of(code: str, name: str = "customer") -> str:
    return reverse(f"silence:{name}", args=[Customer.objects.get(code=code).pk])


def test_the_list_says_who_needs_a_call(director: Client) -> None:
    company()
    page = words(director.get(reverse("silence:silence")))
    assert "2 customers are lost." in page
    assert "Of 2 of them nobody has said yet whether they are lost." in page
    assert "1 customer that still buys has stopped buying a product family." in page
    assert "times its usual gap of 30.5 days" in page
    assert "it bought once; others come back after" in page
    only = words(director.get(reverse("silence:silence"), {"finding": "families"}))
    assert "PART" in only
    assert "Belts" in only
    assert "GONE" not in only
    file = director.get(reverse("silence:silence"), {"export": "csv", "state": "lost"})
    text = file.content.decode("utf-8-sig")
    assert len(text.splitlines()) == 3
    assert "GONE" in text


def test_the_list_of_a_day_of_the_past(director: Client) -> None:
    company()
    page = words(director.get(reverse("silence:silence"), {"on": "2024-05-20"}))
    assert "GONE" in page
    assert "2 customers are lost." not in page
    early = words(director.get(reverse("silence:silence"), {"on": "2020-01-01"}))
    assert "The ledger begins later" in early
    assert director.get(reverse("silence:silence"), {"on": "never"}).status_code == 200


def test_the_page_of_a_customer_tells_its_rhythm(director: Client) -> None:
    company()
    response = director.get(page_of("GONE"))
    page = words(response)
    assert "The rhythm of GONE" in page
    assert "Its last purchase was on 4 May 2024" in page
    assert "if so, it was lost on 4 Jun 2024" in page
    assert "The silence is beyond the limits of its own rhythm" in page
    assert "If nothing is bought" in page
    assert "Family by family" in page
    picture = director.get(page_of("GONE"), {"chart": "gaps", "as": "csv"})
    assert len(picture.content.decode("utf-8-sig").splitlines()) > 12
    part = words(director.get(page_of("PART")))
    assert "Its volume has been lacking since" in part or "Its volume is what" in part
    once = words(director.get(page_of("ONCE")))
    assert "it bought once; others come back after" in once
    nothing = make_customer("NEW")
    assert "It had bought nothing by this day" in words(
        director.get(reverse("silence:customer", args=[nothing.pk]))
    )


def test_a_loss_is_confirmed_with_its_reason(director: Client) -> None:
    company()
    form = page_of("GONE", "lost")
    first = director.get(form)
    assert 'value="2024-06-04"' in first.content.decode()
    refused = director.post(form, {"reason": "competitor", "seen": "0"})
    assert refused.status_code == 422
    assert "Say to which competitor it went." in words(refused)
    kept = director.post(form, {"reason": "competitor", "competitor": "Rival", "seen": "0"})
    assert kept.status_code == 302
    assert Verdict.objects.get().competitor == "Rival"
    page = words(director.get(page_of("GONE")))
    assert "has confirmed it: It went to a competitor (Rival)." in page
    assert "It is lost since 4 Jun 2024" in page


def test_a_loss_is_refuted_until_a_day(director: Client) -> None:
    company()
    until = timezone.localdate() + timedelta(days=20)
    form = page_of("GONE", "not_lost")
    kept = director.post(form, {"note": "A project waits.", "until": until.isoformat()})
    assert kept.status_code == 302
    page = words(director.get(page_of("GONE")))
    assert "says that it is not lost" in page
    assert "A project waits." in page


def test_what_somebody_else_said_meanwhile_is_told(director: Client) -> None:
    company()
    gone = Customer.objects.get(code="GONE")
    verdict = confirm_loss(SYSTEM, customer_id=gone.pk, reason=LossReason.PRICE)
    until = timezone.localdate() + timedelta(days=20)
    answers = {"note": "A project waits.", "until": until.isoformat(), "seen": "0"}
    refused = director.post(page_of("GONE", "not_lost"), answers)
    assert refused.status_code == 422
    assert "clavero has said meanwhile: “It is lost”" in words(refused)
    assert f'value="{verdict.pk}"' in refused.content.decode()
    again = director.post(page_of("GONE", "not_lost"), {**answers, "seen": str(verdict.pk)})
    assert again.status_code == 302
    withdrawn = director.post(reverse("silence:withdraw_verdict", args=[verdict.pk]))
    assert withdrawn.status_code == 302
    assert Verdict.objects.count() == 1


def test_stops_are_recorded_and_withdrawn(director: Client) -> None:
    company()
    answers = {"kind": "holiday", "first": "2024-08-01", "last": "2024-08-31", "every_year": "on"}
    assert director.post(reverse("silence:new_stop"), answers).status_code == 302
    assert director.post(page_of("GONE", "customer_stop"), answers).status_code == 302
    listed = words(director.get(reverse("silence:stops")))
    assert listed.count("31 Aug 2024") == 2
    assert "Known stops" in words(director.get(page_of("GONE")))
    again = director.post(reverse("silence:new_stop"), answers)
    assert again.status_code == 422
    assert "This stop is recorded already." in words(again)
    for stop in KnownStop.objects.all():
        address = reverse("silence:withdraw_stop", args=[stop.pk])
        assert "Withdraw “Holidays”" in words(director.get(address))
        assert director.post(address).status_code == 302
    assert not KnownStop.objects.exists()


def test_the_director_decides_where_the_states_begin(director: Client) -> None:
    company()
    address = reverse("silence:change_settings")
    assert 'value="20"' in director.get(address).content.decode()
    answers = {
        "watch": "30", "at_risk": "5", "lost": "1", "usual_gaps": "2", "recent_gaps": "24",
        "defects": "5", "slack": "0.5", "alarm": "4", "same_season": "on", "seen": "",
        "valid_from": timezone.localdate().isoformat(), "reason": "We call sooner.",
    }  # fmt: skip
    wrong = director.post(address, {**answers, "lost": "40"})
    assert wrong.status_code == 422
    assert "A longer silence is less likely" in words(wrong)
    assert director.post(address, answers).status_code == 302
    version = SilenceVersion.objects.get()
    assert version.content["watch"] == 0.3
    page = words(director.get(reverse("silence:settings")))
    assert "We call sooner." in page
    assert "30.0%" in page
    overtaken = director.post(address, {**answers, "watch": "25"})
    assert "has adopted version" in words(overtaken)
    assert director.get(reverse("silence:version", args=[version.pk])).status_code == 200
    assert director.get(reverse("silence:version", args=[0])).status_code == 404


def test_whom_one_sees(cast: Cast, as_person: AsPerson) -> None:
    company()
    cover(cast.junior_one, Customer.objects.get(code="GONE"))
    mine = as_person(cast.junior_one)
    page = words(mine.get(reverse("silence:silence")))
    assert "GONE" in page
    assert "PART" not in page
    assert mine.get(page_of("PART")).status_code == 404
    assert mine.post(page_of("PART", "lost"), {}).status_code == 404
    nobody = words(as_person(cast.junior_two).get(reverse("silence:silence")))
    assert "GONE" not in nobody
    executive = as_person(cast.executive).get(page_of("GONE"))
    assert "Record a stop" not in words(executive)
    on = date(2024, 12, 31).isoformat()
    assert as_person(cast.logistics).get(reverse("silence:silence"), {"on": on}).status_code == 403


def test_a_family_judged_by_another_year_s_season_says_so(director: Client) -> None:
    summers = [
        row
        for year in (2021, 2022, 2023, 2024)
        for row in purchases(
            "SUN", 10, first=date(year, 5, 1), last=date(year, 9, 30), family="Fans"
        )
    ]
    ledger_of([*base(), *summers, *purchases("SUN", 10, first=date(2021, 5, 1), family="Chains")])
    page = words(director.get(page_of("SUN")))
    assert "By itself worse; it was as silent around these days of an earlier year." in page
    assert "Families that are only watched, as silent around these days of an earlier year" in page
