"""A contract that renews itself runs on where nobody has decided, and is taken back where it did
not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from clavero.contracts.models import AgreedPrice, Closing, Contract, Entry, Renewal, Term
from clavero.contracts.rules.conflicts import Standing
from clavero.contracts.rules.renewing import DECIDED, RenewalStage
from clavero.contracts.rules.running import Follows, Runs, follows, runs
from clavero.contracts.rules.terms import NetPrice, TermKind
from clavero.contracts.services._held import BY_LINE, named, to_price
from clavero.core.apart import each_apart
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.models import AuditEntry
from clavero.core.period import Period
from clavero.core.writing import as_told
from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
from clavero.portfolio.selectors import lead_who_acts, today_of
from clavero.ui import formats
from clavero.work.rules.tasks import Origin
from clavero.work.services import end_tasks_of, tell_task

_LONGEST = 300  # characters of a task
_TIME_TO_DO = timedelta(days=7)


def run_on(actor: Actor, *, today: date) -> int:
    """Let every contract run on that renews itself, has ended before ``today`` and of which nobody
    decided; how many did. Doing it again changes nothing. One of which this fails keeps no other
    waiting."""
    decided = Renewal.objects.filter(
        contract=OuterRef("pk"), end=OuterRef("end"), stage__in=DECIDED
    )
    found = Contract.objects.filter(~Exists(decided), end__lt=today, renews_months__gt=0)
    return each_apart(partial(_run_on, actor, today), list(found.values_list("pk", flat=True)))


@transaction.atomic
def _run_on(actor: Actor, today: date, contract_id: int) -> int:
    contract, beside = to_price(actor, contract_id)
    found = runs(contract.end, contract.renews_months, today)
    if found is None or contract.renewals.filter(end=contract.end, stage__in=DECIDED).exists():
        return 0  # somebody has decided meanwhile
    ending = list(contract.terms.filter(withdrawn_on=None, end=contract.end))
    by_way: dict[Follows, list[Term]] = {each: [] for each in Follows}
    for term in ending:
        basis = term.values.get("basis", "")
        way = follows(TermKind(term.kind), basis, term.period, contract.renews_months)
        by_way[way].append(term)
    if _contradicts(contract, beside, by_way[Follows.STAYS], found):
        _tell_contradicted(actor, contract)
        return 0
    old = contract.end
    _hold_on(by_way[Follows.STAYS], old, found.end)
    anew = [_anew(actor, term, each) for term in by_way[Follows.ANEW] for each in found.times]
    over = by_way[Follows.ENDS]
    end_told(actor, contract)
    _renewed(actor, contract, found.end, today)
    contract.end = found.end
    contract.save(update_fields=["end"])
    told = {"end": contract.end, "over": [each.kind for each in over], "anew": anew}
    record(actor, "contract.ran_on", contract, before=as_told({"end": old}), after=as_told(told))
    if over:
        _tell_over(actor, contract, over)
    return 1


def _contradicts(
    contract: Contract, beside: Sequence[Contract], held: Iterable[Term], found: Runs
) -> bool:
    """Whether terms that would hold on set what another contract of the same lines sets."""
    others = [each.pk for each in beside if each.pk != contract.pk]
    lines = [each for each in held if each.kind in BY_LINE]
    lists = [each for each in held if each.kind == TermKind.PRICE]
    meets = Q(start__lt=found.days.end, end__gte=found.days.start)
    terms = Term.objects.filter(
        meets, contract__in=others, withdrawn_on=None, kind__in=[each.kind for each in lines]
    )
    if terms.exists():
        return True
    prices = AgreedPrice.objects.filter(meets, term__contract__in=others, term__withdrawn_on=None)
    if not lists or not prices.exists():
        return False
    theirs = Standing((row.pk, row.rule) for row in prices)
    own = AgreedPrice.objects.filter(term__in=lists, end=contract.end)
    return any(
        theirs.add(row.pk, NetPrice(rule.subject, rule.price, rule.currency, found.days, rule.unit))
        is not None
        for row in own
        for rule in [row.rule]
    )


def _hold_on(terms: Iterable[Term], old: date, new: date) -> None:
    keys = [each.pk for each in terms]
    AgreedPrice.objects.filter(term__in=keys, end=old).update(end=new)
    Term.objects.filter(pk__in=keys).update(end=new)


def _anew(actor: Actor, term: Term, days: Period) -> int:
    """The same term for a time after its own; its number."""
    made = Term.objects.create(
        contract_id=term.contract_id, kind=term.kind, start=days.start, end=days.last,
        product=term.product, family=term.family, currency=term.currency, values=term.values,
        by_name=actor.name,
    )  # fmt: skip
    return made.pk


def _renewed(actor: Actor, contract: Contract, new: date, today: date) -> None:
    """Talks that were under way go on, about the new last day; otherwise it was renewed as it was,
    for what it is worth."""
    talks = next(
        (each for each in contract.renewals.all() if RenewalStage(each.stage).is_open), None
    )
    if talks is not None:
        before = {"end": talks.end}
        if not contract.renewals.filter(end=new).exists():
            talks.end = new
            talks.save(update_fields=["end"])
        after = {"end": talks.end}
        record(actor, "renewal.ran_on", talks, before=as_told(before), after=as_told(after))
        return
    row = Renewal.objects.create(
        contract=contract, end=contract.end, stage=RenewalStage.RENEWED.value, since=today,
        final=contract.value, by_name=actor.name,
    )  # fmt: skip
    told = {"stage": row.stage, "final": row.final}
    record(actor, "renewal.ran_on", row, after=as_told(told))


@transaction.atomic
def run_back(actor: Actor, contract: Contract, ran: AuditEntry, reason: str) -> None:
    """A contract, locked, that ran on by itself did not: it ended, and what stood on only because
    it ran on ended with it."""
    old = date.fromisoformat((ran.before or {})["end"])
    anew = (ran.after or {}).get("anew", [])
    standing = contract.terms.filter(withdrawn_on=None)
    mine = standing.filter(pk__in=anew)
    if (
        Entry.objects.filter(term__in=mine).exists()
        or Closing.objects.filter(term__in=mine).exists()
    ):
        raise Refusal(
            _("Money was written down, or a period closed, for the time after %(day)s."),
            code="money_after",
            hint=_("Take that back first."),
            day=formats.day(old),
        )
    prices = AgreedPrice.objects.filter(term__in=standing, start__gt=old)
    if prices.exists() or standing.exclude(pk__in=anew).filter(start__gt=old).exists():
        raise Refusal(
            _("Terms of the contract stand after %(day)s."),
            code="terms_after",
            hint=_("Withdraw those of the new time first."),
            day=formats.day(old),
        )
    before = {"end": contract.end}
    mine.update(withdrawn_on=timezone.localdate())
    AgreedPrice.objects.filter(term__in=standing, end__gt=old).update(end=old)
    standing.filter(end__gt=old).update(end=old)
    contract.end = old
    contract.save(update_fields=["end"])
    end_told(actor, contract, is_done=False)
    after = {"end": old, "reason": reason}
    record(actor, "contract.renewal_undone", contract, before=as_told(before), after=as_told(after))


def end_told(actor: Actor, contract: Contract, *, is_done: bool = True) -> None:
    """What somebody was asked because of how a contract runs on is decided, or is no question any
    more."""
    begins = f"contracts:{contract.pk}:"
    end_tasks_of(actor, origin=Origin.CONTRACT, begins=begins, is_done=is_done)


def _tell_over(actor: Actor, contract: Contract, over: Iterable[Term]) -> None:
    """Somebody has to agree anew what nobody knows for the new time."""
    lead = lead_who_acts(contract.customer)
    with override(language_for(lead)):
        text = gettext("“%(title)s” runs on until %(day)s. To agree anew: %(terms)s") % {
            "title": contract.title, "day": formats.day(contract.end),
            "terms": ", ".join(named(each) for each in over),
        }  # fmt: skip
    _tell(actor, contract, text, f"ran-on:{contract.end}")


def _tell_contradicted(actor: Actor, contract: Contract) -> None:
    """Of two contracts that set the same, somebody has to say which holds."""
    lead = lead_who_acts(contract.customer)
    with override(language_for(lead)):
        text = gettext(
            "“%(title)s” has not run on: another contract sets the same after %(day)s. Decide on "
            "its renewal"
        ) % {"title": contract.title, "day": formats.day(contract.end)}
    _tell(actor, contract, text, f"stopped:{contract.end}")


def _tell(actor: Actor, contract: Contract, text: str, key: str) -> None:
    lead = lead_who_acts(contract.customer)
    tell_task(
        actor, customer_id=today_of(contract.customer).id, text=text[:_LONGEST],
        due=timezone.localdate() + _TIME_TO_DO, owner_id=None if lead is None else lead.pk,
        origin=Origin.CONTRACT, origin_key=f"contracts:{contract.pk}:{key}",
    )  # fmt: skip
