"""What was agreed: what fell away, what contradicts, in which currency, and who reads why."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.contracts.models import Contract
from clavero.core.audit import history
from clavero.core.errors import Refusal
from clavero.core.revisions import revision_of
from clavero.identity.testing import Cast
from clavero.negotiations import services
from clavero.negotiations.models import Negotiation, Point, Version
from clavero.negotiations.rules.points import PointKind, Stand
from clavero.negotiations.selectors import negotiation_seen
from clavero.negotiations.sentences import zone_in_words
from clavero.negotiations.testing import (
    SYSTEM,
    make_concession,
    make_document,
    make_negotiation,
    make_point,
    make_round,
)
from clavero.portfolio.models import Customer
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
D = Decimal


def agreed_of(negotiation: Negotiation) -> dict[str, str]:
    return {
        each.point.name: each.agreed for each in negotiation_seen(SYSTEM, negotiation.pk).points
    }


def test_what_fell_away_is_no_longer_agreed(mine: Customer) -> None:
    one = make_negotiation(mine)
    days, box = make_point(one), make_point(one, PointKind.WORDS, name="Box", target="", limit="",
                                            asked="")  # fmt: skip
    make_round(one, {days.pk: {"agreed": "45"}, box.pk: {"agreed": "Returned"}})
    make_round(one, {days.pk: {"theirs": "75"}})
    assert agreed_of(one) == {"Payment days": "", "Box": "Returned"}, "they ask for more again"
    make_round(one, {days.pk: {"theirs": "50", "agreed": "50"}})
    assert agreed_of(one)["Payment days"] == "50"
    services.agree(SYSTEM, negotiation_id=one.pk, agreed={days.pk: D(50)})
    assert agreed_of(one) == {"Payment days": "50", "Box": ""}, "what stayed empty fell away"


def test_rounds_stand_in_the_order_of_their_days(mine: Customer) -> None:
    one, today = make_negotiation(mine), timezone.localdate()
    days = make_point(one)
    make_round(one, {days.pk: {"theirs": "50"}}, on=today)
    make_round(one, {days.pk: {"theirs": "75"}}, on=today - timedelta(days=9))
    make_round(one, {days.pk: {"theirs": "48"}}, on=today)
    seen = negotiation_seen(SYSTEM, one.pk)
    assert seen.points[0].their_offer == "48", "the last word of the last day"
    assert [each.round.number for each in seen.rounds] == [3, 1, 2]


@pytest.mark.parametrize(
    ("kinds", "values"),
    [
        ((PointKind.LATE, PointKind.LATE), ("2", "3")),
        ((PointKind.ON_TIME, PointKind.ON_TIME), ("95", "98")),
        ((PointKind.VALUE, PointKind.VALUE), ("1000", "2000")),
        ((PointKind.PAYMENT, PointKind.PAYMENT), ("30", "45")),
        ((PointKind.REBATE, PointKind.TIERS), ("2", "0: 1 %")),
    ],
)
def test_what_a_contract_cannot_hold_twice_is_refused_with_both_sentences(
    mine: Customer, kinds: tuple[PointKind, PointKind], values: tuple[str, str]
) -> None:
    one = make_negotiation(mine)
    told = {"target": "", "limit": "", "asked": ""}
    first, second = (make_point(one, kind, name=name, **told)
                     for kind, name in zip(kinds, ("At first", "Later"), strict=True))  # fmt: skip
    services.begin(SYSTEM, negotiation_id=one.pk)
    agreed = dict(zip((first.pk, second.pk), values, strict=True))
    with pytest.raises(Refusal) as refused:
        services.agree(SYSTEM, negotiation_id=one.pk, agreed=agreed)
    assert (refused.value.code, refused.value.field) == ("agreed_twice", f"agreed_{second.pk}")
    assert "“At first: " in str(refused.value)
    assert "“Later: " in str(refused.value)
    services.agree(SYSTEM, negotiation_id=one.pk, agreed={first.pk: values[0]})
    Point.objects.filter(pk=second.pk).update(agreed=values[1])  # of before this was refused
    with pytest.raises(Refusal) as refused:
        services.make_contract(SYSTEM, negotiation_id=one.pk, title="x", start=date(2027, 1, 1),
                               end=date(2027, 12, 31))  # fmt: skip
    assert refused.value.code == "agreed_twice"
    assert not Contract.objects.exists()


@pytest.mark.parametrize(
    ("kind", "limit", "agreed", "told"),
    [
        (PointKind.TIERS, "0: 2 %", "0: 9 %", "Tiers (from €0.00 on)"),
        (PointKind.TIERS, "0: 1 %\n90000: 3 %", "0: 1 %\n50000: 3 %", "Tiers (from €50,000.00 on)"),
        (PointKind.STEPS, "0: 2 %\n100000: 3 %", "0: 1 %\n50000: 4 %", "(from €75,000.00 on)"),
        (PointKind.GROWTH, "5 %: 2 %", "5 %: 2 %\n10 %: 3 %", "Tiers (from 10% on)"),
    ],
)
def test_tiers_beyond_the_limit_at_any_volume_ask_for_a_reason(
    mine: Customer, kind: PointKind, limit: str, agreed: str, told: str
) -> None:
    one = make_negotiation(mine)
    given = {"base": D(50000)} if kind is PointKind.GROWTH else {}
    tiers = make_point(one, kind, name="Tiers", target="", limit=limit, asked=agreed, **given)
    (seen,) = negotiation_seen(SYSTEM, one.pk).points
    assert seen.zone.stand is Stand.BEYOND
    assert "beyond our limit from" in zone_in_words(seen, "EUR")
    services.begin(SYSTEM, negotiation_id=one.pk)
    with pytest.raises(Refusal) as refused:
        services.agree(SYSTEM, negotiation_id=one.pk, agreed={tiers.pk: agreed})
    assert refused.value.code == "beyond_limit"
    assert told in str(refused.value)
    services.agree(SYSTEM, negotiation_id=one.pk, agreed={tiers.pk: agreed}, reason="A new market")


def test_tiers_within_the_limit_ask_for_none(mine: Customer) -> None:
    one = make_negotiation(mine)
    tiers = make_point(one, PointKind.STEPS, name="Tiers", target="0: 1 %", limit="0: 2 %",
                       asked="0: 1 %\n50000: 2 %")  # fmt: skip
    services.begin(SYSTEM, negotiation_id=one.pk)
    (seen,) = negotiation_seen(SYSTEM, one.pk).points
    assert "within our limit at every volume" in zone_in_words(seen, "EUR")
    services.agree(SYSTEM, negotiation_id=one.pk, agreed={tiers.pk: tiers.asked})


def test_two_points_of_one_name_are_told_apart(
    mine: Customer, as_person: AsPerson, cast: Cast
) -> None:
    one = make_negotiation(mine)
    told = {"name": "Price", "target": "", "limit": "", "asked": ""}
    box, tin = (make_point(one, PointKind.PRICE, product=code, **told) for code in ("BOX", "TIN"))
    services.begin(SYSTEM, negotiation_id=one.pk)
    services.agree(SYSTEM, negotiation_id=one.pk, agreed={box.pk: D("1.3"), tin.pk: D("2.4")})
    make = reverse("negotiations:contract", args=[one.pk])
    page = words(as_person(cast.senior).get(make))
    assert "€1.30" in page
    assert "€2.40" in page


def test_what_was_agreed_keeps_its_currency(
    mine: Customer, as_person: AsPerson, cast: Cast
) -> None:
    one = make_negotiation(mine, currency="USD")
    services.change_negotiation(SYSTEM, negotiation_id=one.pk, currency="MXN")
    point = make_point(one, PointKind.VALUE, name="Value", target="", limit="", asked="")
    services.change_negotiation(SYSTEM, negotiation_id=one.pk, currency="USD",
                                seen=revision_of(one))  # fmt: skip
    costs = make_concession(one)
    with pytest.raises(Refusal) as refused:
        services.change_negotiation(SYSTEM, negotiation_id=one.pk, currency="EUR",
                                    seen=revision_of(one))  # fmt: skip
    assert refused.value.code == "amounts_there"
    services.remove_concession(SYSTEM, concession_id=costs.pk)
    make_round(one, {point.pk: {"theirs": "900000"}})
    with pytest.raises(Refusal):
        services.change_negotiation(SYSTEM, negotiation_id=one.pk, currency="EUR",
                                    seen=revision_of(one))  # fmt: skip
    services.agree(SYSTEM, negotiation_id=one.pk, agreed={point.pk: D(900_000)})
    given = {"negotiation_id": one.pk, "title": "x", "start": date(2027, 1, 1),
             "end": date(2027, 12, 31)}  # fmt: skip
    with pytest.raises(Refusal) as refused:
        services.make_contract(SYSTEM, **given, currency="EUR")
    assert (refused.value.code, "USD" in str(refused.value)) == ("other_currency", True)
    client = as_person(cast.senior)
    address = reverse("negotiations:contract", args=[one.pk])
    assert "In USD, in which it was negotiated." in words(client.get(address))
    sent = {"title": "Supply", "start": "2027-01-01", "end": "2027-12-31", "notice_days": 0,
            "renews_months": 0, "value": "900,000"}  # fmt: skip
    assert client.post(address, sent).status_code == 302
    assert Contract.objects.get().currency == "USD"


def test_why_it_was_agreed_beyond_the_limit_is_for_the_account_team_alone(
    mine: Customer, actors: SimpleNamespace, as_person: AsPerson, cast: Cast
) -> None:
    one = make_negotiation(mine)
    point = make_point(one)
    services.begin(SYSTEM, negotiation_id=one.pk)
    secret = "Nobody else would buy"
    services.agree(SYSTEM, negotiation_id=one.pk, agreed={point.pk: D(70)}, reason=secret)
    page = reverse("negotiations:negotiation", args=[one.pk])

    def told(person: Any) -> str:
        return words(as_person(person).get(page))

    assert secret in told(cast.senior)
    assert secret not in told(cast.executive)
    services.resume(SYSTEM, negotiation_id=one.pk, reason="They ask for more")
    assert secret not in told(cast.executive), "nor as what the reason was before"
    assert "They ask for more" in told(cast.executive)
    assert secret in told(cast.senior)


def test_the_day_of_the_next_round_is_not_written_over_unseen(
    mine: Customer, as_person: AsPerson, cast: Cast
) -> None:
    one, today = make_negotiation(mine), timezone.localdate()
    first = make_round(one, {}, note="First talk", next_on=today + timedelta(days=3))
    address = reverse("negotiations:round", args=[first.pk])
    old, new, mine_too = (today + timedelta(days=each) for each in (3, 5, 7))
    sent = {"seen": revision_of(first), "on": first.on, "note": "First talk",
            "next_on": old, "next_seen": old}  # fmt: skip
    make_round(one, {}, note="Second talk", next_on=new)
    client = as_person(cast.senior)
    assert client.post(address, sent).status_code == 302
    one.refresh_from_db()
    assert one.next_on == new, "who left it alone changes nothing of it"
    answer = client.post(address, {**sent, "next_on": mine_too})
    assert answer.status_code == 422
    assert "The next round is on" in words(answer)
    assert client.post(address, {**sent, "next_on": mine_too, "next_seen": new}).status_code == 302
    one.refresh_from_db()
    assert one.next_on == mine_too


def test_a_file_takes_the_place_of_the_text_whatever_ends_its_lines(
    mine: Customer, as_person: AsPerson, cast: Cast
) -> None:
    made = make_document(make_negotiation(mine), text="Days: 30\r\nEnd")
    assert Version.objects.get().text == "Days: 30\nEnd"
    with pytest.raises(Refusal) as refused:
        services.add_version(SYSTEM, document_id=made.pk, text="Days: 30\r\nEnd\r\n")
    assert refused.value.code == "same_version"
    address = reverse("negotiations:add_version", args=[made.pk])
    client = as_person(cast.senior)
    sent = {"seen": 1, "text": "Days: 30\r\nEnd", "note": "",
            "content": SimpleUploadedFile("two.txt", b"Days: 45\r\nEnd")}  # fmt: skip
    assert client.post(address, sent).status_code == 302


def test_lines_that_end_otherwise_are_no_change(mine: Customer, actors: SimpleNamespace) -> None:
    """As a browser sends a text back that was left alone."""
    one = make_negotiation(mine, our_interests="Volume\nYears")
    Negotiation.objects.update(our_interests="Volume\r\nYears")  # as it was kept before
    seen = revision_of(one)
    given = {"negotiation_id": one.pk, "seen": seen, "our_interests": "Volume\r\nYears"}
    services.change_negotiation(actors.senior, **given)
    assert revision_of(one) == seen
    other = {**given, "our_interests": "Price"}
    services.change_negotiation(actors.director, **other)
    one.refresh_from_db()
    assert one.our_interests == "Price"


def test_growth_and_the_limits_of_an_index_become_terms(
    mine: Customer, as_person: AsPerson, cast: Cast
) -> None:
    one = make_negotiation(mine)
    none = {"target": "", "limit": "", "asked": ""}
    with pytest.raises(Refusal) as refused:
        make_point(one, PointKind.GROWTH, name="Growth", **none)
    assert refused.value.code == "no_base"
    growth = make_point(one, PointKind.GROWTH, name="Growth", base=D(500_000), **none)
    index, floor, cap = (
        make_point(one, PointKind(kind), name=kind, **none) for kind in ("index", "floor", "cap")
    )
    services.begin(SYSTEM, negotiation_id=one.pk)
    agreed = {growth.pk: "5 %: 2 %", index.pk: "104.2", floor.pk: "-2", cap.pk: "3"}
    for bad, code in (({floor.pk: "-101"}, "not_a_change"), ({cap.pk: "-1"}, "negative")):
        with pytest.raises(Refusal) as refused:
            services.agree(SYSTEM, negotiation_id=one.pk, agreed={**agreed, **bad})
        assert refused.value.code == code
    services.agree(SYSTEM, negotiation_id=one.pk, agreed=agreed)
    client = as_person(cast.senior)
    told = words(client.get(reverse("negotiations:contract", args=[one.pk])))
    assert "Growth: 5 %: 2 %, on growth from" in told
    assert "500,000" in told
    assert "Only text" not in told
    made = services.make_contract(
        SYSTEM, negotiation_id=one.pk, title="x", start=date(2027, 1, 1), end=date(2027, 12, 31)
    )
    terms = {each.kind: each.values for each in made.terms.all()}
    assert (terms["rebate"]["basis"], terms["rebate"]["base"]) == ("growth", "500000")
    assert (terms["indexation"]["floor"], terms["indexation"]["cap"]) == ("-0.02", "0.03")


def test_limits_without_an_index_stay_text(mine: Customer, as_person: AsPerson, cast: Cast) -> None:
    one = make_negotiation(mine)
    cap = make_point(one, PointKind.CAP, name="Cap", target="5", limit="2", asked="1")
    services.begin(SYSTEM, negotiation_id=one.pk)
    services.agree(SYSTEM, negotiation_id=one.pk, agreed={cap.pk: "3"})
    told = words(as_person(cast.senior).get(reverse("negotiations:contract", args=[one.pk])))
    assert "Only text" in told
    assert "Cap: 3%" in told


def test_a_point_of_growth_is_written_with_its_base(
    mine: Customer, as_person: AsPerson, cast: Cast
) -> None:
    one, client = make_negotiation(mine), as_person(cast.senior)
    page = reverse("negotiations:add_point", args=[one.pk, "growth"])
    sent = {"name": "Growth", "base": "", "target": "5 %: 1 %", "weight": 5, "seen": 0}
    answer = client.post(page, sent)
    assert "Say on which turnover growth is counted." in words(answer)
    assert client.post(page, {**sent, "base": "500,000"}).status_code == 302
    point = Point.objects.get()
    assert (point.kind, point.base) == ("growth", D(500_000))
    assert "on growth from" in words(client.get(reverse("negotiations:negotiation", args=[one.pk])))
    edit = reverse("negotiations:point", args=[point.pk])
    assert "500000" in client.get(edit).content.decode().replace(",", "")


def test_what_a_term_says_that_nobody_agreed_is_said_before_it_is_made(
    mine: Customer, as_person: AsPerson, cast: Cast
) -> None:
    one = make_negotiation(mine)
    none = {"target": "", "limit": "", "asked": ""}
    late = make_point(one, PointKind.LATE, name="Late", **none)
    payment = make_point(one, PointKind.PAYMENT, name="Payment", **none)
    services.begin(SYSTEM, negotiation_id=one.pk)
    services.agree(SYSTEM, negotiation_id=one.pk, agreed={late.pk: "2", payment.pk: "45"})
    told = words(as_person(cast.senior).get(reverse("negotiations:contract", args=[one.pk])))
    assert (
        "Not agreed, and taken as usual: up to 1 day before the day promised; all lines in time; "
        "in full: all that was ordered."
    ) in told
    assert "Not agreed, and taken as usual: no interest for what is paid late." in told


def test_taken_up_again_what_was_agreed_stays_in_the_history(mine: Customer) -> None:
    one = make_negotiation(mine)
    days = make_point(one, name="Payment")
    services.begin(SYSTEM, negotiation_id=one.pk)
    services.agree(SYSTEM, negotiation_id=one.pk, agreed={days.pk: "45"}, reason="A good year")
    services.resume(SYSTEM, negotiation_id=one.pk, reason="They came back")
    assert Point.objects.get().agreed == ""
    agreed = history(one).get(verb="negotiation.agreed")
    resumed = history(one).get(verb="negotiation.resumed")
    assert (agreed.after["agreed"], resumed.before["agreed"]) == ("Payment: 45", "Payment: 45")
