"""The list of people."""

from __future__ import annotations

from clavero.conftest import AsPerson
from clavero.identity import selectors
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast


def test_administrators_find_people_by_word_role_and_access(
    cast: Cast, as_person: AsPerson
) -> None:
    cast.junior_two.is_active = False
    cast.junior_two.save()
    browser = as_person(cast.administrator)

    def found(**query: str) -> set[str]:
        page = browser.get("/people/", query).content.decode()
        return {member for member, person in cast if f"/people/{person.pk}/" in page}

    assert len(found()) == 9
    assert found(search="costafreda") == {"senior"}
    assert found(role="junior") == {"junior_one", "junior_two"}
    assert found(role="junior", access="open") == {"junior_one"}
    assert found(access="closed") == {"junior_two"}


def test_colleagues_are_seen_by_everybody_and_who_left_by_administrators(cast: Cast) -> None:
    cast.junior_two.is_active = False
    cast.junior_two.save()
    assert cast.junior_two not in selectors.people(actor_for(cast.senior))
    assert cast.junior_one in selectors.people(actor_for(cast.logistics))
    assert cast.junior_two in selectors.people(actor_for(cast.administrator))


def test_it_takes_as_many_queries_for_many_people_as_for_few(
    cast: Cast, as_person: AsPerson, django_assert_max_num_queries: object
) -> None:
    browser = as_person(cast.administrator)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        browser.get("/people/")
