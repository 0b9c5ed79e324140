"""Our pages: a survey is written, a wave is begun after a look at who is asked, and it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.loyalty.models import Survey, Wave
from clavero.loyalty.testing import make_contacts
from clavero.loyalty.tests.conftest import Asked
from clavero.portfolio.testing import cover, make_customer


def fields_of(page: Any) -> dict[str, Any]:
    form = page.context["form"]
    return {
        bound.html_name: bound.value() for bound in form if bound.value() not in (None, "", False)
    }


def test_a_survey_is_written_and_put_to_people(
    cast: Cast, as_person: AsPerson, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    ega = make_customer("C1", "Talleres Ega")
    cover(cast.senior, ega)
    make_contacts(ega, 2)
    director, senior = as_person(cast.director), as_person(cast.senior)
    page = director.get(reverse("loyalty:new_survey"))
    sent = {**fields_of(page), "name": "Yearly"}
    assert director.post(reverse("loyalty:new_survey"), sent).status_code == 302
    survey = Survey.objects.get()
    wrong = director.post(reverse("loyalty:survey", args=[survey.pk]), {**sent, "nps_en": ""})
    assert wrong.status_code == 422
    assert "This field is required." in wrong.content.decode()
    assert director.post(reverse("loyalty:survey", args=[survey.pk]), sent).status_code == 302
    assert survey.versions.count() == 1  # the same again is no version
    start = reverse("loyalty:start")
    page = senior.get(f"{start}?account={ega.pk}")
    asked = {
        "version_id": survey.versions.get().pk,
        "name": "Autumn",
        "customer_ids": [ega.pk],
        "closes_on": (timezone.localdate() + timedelta(days=7)).isoformat(),
        "rests": "90",
        "reminds": "1",
    }
    looked = senior.post(start, {**asked, "look": "1"})
    assert "2 people would be asked" in looked.content.decode()
    assert "in Spanish" in looked.content.decode()
    assert not Wave.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        begun = senior.post(start, {**asked, "begin": "1"})
    wave = Wave.objects.get()
    assert wave.reminds == 1
    assert begun["Location"] == reverse("loyalty:wave", args=[wave.pk])
    assert len(mailoutbox) == 2
    again = senior.post(start, {**asked, "begin": "1"})
    assert "Nobody there can be asked." in again.content.decode()


def test_it_is_closed_and_a_link_taken_back(asked: Asked, cast: Cast, as_person: AsPerson) -> None:
    director = as_person(cast.director)
    invitation = asked.wave.invitations.first()
    assert invitation is not None
    director.post(reverse("loyalty:revoke", args=[invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    close = reverse("loyalty:close", args=[asked.wave.pk])
    assert "Take no more answers" in director.get(close).content.decode()
    director.post(close)
    asked.wave.refresh_from_db()
    assert asked.wave.closed_at is not None
    assert as_person(cast.senior).get(close).status_code == 403
