"""Two people at once: what nobody else wrote goes through, what somebody else wrote is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from clavero.core.audit import record
from clavero.core.models import AuditEntry
from clavero.core.revisions import ChangedMeanwhile, Words, reconcile, revision_of
from clavero.identity.rules import Actor, Role

ANA, LUIS = Actor(1, "Ana Ruiz", Role.DIRECTOR), Actor(2, "Luis Vega", Role.DIRECTOR)
FIELDS = ("name", "country")
WORDS = Words(
    {"name": "Name", "country": "Country"},
    lambda field, values: values.get(field) or "",
    lambda moment: "10:32",
)


class Thing:
    """A row with two fields, written as the services write: locked, reconciled, audited."""

    def __init__(self, **values: Any) -> None:
        self.values = values
        # Any row will do for a subject: only its key counts.
        self.row = AuditEntry(pk=4711)

    @property
    def seen(self) -> int:
        return revision_of(self.row)

    def write(self, who: Actor, seen: int, **asked: Any) -> None:
        now = {field: self.values[field] for field in asked}
        stay = reconcile(self.row, seen=seen, now=now, asked=asked, words=WORDS)
        after = {f: v for f, v in asked.items() if f not in stay and v != self.values[f]}
        if after:
            record(who, "thing.edited", self.row, before={f: now[f] for f in after}, after=after)
            self.values |= after


@pytest.mark.django_db
def test_who_saw_the_latest_writes_what_they_want() -> None:
    thing = Thing(name="Old", country="ES")
    thing.write(ANA, thing.seen, name="New", country="ES")
    thing.write(LUIS, thing.seen, name="Newer", country="PT")
    assert thing.values == {"name": "Newer", "country": "PT"}


@pytest.mark.django_db
def test_the_same_field_twice_is_told_in_words_and_can_be_sent_again() -> None:
    thing = Thing(name="Old", country="ES")
    seen = thing.seen
    thing.write(ANA, seen, name="New", country="ES")
    with pytest.raises(ChangedMeanwhile) as refused:
        thing.write(LUIS, seen, name="Other", country="ES")
    assert refused.value.code == "changed_meanwhile"
    assert str(refused.value) == (
        "This was changed while you were looking at it."
        " Ana Ruiz changed “Name” from “Old” to “New” (10:32)."
        " Compare, and send yours again if it should hold."
    )
    assert thing.values["name"] == "New"
    thing.write(LUIS, refused.value.revision, name="Other", country="ES")
    assert thing.values["name"] == "Other"


@pytest.mark.django_db
def test_different_fields_do_not_collide_and_neither_is_lost() -> None:
    thing = Thing(name="Old", country="ES")
    seen = thing.seen
    thing.write(ANA, seen, name="New", country="ES")
    thing.write(LUIS, seen, name="Old", country="PT")
    assert thing.values == {"name": "New", "country": "PT"}
    last = AuditEntry.objects.latest("pk")
    assert (last.by_name, last.before, last.after) == (
        "Luis Vega",
        {"country": "ES"},
        {"country": "PT"},
    )


@pytest.mark.django_db
def test_a_collision_in_one_field_does_not_bring_back_the_old_value_of_another() -> None:
    thing = Thing(name="Old", country="ES")
    seen = thing.seen
    thing.write(ANA, seen, name="New", country="FR")
    with pytest.raises(ChangedMeanwhile) as refused:
        thing.write(LUIS, seen, name="Old", country="PT")
    assert refused.value.kept == {"name": "New"}
    assert list(refused.value.told) == ["country"]
    assert "from “Old” to “New”" in str(refused.value)


@pytest.mark.django_db
def test_both_wanting_the_same_or_a_change_taken_back_is_no_collision() -> None:
    thing = Thing(name="Old", country="ES")
    seen = thing.seen
    thing.write(ANA, seen, name="New")
    thing.write(LUIS, seen, name="New")
    thing.write(ANA, thing.seen, name="Old")
    thing.write(LUIS, seen, name="Mine")
    assert thing.values["name"] == "Mine"


@pytest.mark.django_db
def test_the_revision_of_something_else_is_none_of_this() -> None:
    thing, other = Thing(name="Old", country="ES"), AuditEntry(pk=1)
    thing.write(ANA, thing.seen, name="New")
    record(ANA, "other.edited", other, after={"name": "x"})
    with pytest.raises(ChangedMeanwhile):
        thing.write(LUIS, revision_of(other), name="Mine")
    with pytest.raises(ChangedMeanwhile):
        thing.write(LUIS, 10**17, name="Mine")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "New", "Ana Ruiz wrote “New” under “Name” (10:32)."),
        ("Old", "", "Ana Ruiz emptied “Name”, which was “Old” (10:32)."),
    ],
)
def test_a_field_that_was_or_became_empty_is_said_so(before: str, after: str, told: str) -> None:
    thing = Thing(name=before, country="ES")
    thing.write(ANA, 0, name=after)
    with pytest.raises(ChangedMeanwhile) as refused:
        thing.write(LUIS, 0, name="Mine")
    assert told in str(refused.value)


@pytest.mark.django_db
def test_an_entry_that_only_mentions_a_field_changes_nothing() -> None:
    thing = Thing(name="Old", country="ES")
    record(ANA, "thing.sent", thing.row, after={"name": "Old"})
    thing.write(LUIS, 0, name="Mine")
    assert thing.values["name"] == "Mine"


_values = st.sampled_from(["a", "b", "c"])
_turns = st.lists(
    st.tuples(
        st.sampled_from(["ana", "luis"]),
        st.dictionaries(st.sampled_from(FIELDS), _values),
        st.booleans(),
    ),
    max_size=12,
)


class WhateverTheOrder(TestCase):
    """Two people with a form each, who open it and send it as they like."""

    @given(_turns)
    def test_nobodys_words_vanish_unseen(
        self, turns: list[tuple[str, dict[str, str], bool]]
    ) -> None:
        """After every sending, each field holds what the sender wrote, or what they left alone."""
        thing = Thing(name="a", country="a")
        open_at = {who: (thing.seen, dict(thing.values)) for who in ("ana", "luis")}
        for who, edits, opens_first in turns:
            if opens_first:
                open_at[who] = thing.seen, dict(thing.values)
            seen, shown = open_at[who]
            was = dict(thing.values)
            form = {**shown, **edits}
            try:
                thing.write(ANA if who == "ana" else LUIS, seen, **form)
            except ChangedMeanwhile as change:
                assert thing.values == was
                for field in change.told:
                    assert len({shown[field], form[field], was[field]}) == 3
            else:
                for field in FIELDS:
                    theirs_alone = form[field] == shown[field]
                    assert thing.values[field] == (was[field] if theirs_alone else form[field])
                    # Never over a value that the writer has not seen, unless both wrote the same.
                    assert theirs_alone or was[field] in {shown[field], form[field]}
