"""A wholesaler's real file: fitted to nine months, compared with the three that followed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.services import import_file
from clavero.lifetime.charts import holdout_charts
from clavero.lifetime.rules.asking import Asked
from clavero.lifetime.rules.holdout import Holdout
from clavero.lifetime.rules.models import Fit
from clavero.lifetime.rules.terms import Step
from clavero.lifetime.selectors import cohorts_picture, held_out_of, lifetime_picture
from clavero.lifetime.sentences import about_the_fit, forecast_in_words
from clavero.portfolio.testing import SYSTEM
from clavero.ui.testing import words

pytestmark = [pytest.mark.trial, pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
FILE = Path(__file__).parents[5] / "shared/data/online_retail/online_retail.csv"


FORECAST = (
    "Fitted to the days before, the model forecast 3,259 purchases of the customers of then "
    "for the 3 months to November 2011; there were 4,230."
)


@pytest.mark.skipif(not FILE.exists(), reason="the trial reads ../shared/data/online_retail")
def test_three_months_of_a_wholesaler_were_forecast(
    as_person: Callable[[Person], Client], cast: Cast
) -> None:
    import_file(SYSTEM, path=FILE, name=FILE.name, choices=None)
    picture = lifetime_picture(SYSTEM, Asked())
    assert picture is not None
    fitted = picture.base.purchases
    assert isinstance(fitted, Fit)
    assert (fitted.customers, fitted.repeaters) == (4334, 2777)
    held = held_out_of(picture)
    assert held is not None
    assert str(held.held) == "2011-09-01..2011-11-30"
    assert isinstance(held.result, Holdout)
    assert (held.result.fitted.customers, held.result.actual) == (3314, 4230)
    # The season before Christmas is more than nine months can know of.
    assert 3000 < held.result.expected < held.result.actual
    assert forecast_in_words(held) == FORECAST
    assert [chart.key for chart in holdout_charts(held)] == ["tracking", "frequency", "conditional"]
    assert "nobody leaves" in " ".join(about_the_fit(picture, "GBP"))
    # On the screen, with its pictures and their tables.
    answer = as_person(cast.director).get(reverse("lifetime:lifetime"))
    assert FORECAST in words(answer)
    for chart in ("tracking", "frequency", "conditional"):
        assert f"chart={chart}" in answer.content.decode()
    drawn = as_person(cast.director).get(f"{reverse('lifetime:lifetime')}?chart=tracking&as=csv")
    last = drawn.content.decode("utf-8-sig").splitlines()[-1].split(",")
    assert last[-1] == "held out"
    for page in ("cohorts", "staying", "contracts", "cycles"):
        told = words(as_person(cast.director).get(f"{reverse(f'lifetime:{page}')}?step=month"))
        assert "None" not in told
    monthly = cohorts_picture(SYSTEM, Step.MONTH)
    assert monthly is not None
    came = sum(cohort.customers for cohort in monthly.cohorts)
    assert came == 4293, "41 came in December, which had not ended"
