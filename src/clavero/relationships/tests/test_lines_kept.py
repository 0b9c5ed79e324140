"""What was said between two stays, by whom and how it was known, when somebody says otherwise."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.errors import Refusal
from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.relationships.models import Contact, Line
from clavero.relationships.rules.influence import LineKind
from clavero.relationships.selectors import person_as_data
from clavero.relationships.selectors.influence import influence_map
from clavero.relationships.services import draw_line, erase_contact, remove_line
from clavero.relationships.testing import make_contact, make_judgement
from clavero.relationships.tests.test_pages import at
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(mine: Customer) -> tuple[Contact, Contact]:
    found = make_contact(mine, "Marta Gil"), make_contact(mine, "Luis Roca")
    make_judgement(found[0])
    return found


def say(two: tuple[Contact, Contact], actor: object, source: str, **given: object) -> Line:
    told = {"kind": LineKind.INFLUENCE, "start_id": two[0].pk, "end_id": two[1].pk, **given}
    return draw_line(actor, source=source, **told)  # type: ignore[arg-type]


def test_said_again_what_was_said_before_stays(
    two: tuple[Contact, Contact], mine: Customer, actors: SimpleNamespace
) -> None:
    say(two, actors.director, "She quotes him")
    say(two, actors.senior, "He asks her first")
    (line,) = influence_map(actors.senior, mine.pk).lines
    assert (line.source, line.by) == ("He asks her first", actors.senior.name)
    (before,) = influence_map(actors.senior, mine.pk).ended
    assert (before.source, before.by, before.ended_by, before.ended_on) == (
        "She quotes him", actors.director.name, actors.senior.name, timezone.localdate(),
    )  # fmt: skip
    remove_line(actors.senior, line_id=line.id or 0)
    found = influence_map(actors.senior, mine.pk)
    assert found.lines == []
    assert [each.source for each in found.ended] == ["He asks her first", "She quotes him"]
    with pytest.raises(Refusal, match="drawn this line anew or taken it away"):
        remove_line(actors.senior, line_id=line.id or 0)


def test_what_was_said_meanwhile_is_told_first(
    two: tuple[Contact, Contact], mine: Customer, actors: SimpleNamespace
) -> None:
    seen = influence_map(actors.senior, mine.pk).last_line
    said = say(two, actors.director, "She quotes him", kind=LineKind.CONFLICT)
    other_way = {"kind": LineKind.CONFLICT, "start_id": two[1].pk, "end_id": two[0].pk}
    with pytest.raises(ChangedMeanwhile) as told:
        say(two, actors.senior, "They shout", seen=seen, **other_way)
    assert f"{actors.director.name} drew this line meanwhile: “She quotes him”." in str(told.value)
    assert Line.objects.get().ended_on is None
    say(two, actors.senior, "They shout", seen=told.value.revision, **other_way)
    assert told.value.revision == said.pk
    assert Line.objects.count() == 2


def test_the_page_tells_both(
    two: tuple[Contact, Contact], mine: Customer, actors: SimpleNamespace, cast: Cast,
    as_person: AsPerson,
) -> None:  # fmt: skip
    page = f"{at('influence', mine.pk)}?show=all"
    senior = as_person(cast.senior)
    seen = senior.get(page).context["forms"]["draw"]["seen"].value()
    say(two, actors.director, "She quotes him")
    sent = {
        "decision": "draw", "kind": "influence", "start_id": two[0].pk, "end_id": two[1].pk,
        "source": "He asks her first", "seen": seen,
    }  # fmt: skip
    answer = senior.post(page, sent)
    assert answer.status_code == 422
    assert "drew this line meanwhile: “She quotes him”" in words(answer)
    again = answer.context["forms"]["draw"]["seen"].value()
    shown = words(senior.post(page, {**sent, "seen": again}, follow=True))
    assert "What was said before" in shown
    assert "“She quotes him”" in shown
    gone = Line.objects.exclude(ended_on=None).get()
    late = senior.post(page, {"decision": "remove", "number": gone.pk}, follow=True)
    assert "has drawn this line anew or taken it away meanwhile" in words(late)
    assert Line.objects.filter(ended_on=None).count() == 1
    assert f"by {cast.senior.name}" in shown


def test_who_is_forgotten_is_in_no_line_that_ended(
    two: tuple[Contact, Contact], mine: Customer, actors: SimpleNamespace
) -> None:
    say(two, actors.director, "She quotes him")
    say(two, actors.senior, "He asks her first")
    told = person_as_data(actors.senior, two[0].pk)["lines"]
    assert [each["until"] for each in told] == [timezone.localdate().isoformat(), None]
    erase_contact(actors.senior, contact_id=two[0].pk)
    assert not Line.objects.exists()
