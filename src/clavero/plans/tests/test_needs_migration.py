"""Needs that plans had as rows of their own become needs of the customer, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from clavero.core.testing import back_to, migrate
from clavero.opportunities.models import Need
from clavero.plans.models import PlanItem, PlanLink, PlanVersion
from clavero.portfolio.testing import make_customer

pytestmark = pytest.mark.django_db(transaction=True)
THEN = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def before() -> Iterator[Any]:
    """The models of plans with needs of their own."""
    yield back_to(("plans", "0001_initial"), beside=("opportunities", "0002_needs_shared")).apps
    migrate()


def test_they_move_with_what_answers_them(before: Any) -> None:
    customer = make_customer("C1")
    get = before.get_model
    plan = get("plans", "Plan").objects.create(
        customer_id=customer.pk, start=date(2026, 1, 1), by_name="Ana"
    )
    items, links = get("plans", "PlanItem").objects, get("plans", "PlanLink").objects

    def row(text: str, kind: str = "need", **given: Any) -> Any:
        fields = {"when": "now", "status": "confirmed", "urgency": "5"}
        data = {**fields, **given.pop("data", {})} if kind == "need" else {}
        return items.create(
            plan=plan, kind=kind, text=text, data=data, by_name="Ana", confirmed_at=THEN, **given
        )

    full = row(
        "Fewer stops", is_shared=True, evidence="Said twice", source="Head of plant",
        dated=date(2026, 2, 1), data={"function": "Mantenimiento", "solution": "Stock on site"},
    )  # fmt: skip
    bare = row("One invoice", data={"function": "Almacén"})
    row("Long gone", retired_at=THEN)
    fear = row("To stand still", kind="fear")
    action = get("plans", "Action").objects.create(
        plan=plan, text="Call", start=date(2026, 3, 1), end=date(2026, 4, 1), by_name="Ana",
        confirmed_at=THEN,
    )  # fmt: skip
    links.create(plan=plan, item=full, action=action)
    links.create(plan=plan, item=fear, other=bare)
    links.create(plan=plan, item=full, other=bare)
    get("opportunities", "Need").objects.create(
        customer_id=customer.pk, text="one invoice", horizon="now", function="finance", urgency=2,
        certainty="stated", source="Their e-mail", said_on=date(2026, 1, 1), by_name="Luis",
    )  # fmt: skip
    kept = {"text": "Fewer stops", "x_when": "now", "x_function": "Mantenimiento"}
    get("plans", "PlanVersion").objects.create(
        plan=plan, number=1, by_name="Ana", submitted_by_name="Ana",
        content={"4": {f"row:{full.pk}": kept}, "5": {f"row:{fear.pk}": {"text": fear.text}}},
    )  # fmt: skip
    migrate()
    assert set(PlanItem.objects.values_list("text", flat=True)) == {"To stand still"}
    found = {each.text: each for each in Need.objects.all()}
    assert found.keys() == {"Fewer stops", "one invoice", "Long gone"}
    moved = found["Fewer stops"]
    assert (moved.function, moved.certainty, moved.urgency) == ("maintenance", "confirmed", 5)
    assert (moved.source, moved.said_on) == ("Head of plant", date(2026, 2, 1))
    assert moved.evidence == "Said twice\nStock on site"
    assert moved.is_shared
    assert moved.by_name == "Ana"
    assert found["Long gone"].closed_reason == "gone"
    assert {(each.need_id, each.action_id, each.other_id) for each in PlanLink.objects.all()} == {
        (moved.pk, action.pk, None),
        (found["one invoice"].pk, None, fear.pk),
    }
    content = PlanVersion.objects.get().content
    assert content["4"] == {
        f"need:{moved.pk}": {
            "text": "Fewer stops", "need_horizon": "now", "need_function": "maintenance",
        }
    }  # fmt: skip
    assert list(content["5"]) == [f"row:{fear.pk}"]
