"""Customer records: names, merges and groups, for who keeps them in order."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.portfolio import selectors, services
from clavero.portfolio.doors import told_when_gone
from clavero.portfolio.forms.records import LinkForm, MergeForm, NewGroupForm, RecordForm
from clavero.portfolio.lists import RECORDS
from clavero.portfolio.models import TREE_NAMES, Customer
from clavero.portfolio.rules.grouping import Kind, Tree
from clavero.portfolio.views.merging import Merging, merged
from clavero.portfolio.words import GROUND_NAMES
from clavero.ui.answers import ask
from clavero.ui.lists import Listing
from clavero.ui.steps import carried_number, done, sent, status_of

MERGING = Merging(
    title=gettext_lazy("Merge two customers"),
    question=gettext_lazy("Is %(name)s the same customer as %(target)s?"),
    record="portfolio:record",
    duplicates="portfolio:duplicates",
)


@allowed(Verb.MANAGE_CUSTOMERS)
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Every customer and group, merged ones too."""
    found = selectors.customer_records(actor_of(request)).prefetch_related("links_above__parent")
    listing = Listing(RECORDS, request, found)
    return listing.answer() or render(request, "portfolio/records.html", {"listing": listing})


@allowed(Verb.MANAGE_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
@told_when_gone
def record(request: HttpRequest, customer_id: int) -> HttpResponse:
    """One record: what it is called, its groups, what it was merged with, every change."""
    if request.method != "POST":
        return _page(request, customer_id)
    _find(request, customer_id)
    form = RecordForm(request.POST)
    edit = partial(services.edit_customer, actor_of(request), customer_id=customer_id)
    if done(form, edit):
        messages.success(request, _("Saved."))
        return redirect("portfolio:record", customer_id)
    return _page(request, customer_id, form=form)


@allowed(Verb.MANAGE_CUSTOMERS)
@require_POST
@told_when_gone
def link(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Put a customer into a group."""
    actor = actor_of(request)
    customer = _find(request, customer_id)
    form = LinkForm(request.POST, actor=actor)

    def put(parent: Customer, tree: str) -> None:
        services.link_group(actor, parent_id=parent.pk, child_id=customer_id, tree=Tree(tree))

    if done(form, put):
        messages.success(
            request,
            _("%(name)s is in the group %(group)s now.")
            % {"name": customer, "group": form.cleaned_data["parent"]},
        )
        return redirect("portfolio:record", customer_id)
    return _page(request, customer_id, link_form=form)


@allowed(Verb.MANAGE_CUSTOMERS)
@require_POST
@told_when_gone
def unlink(request: HttpRequest, customer_id: int, tree: str) -> HttpResponse:
    """Take a customer out of its group."""
    if tree not in set(Tree):
        raise Http404("no such tree")
    _find(request, customer_id)
    services.unlink_group(
        actor_of(request),
        child_id=customer_id,
        tree=Tree(tree),
        parent_id=carried_number(request, "from"),
    )
    messages.success(request, _("It is out of the group."))
    return redirect("portfolio:record", customer_id)


@allowed(Verb.MANAGE_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
@told_when_gone
def merge(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Say that a record is the same customer as another, which the address names; ask before."""
    actor = actor_of(request)
    customer = _find(request, customer_id)
    form = MergeForm(request.GET, actor=actor)

    def put(target: Customer) -> None:
        services.merge_customers(actor, source_id=customer_id, target_id=target.pk)

    again = partial(_page, request, customer_id, merge_form=form)
    return merged(request, customer, form, put=put, words=MERGING, again=again)


@allowed(Verb.MANAGE_CUSTOMERS)
@require_POST
@told_when_gone
def unmerge(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Take a merged record apart again."""
    customer = _find(request, customer_id)
    services.unmerge_customer(
        actor_of(request), customer_id=customer_id, target_id=carried_number(request, "from")
    )
    messages.success(request, _("%(name)s stands by itself again.") % {"name": customer})
    return redirect("portfolio:record", customer_id)


@allowed(Verb.MANAGE_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: HttpRequest) -> HttpResponse:
    """Make a group."""
    actor = actor_of(request)
    form = NewGroupForm(sent(request))
    made: list[Customer] = []
    if done(form, lambda **given: made.append(services.create_group(actor, **given))):
        messages.success(
            request, _("The group exists. Put its members into it from their records.")
        )
        return redirect("portfolio:record", made[0].pk)
    return render(request, "portfolio/new_group.html", {"form": form}, status=status_of(form))


@allowed(Verb.MANAGE_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
@told_when_gone
def dissolve(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Remove a group made by hand, after asking."""
    try:
        group, members = selectors.group_to_dissolve(actor_of(request), customer_id)
    except Customer.DoesNotExist as error:
        raise Http404 from error
    if request.method != "POST":
        return ask(
            request,
            title=_("Dissolve the group"),
            question=_("Dissolve %(name)s?") % {"name": group},
            consequences=[_("Its members stay, each by itself, with their sales.")],
            verb=_("Dissolve it"),
            back=reverse("portfolio:record", args=[customer_id]),
            is_destructive=True,
            carried={"members": members},
        )
    services.dissolve_group(
        actor_of(request), group_id=customer_id, members_seen=request.POST.get("members")
    )
    messages.success(request, _("%(name)s is dissolved.") % {"name": group})
    return redirect("portfolio:records")


@allowed(Verb.MANAGE_CUSTOMERS)
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """The customers that are probably one, for a person to decide."""
    found = selectors.duplicates(actor_of(request))
    context = {
        "pairs": [(pair, GROUND_NAMES[pair.ground]) for pair in found.pairs],
        "found": found.found,
    }
    return render(request, "portfolio/duplicates.html", context)


@allowed(Verb.MANAGE_CUSTOMERS)
@require_POST
def dismiss(request: HttpRequest, customer_id: int, other_id: int) -> HttpResponse:
    """Say that two customers are not the same."""
    _find(request, customer_id)
    _find(request, other_id)
    services.dismiss_duplicate(actor_of(request), first_id=customer_id, second_id=other_id)
    messages.success(request, _("They stay two customers; nobody is asked again."))
    return redirect("portfolio:duplicates")


def _find(request: HttpRequest, customer_id: int) -> Customer:
    found = selectors.customer_records(actor_of(request)).filter(pk=customer_id).first()
    if found is None:
        raise Http404("no such customer for this reader")
    return found


def _values(customer: Customer) -> dict[str, str]:
    return {
        "name": customer.name,
        "tax_number": customer.tax_number,
        "country": customer.country,
        "sector": customer.sector,
        "segment": customer.segment,
    }


def _page(
    request: HttpRequest,
    customer_id: int,
    *,
    form: RecordForm | None = None,
    link_form: LinkForm | None = None,
    merge_form: MergeForm | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    # The history before the record: what is written between the two is then asked about.
    changes, seen = selectors.changes_seen(actor, customer_id, names_others=True)
    customer = _find(request, customer_id)
    form = form or RecordForm(initial={**_values(customer), "seen": seen})
    link_form = link_form or LinkForm(actor=actor)
    merge_form = merge_form or MergeForm(actor=actor)
    absorbed, is_group = list(customer.absorbed.all()), customer.kind == Kind.GROUP
    context = {
        "customer": customer,
        "form": form,
        "link_form": link_form,
        "merge_form": merge_form,
        "groups": [
            (each, TREE_NAMES[Tree(each.tree)])
            for each in customer.links_above.select_related("parent")
        ],
        "members": [
            (each, TREE_NAMES[Tree(each.tree)])
            for each in customer.links_below.select_related("child")
        ],
        "absorbed": absorbed,
        "is_group": is_group,
        "has_lines": is_group or selectors.has_lines([customer.code, *(x.code for x in absorbed)]),
        "changes": changes,
        "sees_sales": selectors.accounts(actor).filter(pk=customer_id).exists(),
    }
    status = status_of(form, link_form, merge_form)
    return render(request, "portfolio/record.html", context, status=status)
