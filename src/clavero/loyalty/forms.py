"""What is asked, and who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.loyalty.models import NAME_LENGTH
from clavero.loyalty.rules.asking import (
    LANGUAGES,
    MOST_OPEN,
    MOST_REMINDERS,
    MOST_REST,
    OFFERED,
    OPEN_DAYS,
    RESTS_DAYS,
    TITLE_LENGTH,
    WORDS_LENGTH,
    Content,
    Question,
)
from clavero.loyalty.selectors import Askable, SurveyNow
from clavero.loyalty.words import (
    DEFAULT_INTRO,
    DEFAULT_QUESTIONS,
    DEFAULT_TITLE,
    DEFAULT_WORDS,
    KIND_NAMES,
    QUESTION_NAMES,
)
from clavero.relationships.words import FUNCTION_NAMES
from clavero.ui.forms import DayInput
from clavero.ui.numbers import CountField

_IN = {"es": _("In Spanish"), "en": _("In English")}


class SurveyForm(forms.Form):
    """The name of a survey, and its texts in both languages."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, help_text=_("For you; respondents do not see it.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, name: str = "", now: Content | None, seen: int) -> None:
        super().__init__(data, initial={"name": name, "seen": seen})
        title, intro = (now.title, now.intro) if now else (DEFAULT_TITLE, DEFAULT_INTRO)
        asked = {each.key: each.words for each in now.questions} if now else {}
        for language in LANGUAGES:
            self._text(f"title_{language}", title, language, most=TITLE_LENGTH)
        for language in LANGUAGES:
            key = f"intro_{language}"
            self._text(key, intro, language, most=WORDS_LENGTH, is_long=True, is_needed=False)
        for each in OFFERED:
            is_asked = each.key in asked if now else each.key in DEFAULT_QUESTIONS
            self.fields[f"ask_{each.key}"] = forms.BooleanField(
                label=str(QUESTION_NAMES[each.key]),
                required=False,
                initial=is_asked,
                help_text=str(KIND_NAMES[each.kind]),
            )
            for language in LANGUAGES:
                words = asked.get(each.key, DEFAULT_WORDS[each.key])
                self._text(
                    f"{each.key}_{language}", words, language, most=WORDS_LENGTH, is_long=True
                )

    def _text(
        self,
        key: str,
        words: Mapping[str, str],
        language: str,
        *,
        most: int,
        is_long: bool = False,
        is_needed: bool = True,
    ) -> None:
        attributes = {"lang": language, **({"rows": 2} if is_long else {})}
        self.fields[key] = forms.CharField(
            label=_IN[language],
            max_length=most,
            required=is_needed,
            initial=words.get(language, ""),
            widget=forms.Textarea(attrs=attributes) if is_long else forms.TextInput(attributes),
        )

    @property
    def titles(self) -> list[BoundField]:
        """The title in each language."""
        return [self[f"title_{language}"] for language in LANGUAGES]

    @property
    def intros(self) -> list[BoundField]:
        """What stands below it in each language."""
        return [self[f"intro_{language}"] for language in LANGUAGES]

    @property
    def questions(self) -> list[tuple[BoundField, list[BoundField]]]:
        """Whether each question is put, and in which words."""
        return [
            (self[f"ask_{each.key}"], [self[f"{each.key}_{language}"] for language in LANGUAGES])
            for each in OFFERED
        ]

    def clean(self) -> dict[str, Any]:
        """What the service takes."""
        given = dict(super().clean() or {})
        words = {
            key: {language: given.get(f"{key}_{language}", "") for language in LANGUAGES}
            for key in ("title", "intro", *(each.key for each in OFFERED))
        }
        questions = tuple(
            Question(each.key, words[each.key]) for each in OFFERED if given.get(f"ask_{each.key}")
        )
        content = Content(words["title"], words["intro"], questions)
        return {"name": given.get("name", ""), "seen": given.get("seen"), "content": content}


class StartForm(forms.Form):
    """What is put to whom, and until when."""

    version_id = forms.TypedChoiceField(label=_("What is asked"), coerce=int)
    name = forms.CharField(
        label=_("Name of the wave"),
        max_length=NAME_LENGTH,
        help_text=_("Such as “Autumn 2026”; respondents do not see it."),
    )
    customer_ids = forms.TypedMultipleChoiceField(
        label=_("Accounts"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those with contacts whose e-mail is written down."),
    )
    functions = forms.MultipleChoiceField(
        label=_("Functions"),
        choices=[(key, name) for key, name in FUNCTION_NAMES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: people of all functions are asked."),
    )
    closes_on = forms.DateField(label=_("Answers until"), widget=DayInput)
    rests = CountField(
        label=_("Leave in peace who was asked in the last days"),
        min_value=0,
        max_value=MOST_REST,
        initial=RESTS_DAYS,
    )

    reminds = forms.TypedChoiceField(
        label=_("Remind who has not answered"),
        coerce=int,
        initial=MOST_REMINDERS,
        choices=[(2, _("twice")), (1, _("once")), (0, pgettext_lazy("reminders", "never"))],
        help_text=_(
            "By night, three days after the last message at the earliest, until they answer or the"
            " last day is over."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        surveys: Sequence[SurveyNow],
        accounts: Sequence[Askable],
        chosen: int | None = None,
    ) -> None:
        today = timezone.localdate()
        initial: dict[str, Any] = {"closes_on": today + timedelta(days=OPEN_DAYS)}
        if chosen is not None:
            initial["customer_ids"] = [chosen]
        super().__init__(data, initial=initial)
        self.fields["closes_on"].widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + timedelta(days=MOST_OPEN)).isoformat(),
        }
        self.fields["version_id"].choices = [  # type: ignore[attr-defined]
            (each.version.pk, f"{each.survey.name} ({each.version.number})") for each in surveys
        ]
        self.fields["customer_ids"].choices = [  # type: ignore[attr-defined]
            (each.customer_id, f"{each.name} ({each.contacts})") for each in accounts
        ]
