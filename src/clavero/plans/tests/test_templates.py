"""What plans ask for: decided in versions by strategy and sector, taken by difference; examples."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.faults import Faulty
from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.testing import Cast
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.plans.models import Plan, PlanItem, TemplateVersion
from clavero.plans.rules.catalogue import BY_KEY, Section, read_fields
from clavero.plans.rules.templates import (
    ALL,
    ASKS,
    FEWEST,
    LANGUAGES,
    Template,
    Templates,
    default_template,
    difference,
    parse_templates,
)
from clavero.plans.selectors import latest_templates, plan_picture, plan_template
from clavero.plans.services import adopt_template, start_plan, take_template
from clavero.plans.testing import make_plan_template
from clavero.plans.views.templates import shown_difference
from clavero.plans.words.examples import ACTION, EXAMPLES, INITIATIVE, NEED, OBJECTIVE
from clavero.plans.words.prompts import PROMPTS
from clavero.portfolio.models import Customer
from clavero.ui.testing import notices, words

Refuses = Callable[[str], AbstractContextManager[None]]
TODAY = timezone.localdate()
templates = st.builds(
    Template,
    st.frozensets(st.sampled_from(Section), min_size=1),
    st.dictionaries(st.sampled_from([ask.key for ask in ASKS]), st.integers(0, 9), max_size=4),
    st.dictionaries(
        st.sampled_from([ask.key for ask in ASKS]),
        st.dictionaries(st.sampled_from(LANGUAGES), st.text(min_size=1, max_size=9), min_size=1),
        max_size=3,
    ),
)


@given(templates)
def test_a_template_is_kept_as_it_is(template: Template) -> None:
    kept = Templates().with_one(("invest", "Food"), template)
    assert parse_templates(kept.to_plain()) == kept
    assert kept.of(Strategy.INVEST, "Food") == template
    assert kept.of(Strategy.INVEST, "Wood") == default_template(Strategy.INVEST)


@given(templates, templates)
def test_nothing_differs_from_itself_and_all_that_differs_is_told(
    one: Template, two: Template
) -> None:
    assert list(difference(one, one)) == []
    told = {each.key for each in difference(one, two)}
    for section in Section:
        assert (str(int(section)) in told) is (
            (section in one.sections) != (section in two.sections)
        )


def test_all_that_can_be_asked_has_its_words() -> None:
    assert PROMPTS.keys() == {ask.key for ask in ASKS}
    assert len({ask.key for ask in ASKS}) == len(ASKS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: str(each.kind))
def test_an_example_could_be_written(example: object) -> None:
    kind, fields = example.kind, example.fields  # type: ignore[attr-defined]
    assert str(example.text)  # type: ignore[attr-defined]
    if kind in {NEED, OBJECTIVE, INITIATIVE, ACTION}:
        return
    scaled = {
        key: str(int(value) / BY_KEY[kind].by_key[key].scale)
        if value and BY_KEY[kind].by_key[key].scale != 1
        else value
        for key, value in fields.items()
    }
    read_fields(BY_KEY[kind], scaled)


def test_every_section_with_rows_has_an_example() -> None:
    shown = {BY_KEY[each.kind].section for each in EXAMPLES if each.kind in BY_KEY}
    assert shown == {kind.section for kind in BY_KEY.values()}


@pytest.mark.django_db
def test_the_director_decides_what_plans_ask_for(
    actors: SimpleNamespace, customer: Customer, refuses: Refuses
) -> None:
    few = Template(FEWEST, {"actions": 1}, {"actions": {"es": "¿Y ahora?", "en": "What now?"}})
    asked = {
        "strategy": Strategy.INVEST, "sector": "", "template": few, "valid_from": TODAY,
        "reason": "Shorter", "seen": None,
    }  # fmt: skip
    for other in (actors.senior, actors.executive, actors.logistics):
        with pytest.raises(Forbidden):
            adopt_template(other, **asked)
    with refuses("reason_missing"):
        adopt_template(actors.director, **{**asked, "reason": " "})
    with refuses("in_the_past"):
        adopt_template(actors.director, **{**asked, "valid_from": TODAY - timedelta(days=1)})
    with refuses("nothing_changed"):
        adopt_template(actors.director, **{**asked, "template": Template(ALL)})
    with pytest.raises(Faulty):
        adopt_template(actors.director, **{**asked, "template": Template(frozenset())})
    with pytest.raises(Faulty):
        adopt_template(actors.director, **{**asked, "template": Template(ALL, {"actions": 99})})
    version = adopt_template(actors.administrator, **asked)
    assert history(version)[0].verb == "plans.templates_adopted"
    with pytest.raises(ChangedMeanwhile):
        adopt_template(actors.director, **{**asked, "template": Template(ALL, {"risk": 4})})
    assert latest_templates().settings.of(Strategy.INVEST) == few
    assert latest_templates().settings.of(Strategy.HARVEST) == Template(FEWEST)


@pytest.mark.django_db
def test_a_plan_takes_a_newer_template_by_difference(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    hold(date(2026, 2, 1), {customer.code: Strategy.INVEST})
    assert plan.template is None
    before = plan_picture(actors.senior, customer.pk)
    assert not before.has_newer_template
    version = make_plan_template(strategy=Strategy.INVEST, actions=9)
    picture = plan_picture(actors.senior, customer.pk)
    assert picture.has_newer_template
    assert picture.sections[Section.ACTIONS].filled.required == 3
    found = plan_template(actors.senior, customer.pk)
    told = [(each.key, each.before, each.after) for each in difference(found.template, found.newer)]
    assert told == [("actions", 3, 9)]
    taken = {"customer_id": customer.pk, "seen": version.pk}
    with pytest.raises(Customer.DoesNotExist):
        take_template(actors.junior_two, **taken)
    with pytest.raises(Forbidden):
        take_template(actors.director, **taken)
    with refuses("another_version"):
        take_template(actors.senior, customer_id=customer.pk, seen=None)
    take_template(actors.junior_one, **taken)
    assert history(plan)[0].verb == "plan.template_taken"
    picture = plan_picture(actors.senior, customer.pk)
    assert picture.sections[Section.ACTIONS].filled.required == 9
    with refuses("taken_already"):
        take_template(actors.senior, **taken)


@pytest.mark.django_db
def test_a_sector_has_its_own_template(actors: SimpleNamespace, customer: Customer) -> None:
    version = make_plan_template(sector="Food", actions=7)
    Customer.objects.filter(pk=customer.pk).update(sector="Food")
    assert start_plan(actors.senior, customer_id=customer.pk).template == version
    picture = plan_picture(actors.senior, customer.pk)
    assert picture.sections[Section.ACTIONS].filled.required == 7


@pytest.mark.django_db
def test_templates_are_worked_with(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    director, senior = as_person(cast.director), as_person(cast.senior)
    assert "all sectors" in words(director.get(reverse("plans:templates")))
    address = reverse("plans:change_template") + "?strategy=&sector=Food"
    form = director.get(address).context["form"]
    sent = {
        name: field.initial
        for name, field in form.fields.items()
        if field.initial not in (None, False, "")
    }
    sent |= {"valid_from": TODAY.isoformat(), "reason": "Of food", "seen": ""}
    sent = {name: "on" if value is True else value for name, value in sent.items()}
    page = director.post(address, sent)
    assert page.status_code == 422
    assert "Nothing is different" in words(page)
    changed = {**sent, "count_risk": "4", "prompt_es_risk": "¿Qué plaga puede venir?"}
    page = director.post(address, changed, follow=True)
    assert "is adopted" in notices(page)[0]
    template = TemplateVersion.objects.get().content["own"][0]
    assert (template["sector"], template["counts"]) == ("Food", {"risk": 4})
    assert template["prompts"] == {"risk": {"es": "¿Qué plaga puede venir?"}}
    Customer.objects.filter(pk=customer.pk).update(sector="Food")
    here = reverse("plans:plan_template", args=[customer.pk])
    page = senior.get(here)
    assert "Until now From then on" in words(page)
    seen = page.context["found"].newest.number
    page = senior.post(here, {"seen": seen}, follow=True)
    assert "newest version" in notices(page)[0]
    Plan.objects.get(pk=plan.pk)
    with translation.override("es"):
        told = plan_picture_prompts(senior, customer)
    assert "¿Qué plaga puede venir?" not in told  # the senior reads English
    assert "What would cost us this account" in told
    version = reverse("plans:template_version", args=[seen])
    assert as_person(cast.administrator).get(version).status_code == 200
    assert director.get(reverse("plans:change_template") + "?strategy=joke").status_code == 404


def plan_picture_prompts(browser: object, customer: Customer) -> str:
    return words(browser.get(reverse("plans:plan", args=[customer.pk])))  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_an_example_is_a_start(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    browser = as_person(cast.senior)
    for number in (3, 4, 9, 10, 12):
        page = browser.get(reverse("plans:examples", args=[customer.pk, number]))
        for example in page.context["examples"]:
            opened = browser.get(example.use)
            assert opened.status_code == 200
            assert opened.context["form"].initial["text"] == str(example.text)
    assert browser.get(reverse("plans:examples", args=[customer.pk, 77])).status_code == 404
    page = browser.get(reverse("plans:examples", args=[customer.pk, 3]))
    use = page.context["examples"][0].use
    form = browser.get(use).context["form"]
    given = {name: form.initial[name] for name in form.initial}
    assert browser.post(use, given).status_code == 302
    row = PlanItem.objects.get()
    assert (row.kind, row.data["probability"]) == ("pestel", "0.8")


def test_what_is_asked_otherwise_is_told_in_one_language() -> None:
    def worded(**said: str) -> Template:
        return Template(frozenset({Section.NEEDS}), prompts={"needs_now": said})

    both = worded(en="What hurts?", es="¿Qué duele?")
    for after, told in (
        (worded(en="What itches?", es="¿Qué pica?"), ("What hurts?", "What itches?")),
        (worded(en="What hurts?", es="¿Qué pica?"), ("¿Qué duele?", "¿Qué pica?")),
        (worded(), ("What hurts?", "in Clavero's words")),
    ):
        [shown] = shown_difference(both, after)
        assert shown[2:] == told
