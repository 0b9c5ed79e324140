"""Consumer and shopper programmes: works · refuses · an outsider is blind · audited."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clavero.commercial.models import AccountTargets, CommercialSettings, CompanyVersion
from clavero.commercial.rules.programmes import (
    Part,
    Parts,
    PartsTogether,
    ProgrammeCheck,
    counted_parts,
    parse_parts,
    parts_to_plain,
    parts_together,
    programme_findings,
)
from clavero.commercial.selectors import (
    account_picture,
    holding_version,
    programmes_of,
    programmes_together,
)
from clavero.commercial.sentences import programme_in_words
from clavero.commercial.services import (
    approve_company_plan,
    drop_programme,
    keep_programme,
    set_commercial_settings,
    set_company_targets,
    set_parts,
    submit_company_plan,
)
from clavero.commercial.testing import (
    SYSTEM,
    a_programme,
    make_programme,
    planned,
    sells_through_shops,
)
from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.money import ZERO
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.plans.testing import make_plan
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.ui.testing import notices, words

db = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
D = Decimal
AMOUNTS = st.integers(0, 10**12).map(lambda cents: D(cents) / 100)
PARTS = st.dictionaries(
    st.integers(1, 4), st.builds(Part, st.just("Fair"), AMOUNTS, AMOUNTS, st.text(max_size=5))
)


@given(st.dictionaries(st.sampled_from("ABCG"), PARTS))
def test_sums_of_parts_do_not_depend_on_how_accounts_stand(parts: dict[str, dict]) -> None:  # type: ignore[type-arg]
    """Without groups every part counts once, and with one above them a unit's only where the
    group says nothing of the programme."""
    lines = counted_parts(parts, {})
    found = parts_together(lines)
    assert found == parts_together(reversed(lines))
    every = [part for its in parts.values() for part in its.values()]
    assert sum((each.budget for each in found.values()), ZERO) == sum(
        (each.budget for each in every), ZERO
    )
    below = counted_parts(parts, {code: ["G"] for code in "ABC"})
    of_group = set(parts.get("G", {}))
    assert {(line.account, line.key) for line in below} == {
        (line.account, line.key)
        for line in lines
        if line.account == "G" or line.key not in of_group
    }


@given(PARTS)
def test_what_is_kept_of_parts_is_what_was_said(parts: dict[int, Part]) -> None:
    assert parse_parts(parts_to_plain(parts)) == parts


def test_what_is_told_of_a_programme() -> None:
    programme = a_programme(budget=D(1000), sales=D(10_000))

    def told(budget: str, sales: str) -> list[ProgrammeCheck]:
        sums = PartsTogether(D(budget), D(sales), frozenset("A"))
        return list(programme_findings(programme, sums))

    assert list(programme_findings(programme, PartsTogether())) == [ProgrammeCheck.NO_ACCOUNT]
    assert told("1000", "10000") == []
    assert told("995", "10050") == [], "half a percent"
    assert told("1000.01", "10000") == [ProgrammeCheck.BEYOND_BUDGET], "not a cent more"
    assert told("994.99", "9949.99") == [ProgrammeCheck.BUDGET_LEFT, ProgrammeCheck.SALES_LESS]
    assert told("1000", "10050.01") == [ProgrammeCheck.SALES_MORE]


@db
def test_a_programme_stands_in_the_version_and_holds_when_it_is_approved(
    actors: SimpleNamespace, account: Customer
) -> None:
    sells_through_shops()
    kept = keep_programme(
        actors.director, asked=a_programme(name=" Spring  fair ", leader_id=actors.senior.user_id)
    )
    assert (kept.key, kept.name, kept.leader) == (1, "Spring fair", actors.senior.name)
    version = CompanyVersion.objects.get()
    assert holding_version() is None
    submit_company_plan(actors.director, seen=revision_of(version))
    approve_company_plan(actors.executive, seen=revision_of(version))
    assert programmes_of(holding_version()) == [kept]
    set_company_targets(actors.director, targets=planned(), seen=revision_of(version))
    second = CompanyVersion.objects.get(number=2)
    assert programmes_of(second) == [kept], "targets leave programmes as they are"
    keep_programme(actors.director, asked=replace(kept, budget=D(2000)), seen=revision_of(second))
    assert programmes_of(holding_version()) == [kept], "until it is approved"
    assert history(second)[0].verb == "commercial.programme_set"
    assert history(second)[0].before["budget"] == "1000"
    assert history(second)[0].after["budget"] == "2000"
    drop_programme(actors.director, key=1, seen=revision_of(second))
    again = keep_programme(actors.director, asked=a_programme(), seen=revision_of(second))
    assert again.key == 2, "the number of another is not used again"


@db
def test_what_cannot_be_a_programme_is_refused(
    actors: SimpleNamespace, account: Customer, refuses: Refuses
) -> None:
    with refuses("no_shops"):
        keep_programme(actors.director, asked=a_programme())
    sells_through_shops()
    with pytest.raises(Forbidden):
        keep_programme(actors.senior, asked=a_programme())
    for code, wrong in {
        "programme_no_name": a_programme(name=" "),
        "programme_no_aim": a_programme(aim=""),
        "programme_no_family": a_programme(families=()),
        "programme_unknown_family": a_programme(families=("Bolts",)),
        "programme_ends_before": a_programme(last=date(2027, 2, 1)),
        "programme_amount": a_programme(budget=D("0.001")),
        "no_such_programme": a_programme(key=7),
    }.items():
        with refuses(code):
            keep_programme(actors.director, asked=wrong)
    assert not CompanyVersion.objects.exists()
    keep_programme(actors.director, asked=a_programme())
    seen = revision_of(CompanyVersion.objects.get())
    with refuses("programme_twice"):
        keep_programme(actors.director, asked=a_programme(name="spring FAIR"), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        keep_programme(actors.director, asked=a_programme(name="Other"))
    with pytest.raises(ChangedMeanwhile):
        drop_programme(actors.director, key=1)


@db
def test_an_accounts_part_in_a_programme(
    actors: SimpleNamespace, account: Customer, refuses: Refuses
) -> None:
    programme = make_programme()
    part = Part(programme.name, D(400), D("3000.50"), "A shelf at the door")
    row = set_parts(actors.senior, customer_id=account.pk, parts={programme.key: part})
    assert [each.verb for each in history(row)] == ["commercial.parts_set"]
    picture = account_picture(actors.senior, account.pk)
    assert picture is not None
    assert (picture.parts, list(picture.programmes)) == ({programme.key: part}, [programme])
    seen = revision_of(row)
    with refuses("no_such_programme"):
        set_parts(actors.senior, customer_id=account.pk, parts={9: part}, seen=seen)
    with refuses("part_unfit"):
        wrong = {programme.key: replace(part, budget=D(-1))}
        set_parts(actors.senior, customer_id=account.pk, parts=wrong, seen=seen)
    with pytest.raises(Customer.DoesNotExist):
        set_parts(actors.sales, customer_id=account.pk, parts={})
    with pytest.raises(Forbidden):
        set_parts(actors.executive, customer_id=account.pk, parts={})
    set_parts(actors.senior, customer_id=account.pk, parts={}, seen=seen)
    assert AccountTargets.objects.get().parts == {}


@db
def test_whoever_is_overtaken_in_a_part_is_told_each_figure(
    actors: SimpleNamespace, account: Customer
) -> None:
    programme = make_programme()
    part = Part(programme.name, D(400), D(3000), "A shelf at the door")

    def written(parts: Parts, seen: int) -> Parts:
        set_parts(actors.senior, customer_id=account.pk, parts=parts, seen=seen)
        return parse_parts(AccountTargets.objects.get().parts)

    written({programme.key: part}, 0)
    row = AccountTargets.objects.get()
    seen = revision_of(row)
    assert written({programme.key: replace(part, budget=D("500.50"))}, seen)
    mine = {programme.key: replace(part, sales=D(3200))}
    assert written(mine, seen) == {programme.key: replace(part, budget=D("500.50"), sales=D(3200))}
    with pytest.raises(ChangedMeanwhile) as caught:
        written({programme.key: replace(part, budget=D(600), sales=D(9))}, seen)
    told = {each.field: (each.before, each.after, each.mine) for each in caught.value.written}
    assert told == {
        f"Budget of its part in “{programme.name}”": ("€400", "€500.50", "€600"),
        f"Expected sales of its part in “{programme.name}”": ("€3,000", "€3,200", "€9"),
    }
    assert written({}, caught.value.revision) == {}
    assert written({programme.key: part}, seen) == {}, "it had been left alone"


@db
def test_parts_together_against_the_programme(
    cast: Cast, actors: SimpleNamespace, account: Customer
) -> None:
    programme = make_programme()
    (row,) = programmes_together(actors.director).rows
    assert "No account takes part in “Spring fair” yet" in programme_in_words(row, "EUR")[0]
    part = Part(programme.name, D(1200), D(4000))
    set_parts(SYSTEM, customer_id=account.pk, parts={programme.key: part})
    (row,) = programmes_together(actors.director).rows
    told = " ".join(programme_in_words(row, "EUR"))
    assert "cost €1,200, €200 more than its budget of €1,000" in told
    assert "expect €4,000 from “Spring fair”, €6,000 less than its €10,000" in told
    hers = programmes_together(actors.senior)
    assert [each.sums.budget for each in hers.rows] == [D(1200)]
    assert (hers.sees_company, hers.rows[0].findings) == (False, [])
    (blind,) = programmes_together(actors.sales).rows
    assert blind.sums == PartsTogether()
    group = make_group("Group", account, make_customer("Z"), code="G")
    cover(cast.senior, group)
    make_plan(group)
    set_parts(SYSTEM, customer_id=group.pk, parts={programme.key: Part("", D(1000), D(10_000))})
    (row,) = programmes_together(actors.director).rows
    assert (row.sums.accounts, row.findings) == (frozenset("G"), [])
    assert "is what the programme asks for" in programme_in_words(row, "EUR")[0]


@db
def test_a_part_in_a_programme_that_is_no_more_is_kept_and_told(
    actors: SimpleNamespace, account: Customer, refuses: Refuses
) -> None:
    programme = make_programme()
    part = Part(programme.name, D(400), D(3000))
    row = set_parts(SYSTEM, customer_id=account.pk, parts={programme.key: part})
    version = CompanyVersion.objects.get()
    drop_programme(SYSTEM, key=programme.key, seen=revision_of(version))
    make_programme(name="Autumn fair")
    gone = programmes_together(actors.director).rows[-1]
    assert (gone.programme, list(gone.findings)) == (None, [ProgrammeCheck.GONE])
    assert (
        "“Spring fair”, which the commercial plan has no more"
        in (programme_in_words(gone, "EUR")[0])
    )
    seen = revision_of(row)
    with refuses("no_such_programme"):
        other = {programme.key: replace(part, budget=D(1))}
        set_parts(actors.senior, customer_id=account.pk, parts=other, seen=seen)
    set_parts(actors.senior, customer_id=account.pk, parts={programme.key: part}, seen=seen)
    assert parse_parts(AccountTargets.objects.get().parts) == {programme.key: part}
    set_commercial_settings(
        SYSTEM, first_month=1, sells_through_shops=False, seen=revision_of(CommercialSettings())
    )
    picture = account_picture(actors.senior, account.pk)
    assert picture is not None
    assert (picture.programmes, picture.parts) == ([], {})
    assert programmes_together(actors.director).rows == []
    assert AccountTargets.objects.get().parts, "nothing is lost"


@db
def test_the_pages_of_programmes(cast: Cast, as_person: AsPerson, account: Customer) -> None:
    director, senior = as_person(cast.director), as_person(cast.senior)
    company = reverse("commercial:company")
    settings = reverse("commercial:settings")
    assert "Consumer and shopper programmes" not in words(director.get(company))
    set_company_targets(SYSTEM, targets=planned())
    director.post(settings, {"first_month": "1", "sells_through_shops": "on"})
    assert "There are no programmes yet" in words(director.get(company))
    new = reverse("commercial:new_programme")
    first = f"{timezone.localdate().year + 1}-03-01"
    asked = {
        "kind": "shopper", "name": "Spring fair", "aim": "Belts at the till", "families": ["Belts"],
        "first": first, "last": first, "budget": "1,000", "sales": "10,000",
        "leader_id": cast.senior.pk,
    }  # fmt: skip
    asked["seen"] = revision_of(CompanyVersion.objects.get())
    assert director.post(new, {**asked, "families": []}).status_code == 422
    assert notices(director.post(new, asked, follow=True)) == ["The programme is kept."]
    page = words(director.get(company))
    assert "Spring fair" in page
    assert f"led by {cast.senior.name}" in page
    assert "Budget €1,000, expected sales €10,000" in page
    version = CompanyVersion.objects.get()
    submit_company_plan(SYSTEM, seen=revision_of(version))
    approve_company_plan(SYSTEM, seen=revision_of(version))
    here = reverse("commercial:account", args=[account.pk])
    wrong = {"decision": "parts", "budget|1": "400"}
    assert "Say how much; 0 where it is nothing." in words(senior.post(here, wrong))
    said = {**wrong, "sales|1": "3000", "mechanic|1": "A shelf at the door"}
    page = senior.post(here, said, follow=True)
    assert notices(page) == ["Its part in programmes is kept."]
    assert "A shelf at the door" in words(as_person(cast.executive).get(here))
    together = reverse("commercial:programmes")
    assert "€600 yet" in words(director.get(together))
    hers = words(senior.get(together))
    assert "A shelf at the door" in hers
    assert "€10,000" not in hers, "the company's is for those who see all of it"
    assert "A shelf at the door" not in words(as_person(cast.sales).get(together))
    edit = reverse("commercial:programme", args=[1])
    seen = revision_of(version)
    changed = {**asked, "budget": "400", "sales": "3,000", "seen": seen}
    assert notices(director.post(edit, changed, follow=True)) == ["The programme is kept."]
    version = CompanyVersion.objects.get(number=2)
    drop = reverse("commercial:drop_programme", args=[1])
    assert "Take “Spring fair” out of the commercial plan?" in words(director.get(drop))
    page = director.post(drop, {"seen": revision_of(version)}, follow=True)
    assert notices(page) == ["The programme is taken out."]
    submit_company_plan(SYSTEM, seen=revision_of(version))
    approve_company_plan(SYSTEM, seen=revision_of(version))
    assert "has it no more" in words(director.get(together))
    row = AccountTargets.objects.get()
    out = {"decision": "parts", "out|1": "on", "seen": revision_of(row)}
    senior.post(here, out)
    assert AccountTargets.objects.get().parts == {}
