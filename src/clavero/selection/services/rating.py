"""Each rater scores a candidate alone; those far apart talk, and say what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.money import plain
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.services import hold_structure
from clavero.selection.models import Candidate, Rating
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.rating import HIGHEST, LOWEST, verdict
from clavero.selection.selectors.rows import rated_by
from clavero.selection.selectors.settings import settings_of_cycle
from clavero.selection.services.cycles import refuse_other_stage
from clavero.selection.visibility import candidate_to_change


@transaction.atomic
def rate(actor: Actor, *, candidate_id: int, scores: Mapping[str, Decimal | None]) -> int:
    """Keep what ``actor`` gives a candidate, 0 to 10 by criterion; how many scores are new.

    ``None`` leaves a criterion as it is. One's own may be changed until rating ends. Raises
    ``Candidate.DoesNotExist`` for strangers.
    """
    hold_structure()
    candidate = candidate_to_change(actor, candidate_id, Verb.PROPOSE_KEY_ACCOUNTS)
    refuse_other_stage(candidate.cycle, Stage.RATING)
    if actor.user_id is None:
        raise Refusal(_("Only a person rates."), code="nobody_rates")
    criteria = settings_of_cycle(candidate.cycle).settings.criteria.weights
    given = {key: score for key, score in scores.items() if score is not None and key in criteria}
    _refuse_unfit(given)
    own = {
        each.criterion: each
        for each in Rating.objects.filter(candidate=candidate, rater_id=actor.user_id)
    }
    changed = {
        key: score for key, score in given.items() if key not in own or own[key].score != score
    }
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
    return len(changed)


@transaction.atomic
def agree(
    actor: Actor, *, candidate_id: int, criterion: str, note: str, seen: tuple[Decimal, ...]
) -> Candidate:
    """Say what raters more than three points apart have agreed on, so that their median counts.

    ``seen`` are the ratings that they talked about: if one has changed, they talk again. Who has
    not rated the criterion while rating goes on cannot know what the others gave.
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
    talked = candidate.agreed.get(criterion, {})
    found = verdict(ratings, [Decimal(each) for each in talked.get("ratings", [])])
    if ratings != sorted(seen):
        raise Refusal(
            _("A rating has changed while you were talking."),
            code="changed_meanwhile",
            hint=_("Look at them again."),
        )
    if found is None or not found.is_open:
        raise Refusal(
            _("There is nothing to agree on here any more."),
            code="nothing_to_agree",
            hint=_("Look at the ratings again."),
        )
    if not note.strip():
        raise Refusal(
            _("Write what you have agreed on, and why."), code="reason_missing", field="note"
        )
    candidate.agreed[criterion] = {
        "ratings": [plain(each) for each in ratings],
        "note": note.strip(),
        "by": actor.name,
        "day": timezone.localdate().isoformat(),
    }
    candidate.save(update_fields=["agreed"])
    record(actor, "candidate.agreed", candidate, after={f"agreed_{criterion}": note.strip()})
    return candidate


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
