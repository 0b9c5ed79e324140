"""Contacts, judgements, ties and stages, as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.matrix.rules.position import Stage
from clavero.relationships.models import (
    LANGUAGES_LENGTH,
    MOST_INTERVAL,
    NAME_LENGTH,
    PHONE_LENGTH,
    SCENARIO_LENGTH,
    SOURCE_LENGTH,
    TITLE_LENGTH,
    USUAL_INTERVAL,
)
from clavero.relationships.rules.demands import MOST_RESILIENCE
from clavero.relationships.rules.influence import LineKind
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.matrix import MOST, Ours
from clavero.relationships.rules.people import Function, Level, Part, Party
from clavero.relationships.rules.sides import Side
from clavero.relationships.words import (
    FUNCTION_NAMES,
    GUIDES,
    LEVEL_NAMES,
    LINE_NAMES,
    OURS_NAMES,
    PART_NAMES,
    PARTY_NAMES,
    SIDE_NAMES,
    stage_name,
)
from clavero.ui.forms import DayInput, DropZone, RevisedForm, TableForm
from clavero.ui.numbers import CountField
from clavero.ui.versions import AdoptForm

Choices = Sequence[tuple[Any, Any]]


def _choices(kind: Any, names: Any, *, empty: Any = None) -> list[tuple[str, Any]]:
    found = [(each.value, names[each]) for each in kind]
    return found if empty is None else [("", empty), *found]


class ContactForm(RevisedForm):
    """All the facts of a contact."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("Leave it empty for a place that somebody holds whom nobody knows yet."),
    )
    title = forms.CharField(label=_("Job title"), max_length=TITLE_LENGTH, required=False)
    function = forms.TypedChoiceField(
        label=_("Function"), coerce=Function, choices=_choices(Function, FUNCTION_NAMES)
    )
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=_choices(Level, LEVEL_NAMES, empty=_("not known"))
    )
    part = forms.ChoiceField(
        label=_("Part in the decision"),
        required=False,
        choices=_choices(Part, PART_NAMES, empty=_("not known")),
    )
    reports_to_id = forms.TypedChoiceField(
        label=_("Reports to"), required=False, coerce=int, empty_value=None
    )
    unit = forms.CharField(label=_("Department or site"), max_length=TITLE_LENGTH, required=False)
    languages = forms.CharField(
        label=_("Languages"),
        max_length=LANGUAGES_LENGTH,
        required=False,
        help_text=_("Those in which one can talk with them, the best first."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=PHONE_LENGTH, required=False)
    party = forms.TypedChoiceField(
        label=_("Belongs to"), coerce=Party, choices=_choices(Party, PARTY_NAMES)
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("Only of third parties: what the consultancy or the association is called."),
    )

    def __init__(self, *args: Any, bosses: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reports_to_id"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody, or not known")),
            *bosses,
        ]


class NewContactForm(ContactForm):
    """The same of one who is not there yet: there is nothing to write over."""

    seen = None  # type: ignore[assignment]


class ChangeContactForm(ContactForm):
    """The same of one who is, who may have left."""

    left_on = forms.DateField(
        label=_("Left on"),
        required=False,
        widget=DayInput,
        help_text=_("From this day on nobody counts on them; what was known stays."),
    )


class BossForm(RevisedForm):
    """Whom somebody reports to, as it is changed on the chart."""

    contact_id = forms.IntegerField(widget=forms.HiddenInput, localize=False)
    reports_to_id = forms.TypedChoiceField(
        label=_("Reports to"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, bosses: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reports_to_id"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody, or not known")),
            *bosses,
        ]


class JudgementForm(forms.Form):
    """What one thinks, how one knows, and until when it counts."""

    value = forms.TypedChoiceField(coerce=int)
    source = forms.CharField(
        label=_("How do you know?"),
        max_length=SOURCE_LENGTH,
        help_text=_("What was said or done, by whom and when."),
    )
    expires_on = forms.DateField(
        label=_("Counts until"),
        required=False,
        widget=DayInput,
        help_text=_("Empty: a year. Two years at most."),
    )

    def __init__(self, *args: Any, kind: Kind, label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"].label = label
        guide = GUIDES[kind].items()
        self.fields["value"].choices = [  # type: ignore[attr-defined]
            ("", pgettext_lazy("a judgement", "choose")),
            *guide,
        ]


class TieForm(JudgementForm):
    """Who of ours knows a contact, as what, and how well."""

    person_id = forms.TypedChoiceField(label=_("Of ours"), coerce=int)
    ours = forms.TypedChoiceField(
        label=_("Our function"), coerce=Ours, choices=_choices(Ours, OURS_NAMES)
    )
    last_on = forms.DateField(label=_("Last contact"), required=False, widget=DayInput)
    interval_days = CountField(
        label=_("Days between contacts"),
        min_value=1,
        max_value=MOST_INTERVAL,
        initial=USUAL_INTERVAL,
        help_text=_("After twice as many without contact, the link counts one level less."),
    )
    field_order = (
        "person_id", "ours", "value", "source", "last_on", "interval_days", "expires_on",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person_id"].choices = list(people)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The value is the strength of the tie."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if "value" in found:
            found["strength"] = found.pop("value")
        return found


class ChangeTieForm(RevisedForm):
    """How ours and theirs are in contact."""

    ours = forms.TypedChoiceField(
        label=_("Our function"), coerce=Ours, choices=_choices(Ours, OURS_NAMES)
    )
    last_on = forms.DateField(
        label=_("Last contact"),
        required=False,
        widget=DayInput,
        help_text=_("Meetings, calls and mails that are written down count by themselves."),
    )
    interval_days = CountField(
        label=_("Days between contacts"), min_value=1, max_value=MOST_INTERVAL
    )


class StageForm(forms.Form):
    """How far the relationship is, in whose eyes."""

    side = forms.TypedChoiceField(
        label=_("In whose eyes"), coerce=Side, choices=_choices(Side, SIDE_NAMES)
    )
    stage = forms.TypedChoiceField(
        label=_("Stage"), coerce=Stage, choices=[(each.value, stage_name(each)) for each in Stage]
    )
    source = forms.CharField(
        label=_("How do you know?"),
        max_length=SOURCE_LENGTH,
        help_text=_("Of the customer's view: who said so, and when."),
    )
    said_on = forms.DateField(label=_("Since"), widget=DayInput)


class LineForm(RevisedForm):
    """What there is between two of the influence map. Whom somebody reports to is a line in a
    scenario alone: today it is a fact."""

    start_id = forms.TypedChoiceField(label=_("From"), coerce=int)
    kind = forms.TypedChoiceField(label=pgettext_lazy("a line", "What"), coerce=LineKind)
    end_id = forms.TypedChoiceField(label=_("To"), coerce=int)
    source = forms.CharField(
        label=_("How do you know?"),
        max_length=SOURCE_LENGTH,
        required=False,
        help_text=_("Of influence and conflict it must be said: who did what, and when."),
    )
    expires_on = forms.DateField(
        label=_("Counts until"),
        required=False,
        widget=DayInput,
        help_text=_("Empty: a year. Two years at most. Reporting lines do not expire."),
    )

    def __init__(self, *args: Any, people: Choices, in_scenario: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [each for each in LineKind if in_scenario or each is not LineKind.SOLID]
        self.fields["kind"].choices = [(each.value, LINE_NAMES[each]) for each in kinds]  # type: ignore[attr-defined]
        for name in ("start_id", "end_id"):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                ("", pgettext_lazy("somebody", "choose")),
                *people,
            ]


class ScenarioForm(forms.Form):
    """A copy of the influence map under a name of its own."""

    name = forms.CharField(label=_("Name"), max_length=SCENARIO_LENGTH)
    supposes = forms.CharField(
        label=_("What is supposed"),
        max_length=SOURCE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DemandRow(forms.Form):
    """A cell of the matrix with what each stage asks for in it; one of which nothing is asked is
    left out."""

    ours = forms.ChoiceField(
        label=_("Our function"), required=False, choices=_choices(Ours, OURS_NAMES, empty="")
    )
    theirs = forms.ChoiceField(
        label=_("Their function"),
        required=False,
        choices=_choices(Function, FUNCTION_NAMES, empty=""),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for stage in Stage:
            self.fields[stage.value] = forms.TypedChoiceField(
                label=str(stage_name(stage)),
                coerce=int,
                empty_value=0,  # type: ignore[arg-type]
                required=False,
                choices=[("0", "–"), *((str(each), str(each)) for each in range(1, MOST + 1))],
            )

    def clean(self) -> dict[str, Any]:
        """A level between nobody is asked about."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        is_asked = any(found.get(stage.value) for stage in Stage)
        for name in ("ours", "theirs"):
            if is_asked and not found.get(name) and name not in self.errors:
                self.add_error(name, _("Say between which functions."))
        return found

    def levels(self) -> list[Any]:
        """The fields of the stages, in their order."""
        return [self[stage.value] for stage in Stage]


class DemandsForm(AdoptForm):
    """What the stages ask for beside the cells: how much of them, and which resilience."""

    coverage = CountField(
        label=_("Coverage that is the target"),
        min_value=1,
        max_value=100,
        help_text=_("In per cent of what the stage asks for."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for stage in Stage:
            self.fields[f"resilience_{stage.value}"] = CountField(
                label=str(stage_name(stage)),
                min_value=1,
                max_value=MOST_RESILIENCE,
                tells_limits=False,
            )
            self.fields[f"bow_tie_{stage.value}"] = CountField(
                label=str(stage_name(stage)),
                min_value=0,
                max_value=100,
                required=False,
                tells_limits=False,
            )

    def bow_tie(self) -> list[Any]:
        """The fields of the stages, in their order."""
        return [self[f"bow_tie_{stage.value}"] for stage in Stage]

    def resilience(self) -> list[Any]:
        """The fields of the stages, in their order."""
        return [self[f"resilience_{stage.value}"] for stage in Stage]


class ContactsFileForm(TableForm):
    """A table or an address book, and on whose side the people of an address book stand."""

    party = forms.TypedChoiceField(
        label=_("The people of an address book belong to"),
        coerce=Party,
        choices=_choices(Party, PARTY_NAMES),
        initial=Party.CUSTOMER.value,
        required=False,
        empty_value=Party.CUSTOMER,
        help_text=_(
            "Third parties stand under the company of their card. A table says it row by row."
        ),
    )
    any_company = forms.BooleanField(
        label=_("Cards that name another company are of this account too"),
        required=False,
        help_text=_(
            "Otherwise those on the customer's side whose company is unlike the account are told,"
            " and not written down."
        ),
    )

    content = forms.FileField(
        label=_("File"),
        widget=DropZone(attrs={"accept": ".vcf,.csv,.txt,.xlsx"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty."),
        },
    )
