"""What people say of a candidate: filter, evidence, ratings, agreements, decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.selection.models import Decision
from clavero.selection.rules.rating import Others
from clavero.selection.rules.steps import STEPS, Status
from clavero.selection.selectors.rows import NO, UNKNOWN, YES
from clavero.selection.sentences import others_in_words
from clavero.selection.services import Answer, RatersApart, Talk
from clavero.selection.words import ANSWER_NAMES, STATUS_NAMES, Name
from clavero.ui import formats
from clavero.ui.forms import DayInput, RevisedForm, carry_instead
from clavero.ui.numbers import AmountField, CountField

LONGEST = 2000


class ReasonForm(forms.Form):
    """Why a customer should be a key account."""

    reason = forms.CharField(
        label=_("Why it should be a key account"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
    )


class FilterForm(RevisedForm):
    """The questions of the filter, and whether the customer itself refuses."""

    def __init__(self, data: Any = None, *, questions: Mapping[str, Name], **options: Any) -> None:
        super().__init__(data, **options)
        self._questions = questions
        for key, name in questions.items():
            self.fields[f"passes_{key}"] = forms.ChoiceField(
                label=str(name),
                choices=[(each, ANSWER_NAMES[each]) for each in (YES, NO, UNKNOWN)],
                widget=forms.RadioSelect,
            )
            self.fields[f"why_{key}"] = forms.CharField(
                label=_("Why"), required=False, max_length=LONGEST
            )
        self.fields["refused"] = forms.CharField(
            label=_("The customer does not want such a relationship, because"),
            required=False,
            max_length=LONGEST,
            help_text=_("Empty while it does not refuse."),
        )

    def asked(self) -> list[tuple[BoundField, BoundField]]:
        """Each question with its reason."""
        return [(self[f"passes_{key}"], self[f"why_{key}"]) for key in self._questions]

    def clean(self) -> dict[str, Any]:
        """What the service takes."""
        given = super().clean() or {}
        answers = {
            key: Answer(given.get(f"passes_{key}", UNKNOWN), given.get(f"why_{key}", ""))
            for key in self._questions
        }
        return {"answers": answers, "refused": given.get("refused", ""), "seen": given.get("seen")}


class EvidenceForm(forms.Form):
    """What speaks for or against a candidate."""

    text = forms.CharField(
        label=_("Evidence"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        help_text=_("What is known, and from where. It stays, with your name."),
    )
    day = forms.DateField(label=_("Of which day"), widget=DayInput)
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=LONGEST,
        assume_scheme="https",
        help_text=_("Where there is more of it, if there is: https://…"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"day": timezone.localdate()})


class RatingForm(forms.Form):
    """One's own scores, criterion by criterion."""

    def __init__(
        self,
        data: Any = None,
        *,
        criteria: Mapping[str, Name],
        weights: Mapping[str, float],
        own: Mapping[str, Decimal],
        scales: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        self._criteria = list(criteria)
        self._asked: set[str] = set()
        for key, name in criteria.items():
            self.fields[f"score_{key}"] = AmountField(
                label=str(name),
                required=False,
                min_value=Decimal(0),
                max_value=Decimal(10),
                tells_limits=False,
                initial=own.get(key),
                help_text=_("It weighs %(weight)s of 100. %(scale)s")
                % {"weight": _points(weights[key]), "scale": scales[key]},
            )
            self.fields[f"others_{key}"] = forms.CharField(
                required=False, max_length=50, widget=forms.HiddenInput
            )
            self.fields[f"talk_{key}"] = forms.CharField(
                label=_("What came of the talk"),
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                max_length=LONGEST,
                help_text=_("It is kept with your name and the day, and the median counts."),
            )

    def lines(self) -> list[tuple[BoundField, BoundField, BoundField, bool]]:
        """The score of each criterion, what the others gave and what came of the talk about it,
        and whether that is asked."""
        return [
            (self[f"score_{key}"], self[f"others_{key}"], self[f"talk_{key}"], self._asks(key))
            for key in self._criteria
        ]

    def _asks(self, key: str) -> bool:
        return key in self._asked or bool(self.data.get(f"others_{key}"))

    def ask_for_talks(self, apart: RatersApart) -> None:
        """Show what the others gave, and ask what came of the talk."""
        carried = {f"others_{key}": _carried(others) for key, others in apart.others.items()}
        carry_instead(self, carried)
        for key, others in apart.others.items():
            self._asked.add(key)
            self.add_error(f"talk_{key}", others_in_words(others))

    def clean(self) -> dict[str, Any]:
        """What the service takes."""
        given = super().clean() or {}
        talks = {
            key: Talk(note, _read(given.get(f"others_{key}", "")))
            for key in self._criteria
            if (note := given.get(f"talk_{key}"))
        }
        return {
            "scores": {key: given.get(f"score_{key}") for key in self._criteria},
            "talks": talks,
        }


def _carried(others: Others) -> str:
    return f"{others.raters};{others.lowest:f};{others.highest:f}"


def _read(carried: str) -> Others:
    """What the page showed; what cannot be read is nobody's."""
    try:
        raters, lowest, highest = carried.split(";")
        return Others(int(raters), Decimal(lowest), Decimal(highest))
    except (ValueError, ArithmeticError):
        return Others(0, Decimal(0), Decimal(0))


class AgreementForm(RevisedForm):
    """What the raters of one criterion have agreed on."""

    ratings = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    note = forms.CharField(
        label=_("What you have agreed on, and why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST,
    )

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """The history has a note of each criterion."""
        return "note", value

    def about(self, ratings: str) -> None:
        """Sent again, it is about the ratings that the page shows now."""
        carry_instead(self, {self.add_prefix("ratings"): ratings})

    def clean_ratings(self) -> tuple[Decimal, ...]:
        """The ratings that the page showed; what cannot be read is none of them."""
        parts = self.cleaned_data["ratings"].split(";")
        try:
            return tuple(Decimal(part) for part in parts if part)
        except ArithmeticError:
            return ()

    def clean(self) -> dict[str, Any]:
        """What the service takes."""
        given = super().clean() or {}
        return {
            "note": given.get("note", ""),
            "seen": given.get("ratings", ()),
            "revision": given.get("seen", 0),
        }


class DecisionForm(RevisedForm):
    """What the committee decided. ``seen`` is the last decision on the customer."""

    status = forms.ChoiceField(
        label=_("It is from now on"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    day = forms.DateField(label=_("Decided on"), widget=DayInput)
    members = forms.CharField(
        label=_("Members of the committee"),
        max_length=LONGEST,
        help_text=_("The names of those who decided, with commas between them."),
    )
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST
    )
    against = forms.CharField(
        label=_("Why against the rule"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=LONGEST,
        help_text=_(
            "Only where the committee decides otherwise than the rules propose, or beyond the "
            "places that there are."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        now: Status,
        proposed: Status,
        members: str,
        seen: int,
        again: Decision | None = None,
    ) -> None:
        initial = {
            "status": proposed.value,
            "day": timezone.localdate(),
            "members": members,
            "seen": seen or "",
        }
        if again is not None:
            told = ("status", "day", "members", "reason", "against")
            initial |= {field: getattr(again, field) for field in told}
        super().__init__(data, initial=initial)
        field = self.fields["status"]
        assert isinstance(field, forms.ChoiceField)
        # What was sent is among them: that there is no step to it is told by the service, in words.
        sent = self.data.get("status")
        field.choices = [
            (each.value, STATUS_NAMES[each])
            for each in Status
            if each in _reachable(now) or each.value == sent
        ]

    def clean(self) -> dict[str, Any]:
        """What the service takes."""
        given = super().clean() or {}
        if status := given.get("status"):
            given["status"] = Status(status)
        return given


class WithdrawForm(forms.Form):
    """Why a decision is withdrawn."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        help_text=_("The decision stays to be read with this reason, and counts no more."),
    )


def _points(weight: float) -> str:
    return formats.number(round(Decimal(str(weight)), 1))


def _reachable(now: Status) -> Sequence[Status]:
    return [each for each in Status if each is now or each in STEPS[now]]


class ChosenForm(forms.Form):
    """The customers that the ledger puts forward, ticked or not."""

    customer_ids = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": _(
                "One of those that were ticked is not proposed any more: look at who is left, and "
                "send it again."
            )
        },
    )

    def __init__(self, data: Any = None, *, ids: Sequence[int]) -> None:
        super().__init__(data)
        field = self.fields["customer_ids"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(each), str(each)) for each in ids]

    def clean_customer_ids(self) -> list[int]:
        """The numbers of those ticked."""
        return [int(each) for each in self.cleaned_data["customer_ids"]]


class YearForm(forms.Form):
    """Which year is opened."""

    year = CountField(
        label=_("Year"),
        min_value=2000,
        max_value=2200,
        tells_limits=False,
        error_messages=dict.fromkeys(
            ("min_value", "max_value"),
            _("Write a year such as 2027."),  # not as a number: 2.027
        ),
    )

    def __init__(self, data: Any = None, *, year: int) -> None:
        super().__init__(data, initial={"year": year})
