"""The health of accounts: what stands on their boards, on its page, and who sees it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.care.services import change_complaint, resolve
from clavero.care.testing import make_complaint
from clavero.conftest import AsPerson
from clavero.core.period import add_months
from clavero.identity.testing import Cast
from clavero.kpis.rules.health import Group, Why
from clavero.kpis.rules.kpi import Light
from clavero.kpis.selectors import health, health_of, lights, warning_report
from clavero.kpis.services import refresh
from clavero.kpis.showing.health import shown_health
from clavero.kpis.testing import SYSTEM, set_something
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_group
from clavero.silence.models import LossReason, Verdict
from clavero.silence.services import confirm_loss
from clavero.ui import formats
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
MONTHS = 30


def bought(code: str, first: int, last: int = 0) -> list[Row]:
    """A purchase a month, from so many months ago to so many."""
    today = timezone.localdate()
    days = [add_months(today, -back) for back in range(first, last - 1, -1)]
    return [Row(f"{code}-{day}", code, date=day) for day in days]


def sold(*others: Row) -> None:
    """A ledger that reaches to yesterday, with buyers enough to know a rhythm by."""
    yesterday = timezone.localdate() - timedelta(1)
    rows = [row for number in range(4) for row in bought(f"Z{number}", MONTHS)]
    ledger_of([*rows, Row("LAST", "Z0", date=yesterday), *others])


@pytest.fixture
def its(cast: Cast) -> Customer:
    """A customer that the senior leads, that buys every month."""
    sold(*bought("A", MONTHS))
    found = Customer.objects.get(code="A")
    cover(cast.senior, found)
    refresh(SYSTEM)
    return found


def test_who_meets_targets_and_buys_as_usual_is_healthy(
    its: Customer, actors: SimpleNamespace
) -> None:
    set_something(its, target="1")
    found = health_of(actors.senior, its.pk)
    assert found is not None
    assert (found.light, found.health.turning) == (Light.GREEN, [])


def test_without_targets_nothing_is_green(its: Customer, actors: SimpleNamespace) -> None:
    found = health_of(actors.senior, its.pk)
    assert found is not None
    assert (found.light, found.health.why) == (Light.GREY, Why.TOO_LITTLE_KNOWN)
    assert found.health.turning is None


def test_who_falls_silent_is_red_whatever_it_bought(cast: Cast, actors: SimpleNamespace) -> None:
    sold(*bought("A", MONTHS, 8))
    customer = Customer.objects.get(code="A")
    cover(cast.senior, customer)
    refresh(SYSTEM)
    set_something(customer, target="1")
    found = health_of(actors.senior, customer.pk)
    assert found is not None
    assert (found.light, found.health.why) == (Light.RED, Why.CRITICAL)
    assert [each.group for each in found.health.turning or ()] == [Group.RHYTHM]


def test_a_critical_complaint_past_its_time_is_red_whatever_it_buys(
    its: Customer, actors: SimpleNamespace
) -> None:
    """Without anybody having decided that it is held to its complaints."""
    set_something(its, target="1")
    ago = timezone.now() - timedelta(days=90)
    one = make_complaint(its, severity="low", received_at=ago)
    found = health_of(actors.senior, its.pk)
    assert found is not None
    assert found.overdue == 1
    assert "complaints past their time" in " ".join(shown_health(found).reasons)
    assert found.light is not Light.RED
    worst = make_complaint(its, severity="critical", received_at=ago)
    found = health_of(actors.senior, its.pk)
    assert found is not None
    assert (found.light, found.health.why) == (Light.RED, Why.CRITICAL)
    shown = shown_health(found)
    assert "A critical complaint is past its time." in shown.reasons
    assert shown.turning[0] == "complaints past their time: 2"
    for case in (one, worst):
        change_complaint(SYSTEM, complaint_id=case.pk, cause="late")
        resolve(SYSTEM, complaint_id=case.pk, text="They came")
    found = health_of(actors.senior, its.pk)
    assert found is not None
    assert (found.light, found.overdue) == (Light.GREEN, 0)


def test_sales_that_ended_long_ago_are_too_old(cast: Cast, actors: SimpleNamespace) -> None:
    ledger_of(bought("A", MONTHS, 6))
    customer = Customer.objects.get(code="A")
    cover(cast.senior, customer)
    refresh(SYSTEM)
    set_something(customer, target="1")
    found = health_of(actors.senior, customer.pk)
    assert found is not None
    assert found.light is Light.GREY
    assert all(each.is_stale(found.health.on) for each in found.health.missing)


def test_a_change_is_seen_at_once(its: Customer, actors: SimpleNamespace) -> None:
    for target, light in (("1", Light.GREEN), ("999999", Light.RED)):
        set_something(its, target=target)
        found = health_of(actors.senior, its.pk)
        assert found is not None
        assert found.health.signals[0].light is light


def test_an_outsider_is_blind(its: Customer, actors: SimpleNamespace) -> None:
    assert health_of(actors.sales, its.pk) is None
    picture = health(actors.sales)
    assert picture is not None
    assert not picture.accounts
    assert not lights(actors.sales)
    assert [each.card.code for each in lights(actors.director)] == ["A"]


def test_a_group_stands_for_what_its_lead_leads_below_it(
    its: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    cover(cast.senior, make_group("The group", its, code="G"))
    refresh(SYSTEM)
    assert [each.card.code for each in lights(actors.senior)] == ["G"]
    assert health_of(actors.senior, its.pk) is not None


def test_an_account_within_a_group_keeps_its_own_rhythm_whoever_looks(
    cast: Cast, actors: SimpleNamespace
) -> None:
    """The group still buys by one member, the other has fallen silent."""
    sold(*bought("A", MONTHS), *bought("B", MONTHS, 12))
    busy, silent = (Customer.objects.get(code=code) for code in ("A", "B"))
    group = make_group("The group", busy, silent, code="G")
    cover(cast.senior, group)
    cover(cast.junior_one, silent)
    refresh(SYSTEM)
    for customer in (group, silent):
        set_something(customer, target="1")
    for actor in (actors.director, actors.senior, actors.junior_one):
        found = health_of(actor, silent.pk)
        assert found is not None
        assert (found.light, found.health.why) == (Light.RED, Why.CRITICAL)
        assert found.silence is not None
        assert found.silence.code == "B"
    for actor in (actors.director, actors.senior):
        found = health_of(actor, group.pk)
        assert found is not None
        assert found.light is Light.GREEN
        assert found.silence is not None
        assert found.silence.code == "G"
    assert health_of(actors.junior_one, group.pk) is None
    assert health_of(actors.junior_two, silent.pk) is None


def test_a_group_within_a_group_keeps_its_own_rhythm(cast: Cast, actors: SimpleNamespace) -> None:
    sold(*bought("A", MONTHS), *bought("B", MONTHS, 12), *bought("C", MONTHS, 12))
    busy, *silent = (Customer.objects.get(code=code) for code in "ABC")
    below = make_group("Below", *silent, code="H")
    above = make_group("Above", busy, below, code="G")
    cover(cast.senior, above)
    cover(cast.junior_one, below)
    cover(cast.junior_two, silent[0])
    refresh(SYSTEM)
    for customer in (above, below, silent[0]):
        set_something(customer, target="1")
    found = {code: health_of(actors.director, each.pk)
             for code, each in (("G", above), ("H", below), ("B", silent[0]))}  # fmt: skip
    told = {code: each.silence.code for code, each in found.items() if each and each.silence}
    assert told == {"G": "G", "H": "H", "B": "B"}
    assert [each.light for each in found.values() if each] == [Light.GREEN, Light.RED, Light.RED]


def test_the_board_tells_the_groups_what_turns_it_green_and_what_is_missing(
    its: Customer, cast: Cast, as_person: AsPerson
) -> None:
    set_something(its, target="999999")
    page = words(as_person(cast.senior).get(reverse("kpis:account", args=[its.pk])))
    for text in (
        "Relationship weight 10% cannot be judged it has no targets",
        "What would turn it green Net sales, which is red",
        "What is missing Nothing of what is watched.",
    ):
        assert text in page


def test_its_page_lists_the_worst_first_and_says_what_it_cannot_know(
    its: Customer, cast: Cast, as_person: AsPerson
) -> None:
    set_something(its, target="999999")
    well = Customer.objects.get(code="Z0")
    cover(cast.senior, well)
    refresh(SYSTEM)
    set_something(well, target="1")
    page = words(as_person(cast.senior).get(reverse("kpis:health")))
    content = page[page.index("Accounts, those that need somebody first") :]
    assert content.index("in danger") < content.index("healthy")
    assert "Nobody can say yet" in page
    assert "clavero refresh --from" in page


def test_the_report_counts_losses_after_red(
    cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    small = [*bought("A", MONTHS, 8)]
    sold(*small)
    customer = Customer.objects.get(code="A")
    cover(cast.senior, customer)
    refresh(SYSTEM, since=add_months(timezone.localdate(), -14))
    set_something(customer, target="999999")
    to = {"reason": LossReason.COMPETITOR, "competitor": "Nordwerk"}
    confirm_loss(actors.senior, customer_id=customer.pk, **to)
    report = warning_report(actors.senior)
    assert report is not None
    assert report.found is not None
    assert (report.losses, report.confirmed, report.found.caught.n) == (1, 1, 1)
    assert report.found.caught.numerator == 1
    since = formats.day(Verdict.objects.get().lost_on).replace("\xa0", " ")
    told = f"confirmed that it is lost, since {since}: it went to a competitor, Nordwerk."
    for address in (reverse("kpis:health"), reverse("kpis:account", args=[customer.pk])):
        page = words(as_person(cast.senior).get(address))
        assert told in page, address
        assert "lost, confirmed" in page
        assert "It is in danger" not in page
    page = words(as_person(cast.senior).get(reverse("kpis:health")))
    assert "Red in the twelve months before the loss: 1 of 1 (95% interval: 21% to 100%)." in page
    assert warning_report(actors.sales) != report


def test_before_anything_is_computed_there_is_none(actors: SimpleNamespace, cast: Any) -> None:
    assert health(actors.senior) is None
    assert warning_report(actors.senior) is None
    assert lights(actors.senior) == ()
