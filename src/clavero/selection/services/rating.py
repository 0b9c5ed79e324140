"""Each rater scores a candidate alone; those far apart talk first, and say what came of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.money import plain
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.services import hold_structure
from clavero.selection.models import Candidate, Rating
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.rating import HIGHEST, LOWEST, Others, verdict
from clavero.selection.selectors.history import words_of
from clavero.selection.selectors.rows import agreed_on, rated_by
from clavero.selection.selectors.settings import settings_of_cycle
from clavero.selection.services.cycles import refuse_other_stage
from clavero.selection.visibility import candidate_to_change


@dataclass(frozen=True, slots=True)
class Talk:
    """That a rater has talked with the others, and what came of it; ``others`` are those whose
    range they were shown, ``None`` where nothing was."""

    note: str
    others: Others | None = None


class RatersApart(Refusal):
    """A rating would put the raters of criteria more than three points apart: they talk first.

    ``others`` are, by criterion, what the others gave.
    """

    def __init__(self, others: Mapping[str, Others]) -> None:
        self.others = dict(others)
        super().__init__(
            _("Nothing is kept yet: raters would be more than three points apart."),
            code="raters_apart",
            hint=_("Talk it over first, then change the score or write what came of it."),
        )


@transaction.atomic
def rate(
    actor: Actor,
    *,
    candidate_id: int,
    scores: Mapping[str, Decimal | None],
    talks: Mapping[str, Talk] | None = None,
) -> int:
    """Keep what ``actor`` gives a candidate, 0 to 10 by criterion; how many scores are new.

    ``None`` leaves a criterion as it is. One's own may be changed until rating ends. Where the
    raters of a criterion would be more than three points apart, ``talks`` says what came of their
    talk; it is kept with the ratings, and their median counts. Raises :class:`RatersApart` where
    it is missing or was about other ratings, and ``Candidate.DoesNotExist`` for strangers.
    """
    hold_structure()
    candidate = candidate_to_change(actor, candidate_id, Verb.PROPOSE_KEY_ACCOUNTS)
    refuse_other_stage(candidate.cycle, Stage.RATING)
    if actor.user_id is None:
        raise Refusal(_("Only a person rates."), code="nobody_rates")
    criteria = settings_of_cycle(candidate.cycle).settings.criteria.weights
    given = {key: score for key, score in scores.items() if score is not None and key in criteria}
    _refuse_unfit(given)
    ratings = list(Rating.objects.filter(candidate=candidate))
    own = {each.criterion: each for each in ratings if each.rater_id == actor.user_id}
    changed = {
        key: score for key, score in given.items() if key not in own or own[key].score != score
    }
    others = {
        key: [
            each.score
            for each in ratings
            if each.criterion == key and each.rater_id != actor.user_id
        ]
        for key in changed
    }
    said = _said_of_talks(candidate, changed, others, talks or {})
    for key, score in changed.items():
        Rating.objects.update_or_create(
            candidate=candidate,
            criterion=key,
            rater_id=actor.user_id,
            defaults={"score": score, "rater_name": actor.name},
        )
    if changed:
        before = {f"score_{key}": plain(own[key].score) for key in changed if key in own}
        after = {f"score_{key}": plain(score) for key, score in changed.items()}
        record(actor, "candidate.rated", candidate, before=before or None, after=after)
    for key, note in said.items():
        _keep_talk(actor, candidate, key, [*others[key], changed[key]], note)
    return len(changed)


@transaction.atomic
def agree(
    actor: Actor,
    *,
    candidate_id: int,
    criterion: str,
    note: str,
    seen: Collection[Decimal],
    revision: int = 0,
) -> Candidate:
    """Say what raters more than three points apart have agreed on, so that their median counts,
    or put what was said of it right.

    ``seen`` are the ratings that they talked about: if one has changed, they talk again.
    ``revision`` is the candidate's: what somebody else wrote of the same talk meanwhile is told.
    Who has not rated the criterion while rating goes on cannot know what the others gave.
    """
    hold_structure()
    candidate = candidate_to_change(actor, candidate_id, Verb.PROPOSE_KEY_ACCOUNTS)
    refuse_other_stage(candidate.cycle, Stage.RATING, Stage.DECIDING)
    rated = list(Rating.objects.filter(candidate=candidate, criterion=criterion))
    is_blind = candidate.cycle.stage == Stage.RATING and criterion not in rated_by(
        {criterion: rated}, actor.user_id
    )
    if is_blind:
        raise Refusal(
            _("Rate it yourself before you look at what the others gave."),
            code="not_rated_yet",
        )
    ratings = sorted(each.score for each in rated)
    if ratings != sorted(seen):
        raise Refusal(
            _("A rating has changed while you were talking."),
            code="changed_meanwhile",
            hint=_("Look at them again, and send what you have agreed on if it still holds."),
        )
    found = verdict(ratings, agreed_on(candidate, criterion))
    if found is None or not found.panel.needs_discussion:
        raise Refusal(
            _("There is nothing to agree on here any more."),
            code="nothing_to_agree",
            hint=_("Look at the ratings again."),
        )
    if not note.strip():
        raise Refusal(
            _("Write what you have agreed on, and why."), code="reason_missing", field="note"
        )
    field, now = f"agreed_{criterion}", _note_of(candidate, criterion)
    words = words_of(settings_of_cycle(candidate.cycle).settings)
    asked = {field: note.strip()}
    reconcile(candidate, seen=revision, now={field: now}, asked=asked, words=words)
    if found.is_open or note.strip() != now:
        _keep_talk(actor, candidate, criterion, ratings, note)
    return candidate


def _said_of_talks(
    candidate: Candidate,
    changed: Mapping[str, Decimal],
    others: Mapping[str, list[Decimal]],
    talks: Mapping[str, Talk],
) -> dict[str, str]:
    """What came of the talk about each criterion that needs one, once ``changed`` stands."""
    said: dict[str, str] = {}
    apart: dict[str, Others] = {}
    for key, score in changed.items():
        found = verdict([*others[key], score], agreed_on(candidate, key))
        shown = Others.of(others[key])
        if found is None or shown is None or not found.is_open:
            continue
        talk = talks.get(key)
        if talk is None or not talk.note.strip() or talk.others not in {None, shown}:
            apart[key] = shown
        else:
            said[key] = talk.note.strip()
    if apart:
        raise RatersApart(apart)
    return said


def _keep_talk(
    actor: Actor, candidate: Candidate, criterion: str, ratings: Collection[Decimal], note: str
) -> None:
    field, before = f"agreed_{criterion}", _note_of(candidate, criterion)
    candidate.agreed[criterion] = {
        "ratings": [plain(each) for each in sorted(ratings)],
        "note": note.strip(),
        "by": actor.name,
        "day": timezone.localdate().isoformat(),
    }
    candidate.save(update_fields=["agreed"])
    record(
        actor, "candidate.agreed", candidate, before={field: before}, after={field: note.strip()}
    )


def _note_of(candidate: Candidate, criterion: str) -> str:
    return str(candidate.agreed.get(criterion, {}).get("note", ""))


def _refuse_unfit(given: Mapping[str, Decimal]) -> None:
    if not given:
        raise Refusal(
            _("There is no score to keep."),
            code="nothing_said",
            hint=_("Write one score or more; what stays empty stays as it is."),
        )
    for key, score in given.items():
        if not LOWEST <= score <= HIGHEST or round(score, 2) != score:
            raise Refusal(
                _("A score goes from 0 to 10, with two decimals at most."),
                code="out_of_range",
                field=f"score_{key}",
            )
