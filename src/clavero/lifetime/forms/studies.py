"""What the pages about staying, contracts, cycles and constant retention are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from clavero.lifetime.rules.asking import HORIZONS, USUAL_DISCOUNT
from clavero.lifetime.rules.studies import (
    MOST_LINES,
    MOST_RENEWALS,
    SILENCES,
    USUAL_SILENCE,
    By,
    ConstantAsked,
    ContractsAsked,
    NotTyped,
    StayingAsked,
    read_cohorts,
)
from clavero.lifetime.rules.terms import Step
from clavero.lifetime.words import BY_NAMES, STEP_NAMES, Name
from clavero.ui.numbers import ExactField

_YEARS = ngettext_lazy("%(count)s year", "%(count)s years", "count")
_MONTHS = ngettext_lazy("%(count)s month", "%(count)s months", "count")
_NOT_TYPED: dict[str, Name] = {
    "numbers": _("Line %(line)s has something else than whole numbers without thousands signs."),
    "short": _("Line %(line)s needs the customers at first and those left after a renewal."),
    "grows": _("In line %(line)s more are left than there were before."),
    "many": _("Line %(line)s is too much: up to %(lines)s cohorts of %(numbers)s numbers each."),
}


def _steps(*steps: Step) -> list[tuple[str, Any]]:
    return [(step.value, STEP_NAMES[step]) for step in steps]


def _discount() -> ExactField:
    return ExactField(
        label=_("Discount a year, %"), required=False, min_value=0, max_value=100,
        max_digits=5, decimal_places=2,
    )  # fmt: skip


class _Study(forms.Form):
    """A form whose blanks are filled with what is usual; ``carried`` are other parameters of the
    page that stay as they are."""

    usual: Mapping[str, Any] = {}

    def __init__(self, query: Mapping[str, Any], *, carried: Sequence[tuple[str, str]]) -> None:
        self.carried = carried
        given = {name: query[name] for name in self.base_fields if query.get(name)}
        super().__init__({**self.usual, **given})

    def said(self, name: str) -> Any:
        """What was asked, or what is usual where that cannot be read; the field tells it."""
        self.is_valid()
        found = self.cleaned_data.get(name)
        return self.usual.get(name) if found in (None, "") else found


class CohortsForm(_Study):
    """How long a term is."""

    usual = {"step": Step.QUARTER.value}
    step = forms.ChoiceField(
        label=_("Term"), required=False, choices=_steps(Step.MONTH, Step.QUARTER, Step.YEAR)
    )

    def asked(self) -> Step:
        """The term."""
        return Step(self.said("step"))


class CyclesForm(CohortsForm):
    """How long a cycle is."""

    usual = {"step": Step.YEAR.value}
    step = forms.ChoiceField(
        label=_("Cycle"), required=False, choices=_steps(Step.YEAR, Step.QUARTER, Step.MONTH)
    )


class StayingForm(_Study):
    """By what customers are told apart, and when one counts as gone."""

    usual = {"by": By.NOTHING.value, "months": USUAL_SILENCE}
    by = forms.ChoiceField(
        label=_("Customers"), required=False, choices=[(by.value, BY_NAMES[by]) for by in By]
    )
    months = forms.TypedChoiceField(label=_("Gone after a silence of"), required=False, coerce=int)

    def __init__(self, query: Mapping[str, Any], *, carried: Sequence[tuple[str, str]]) -> None:
        super().__init__(query, carried=carried)
        self.fields["months"].choices = [  # type: ignore[attr-defined]
            (months, _MONTHS % {"count": months}) for months in SILENCES
        ]

    def asked(self) -> StayingAsked:
        """What was asked."""
        return StayingAsked(By(self.said("by")), int(self.said("months")))


class _Valued(_Study):
    """Something worth a margin over some years."""

    usual = {"years": HORIZONS[0], "discount": int(USUAL_DISCOUNT * 100)}
    years = forms.TypedChoiceField(label=_("Value within"), required=False, coerce=int)
    discount = _discount()

    def __init__(self, query: Mapping[str, Any], *, carried: Sequence[tuple[str, str]]) -> None:
        super().__init__(query, carried=carried)
        self.fields["years"].choices = [  # type: ignore[attr-defined]
            (years, _YEARS % {"count": years}) for years in HORIZONS
        ]

    @property
    def rate(self) -> Decimal:
        """The discount as a fraction."""
        return Decimal(self.said("discount")) / 100


class ContractsForm(_Valued):
    """Whose contracts, of what length, and what one leaves."""

    usual = {**_Valued.usual, "step": Step.YEAR.value}
    step = forms.ChoiceField(
        label=_("Length of a contract"), required=False,
        choices=_steps(Step.YEAR, Step.QUARTER, Step.MONTH),
    )  # fmt: skip
    of = forms.ChoiceField(label=_("Customers under contract"), required=False)
    margin = ExactField(
        label=_("A contract leaves in a term"), required=False, min_value=0,
        max_digits=14, decimal_places=2,
    )  # fmt: skip
    cohorts = forms.CharField(
        label=_("Or your own figures, one cohort a line"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(
            attrs={"rows": 2, "placeholder": "1000 869 743 653", "inputmode": "text"}
        ),
    )
    field_order = ["step", "of", "margin", "years", "discount", "cohorts"]

    def __init__(
        self,
        query: Mapping[str, Any],
        *,
        carried: Sequence[tuple[str, str]],
        kinds: Sequence[tuple[By, str]],
    ) -> None:
        super().__init__(query, carried=carried)
        self.fields["of"].choices = [  # type: ignore[attr-defined]
            ("", _("all customers of the ledger")),
            *((f"{by}:{name}", name) for by, name in kinds),
        ]

    def clean_cohorts(self) -> tuple[tuple[int, ...], ...]:
        """The cohorts that were entered."""
        try:
            return read_cohorts(self.cleaned_data["cohorts"])
        except NotTyped as wrong:
            sentence = gettext(str(_NOT_TYPED[wrong.code]))
            told = {"line": wrong.line, "lines": MOST_LINES, "numbers": MOST_RENEWALS}
            raise forms.ValidationError(sentence % told, code=wrong.code) from wrong

    @property
    def is_mistyped(self) -> bool:
        """Whether figures were entered that cannot be read: others are not shown in their place."""
        return "cohorts" in self.errors

    def asked(self) -> ContractsAsked:
        """What was asked."""
        by, _colon, name = (self.said("of") or By.NOTHING.value).partition(":")
        return ContractsAsked(
            step=Step(self.said("step")),
            of=(By(by), name),
            typed=self.said("cohorts") or (),
            margin=self.said("margin"),
            years=int(self.said("years")),
            discount=self.rate,
        )


class ConstantForm(_Valued):
    """What a year leaves, and who stays; both suggested by the ledger."""

    margin = ExactField(
        label=_("It leaves in a year"), required=False, min_value=0, max_digits=16,
        decimal_places=2,
    )  # fmt: skip
    retention = ExactField(
        label=_("Stays from year to year, %"), required=False, min_value=0, max_value=100,
        max_digits=5, decimal_places=2,
    )  # fmt: skip
    field_order = ["margin", "retention", "years", "discount"]

    def __init__(
        self,
        query: Mapping[str, Any],
        *,
        carried: Sequence[tuple[str, str]],
        margin: Decimal | None,
        retention: Decimal | None,
    ) -> None:
        self.usual = {
            **self.usual,
            **({} if margin is None or margin < 0 else {"margin": round(margin, 2)}),
            **({} if retention is None else {"retention": round(retention * 100, 1)}),
        }
        super().__init__(query, carried=carried)

    def clean(self) -> dict[str, Any] | None:
        """Who never leaves and is not discounted is worth without limit."""
        said = super().clean()
        if said and said.get("retention") == 100 and said.get("discount") == 0:
            self.add_error(
                "discount",
                _("Who never leaves and is not discounted is worth without limit; enter either."),
            )
        return said

    def asked(self) -> ConstantAsked | None:
        """What was asked; ``None`` where nothing is known of margin or retention, or both are such
        that there is no value."""
        margin, retention = self.said("margin"), self.said("retention")
        if margin is None or retention is None or self.errors:
            return None
        return ConstantAsked(
            margin=margin,
            retention=Decimal(retention) / 100,
            years=int(self.said("years")),
            discount=self.rate,
        )
