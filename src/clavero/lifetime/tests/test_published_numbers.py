"""The published estimates of methods §4.3, refitted, and the worked numbers O-1.6, O-1.7 and O-4.1
to O-4.4."""

from __future__ import annotations

import numpy as np
import pytest

from clavero.lifetime.rules import contracts, models, opportunities, pareto
from clavero.lifetime.rules.beta_geometric import BetaGeometric, ModifiedBetaGeometric
from clavero.lifetime.rules.histories import Histories
from clavero.lifetime.rules.models import Fit, Kind, SpendingFit
from clavero.lifetime.rules.opportunities import BetaBernoulli
from clavero.lifetime.rules.pareto import Pareto
from clavero.lifetime.rules.spending import GammaGamma
from clavero.lifetime.rules.staying import Constant, kaplan_meier
from clavero.lifetime.testing import CALIBRATION, cdnow, histories, history

FIRST, SECOND, NEVER = (2, 30.43, 38.86), (1, 1.71, 38.86), (0, 0, 38.86)
KEEN = (26, 30.86, 31)

BG = BetaGeometric(0.243, 4.414, 0.793, 2.426)
PN = Pareto(0.553, 10.578, 0.606, 11.669)
MBG = ModifiedBetaGeometric(0.52484, 6.18299, 0.89136, 1.61400)
GG = GammaGamma(6.25, 3.74, 15.44)


@pytest.fixture(scope="module")
def base() -> Histories:
    """CDNOW's tenth, as it was on 30 September 1997."""
    return histories(cdnow(), CALIBRATION)


@pytest.fixture(scope="module")
def fits(base: Histories) -> dict[Kind, Fit]:
    """All models of purchases fitted to it."""
    found = {kind: models.fit(base, kind) for kind in Kind}
    return {kind: fitted for kind, fitted in found.items() if isinstance(fitted, Fit)}


def close(value: float, places: int = 6) -> object:
    """Equal to the printed digits."""
    return pytest.approx(value, abs=0.5000001 * 10**-places)


# -- CDNOW ---------------------------------------------------------------------------------------


def test_the_histories_of_cdnow(base: Histories) -> None:
    assert (len(base), base.repeats, len(base) - base.repeaters) == (2357, 2457, 1411)
    assert (round(base.T.min(), 2), round(base.T.max(), 2)) == (27.00, 38.86)
    again = base.x > 0
    assert base.mean[again].mean() == close(35.08, 2)


@pytest.mark.parametrize(
    ("kind", "printed", "refit", "log_likelihood"),
    [
        (Kind.BG_NBD, (0.243, 4.414, 0.793, 2.426), (0.24259, 4.41353, 0.79289, 2.42575),
         (-9582.4, -9582.4256)),
        (Kind.PARETO_NBD, (0.553, 10.578, 0.606, 11.669), (0.55328, 10.57761, 0.60621, 11.66791),
         (-9595.0, -9594.9739)),
        (Kind.MBG_NBD, (0.525, 6.183, 0.891, 1.614), (0.52484, 6.18299, 0.89136, 1.61400),
         (-9582.1, -9582.1327)),
    ],
)  # fmt: skip
def test_the_estimates_to_the_printed_digit(
    fits: dict[Kind, Fit],
    kind: Kind,
    printed: tuple[float, ...],
    refit: tuple[float, ...],
    log_likelihood: tuple[float, float],
) -> None:
    found = fits[kind]
    values = list(found.parameters.values())
    assert [round(each, 3) for each in values] == pytest.approx(printed, abs=0.00051)
    assert values == pytest.approx(refit, rel=1e-3)
    assert round(found.log_likelihood, 1) == log_likelihood[0]
    assert found.log_likelihood == pytest.approx(log_likelihood[1], abs=0.01)
    assert (found.customers, found.repeats) == (2357, 2457)


def test_nbd_where_nobody_leaves(base: Histories) -> None:
    found = pareto.fit_nbd(base)
    assert isinstance(found, tuple)
    assert [round(each, 3) for each in found.parameters] == [0.385, 12.072]
    assert round(found.log_likelihood, 1) == -9763.7


def test_what_customers_of_cdnow_spend(base: Histories) -> None:
    found = models.fit_spending(base)
    assert isinstance(found, SpendingFit)
    assert [round(each, 2) for each in found.parameters.values()] == [6.25, 3.74, 15.44]
    assert list(found.parameters.values()) == pytest.approx((6.24957, 3.74422, 15.44352), rel=1e-4)
    assert found.log_likelihood == pytest.approx(-4055.9177, abs=0.01)
    assert found.correlation == close(0.114, 3)


@pytest.mark.parametrize(("kind", "total"), [(Kind.BG_NBD, 1653.4), (Kind.PARETO_NBD, 1665.5)])
def test_what_was_expected_of_the_next_39_weeks(
    base: Histories, fits: dict[Kind, Fit], kind: Kind, total: float
) -> None:
    said = fits[kind].model.expected_of(39, base.x, base.t_x, base.T)
    assert said.sum() == pytest.approx(total, abs=0.5)
    assert len(cdnow().after(CALIBRATION).day) == 1882


# -- O-4.1 to O-4.4 ------------------------------------------------------------------------------


def test_o_4_1() -> None:
    assert BG.alive(*FIRST) == close(0.726579)
    assert BG.expected_of(39, *FIRST) == close(1.226028)
    assert BG.log_likelihood(history(FIRST)) == close(-9.458606)
    assert BG.alive(*SECOND) == close(0.212101)
    assert BG.alive(*NEVER) == 1
    assert BG.expected_of(39, *SECOND) == close(0.203187)
    assert BG.expected_of(39, *NEVER) == close(0.195098)
    assert BG.log_likelihood(history(NEVER)) == close(-0.554713)
    assert BG.alive(*KEEN) == close(0.968916)
    assert BG.expected_of(52, *KEEN) == close(25.758196)
    times = np.array([0.1429, 1, 3, 31.8571, 32, 78])
    assert BG.expected(times).round(4).tolist() == [0.0078, 0.0533, 0.1509, 1.0420, 1.0452, 1.8605]
    refitted = BetaGeometric(0.24259, 4.41353, 0.79289, 2.42575).expected(times)
    assert refitted[:5].round(4).tolist() == [0.0078, 0.0532, 0.1506, 1.0405, 1.0437]
    assert refitted[5] == close(1.858, 3)
    assert BetaGeometric(0.5, 6, 1.2, 3.3).log_likelihood(history((3, 4, 6))) == close(-7.576382)


def test_o_4_2() -> None:
    assert PN.alive(*FIRST) == close(0.869168)
    assert PN.expected_of(39, *FIRST) == close(1.455123)
    assert PN.discounted(np.log(1.15) / 52, *FIRST) == close(6.501731)
    assert PN.log_likelihood(history(FIRST)) == close(-9.554283)
    assert PN.alive(*SECOND) == close(0.168002)
    assert PN.alive(*NEVER) == close(0.295287)
    assert PN.expected_of(39, *SECOND) == close(0.171093)
    assert PN.expected_of(39, *NEVER) == close(0.107081)
    assert PN.log_likelihood(history(NEVER)) == close(-0.521046)
    assert PN.alive(*KEEN) == close(0.997919)
    assert PN.expected_of(52, *KEEN) == close(25.4585, 4)
    assert PN.expected(52) == close(1.472997)
    assert Pareto(0.55, 12, 0.61, 9).log_likelihood(history(FIRST)) == close(-9.682713)


def test_o_4_3() -> None:
    assert MBG.alive(*FIRST) == close(0.706126, 5)
    assert MBG.alive(*NEVER) == close(0.389716, 5)
    assert MBG.expected_of(39, *FIRST) == close(1.262671, 4)
    assert MBG.expected_of(39, *NEVER) == close(0.153954, 5)
    assert MBG.log_likelihood(history(FIRST)) == close(-9.485860, 5)
    assert MBG.log_likelihood(history(NEVER)) == close(-0.539610, 5)
    assert MBG.expected(39) == close(1.182284, 4)


def test_o_4_4() -> None:
    assert GG.mean == close(35.219, 3)
    assert GG.expected_of(2, 22.35) == close(24.664, 3)
    assert GG.expected_of(1, 11.77) == close(18.917, 3)
    assert GG.expected_of(2, 100) == close(88.353, 3)
    assert GG.log_likelihood(2, 22.35) == close(-3.551317)
    exact = GammaGamma(6.24957, 3.74422, 15.44352)
    # The sheet's amounts have more digits than were printed.
    assert exact.expected_of(2, 22.35) == pytest.approx(24.65, abs=0.01)
    assert exact.expected_of(1, 11.77) == pytest.approx(18.91, abs=0.01)
    assert exact.mean == close(35.17, 2)
    value = 0.3 * GG.expected_of(2, 100) * PN.discounted(np.log(1.15) / 52, *FIRST)
    assert value == close(172.33, 2)


# -- opportunities and contracts -----------------------------------------------------------------

DONATIONS = [
    (6, 6, 1203), (5, 6, 728), (4, 6, 512), (3, 6, 357), (2, 6, 234), (1, 6, 129), (5, 5, 335),
    (4, 5, 284), (3, 5, 225), (2, 5, 173), (1, 5, 119), (4, 4, 240), (3, 4, 181), (2, 4, 155),
    (1, 4, 78), (3, 3, 322), (2, 3, 255), (1, 3, 129), (2, 2, 613), (1, 2, 277), (1, 1, 1091),
    (0, 0, 3464),
]  # fmt: skip


def test_donations_of_six_years() -> None:
    x, t_x, people = (list(each) for each in zip(*DONATIONS, strict=True))
    assert sum(people) == 11_104
    found = opportunities.fit(x, t_x, [6] * len(x), people)
    assert isinstance(found, tuple)
    assert found.parameters == pytest.approx((1.204, 0.750, 0.657, 2.783), abs=0.0015)
    assert found.log_likelihood == pytest.approx(-33225.58, abs=0.01)
    model = BetaBernoulli(*found.parameters)
    assert model.alive([0, 2, 6], [0, 4, 6], 6) == pytest.approx(
        [0.1081, 0.5897, 0.9304], abs=0.0001
    )


@pytest.mark.parametrize(
    ("remaining", "parameters", "log_likelihood"),
    [
        ((1000, 869, 743, 653, 593, 551, 517, 491), (0.668, 3.806), -1611.2),
        ((1000, 631, 468, 382, 326, 289, 262, 241), (0.704, 1.182), -1680.3),
    ],
)
def test_o_1_7(
    remaining: tuple[int, ...], parameters: tuple[float, float], log_likelihood: float
) -> None:
    found = contracts.fit(remaining)
    assert isinstance(found, tuple)
    assert [round(each, 3) for each in found.parameters] == list(parameters)
    assert round(found.log_likelihood, 1) == log_likelihood
    model = contracts.ShiftedBetaGeometric(*found.parameters)
    survival = model.survival(7)
    assert survival[0] == 1
    for term in range(1, 8):
        assert survival[term] / survival[term - 1] == pytest.approx(model.retention(term))
        assert survival[term] == pytest.approx(remaining[term] / 1000, abs=0.02)


def test_o_1_6() -> None:
    constant = Constant(margin=100, retention=0.8, discount=0.1)
    assert constant.from_now == close(366.6667, 4)
    assert constant.from_the_end == close(266.6667, 4)
    assert constant.within(5) == close(212.4097, 4)
    assert constant.life == pytest.approx(5)
    assert constant.within(500) == pytest.approx(constant.from_the_end)
    with pytest.raises(ValueError, match="between 0 and 1"):
        Constant(100, 1.1, 0.1)
    with pytest.raises(ValueError, match="without limit"):
        Constant(100, 1, 0)


def test_staying_where_some_are_still_there() -> None:
    """Kaplan and Meier's own arithmetic: 6 customers, of whom two are still there."""
    steps = kaplan_meier(np.array([1.0, 2, 2, 3, 4, 5]), np.array([1.0, 1, 0, 1, 0, 1]))
    assert [(step.time, round(step.share, 4), step.at_risk) for step in steps] == [
        (1, 0.8333, 6), (2, 0.6667, 5), (3, 0.4444, 3), (5, 0.0, 1),
    ]  # fmt: skip
