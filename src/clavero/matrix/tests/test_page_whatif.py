"""*What if* and the scenarios, as their readers use them: without JavaScript, by forms alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.matrix.models import MatrixScenario
from clavero.matrix.rules.factors import POTENTIAL
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.version import Version
from clavero.matrix.rules.whatif import WhatIf
from clavero.matrix.selectors import latest_settings
from clavero.matrix.services import adopt_settings, import_scores, save_scenario
from clavero.matrix.testing import HEADER, SYSTEM
from clavero.matrix.tests.worked import ACCOUNTS
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.ui.testing import notices, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scored")]
AsPerson = Callable[[Person], Client]
DAY = date(2026, 3, 1)
PAGE = reverse("matrix:whatif")
FIELD = re.compile(r"<(?:input|select)\b[^>]*>")


@pytest.fixture
def scored() -> None:
    rows = [HEADER]
    for account, inputs in ACCOUNTS.items():
        ours = {**inputs.potential, **inputs.us}
        rows += [f"{account},{what},{value},us,customer,{DAY}" for what, value in ours.items()]
    import_scores(SYSTEM, content="\n".join(rows).encode())


def of(code: str) -> int:
    return Customer.objects.get(code=code).pk


def asked(client: Client, **changes: Any) -> Any:
    """The page with its form sent as it stands, but for ``changes``."""
    return sent_again(client, client.get(PAGE), **changes)


def sent_again(client: Client, answer: Any, **changes: Any) -> Any:
    html = answer.content.decode()
    form = html[html.index("data-whatif") :]
    fields = []
    for tag in FIELD.findall(form[: form.index("</form>")]):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in found and found["name"] not in changes:
            fields.append((found["name"], found.get("value", "")))
    fields += [(name, str(value)) for name, value in changes.items()]
    return client.get(f"{PAGE}?{urlencode(fields)}")


def values(answer: Any, prefix: str = "w_potential_") -> dict[str, float]:
    html = answer.content.decode()
    found = re.findall(rf'name="{prefix}(\w+)"[^>]*?value="([^"]*)"', html, re.DOTALL)
    return {name: float(value) for name, value in found}


def test_nothing_is_moved_at_first(as_person: AsPerson, cast: Cast) -> None:
    answer = as_person(cast.director).get(PAGE)
    told = words(answer)
    assert "Move a weight or an account, and see who changes quadrant." in told
    assert values(answer) == POTENTIAL.weights
    assert "Who would change quadrant" not in told
    assert "Keep it as a scenario" not in told


def test_a_moved_weight_re_scales_the_others_and_says_who_changes(
    as_person: AsPerson, cast: Cast
) -> None:
    # Gama is 0.46 short of the cut; its spend of 2,000 scores 6.94, more than its mean.
    answer = asked(as_person(cast.director), w_potential_volume=50)
    found = values(answer)
    assert found["volume"] == 50
    assert sum(found.values()) == pytest.approx(100)
    assert found["growth"] / found["fit"] == pytest.approx(25 / 15, abs=0.01)
    told = words(answer)
    assert "Gama : from Maintain to Invest" in told
    assert "1 of 4 accounts would change its quadrant." in told


def test_moving_one_after_the_other_keeps_what_was_moved_before(
    as_person: AsPerson, cast: Cast
) -> None:
    client = as_person(cast.director)
    first = asked(client, w_potential_volume=40)
    second = sent_again(client, first, w_potential_fit=20)
    assert values(second)["fit"] == 20
    assert sum(values(second).values()) == pytest.approx(100)


def test_what_no_set_may_have_is_told_and_all_stays(as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.director)
    answer = asked(client, w_potential_fit=0)
    told = words(answer)
    assert "“Fit of objectives” needs a weight above zero." in told
    assert "All weights are as they were." in told
    assert values(answer) == POTENTIAL.weights
    for nonsense in ("abc", "-4", "1e999", "60"):
        answer = asked(client, w_potential_fit=nonsense)
        assert answer.status_code == 200
        assert values(answer) == POTENTIAL.weights


def test_an_account_is_put_elsewhere_and_put_back(as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.director)
    moved = asked(client, account=of("Beta"), potential="7.5", position="6")
    told = words(moved)
    assert "Beta : from Invest selectively to Invest" in told
    assert "Potential 7.36 → 7.50, position 4.60 → 6.00" in told
    again = sent_again(client, moved, account=of("Delta"), potential="5", position="5")
    assert "Delta : from Manage for cash to Invest" in words(again)
    assert "Beta : from Invest selectively to Invest" in words(again)
    back = words(sent_again(client, again, back=of("Beta")))
    assert "Beta : from" not in back
    assert "Delta : from Manage for cash to Invest" in back


@pytest.mark.parametrize(
    "query", ["place=x", "place=1_2_3_4", "place=999999_1_1", "place=1_..._1", "was_potential=a",
              "account=7&potential=1&position=1", "scenario=9", "scenario=x", "back=1"],
)  # fmt: skip
def test_an_address_that_says_nothing_useful_shows_today(
    as_person: AsPerson, cast: Cast, query: str
) -> None:
    told = words(as_person(cast.director).get(f"{PAGE}?{query}"))
    assert "Move a weight or an account" in told


def test_stages_are_chosen_by_their_names(as_person: AsPerson, cast: Cast) -> None:
    import_scores(SYSTEM, content=f"{HEADER}\nBeta,stage,2,us,customer,{DAY}".encode())
    adopt_settings(
        SYSTEM, settings=Settings(base=Version(mode=Mode.STAGE)),
        valid_from=timezone.localdate(), reason="Quick", seen=None,
    )  # fmt: skip
    client = as_person(cast.director)
    assert values(client.get(PAGE), "w_position_") == {}
    answer = asked(client, account=of("Beta"), potential="7.5", position="9.0")
    assert "Beta : from Invest selectively to Invest" in words(answer)
    assert "position Basic → Integrated" in words(answer)


def test_only_the_part_that_changes_is_sent_to_who_asks_for_it(
    as_person: AsPerson, cast: Cast
) -> None:
    headers = {"HX-Request": "true", "HX-Target": "whatif"}
    html = as_person(cast.director).get(PAGE, headers=headers).content.decode()
    assert 'id="whatif"' in html
    assert "<html" not in html
    assert "<script" not in html


def test_a_manager_moves_their_own_accounts_alone(as_person: AsPerson, cast: Cast) -> None:
    cover(cast.junior_one, Customer.objects.get(code="Gama"))
    client = as_person(cast.junior_one)
    told = words(client.get(f"{PAGE}?place={of('Beta')}_9_9"))
    assert "Beta" not in told
    assert "Gama" in told


# -- keeping it -----------------------------------------------------------------------------------


def state(answer: Any) -> str:
    found = re.search(r'name="state"[^>]*?value="([^"]*)"', answer.content.decode(), re.DOTALL)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_it_is_kept_opened_gone_on_from_and_deleted(as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.director)
    moved = asked(client, account=of("Beta"), potential="7.5", position="6")
    answer = client.post(PAGE, {"state": state(moved), "name": "A stronger Beta"}, follow=True)
    assert notices(answer) == ["“A stronger Beta” is kept. The matrix itself has not changed."]
    told = words(answer)
    assert "Beta : from Invest selectively to Invest" in told
    assert "It started from Clavero's own settings." in told
    kept = MatrixScenario.objects.get()
    assert kept.content["places"] == {"Beta": [6.0, 7.5]}
    assert "A stronger Beta" in words(client.get(reverse("matrix:scenarios")))

    goes_on = client.get(f"{PAGE}?scenario={kept.pk}&place={of('Delta')}_9_9")
    assert "You go on from “A stronger Beta”." in words(goes_on)
    into = {"state": state(goes_on), "into": "1", "seen": str(revision_of(kept))}
    answer = client.post(PAGE, into, follow=True)
    assert notices(answer) == ["“A stronger Beta” is changed."]
    kept.refresh_from_db()
    assert kept.content["places"] == {"Delta": [9.0, 9.0]}
    # What was kept from an older page does not go on top unseen.
    into["state"] = f"scenario={kept.pk}&place={of('Alfa')}_1_1"
    assert client.post(PAGE, into).status_code == 422

    delete = reverse("matrix:delete_scenario", args=[kept.pk])
    assert "Delete the scenario “A stronger Beta”?" in words(client.get(delete))
    assert notices(client.post(delete, follow=True)) == ["“A stronger Beta” is deleted."]
    assert not MatrixScenario.objects.exists()


def test_a_form_without_a_name_comes_back_with_what_was_tried(
    as_person: AsPerson, cast: Cast
) -> None:
    client = as_person(cast.director)
    moved = asked(client, account=of("Beta"), potential="7.5", position="6")
    answer = client.post(PAGE, {"state": state(moved), "name": ""})
    assert answer.status_code == 422
    assert "Beta : from Invest selectively to Invest" in words(answer)
    assert not MatrixScenario.objects.exists()


def a_scenario(person: Person, *, is_shared: bool = False) -> MatrixScenario:
    return save_scenario(
        actor_for(person),
        name="Kept",
        what_if=WhatIf({**POTENTIAL.weights, "volume": 30.0, "growth": 15.0}, {}, {"Gama": (1, 1)}),
        holding=latest_settings(),
        is_shared=is_shared,
    )


def test_a_scenario_says_what_it_moves_and_that_another_version_holds_now(
    as_person: AsPerson, cast: Cast
) -> None:
    kept = a_scenario(cast.director)
    version = adopt_settings(
        SYSTEM, settings=Settings(base=Version(potential_cut=8.0)),
        valid_from=timezone.localdate(), reason="Higher", seen=None,
    )  # fmt: skip
    told = words(as_person(cast.director).get(reverse("matrix:scenario", args=[kept.pk])))
    assert "Volume of business: 20 → 30" in told
    assert "Growth: 25 → 15" in told
    assert f"Version {version.pk} holds now" in told
    # By the cut of 5 that it started from, not by today's of 8.
    assert "Gama : from Maintain to Manage for cash" in told


def test_what_is_shared_shows_others_their_own_accounts_alone(
    as_person: AsPerson, cast: Cast
) -> None:
    kept = a_scenario(cast.director, is_shared=True)
    address = reverse("matrix:scenario", args=[kept.pk])
    told = words(as_person(cast.junior_one).get(address))
    assert "Gama" not in told
    assert "Name and readers" not in told
    assert as_person(cast.junior_one).post(address, {"name": "Mine"}).status_code == 403
    assert as_person(cast.junior_one).get(f"{address}delete/").status_code == 403
    assert cast.director.name in words(as_person(cast.junior_one).get(reverse("matrix:scenarios")))


def test_who_reads_alone_tries_things_out_and_keeps_nothing(
    as_person: AsPerson, cast: Cast
) -> None:
    client = as_person(cast.executive)
    moved = asked(client, account=of("Beta"), potential="7.5", position="6")
    assert "Beta : from Invest selectively to Invest" in words(moved)
    assert "Keep it as a scenario" not in words(moved)
    place = f"place={of('Beta')}_6_7.5"
    assert client.post(PAGE, {"state": place, "name": "X"}).status_code == 403


def test_a_name_that_was_changed_meanwhile_is_told(as_person: AsPerson, cast: Cast) -> None:
    kept = a_scenario(cast.director)
    client, address = as_person(cast.director), reverse("matrix:scenario", args=[kept.pk])
    seen = revision_of(kept)
    first = client.post(address, {"name": "First", "seen": seen}, follow=True)
    assert notices(first) == ["The scenario is changed."]
    second = client.post(address, {"name": "Second", "seen": seen})
    assert second.status_code == 422
    assert "changed “Name” from “Kept” to “First”" in words(second)
    again = dict(parse_qsl(urlencode({"name": "Second", "seen": revision_of(kept)})))
    assert client.post(address, again).status_code == 302


def test_the_picture_of_a_what_if_is_downloaded(as_person: AsPerson, cast: Cast) -> None:
    kept = a_scenario(cast.director)
    client = as_person(cast.director)
    for address in (f"{PAGE}?place={of('Beta')}_6_7.5&", f"{PAGE}{'?'}"):
        answer = client.get(f"{address}chart=matrix&as=svg")
        assert answer.content.startswith(b"<svg")
    address = reverse("matrix:scenario", args=[kept.pk])
    assert client.get(f"{address}?chart=matrix&as=png").content.startswith(b"\x89PNG")
