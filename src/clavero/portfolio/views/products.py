"""Products: the catalogue and its duplicates, and what one customer bought of them."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.ledger import services
from clavero.ledger.selectors import Product
from clavero.portfolio import selectors
from clavero.portfolio.address import carried, customer_address
from clavero.portfolio.doors import (
    for_those_who_see_products,
    for_those_who_see_sales,
    moved_on,
    tell_gone,
)
from clavero.portfolio.forms.picture import CustomerForm
from clavero.portfolio.forms.products import MergeProductForm, ProductForm
from clavero.portfolio.models import Customer
from clavero.portfolio.product_lists import BOUGHT, PRODUCTS, hidden_columns
from clavero.portfolio.sentences import about_products
from clavero.portfolio.views.merging import Merging, merged
from clavero.portfolio.words import GROUND_NAMES
from clavero.ui.lists import Listing
from clavero.ui.steps import carried_number, done, status_of

MERGING = Merging(
    title=gettext_lazy("Merge two products"),
    question=gettext_lazy("Is %(name)s the same product as %(target)s?"),
    record="portfolio:product",
    duplicates="portfolio:product_duplicates",
)

# -- what one customer bought ----------------------------------------------------------------------


@for_those_who_see_sales
@require_safe
def customer_products(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The products of one customer with all that rolls up to it."""
    actor = actor_of(request)
    data = selectors.data_span()
    if data is None:
        raise Http404("the ledger is empty")
    form = CustomerForm(request.GET, data=data, carried=BOUGHT.kept_of(request.GET))
    asked = form.asked()
    try:
        picture = selectors.customer_products(
            actor, customer_id, period=asked.period, compare=asked.compare, tree=asked.tree
        )
    except Customer.DoesNotExist:
        return moved_on(request, actor, customer_id)
    currency = ledger.shown_currency()
    hide = hidden_columns(picture)
    listing = Listing(
        BOUGHT, request, picture.rows, currency=currency, hide=hide, period=picture.period
    )
    if answer := listing.answer():
        return answer
    context = {
        "form": form,
        "picture": picture,
        "lead": about_products(picture, currency),
        "listing": listing,
        "customer_url": customer_address(request.GET)(customer_id),
        "portfolio_url": reverse("portfolio:portfolio") + carried(request.GET),
    }
    return render(request, "portfolio/customer_products.html", context)


# -- the catalogue ---------------------------------------------------------------------------------


@for_those_who_see_products
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """Every product, merged ones too."""
    actor = actor_of(request)
    listing = Listing(PRODUCTS, request, selectors.catalogue_rows(actor))
    context = {"listing": listing, "manages": actor.may(Verb.MANAGE_PRODUCTS)}
    return listing.answer() or render(request, "portfolio/products.html", context)


@for_those_who_see_products
@require_http_methods(["GET", "HEAD", "POST"])
def product(request: HttpRequest, product_id: int) -> HttpResponse:
    """One product: what it is called, what it was merged with, every change."""
    actor = actor_of(request)
    if request.method != "POST":
        try:
            return _page(request, product_id)
        except Http404:
            if gone := selectors.gone_product(actor, product_id):
                return tell_gone(request, gone, "portfolio:product")
            raise
    _find(request, product_id)
    if not actor.may(Verb.MANAGE_PRODUCTS):
        raise Forbidden(Verb.MANAGE_PRODUCTS)
    form = ProductForm(request.POST)
    if done(form, partial(services.edit_product, actor, product_id=product_id)):
        messages.success(request, _("Saved."))
        return redirect("portfolio:product", product_id)
    return _page(request, product_id, form=form)


@allowed(Verb.MANAGE_PRODUCTS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, product_id: int) -> HttpResponse:
    """Say that a product is the same as another, which the address names; ask before."""
    actor = actor_of(request)
    found = _find(request, product_id)
    form = MergeProductForm(request.GET, actor=actor)

    def put(target: Product) -> None:
        services.merge_products(actor, source_id=product_id, target_id=target.pk)

    again = partial(_page, request, product_id, merge_form=form)
    return merged(request, found, form, put=put, words=MERGING, again=again)


@allowed(Verb.MANAGE_PRODUCTS)
@require_POST
def unmerge(request: HttpRequest, product_id: int) -> HttpResponse:
    """Take a merged product apart again."""
    found = _find(request, product_id)
    services.unmerge_product(
        actor_of(request), product_id=product_id, target_id=carried_number(request, "from")
    )
    messages.success(request, _("%(name)s stands by itself again.") % {"name": found})
    return redirect("portfolio:product", product_id)


@allowed(Verb.MANAGE_PRODUCTS)
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """The products that are probably one, for a person to decide."""
    found = ledger.product_duplicates(actor_of(request))
    grounds = {True: GROUND_NAMES["same_name"], False: GROUND_NAMES["similar_name"]}
    context = {
        "pairs": [(pair, grounds[pair.has_same_name]) for pair in found.pairs],
        "found": found.found,
    }
    return render(request, "portfolio/product_duplicates.html", context)


@allowed(Verb.MANAGE_PRODUCTS)
@require_POST
def dismiss(request: HttpRequest, product_id: int, other_id: int) -> HttpResponse:
    """Say that two products are not the same."""
    for each in (product_id, other_id):
        _find(request, each)
    services.dismiss_product_duplicate(actor_of(request), first_id=product_id, second_id=other_id)
    messages.success(request, _("They stay two products; nobody is asked again."))
    return redirect("portfolio:product_duplicates")


def _find(request: HttpRequest, product_id: int) -> Product:
    found = ledger.products(actor_of(request)).filter(pk=product_id).first()
    if found is None:
        raise Http404("no such product")
    return found


def _page(
    request: HttpRequest,
    product_id: int,
    *,
    form: ProductForm | None = None,
    merge_form: MergeProductForm | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    # The history before the name: what is written between the two is then asked about.
    changes = selectors.changes_of(Product(pk=product_id), names_others=True)
    found = _find(request, product_id)
    seen = changes[0].id if changes else 0
    form = form or ProductForm(initial={"name": found.name, "seen": seen})
    merge_form = merge_form or MergeProductForm(actor=actor)
    context = {
        "product": found,
        "family": (found.merged_into or found).family,
        "form": form,
        "merge_form": merge_form,
        "absorbed": found.merged.all(),
        "manages": actor.may(Verb.MANAGE_PRODUCTS),
        "changes": changes,
    }
    return render(request, "portfolio/product.html", context, status=status_of(form, merge_form))
