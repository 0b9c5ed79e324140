"""What plans ask for: the sections, how many of what, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.templates import (
    ASKS,
    ASKS_OF,
    LANGUAGES,
    MOST_ROWS,
    PROMPT_LENGTH,
    Ask,
    Template,
)
from clavero.plans.words import SECTION_NAMES
from clavero.plans.words.prompts import PROMPTS
from clavero.ui.numbers import CountField
from clavero.ui.versions import AdoptForm

_LANGUAGE_NAMES = {"es": _("In Spanish"), "en": _("In English")}


class TemplateForm(AdoptForm):
    """A box for each section, and for each thing that it can ask for a number and two texts."""

    def __init__(self, *given: Any, template: Template, **named: Any) -> None:
        super().__init__(*given, **named)
        for section in Section:
            label: Any = SECTION_NAMES[section]
            self.fields[f"section_{int(section)}"] = forms.BooleanField(
                label=label, required=False, initial=section in template.sections
            )
        for ask in ASKS:
            self.fields[f"count_{ask.key}"] = CountField(
                label=_("How many"), min_value=0, max_value=MOST_ROWS, initial=template.count(ask)
            )
            for language in LANGUAGES:
                self.fields[f"prompt_{language}_{ask.key}"] = forms.CharField(
                    label=_LANGUAGE_NAMES[language],
                    required=False,
                    max_length=PROMPT_LENGTH,
                    widget=forms.Textarea(attrs={"rows": 2}),
                    initial=_said(ask, template, language),
                )

    def sections(self) -> Iterator[tuple[BoundField, list[tuple[BoundField, list[BoundField]]]]]:
        """Each section with what it can ask for."""
        for section in Section:
            asks = [
                (
                    self[f"count_{ask.key}"],
                    [self[f"prompt_{language}_{ask.key}"] for language in LANGUAGES],
                )
                for ask in ASKS_OF[section]
            ]
            yield self[f"section_{int(section)}"], asks

    def template(self) -> Template:
        """What was asked for; words that are Clavero's own are not kept."""
        given = self.cleaned_data
        counts = {ask.key: given[f"count_{ask.key}"] for ask in ASKS}
        prompts: dict[str, dict[str, str]] = {}
        for ask in ASKS:
            for language in LANGUAGES:
                text = given[f"prompt_{language}_{ask.key}"].strip()
                if text and text != _usual(ask, language):
                    prompts.setdefault(ask.key, {})[language] = text
        usual = {ask.key: ask.usual for ask in ASKS}
        return Template(
            frozenset(each for each in Section if given[f"section_{int(each)}"]),
            {key: count for key, count in counts.items() if count != usual[key]},
            prompts,
        )


def _usual(ask: Ask, language: str) -> str:
    with translation.override(language):
        return str(PROMPTS[ask.key])


def _said(ask: Ask, template: Template, language: str) -> str:
    return template.prompts.get(ask.key, {}).get(language) or _usual(ask, language)
