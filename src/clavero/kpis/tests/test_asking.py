"""Promoters and satisfaction come from surveys, as far as nobody is given away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clavero.identity.testing import Cast
from clavero.kpis.models import Entry
from clavero.kpis.services import tell_loyalty
from clavero.loyalty.selectors import figures_on
from clavero.loyalty.testing import SYSTEM, answer_all, end, make_answer, make_contacts, make_wave
from clavero.portfolio.testing import make_customer


def test_kpis_hear_of_three_and_more(cast: Cast, refuses: Callable[[str], Any]) -> None:
    today = timezone.localdate()
    ega, urumea = make_customer("C1"), make_customer("C2")
    make_contacts(ega, 4)
    make_contacts(urumea, 3)
    wave = make_wave(ega, urumea)
    with refuses("no_answers"):
        tell_loyalty(SYSTEM, day=today)
    answer_all(wave, [9, 10, 2, 9, 9, 9], csat=4)
    make_answer(wave.invitations.get(answered_at=None), 2, csat=1)
    assert figures_on(today) == []  # while it takes answers
    end(wave)
    assert tell_loyalty(SYSTEM, day=today) == 4
    kept = {(each.customer.code, each.key): (each.value, each.n) for each in Entry.objects.all()}
    assert kept["C1", "promoters"] == (Decimal(50), 4)
    assert all(wave.name in each.note for each in Entry.objects.all()), "of which wave they are"
    error = Entry.objects.get(customer=urumea, key="promoters").error
    assert error == 0, "all of them were heard"
    assert kept["C2", "satisfaction"] == (round(Decimal(2) / 3, 6), 3)
    assert tell_loyalty(SYSTEM, day=today) == 0
    assert figures_on(today + timedelta(days=400)) == []  # nobody is held to old words
