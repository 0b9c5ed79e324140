"""What the stages ask for is decided in versions; each day is held to what was in force on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.core.faults import Faulty
from clavero.identity.testing import Cast
from clavero.matrix.rules.position import Stage
from clavero.portfolio.models import Customer
from clavero.relationships.models import DemandsVersion
from clavero.relationships.rules.demands import as_plain, parse_demands
from clavero.relationships.rules.matrix import DEFAULTS, Demands, Ours
from clavero.relationships.rules.people import Function
from clavero.relationships.rules.sides import Side
from clavero.relationships.selectors import figures_of, relationship
from clavero.relationships.services import adopt_demands, say_stage
from clavero.relationships.testing import SYSTEM, make_contact, make_tie
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
PURCHASING = (Ours.KAM, Function.PURCHASING)


def less(**changed: object) -> Demands:
    """Basic asks for less."""
    levels = {**DEFAULTS.levels, Stage.BASIC: {PURCHASING: 1}}
    return replace(DEFAULTS, levels=levels, **changed)  # type: ignore[arg-type]


def test_each_day_is_held_to_what_was_in_force(
    mine: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    today = timezone.localdate()
    make_tie(make_contact(mine), cast.senior, strength=1)
    say_stage(SYSTEM, customer_id=mine.pk, side=Side.OURS, stage=Stage.BASIC, source="Review")
    assert figures_of([mine.code])[mine.code].coverage.value == Decimal("0.5")
    version = adopt_demands(
        actors.director, demands=less(coverage=Decimal("0.9")), valid_from=today + timedelta(1),
        reason="Too much at once", seen=None,
    )  # fmt: skip
    assert figures_of([mine.code], today)[mine.code].coverage.value == Decimal("0.5")
    assert figures_of([mine.code], today + timedelta(1))[mine.code].coverage.value == 1
    entry = history(version).first()
    assert entry is not None
    assert (entry.verb, entry.by_name) == (
        "relationships.demands_adopted", actors.director.name,
    )  # fmt: skip
    DemandsVersion.objects.update(valid_from=today)
    found = relationship(SYSTEM, mine.pk)
    assert found.shape is not None
    assert (found.shape.coverage.value, found.shape.asked) == (1, Decimal("0.9"))


def test_people_decide_the_most_of_the_bow_tie_index(
    mine: Customer, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    make_tie(make_contact(mine), cast.senior, strength=1)
    say_stage(
        SYSTEM, customer_id=mine.pk, side=Side.OURS, stage=Stage.COOPERATIVE, source="Review",
    )  # fmt: skip
    page = reverse("relationships:matrix", args=[mine.pk])
    own = relationship(SYSTEM, mine.pk)
    assert own.most_bow_tie == Decimal(1) / 3, "one of the three cells that the stage asks for"
    assert own.shape is not None
    assert own.shape.most_bow_tie == own.most_bow_tie
    senior = as_person(cast.senior)
    assert "it would be 33%: that is the target." in words(senior.get(page))
    decided = less(bow_tie={Stage.COOPERATIVE: Decimal("0.4")})
    adopt_demands(
        actors.director, demands=decided, valid_from=timezone.localdate(), reason="Less",
        seen=None,
    )  # fmt: skip
    found = relationship(actors.executive, mine.pk)
    assert (found.most_bow_tie, found.is_decided) == (Decimal("0.4"), True), "it is no judgement"
    assert "The target is 40% at most." in words(senior.get(page))
    shown = words(senior.get(reverse("relationships:demands")))
    assert "40%" in shown
    assert "56%, as the stage asks" in shown
    assert parse_demands(as_plain(decided)) == decided


def test_what_cannot_be_is_refused(actors: SimpleNamespace) -> None:
    today = timezone.localdate()
    given = {"valid_from": today, "reason": "Less", "seen": None}
    for actor in (actors.senior, actors.executive):
        with pytest.raises(Forbidden):
            adopt_demands(actor, demands=less(), **given)
    nothing = replace(DEFAULTS, levels={**DEFAULTS.levels, Stage.BASIC: {}})
    more = replace(DEFAULTS, bow_tie={Stage.BASIC: Decimal(2)})
    for demands in (nothing, replace(DEFAULTS, coverage=Decimal(2)), more):
        with pytest.raises(Faulty):
            adopt_demands(actors.director, demands=demands, **given)
    for changed, code in (
        ({"reason": " "}, "reason_missing"),
        ({"valid_from": today - timedelta(1)}, "in_the_past"),
    ):
        with pytest.raises(Refusal) as refused:
            adopt_demands(actors.director, demands=less(), **{**given, **changed})
        assert refused.value.code == code
    with pytest.raises(Refusal, match="Nothing is different"):
        adopt_demands(actors.director, demands=DEFAULTS, **given)
    adopt_demands(actors.director, demands=less(), **given)
    with pytest.raises(Refusal, match="changed while you were looking"):
        adopt_demands(actors.director, demands=DEFAULTS, **given)


def test_on_the_page(cast: Cast, as_person: AsPerson) -> None:
    director = as_person(cast.director)
    page = director.get(reverse("relationships:change_demands"))
    form, rows = page.context["form"], page.context["rows"]
    given = {
        **form.initial, "reason": "Less at once", "coverage": 70, "bow_tie_integrated": 45,
    }  # fmt: skip
    given |= {
        f"cells-{number}-{name}": value
        for number, row in enumerate(rows.forms)
        for name, value in row.initial.items()
    }
    given |= {"cells-TOTAL_FORMS": len(rows.forms), "cells-INITIAL_FORMS": len(rows.forms)}
    assert "cells-0-exploratory" in given
    wrong = {**given, "cells-9-basic": "2"}
    assert director.post(reverse("relationships:change_demands"), wrong).status_code == 422
    twice = {**wrong, "cells-9-ours": "kam", "cells-9-theirs": "purchasing"}
    answer = director.post(reverse("relationships:change_demands"), twice)
    assert "Key account management with Purchasing stands there twice." in answer.content.decode()
    assert director.post(reverse("relationships:change_demands"), given).status_code == 302
    shown = as_person(cast.senior).get(reverse("relationships:demands")).content.decode()
    assert "70%" in shown
    assert "45%" in shown
    again = director.get(reverse("relationships:change_demands")).context["form"]
    assert again.initial["bow_tie_integrated"] == 45
    assert "New version" not in shown
