"""How the pieces of a page are written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.template import Context, Template

from clavero.core.errors import Refusal
from clavero.core.estimates import Estimate, Missing, growth
from clavero.core.money import Money
from clavero.core.period import Period
from clavero.ui.forms import DayInput, DropZone, add_refusal
from clavero.ui.parts import Crumb, Explanation, Input, Tile


def written(source: str, **context: Any) -> str:
    return " ".join(Template("{% load ui %}" + source).render(Context(context)).split())


def test_filters_write_figures() -> None:
    money = Money(Decimal("1234567.891"), "EUR")
    assert written("{{ m|money }} {{ m|money_whole }} {{ m|money_compact }}", m=money) == (
        "€1,234,567.89 €1,234,568 €1.2M"
    )
    assert written('{{ d|money:"EUR" }} {{ d|percent }} {{ d|number:2 }}', d=Decimal("0.125")) == (
        "€0.13 12.5% 0.13"
    )
    assert written(
        "{{ none|money }} {{ none|day }} {{ none|percent }} {{ none|number }}", none=None
    ) == ("— — — —")


def test_a_missing_value_says_why() -> None:
    value = Estimate(None, reason=Missing.COST_UNKNOWN)
    for tag in ("{% estimate value %}", "{% growth value %}"):
        text = written(tag, value=value)
        assert "—" in text
        assert 'title="The cost is not known."' in text
        assert '<span class="visually-hidden">The cost is not known.</span>' in text


def test_growth_needs_no_colour() -> None:
    text = written("{% growth value %}", value=growth(Decimal(8), Decimal(10)))
    assert "▼" in text
    assert "−20.0%" in text
    assert "(fall)" in text


def test_a_tile_explains_itself() -> None:
    why = Explanation(
        sentence="What was bought.",
        formula="invoices - credit notes",
        inputs=[Input("Invoices", "€10", "/lines/")],
        period=Period.ttm(date(2011, 12, 10)),
        data_version=7,
        source="methods §1.1",
    )
    tile = Tile("Net sales", "€8", growth=growth(Decimal(8), Decimal(10)),
                comparison="on the 12 months before", explanation=why)  # fmt: skip
    text = written("{% tile tile %}", tile=tile)
    for part in (
        "Net sales",
        "on the 12 months before",
        "Why this number?",
        'href="/lines/"',
        "Period: the 12 months to November 2011.",
        "Data version 7.",
        "methods §1.1",
    ):
        assert part in text


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As people say it.")
    note = forms.CharField(label="Note", required=False)
    since = forms.DateField(label="Since", widget=DayInput)
    agreed = forms.BooleanField(label="I agree")
    file = forms.FileField(label="File", widget=DropZone)
    role = forms.ChoiceField(label="Role", choices=[("a", "A")], widget=forms.RadioSelect)


def test_fields_are_written_with_labels_help_and_errors() -> None:
    text = written("{{ form }}", form=Sample({"name": ""}))
    assert '<label class="form-label" for="id_name">Name</label>' in text
    assert 'id="id_name_helptext"' in text
    assert 'id="id_name_error"' in text
    assert 'aria-invalid="true"' in text
    assert text.count("(optional)") == 1
    assert '<input type="radio" name="role" class="form-check-input" value="a"' in text
    assert 'class="drop-zone"' in text


def test_a_day_is_given_to_the_browser_in_its_own_writing() -> None:
    text = written("{{ form.since }}", form=Sample(initial={"since": date(2011, 3, 9)}))
    assert 'type="date"' in text
    assert 'value="2011-03-09"' in text


def test_a_refusal_stands_at_its_field_or_above_the_form() -> None:
    form = Sample({"name": "Acme"})
    form.is_valid()
    add_refusal(form, Refusal("Taken.", code="taken", field="name", hint="Choose another."))
    add_refusal(form, Refusal("Closed.", code="closed", field="elsewhere"))
    assert form.errors["name"] == ["Taken. Choose another."]
    assert form.non_field_errors() == ["Closed."]


def test_a_page_is_called_what_its_heading_says() -> None:
    page = '{% extends "ui/page.html" %}{% block heading %}Needs of {{ name }}{% endblock %}'
    crumbs = [Crumb("Plans", "/plans/")]
    text = Template(page).render(Context({"name": "Acme & Sons", "crumbs": crumbs}))
    assert "<title> Needs of Acme &amp; Sons · Clavero</title>" in " ".join(text.split())
    assert '<h1 class="page-title">Needs of Acme &amp; Sons</h1>' in text
    assert '<li><a href="/plans/">Plans</a></li>' in text
    named = Template(page + "{% block title %}Needs{% endblock %}").render(Context())
    assert "<title>Needs · Clavero</title>" in named
    assert "crumbs" not in named


def test_facts_are_names_with_their_values() -> None:
    text = written("{% facts known %}", known=[("Where", "<Vigo>")])
    assert text == ('<dl class="facts"> <div> <dt>Where</dt> <dd> &lt;Vigo&gt; </dd> </div> </dl>')
    assert 'class="facts is-rows"' in written('{% facts known "is-rows" %}', known=[])


def test_a_cell_is_written_in_or_only_read() -> None:
    field = Sample(initial={"note": "Soon"})["note"]
    text = written("{% field_cell field %}", field=field)
    assert '<label class="visually-hidden" for="id_note">Note</label>' in text
    assert 'value="Soon"' in text
    read = '<td data-label="Word"> Soon </td>'
    assert written('{% field_cell field False label="Word" %}', field=field) == read
    assert "later" in written("{% field_cell field False value='later' %}", field=field)
    assert written("{% field_cell field False %}", field=Sample()["note"]) == (
        '<td data-label="Note"> </td>'
    )
    refused = Sample({"name": ""})["name"]
    assert "This field is required." in written("{% field_cell field %}", field=refused)


def test_a_decision_is_a_form_of_its_own() -> None:
    source = '{% include "ui/partials/decision.html" with decision="close" %}'
    text = written(source, form="Why", icon="check", verb="Close it")
    assert '<input type="hidden" name="decision" value="close">' in text
    assert '<button class="btn" type="submit"> <svg' in text
    assert "Close it </button>" in text
