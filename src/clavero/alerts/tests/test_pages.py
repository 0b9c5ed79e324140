"""The inbox, one alert and one customer's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.alerts.models import Alert
from clavero.alerts.rules.closing import Reason
from clavero.alerts.rules.signals import Severity, Signal
from clavero.alerts.services import close, reopen, snooze
from clavero.alerts.testing import SYSTEM, look, make_alert, signal
from clavero.conftest import AsPerson
from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.ui.testing import notices, words

pytestmark = pytest.mark.django_db
INBOX = "/alerts/"


@pytest.fixture
def customer(cast: Cast) -> Customer:
    found = make_customer("C1", "Talleres Ega, S.L.")
    cover(cast.junior_one, found)
    return found


@pytest.fixture
def alert(customer: Customer) -> Alert:
    return make_alert(customer)


def test_the_inbox_of_each(cast: Cast, as_person: AsPerson, alert: Alert) -> None:
    other = make_customer("C2", "Aceros Deba")
    cover(cast.senior, other)
    make_alert(other, Severity.URGENT)
    lists = {
        (cast.junior_one, ""): ["Talleres Ega, S.L."],
        (cast.senior, ""): ["Aceros Deba"],
        (cast.senior, "?whose=team"): ["Talleres Ega, S.L."],
        (cast.senior, "?whose=all"): ["Aceros Deba", "Talleres Ega, S.L."],
        (cast.junior_two, "?whose=all"): [],
        (cast.director, "?whose=nonsense&page=x"): ["Aceros Deba", "Talleres Ega, S.L."],
        (cast.director, "?whose=mine"): [],
        (cast.executive, ""): ["Aceros Deba", "Talleres Ega, S.L."],
    }
    for (person, query), names in lists.items():
        page = as_person(person).get(INBOX + query)
        assert [each["name"] for each in page.context["accounts"]] == names, (person, query)
    counts = [count for _name, _address, count, _here in page.context["tabs"]]
    assert counts == [0, 2, 2], "the executive's team are all of them"


def test_why_in_a_sentence_in_the_reader_s_language(
    cast: Cast, as_person: AsPerson, alert: Alert
) -> None:
    page = words(as_person(cast.junior_one).get(INBOX))
    assert "Iker should have taken it over by" in page
    assert "Warning" in page


def test_who_has_none_of_their_own_is_shown_those_of_others(
    cast: Cast, as_person: AsPerson, alert: Alert
) -> None:
    found = as_person(cast.director).get(INBOX)
    assert "Nothing waits here" not in words(found)
    assert [each["name"] for each in found.context["accounts"]] == ["Talleres Ega, S.L."]
    assert "Nothing waits here" in words(as_person(cast.director).get(INBOX + "?whose=mine"))


def test_an_empty_inbox_says_what_would_come(cast: Cast, as_person: AsPerson) -> None:
    assert "Nothing waits here" in words(as_person(cast.senior).get(INBOX))


def test_one_tap_puts_it_off(cast: Cast, as_person: AsPerson, alert: Alert) -> None:
    browser = as_person(cast.junior_one)
    given = {"lasts": "week", "seen": revision_of(alert), "whose": "mine"}
    answer = browser.post(reverse("alerts:snooze", args=[alert.pk]), given)
    assert answer.headers["Location"] == "/alerts/?whose=mine"
    alert.refresh_from_db()
    assert alert.snoozed_until == timezone.localdate() + timedelta(7)
    assert browser.get(INBOX).context["accounts"] == []
    assert len(browser.get(f"{INBOX}?state=snoozed").context["accounts"]) == 1


def test_a_tap_on_an_old_page_is_told_what_happened(
    cast: Cast, as_person: AsPerson, alert: Alert
) -> None:
    seen = revision_of(alert)
    close(SYSTEM, alert_id=alert.pk, reason=Reason.KNOWN, seen=seen)
    browser = as_person(cast.junior_one)
    given = {"lasts": "month", "seen": seen}
    page = browser.post(reverse("alerts:snooze", args=[alert.pk]), given, follow=True)
    (told,) = notices(page)
    assert told.startswith("clavero has closed this alert (")
    assert "“It was known and expected”" in told


def test_closed_with_a_reason(cast: Cast, as_person: AsPerson, alert: Alert) -> None:
    browser, address = as_person(cast.junior_one), reverse("alerts:alert", args=[alert.pk])
    sent = {"decision": "close", "seen": revision_of(alert)}
    assert browser.post(address, sent).status_code == 422, "why is not said"
    assert browser.post(address, {**sent, "reason": "other"}).status_code == 422
    answer = browser.post(address, {**sent, "reason": "handled", "note": "A call"}, follow=True)
    assert "The alert is closed." in notices(answer)
    assert "It has been dealt with" in words(answer)
    assert len(browser.get(f"{INBOX}?state=over").context["accounts"]) == 1
    browser.post(address, {"decision": "reopen", "seen": revision_of(alert)})
    alert.refresh_from_db()
    assert alert.state == "open"


def test_given_away_and_put_off_on_its_page(cast: Cast, as_person: AsPerson, alert: Alert) -> None:
    browser, address = as_person(cast.junior_one), reverse("alerts:alert", args=[alert.pk])
    given = {"decision": "assign", "person_id": cast.senior.pk, "seen": revision_of(alert)}
    browser.post(address, given)
    day = timezone.localdate() + timedelta(12)
    browser.post(address, {"decision": "snooze", "until": day, "seen": revision_of(alert)})
    alert.refresh_from_db()
    assert (alert.assignee, alert.snoozed_until) == (cast.senior, day)
    choices = browser.get(address).context["forms"]["assign"].fields["person_id"].choices
    assert next(name for _pk, name in choices) == "nobody"
    assert cast.junior_two.pk not in [pk for pk, _name in choices]


def test_a_form_that_was_overtaken_comes_back_with_what_happened(
    cast: Cast, as_person: AsPerson, alert: Alert
) -> None:
    browser, address = as_person(cast.junior_one), reverse("alerts:alert", args=[alert.pk])
    seen, day = revision_of(alert), timezone.localdate() + timedelta(3)
    snooze(SYSTEM, alert_id=alert.pk, until=day, seen=seen)
    sent = {"decision": "close", "reason": "known", "note": "They told us", "seen": seen}
    page = browser.post(address, sent)
    assert page.status_code == 422
    assert "They told us" in page.content.decode()
    assert "clavero changed “State” from “Open” to “Put off”" in words(page)
    now = page.context["forms"]["close"].data["seen"]
    assert browser.post(address, {**sent, "seen": now}).status_code == 302


def test_of_one_customer(cast: Cast, as_person: AsPerson, customer: Customer, alert: Alert) -> None:
    address = reverse("alerts:customer", args=[customer.pk])
    page = as_person(cast.senior).get(address)
    (account,) = page.context["standing"]
    assert [line["alert"]["row"].id for line in account["lines"]] == [alert.pk]
    close(SYSTEM, alert_id=alert.pk, reason=Reason.KNOWN)
    page = as_person(cast.senior).get(address)
    assert (page.context["standing"], len(page.context["over"])) == ([], 1)
    assert as_person(cast.junior_two).get(address).status_code == 404


def test_what_somebody_else_has_closed_meanwhile_is_told_and_nothing_written_is_lost(
    cast: Cast, as_person: AsPerson, alert: Alert
) -> None:
    seen = revision_of(alert)
    close(
        actor_for(cast.senior), alert_id=alert.pk, reason=Reason.OTHER, note="They moved", seen=seen
    )
    browser, address = as_person(cast.junior_one), reverse("alerts:alert", args=[alert.pk])
    day = timezone.localdate() + timedelta(9)
    sent = {"decision": "snooze", "until": day, "seen": seen}
    (told,) = notices(browser.post(address, sent, follow=True))
    assert told.startswith(f"{cast.senior.name} has closed this alert (")
    assert "“Another reason”, “They moved”" in told
    sent = {"decision": "close", "reason": "known", "note": "I called them", "seen": seen}
    told_of = notices(browser.post(address, sent, follow=True))
    assert told_of[1] == "You had written: “I called them”."
    alert.refresh_from_db()
    assert (alert.state, alert.ended_by) == ("closed", cast.senior.name)


def test_what_is_put_off_can_be_taken_back(cast: Cast, as_person: AsPerson, alert: Alert) -> None:
    snooze(SYSTEM, alert_id=alert.pk, until=timezone.localdate() + timedelta(30))
    browser, address = as_person(cast.junior_one), reverse("alerts:alert", args=[alert.pk])
    assert "Open it now" in words(browser.get(f"{INBOX}?state=snoozed"))
    assert "This alert is put off until" in words(browser.get(address))
    sent = {"decision": "reopen", "seen": revision_of(alert)}
    assert "The alert is open again." in notices(browser.post(address, sent, follow=True))
    alert.refresh_from_db()
    assert (alert.state, alert.snoozed_until, alert.turns) == ("open", None, 1)
    (told,) = notices(browser.post(address, sent, follow=True))
    assert told.startswith("This alert is open already, since ")
    assert cast.junior_one.name in told


def missed(customer: Customer, kpi: str) -> Signal:
    return Signal(
        key=f"kpis.off_target:{customer.code}:{kpi}",
        kind="kpis.off_target",
        account=customer.code,
        severity=Severity.NOTICE,
        since=timezone.localdate(),
        address="/kpis/",
        parameters={
            "kpi": kpi, "name": "", "unit": "rate", "direction": "at_least", "value": "-0.05",
            "target": "0.05", "currency": "EUR", "day": timezone.localdate().isoformat(),
        },
    )  # fmt: skip


def test_the_urgent_account_stands_first_and_missed_targets_are_one_line(
    cast: Cast, as_person: AsPerson, customer: Customer
) -> None:
    other = make_customer("C2", "Aceros Deba")
    cover(cast.junior_one, other)
    look(
        signal(other, Severity.URGENT),
        missed(customer, "sales-growth"),
        missed(customer, "contribution-growth"),
        missed(other, "sales-growth"),
    )
    browser = as_person(cast.junior_one)
    accounts = browser.get(INBOX).context["accounts"]
    assert [each["name"] for each in accounts] == ["Aceros Deba", "Talleres Ega, S.L."]
    assert [str(line["kind"]) for line in accounts[0]["lines"]] == [
        "Handover overdue", "Target missed",
    ]  # fmt: skip
    (line,) = accounts[1]["lines"]
    assert (str(line["kind"]), len(line["all"])) == ("Targets missed", 2)
    first, second = (each["row"] for each in line["all"])
    sent = {"lasts": "week", "seen": first.seen, "also": f"{second.id}:{second.seen}"}
    close(SYSTEM, alert_id=second.id, reason=Reason.KNOWN, seen=second.seen)
    browser.post(reverse("alerts:snooze", args=[first.id]), sent)
    assert Alert.objects.get(pk=first.id).state == "open", "all of a line, or none"
    reopen(SYSTEM, alert_id=second.id, seen=revision_of(Alert(pk=second.id)))
    sent["also"] = f"{second.id}:{revision_of(Alert(pk=second.id))}"
    browser.post(reverse("alerts:snooze", args=[first.id]), sent)
    assert Alert.objects.filter(customer=customer, state="snoozed").count() == 2


def test_what_waits_to_be_over_says_so(cast: Cast, as_person: AsPerson, alert: Alert) -> None:
    Alert.objects.update(gone_since=date(2026, 3, 2))
    address = reverse("alerts:alert", args=[alert.pk])
    sentence = (
        "This has no longer been so since 2 Mar 2026. If it stays that way, the alert is over on "
        "5 Mar 2026."
    )
    for page in (INBOX, address, "/today/"):
        assert sentence in words(as_person(cast.junior_one).get(page)).replace("\xa0", " ")
