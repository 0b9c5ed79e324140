"""The company's figures are entered, from a day on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.portfolio.models import CompanyFigures
from clavero.portfolio.selectors import all_company_figures, company_figures
from clavero.portfolio.services import set_company_figures

pytestmark = pytest.mark.django_db
JANUARY, JUNE = date(2024, 1, 1), date(2024, 6, 1)


def enter(actor, **figures) -> CompanyFigures:
    entered = {"valid_from": JANUARY, "currency": "EUR", "ebit": Decimal("41.5")}
    return set_company_figures(actor, **{**entered, **figures})


def test_works_and_keeps_the_figures_of_before(actors):
    enter(actors.director, overhead=Decimal(80), cash=Decimal(10))
    enter(actors.director, valid_from=JUNE, ebit=Decimal(-5), overhead=Decimal(1),
          avoidable_share=Decimal("0.25"))  # fmt: skip
    assert company_figures(actors.executive, on=date(2023, 12, 31)) is None
    in_may, in_june = (
        company_figures(actors.executive, on=day) for day in (date(2024, 5, 31), JUNE)
    )
    assert in_may is not None
    assert in_june is not None
    assert (in_may.ebit, in_may.overhead, in_may.cash) == (Decimal("41.5"), 80, 10)
    assert (in_june.ebit, in_june.cash, in_june.avoidable_share) == (-5, None, Decimal("0.25"))
    assert [each.valid_from for each in all_company_figures(actors.director)] == [JUNE, JANUARY]


def test_the_same_day_is_corrected_and_audited(actors):
    seen = revision_of(enter(actors.director))
    figures = enter(actors.director, ebit=Decimal(50), seen=seen)
    assert CompanyFigures.objects.count() == 1
    entry = history(figures).first()
    assert entry is not None
    assert (entry.before["ebit"], entry.after["ebit"]) == ("41.5", "50")


def test_figures_that_somebody_else_entered_meanwhile_are_not_written_over(actors):
    enter(actors.director, ebit=Decimal(50))
    with pytest.raises(ChangedMeanwhile) as refusal:
        enter(actors.director, ebit=Decimal(60))  # the form was for a day without figures
    assert "“€50.00” under “EBIT”" in str(refusal.value)
    assert CompanyFigures.objects.get().ebit == 50
    enter(actors.director, ebit=Decimal(60), seen=refusal.value.revision)
    assert CompanyFigures.objects.get().ebit == 60


def test_corrections_of_different_figures_both_stay_if_they_fit_together(actors):
    first = enter(actors.director, overhead=Decimal(80), cash=Decimal(1))
    seen = revision_of(first)
    enter(actors.director, overhead=None, cash=Decimal(1), seen=seen)
    enter(actors.director, overhead=Decimal(80), cash=Decimal(2), seen=seen)
    figures = CompanyFigures.objects.get()
    assert (figures.overhead, figures.cash) == (None, 2)
    with pytest.raises(Refusal) as refusal:  # a part of the overhead that is no longer there
        enter(actors.director, overhead=Decimal(80), cash=Decimal(2),
              avoidable_share=Decimal("0.5"), seen=seen)  # fmt: skip
    assert refusal.value.code == "overhead_missing"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"currency": "euro"}, "not_a_currency"),
        ({"overhead": Decimal(-1)}, "overhead_negative"),
        ({"overhead": Decimal(1), "avoidable_share": Decimal("1.1")}, "not_a_share"),
        ({"avoidable_share": Decimal("0.5")}, "overhead_missing"),
    ],
)
def test_refuses(actors, wrong, code):
    with pytest.raises(Refusal) as refusal:
        enter(actors.director, **wrong)
    assert refusal.value.code == code
    assert refusal.value.field in wrong or refusal.value.field == "overhead"
    assert not CompanyFigures.objects.exists()


def test_only_some_enter_them_and_only_some_see_them(actors):
    for name in ("executive", "senior", "administrator", "hr"):
        with pytest.raises(Forbidden):
            enter(getattr(actors, name))
    for name in ("senior", "junior_one", "sales", "logistics", "hr", "administrator"):
        with pytest.raises(Forbidden):
            company_figures(getattr(actors, name), on=JUNE)
        with pytest.raises(Forbidden):
            all_company_figures(getattr(actors, name))
