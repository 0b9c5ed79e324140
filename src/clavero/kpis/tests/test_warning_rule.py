"""How often red came before a loss."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clavero.core.estimates import wilson
from clavero.core.period import add_months
from clavero.kpis.rules.kpi import Light
from clavero.kpis.rules.retention import Loss
from clavero.kpis.rules.warning import warned

START = date(2024, 1, 1)
UNTIL = date(2026, 1, 1)


def course(text: str) -> list[tuple[date, Light]]:
    names = {"g": Light.GREEN, "a": Light.AMBER, "r": Light.RED, "-": Light.GREY}
    return [(add_months(START, at), names[each]) for at, each in enumerate(text)]


def test_losses_after_red_and_reds_before_a_loss() -> None:
    history = {
        "seen": course("ggrrr"),  # red in March, lost in June
        "missed": course("gggaa"),
        "stays": course("grggg"),  # red in February 2024, and still here
        "unknown": course("-----"),
    }
    days = {"seen": date(2024, 6, 9), "missed": date(2024, 6, 9), "unknown": date(2024, 6, 9)}
    found = warned(history, [Loss(code, day) for code, day in days.items()], UNTIL)
    assert (found.caught.numerator, found.caught.n, found.untold) == (1, 2, 1)
    assert found.caught.interval == wilson(1, 2)
    assert found.ahead == (date(2024, 6, 9) - date(2024, 3, 1)).days
    assert (found.came_true.numerator, found.came_true.n, found.too_young) == (1, 2, 0)


def test_what_cannot_be_known_yet_is_not_counted() -> None:
    found = warned({"A": course("r")}, [], date(2024, 12, 31))
    assert (found.came_true.n, found.came_true.value, found.too_young) == (0, None, 1)
    assert (found.caught.value, found.ahead) == (None, None)


def test_red_after_the_loss_warns_of_nothing() -> None:
    found = warned({"A": course("grr")}, [Loss("A", date(2024, 1, 20))], UNTIL)
    assert (found.caught.numerator, found.caught.n) == (0, 1)
    assert found.came_true.n == 0


@given(
    st.dictionaries(st.sampled_from("ABC"), st.text("gar-", max_size=24).map(course)),
    st.lists(st.builds(Loss, st.sampled_from("ABCD"), st.dates(START, UNTIL))),
)
def test_every_loss_and_every_red_account_is_counted_once(
    history: dict[str, list[tuple[date, Light]]], losses: list[Loss]
) -> None:
    found = warned(history, losses, UNTIL)
    assert (found.caught.n or 0) + found.untold == len(losses)
    red = sum(any(light is Light.RED for _day, light in each) for each in history.values())
    assert (found.came_true.n or 0) + found.too_young <= red
