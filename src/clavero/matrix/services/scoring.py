"""What one person says of one account, entered by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal, Refusals
from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.rules import Actor, Verb
from clavero.matrix.models import AccountScore
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.forecast import Forecast
from clavero.matrix.rules.scores import LONGEST_COMPETITOR, Criteria, Subject
from clavero.matrix.selectors import account_in_matrix, settings_on, standing_score
from clavero.matrix.services.disagreement import unlike_others
from clavero.matrix.services.rated import Rated, written
from clavero.matrix.words import factor_names
from clavero.portfolio.services import hold_structure
from clavero.portfolio.visibility import accounts
from clavero.ui import formats

EARLIEST = date(1990, 1, 1)
"""Before it, a day is a slip of the pen: nobody places an account by words so old."""


@transaction.atomic
def score_account(
    actor: Actor,
    *,
    customer_id: int,
    day: date,
    source: Source,
    rated: Sequence[Rated],
    competitor: str = "",
    forecast: Forecast | None = None,
    reason: str = "",
    seen: int | None = None,
) -> int:
    """Keep what is said of an account; how many scores are new.

    What was said before stays beside it; the same again adds nothing. ``competitor`` names whom
    the scores of a competitor are about. A value that goes before one from the ledger needs a
    ``reason``, and so does one far from what somebody else has just said: what came of the talk.
    ``seen`` is the newest score that the person looked at: what others have said of the same thing
    since is told before it is overtaken. Raises ``Customer.DoesNotExist`` for strangers,
    :class:`Forbidden` for who does not score and :class:`Refusals` at all the fields to mend.
    """
    hold_structure()
    customer = accounts(actor).get(pk=customer_id)
    if not actor.may(Verb.SCORE_ACCOUNTS):
        raise Forbidden(Verb.SCORE_ACCOUNTS)
    if not rated:
        raise Refusal(
            _("There is no score to keep."),
            code="nothing_said",
            hint=_("Write at least one value; what stays empty stays as it is."),
        )
    criteria = settings_on(timezone.localdate()).settings.to_score
    refused = [*unfit_day(day), *unfit_competitor(competitor), *unfit_ratings(rated, criteria)]
    if not (reason.strip() or forecast):
        derived = account_in_matrix(actor, customer_id, as_of=day).row.derived
        refused += unreasoned(fit_ratings(rated, refused), derived)
    if refused:
        raise Refusals(refused)
    rows = [
        AccountScore(
            customer=customer,
            criterion=each.criterion,
            subject=each.subject.value,
            competitor=competitor.strip() if each.subject is Subject.COMPETITOR else "",
            source=source.value,
            day=day,
            forecast=forecast.value if forecast else "",
            value=each.value,
            ratings=[f"{rating:f}" for rating in each.ratings],
            reason=reason.strip(),
            by_id=actor.user_id,
            by_name=actor.name,
        )
        for each in rated
    ]
    if seen is not None:
        _refuse_overtaken(actor, customer_id, rows, seen)
    if not reason.strip():
        apart = unlike_others(
            actor,
            customer.code,
            rated,
            criteria=criteria,
            day=day,
            source=source,
            competitor=competitor,
            forecast=forecast,
        )
        if refused := list(apart):
            raise Refusals(refused)
    new = [row for row in rows if not _is_there(row)]
    AccountScore.objects.bulk_create(new)
    if new:
        record(actor, "customer.scored", customer, after={"scores": len(new)})
    return len(new)


@transaction.atomic
def withdraw_score(actor: Actor, *, score_id: int) -> AccountScore:
    """Take back what was entered by mistake: what was said before, or the ledger, counts again.

    Raises ``DoesNotExist`` for strangers to the account and for a score that was withdrawn already,
    and :class:`Forbidden` for who does not score.
    """
    hold_structure()
    score = standing_score(actor, score_id)
    if not actor.may(Verb.SCORE_ACCOUNTS):
        raise Forbidden(Verb.SCORE_ACCOUNTS)
    score.withdrawn_at, score.withdrawn_by_name = timezone.now(), actor.name
    score.save(update_fields=["withdrawn_at", "withdrawn_by_name"])
    told = {"criterion": score.criterion, "value": score.value, "day": score.day}
    record(actor, "customer.score_withdrawn", score.customer, before=told)
    return score


def _refuse_overtaken(
    actor: Actor, customer_id: int, rows: Sequence[AccountScore], seen: int
) -> None:
    """What somebody else has said of the same thing since the page was opened."""
    newer = AccountScore.objects.filter(customer=customer_id, withdrawn_at=None, pk__gt=seen)
    others = {_thing(each): each for each in newer.exclude(by_id=actor.user_id).order_by("pk")}
    names = factor_names(settings_on(timezone.localdate()).settings)
    told: dict[str, str] = {}
    for row in rows:
        theirs = others.get(_thing(row))
        if theirs is None or theirs.ratings == row.ratings:
            continue
        field = Rated(row.criterion, (), Subject(row.subject)).field
        told[field] = gettext("%(by)s gave “%(field)s” %(value)s (%(moment)s).") % {
            "by": theirs.by_name,
            "field": names.get(row.criterion, _("Stage of the relationship")),
            "value": written(row.criterion, theirs.value),
            "moment": formats.moment(theirs.created_at),
        }
    if told:
        raise ChangedMeanwhile(told, revision=max(each.pk for each in others.values()))


def _thing(score: AccountScore) -> tuple[str, str, str, str]:
    return score.forecast, score.subject, score.competitor, score.criterion


def _is_there(row: AccountScore) -> bool:
    """Whether the same was the last word on the same thing already."""
    last = AccountScore.objects.filter(
        customer=row.customer, criterion=row.criterion, subject=row.subject,
        competitor=row.competitor, source=row.source, day=row.day, forecast=row.forecast,
        withdrawn_at=None,
    ).order_by("-pk").first()  # fmt: skip
    return last is not None and (last.ratings, last.reason) == (row.ratings, row.reason)


def unfit_day(day: date) -> Iterator[Refusal]:
    """A day on which nobody can have said anything."""
    if day > timezone.localdate():
        yield Refusal(
            _("Nobody has said it yet: the day is to come."),
            code="in_the_future",
            field="day",
            hint=_("Write the day on which it was said."),
        )
    elif day < EARLIEST:
        yield Refusal(
            _("Nobody can have said it so long ago."),
            code="too_long_ago",
            field="day",
            hint=_("Write the day on which it was said, from %(earliest)s on."),
            earliest=formats.day(EARLIEST),
        )


def unfit_competitor(competitor: str) -> Iterator[Refusal]:
    """A name that is too long."""
    if len(competitor) > LONGEST_COMPETITOR:
        yield Refusal(
            _("This text is too long."),
            code="too_long",
            field="competitor",
            hint=_("Write at most %(most)s characters."),
            most=LONGEST_COMPETITOR,
        )


def unfit_ratings(rated: Sequence[Rated], criteria: Criteria) -> Iterator[Refusal]:
    """Every one that its criterion cannot have, or whose raters are too far apart."""
    for each in rated:
        yield from _unfit_ratings(each, criteria)


def _unfit_ratings(rated: Rated, criteria: Criteria) -> Iterator[Refusal]:
    if rated.criterion not in criteria.limits:
        yield Refusal(
            _("The matrix has no such criterion any more."),
            code="unknown_criterion",
            hint=_("Open the page again to see those of today."),
        )
        return
    low, high = criteria.limits[rated.criterion]
    if not all(low <= rating <= high for rating in rated.ratings):
        yield Refusal(
            _("This criterion goes from %(low)s to %(high)s."),
            code="out_of_range",
            field=rated.field,
            low=written(rated.criterion, low),
            high=written(rated.criterion, high),
        )
    elif criteria.are_apart(rated.criterion, rated.ratings):
        yield Refusal(
            _("The raters are %(spread)s points apart."),
            code="raters_apart",
            field=rated.field,
            hint=_("More than three asks for a talk: write what they agree on."),
            spread=formats.number(round(criteria.points_apart(rated.criterion, rated.ratings), 1)),
        )


def fit_ratings(rated: Sequence[Rated], refused: Sequence[Refusal]) -> list[Rated]:
    """Those of which nothing has been refused."""
    unfit = {each.field for each in refused}
    return [each for each in rated if each.field not in unfit]


def unreasoned(rated: Sequence[Rated], derived: Collection[str]) -> Iterator[Refusal]:
    """What people say goes before the ledger, which knows what is ``derived``: they say why."""
    for each in rated:
        if each.subject is Subject.US and each.criterion in derived:
            yield Refusal(
                _("The ledger knows this already."),
                code="reason_missing",
                field=each.field,
                hint=_("To put your value in its place, say why below."),
            )
