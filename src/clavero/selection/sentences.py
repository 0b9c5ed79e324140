"""What the selection says in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clavero.selection.models import Candidate, Decision, Rating
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.proposing import Ground, Reason, parse_reason
from clavero.selection.rules.ranking import Shift
from clavero.selection.rules.rating import Others
from clavero.selection.rules.settings import Settings
from clavero.selection.rules.steps import Proposal, Standing, Unusual, is_only_the_cap
from clavero.selection.selectors.handovers import NoLongerKey
from clavero.selection.selectors.rows import CandidateRow, CycleList
from clavero.selection.words import BECAUSE_SENTENCES, STATUS_NAMES, STATUS_TONES, criterion_names
from clavero.ui import formats

MOST_NAMED = 12  # of those that a question names
EXACTLY = Decimal("1e-6")
"""As finely as a score is told."""


def cap_in_words(settings: Settings) -> str:
    """How many key accounts there can be, and what is odd about it."""
    limit = settings.limit
    if limit is None:
        return _("Nobody has entered the hours available yet, so there is no cap.")
    assert settings.hours_available is not None
    assert settings.hours_per_account is not None
    told = ngettext(
        "There is capacity for %(count)s key account: %(available)s hours a year, %(each)s for "
        "each.",
        "There is capacity for %(count)s key accounts: %(available)s hours a year, %(each)s for "
        "each.",
        limit.accounts,
    ) % {
        "count": formats.number(limit.accounts),
        "available": formats.number(settings.hours_available),
        "each": formats.number(settings.hours_per_account),
    }
    if limit.warning is None:
        return told
    few = _("That is unusually few: 15 to 35 are usual.")
    many = _("That is unusually many: 15 to 35 are usual.")
    unusual = few if limit.warning is Unusual.FEW else many
    return f"{told} {unusual}"


def proposal_in_words(standing: Standing, proposal: Proposal) -> str:
    """What the rules propose, and why."""
    because = BECAUSE_SENTENCES[proposal.because]
    if proposal.status is standing.status:
        stays = _("The rules leave it as it is, “%(status)s”: %(because)s")
        return stays % {"status": STATUS_NAMES[proposal.status], "because": because}
    moves = _("The rules propose “%(status)s”: %(because)s")
    return moves % {"status": STATUS_NAMES[proposal.status], "because": because}


def reasons_in_words(candidate: Candidate) -> str:
    """Why a customer is on the list."""
    told = [_reason(parse_reason(each)) for each in candidate.grounds]
    if candidate.reason:
        told.append(candidate.reason)
    return " · ".join(told)


def reason_in_words(reasons: Iterable[Reason]) -> str:
    """Why the ledger puts a customer forward."""
    return " · ".join(_reason(each) for each in reasons)


def _reason(reason: Reason) -> str:
    match reason.ground:
        case Ground.KEY:
            return _("on the list as a key account, for its review")
        case Ground.LAST_YEAR:
            return _("it was on last year's list")
        case Ground.SALES:
            return _("class A by sales, number %(rank)s") % {"rank": _count(reason.rank)}
        case Ground.CONTRIBUTION:
            told = _("class A by contribution after serving, number %(rank)s")
            return told % {"rank": _count(reason.rank)}
        case Ground.MARGIN:
            return _("class A by gross margin, number %(rank)s") % {"rank": _count(reason.rank)}
        case Ground.LOSES:
            return _("but it loses money after serving")
        case Ground.GROWTH:
            growth = formats.percent(reason.growth or Decimal(0), places=0)
            return _("its sales grow by %(growth)s a year") % {"growth": growth}
        case Ground.HAND:
            return _("put forward by hand")


def _count(number: int | None) -> str:
    return formats.NOTHING if number is None else formats.number(number)


def places_in_words(listed: CycleList) -> str:
    """How many key accounts there are, and how many there can be."""
    count = {"count": formats.number(listed.taken)}
    if listed.is_partial:
        told = _("None of the customers that you see is a key account yet.")
        if listed.taken:
            told = ngettext(
                "%(count)s of the customers that you see is a key account.",
                "%(count)s of the customers that you see are key accounts.",
                listed.taken,
            )
    else:
        told = _("No customer is a key account yet.")
        if listed.taken:
            told = ngettext(
                "There is %(count)s key account.", "There are %(count)s key accounts.", listed.taken
            )
    told %= count
    return f"{told} {cap_in_words(listed.holding.settings)}"


def left_open_in_words(listed: CycleList, to: Stage) -> list[str]:
    """What a year leaves open that moves on to a stage: who was not rated, whose filter has no
    answer, who has no decision; and where more are key than there is room for."""
    if to is Stage.DECIDING:
        unrated = [row for row in listed.rows if not row.raters]
        unanswered = [row for row in listed.rows if row.standing.filter.open]
        apart = [row for row in listed.rows if row.disputed and not row.is_hidden]
        return [
            *_of_them(_("Nobody has rated: %(names)s."), unrated),
            *_of_them(_("The filter has an open question for: %(names)s."), unanswered),
            *_of_them(_("The raters have not talked yet about: %(names)s."), apart),
        ]
    if to is not Stage.CLOSED:
        return []
    undecided = [row for row in listed.rows if not _is_decided(row)]
    told = []
    if undecided:
        told.append(
            ngettext(
                "%(count)s of %(all)s candidates has no decision: %(names)s.",
                "%(count)s of %(all)s candidates have no decision: %(names)s.",
                len(undecided),
            )
            % {
                "count": formats.number(len(undecided)),
                "all": formats.number(len(listed.rows)),
                "names": _first_of(undecided),
            }
        )
    limit = listed.holding.settings.limit
    if limit is not None and listed.taken > limit.accounts:
        told.append(
            ngettext(
                "There are %(taken)s key accounts, and capacity for %(count)s.",
                "There are %(taken)s key accounts, and capacity for %(count)s.",
                limit.accounts,
            )
            % {"taken": formats.number(listed.taken), "count": formats.number(limit.accounts)}
        )
    return told


def _is_decided(row: CandidateRow) -> bool:
    decisions = () if row.course is None else row.course.decisions
    return any(each.candidate_id == row.candidate.pk for each in decisions)


def _of_them(sentence: str, rows: Sequence[CandidateRow]) -> Iterator[str]:
    if rows:
        yield sentence % {"names": _first_of(rows)}


def _first_of(rows: Sequence[CandidateRow]) -> str:
    """The names of the first, and how many more."""
    told = ", ".join(row.card.title for row in rows[:MOST_NAMED])
    more = len(rows) - MOST_NAMED
    if more <= 0:
        return told
    return ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % {
        "names": told,
        "count": formats.number(more),
    }


def shift_in_words(shift: Shift, listed: CycleList) -> str:
    """Who comes and goes when a weight moves by ten points."""
    names = criterion_names(listed.holding.settings)
    places = {
        "criterion": names[shift.criterion],
        "points": formats.number(abs(int(shift.points))),
        "enters": _names(shift.enters, listed),
        "leaves": _names(shift.leaves, listed),
    }
    return str(_moved(shift)) % places


def _moved(shift: Shift) -> str:
    if shift.points > 0:
        if shift.enters and shift.leaves:
            return _(
                "If “%(criterion)s” weighed %(points)s points more, %(enters)s would enter and "
                "%(leaves)s would leave."
            )
        if shift.enters:
            return _("If “%(criterion)s” weighed %(points)s points more, %(enters)s would enter.")
        return _("If “%(criterion)s” weighed %(points)s points more, %(leaves)s would leave.")
    if shift.enters and shift.leaves:
        return _(
            "If “%(criterion)s” weighed %(points)s points less, %(enters)s would enter and "
            "%(leaves)s would leave."
        )
    if shift.enters:
        return _("If “%(criterion)s” weighed %(points)s points less, %(enters)s would enter.")
    return _("If “%(criterion)s” weighed %(points)s points less, %(leaves)s would leave.")


def _names(codes: Iterable[str], listed: CycleList) -> str:
    return ", ".join(listed.cards[code].title for code in codes)


def standing_in_words(listed: CycleList, row: CandidateRow) -> list[str]:
    """Where a candidate stands in its list."""
    if row.is_hidden:
        return [_("You have not rated it yet: its score shows once you have.")]
    if row.score is None:
        known = formats.percent(Decimal(str(row.axis.coverage)) / 100, places=0)
        first = _("It cannot be classified: %(known)s of the weight is known, and 70%% is needed.")
        told = [first % {"known": known}]
    else:
        score = _figure(row.score, 2, 2)
        told = [_("It scores %(score)s of 10.") % {"score": score}]
    if row.rank is not None:
        place = {"rank": formats.number(row.rank), "count": formats.number(listed.able)}
        among = ngettext(
            "Place %(rank)s of the %(count)s that you see and that could be key.",
            "Place %(rank)s of the %(count)s that you see and that could be key.",
            listed.able,
        )
        all_told = ngettext(
            "Place %(rank)s of %(count)s that could be key.",
            "Place %(rank)s of %(count)s that could be key.",
            listed.able,
        )
        told.append((among if listed.is_partial else all_told) % place)
        if not row.is_within:
            told.append(_("No place is free for it."))
    if row.disputed:
        names = criterion_names(listed.holding.settings)
        apart = ", ".join(str(names[key]) for key in row.disputed)
        told.append(
            _("The raters are more than three points apart and have to talk: %(criteria)s.")
            % {"criteria": apart}
        )
        told.append(_("Until they have, that counts for nothing, and the others carry its weight."))
    return told


def raters_in_words(ratings: Iterable[Rating]) -> list[tuple[str, str]]:
    """Who gave what."""
    return [(each.rater_name, _figure(each.score, 1, 2)) for each in ratings]


def others_in_words(others: Others) -> str:
    """What the other raters of a criterion gave, and what is to be done."""
    places = {
        "lowest": formats.number(others.lowest),
        "highest": formats.number(others.highest),
    }
    if others.lowest == others.highest:
        told = ngettext(
            "Another rater gave %(lowest)s, and yours is more than three points away.",
            "The other raters gave %(lowest)s, and yours is more than three points away.",
            others.raters,
        )
    else:
        told = _(
            "The other raters gave from %(lowest)s to %(highest)s, and with yours they are more "
            "than three points apart."
        )
    ask = _("Talk it over, then change your score or write here what came of it.")
    return f"{told % places} {ask}"


def sum_of(listed: CycleList, row: CandidateRow, *, reader: int | None) -> list[dict[str, Any]]:
    """The score's sum, line by line. Before the reader has rated, only their own scores."""
    names = criterion_names(listed.holding.settings)
    lines = []
    for part in row.axis.contributions:
        given = row.ratings.get(part.factor, ())
        own = next((each.score for each in given if each.rater_id == reader), None)
        is_seen = not row.is_hidden
        found = row.verdicts[part.factor]
        median = None if found is None else found.panel.score
        lines.append(
            {
                "criterion": names[part.factor],
                "weight": formats.number(round(Decimal(str(part.weight)), 1)),
                "effective": _figure(part.effective if is_seen and part.effective else None, 1, 2),
                "own": _figure(own, 1, 2),
                "median": _figure(median if is_seen else None, 1, 2),
                "points": _figure(part.points if is_seen and not part.is_missing else None, 2, 3),
                "raters": raters_in_words(given) if is_seen else [],
                "is_open": is_seen and found is not None and found.is_open,
            }
        )
    return lines


def decisions_in_words(row: CandidateRow) -> list[dict[str, Any]]:
    """What was decided of a customer until its year, the latest first."""
    if row.course is None:
        return []
    return [decision_in_words(each) for each in row.course.decisions]


def decision_in_words(decision: Decision) -> dict[str, Any]:
    """A decision, ready to be read."""
    is_other = decision.proposed != decision.status
    goes_against = is_other or bool(decision.standing.get("faults"))
    return {
        "id": decision.pk,
        "day": formats.day(decision.day),
        "year": decision.candidate.cycle.year,
        "status": STATUS_NAMES[decision.status],
        "tone": STATUS_TONES.get(decision.status, "plain"),
        "reason": decision.reason if goes_against else _with(decision.reason, decision.against),
        "members": decision.members,
        "against": _against(decision, is_other=is_other) if goes_against else "",
        "withdrawn": _withdrawn(decision),
        "proposed": STATUS_NAMES[decision.proposed] if is_other else "",
        "because": BECAUSE_SENTENCES[decision.because],
    }


def _with(reason: str, more: str) -> str:
    """A reason with what was written against a rule that says the same: one more reason."""
    return f"{reason.removesuffix('.')}. {more}" if more else reason


def _against(decision: Decision, *, is_other: bool) -> str:
    """Why it was decided so all the same; having no place left is no rule about the customer."""
    if not decision.against:
        return ""
    codes = [each["code"] for each in decision.standing.get("faults", ())]
    why = {"why": decision.against}
    if is_other or not is_only_the_cap(codes):
        return _("Against the rule, because: %(why)s") % why
    return _("Beyond the places that there are, because: %(why)s") % why


def _withdrawn(decision: Decision) -> str:
    if decision.withdrawn_at is None:
        return ""
    return _("Withdrawn by %(by)s (%(moment)s): %(why)s") % {
        "by": decision.withdrawn_by,
        "moment": formats.moment(decision.withdrawn_at),
        "why": decision.withdrawn_because,
    }


WHEN_KEY_AGAIN = gettext_lazy(
    "Nothing changes hands now. It can be accepted once the committee has made it a key account "
    "again: ask the director."
)


def no_longer_key_in_words(name: str, gone: NoLongerKey) -> str:
    """Why a customer on its way to its manager is not a key account any more."""
    places = {"name": name, "by": gone.withdrawn_by}
    if gone.withdrawn_by:
        return _("%(by)s has withdrawn the decision that had made %(name)s a key account.") % places
    if gone.status is None:
        return _("%(name)s is not a key account.") % places
    places["status"] = str(STATUS_NAMES[gone.status])
    return _("The committee has decided since: %(name)s is “%(status)s”.") % places


def _figure(value: float | Decimal | None, places: int, most: int) -> str:
    """A figure with ``places`` decimals, and up to ``most`` where it has them: who reckons the sum
    by hand comes to the same."""
    if value is None:
        return formats.NOTHING
    # A float can miss a half by its last bits, and the list must round as the page does.
    exact = Decimal(value).quantize(EXACTLY)
    return formats.number(exact, places=places if round(exact, places) == exact else most)
