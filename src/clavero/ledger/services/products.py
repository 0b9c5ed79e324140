"""People put products' names right and merge duplicates.

The ledger owns products because its lines name them, and because whoever counts lines by product
has to know which of them are one. Their pages stand with the customers' records, in the portfolio:
the same people keep both in order.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.merging import already_merged, target_merged
from clavero.core.revisions import Words, reconcile, refuse_other_target
from clavero.identity.rules import Actor, Verb
from clavero.ledger.models import NAME_LENGTH, Product, ProductDismissal
from clavero.ledger.rules.products import survivors
from clavero.ledger.selectors import products
from clavero.ledger.services._products import bump_catalogue, hold_catalogue
from clavero.ui import formats

_WORDS = Words({"name": _("Name")}, lambda field, values: values.get(field) or "", formats.moment)


@transaction.atomic
def edit_product(actor: Actor, *, product_id: int, name: str, seen: int = 0) -> Product:
    """Put a product's name right: later imports do not overwrite it. ``seen`` is the revision
    that the person looked at."""
    hold_catalogue()
    product = _to_change(actor, product_id)
    wanted = name.strip()
    if not wanted:
        raise Refusal(
            _("A product needs a name."),
            code="name_missing",
            field="name",
            hint=_("Write the name you use for this product."),
        )
    if len(wanted) > NAME_LENGTH:
        raise Refusal(
            _("This text is too long."),
            code="too_long",
            field="name",
            hint=_("Write at most %(most)s characters."),
            most=NAME_LENGTH,
        )
    before = product.name
    asked = {"name": wanted}
    reconcile(product, seen=seen, now={"name": before}, asked=asked, words=_WORDS)
    if wanted == before:
        return product
    product.name = wanted
    product.edited = sorted({*product.edited, "name"})
    product.save(update_fields=["name", "edited"])
    bump_catalogue()
    record(actor, "product.edited", product, before={"name": before}, after=asked)
    return product


@transaction.atomic
def merge_products(actor: Actor, *, source_id: int, target_id: int) -> Product:
    """From now on the lines of ``source`` count for ``target``; :func:`unmerge_product` takes
    them apart again. No line changes."""
    hold_catalogue()
    source, target = _to_change(actor, source_id), _to_change(actor, target_id)
    _refuse_unfit(source, target)
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    bump_catalogue()
    into = {"merged_into": target.code}
    record(actor, "product.merged", source, before={"merged_into": None}, after=into)
    record(actor, "product.absorbed", target, after={"code": source.code})
    return target


@transaction.atomic
def unmerge_product(actor: Actor, *, product_id: int, target_id: int | None = None) -> Product:
    """Make a merged product one of its own again; what was merged into it stays with it.

    ``target_id`` is what the person saw it merged into: from another it is not taken.
    """
    hold_catalogue()
    product = _to_change(actor, product_id)
    target = product.merged_into
    if target is None:
        raise Refusal(_("%(name)s has not been merged."), code="not_merged", name=str(product))
    refuse_other_target(product, target, seen=target_id)
    product.merged_into = None
    product.save(update_fields=["merged_into"])
    bump_catalogue()
    into = {"merged_into": target.code}
    record(actor, "product.unmerged", product, before=into, after={"merged_into": None})
    record(actor, "product.released", target, before={"code": product.code})
    return product


@transaction.atomic
def dismiss_product_duplicate(actor: Actor, *, first_id: int, second_id: int) -> None:
    """Two products are not the same: they are not proposed again."""
    if first_id == second_id:
        raise _same_product()
    hold_catalogue()
    lower, higher = (_to_change(actor, each) for each in sorted((first_id, second_id)))
    _dismissal, is_new = ProductDismissal.objects.get_or_create(first=lower, second=higher)
    if is_new:
        record(actor, "product.not_duplicate", lower, after={"of": higher.code})


# -- refusals --------------------------------------------------------------------------------------


def _same_product() -> Refusal:
    return Refusal(
        _("This is the same product twice."),
        code="same_product",
        hint=_("Choose two different products."),
    )


def _refuse_unfit(source: Product, target: Product) -> None:
    if source == target:
        raise _same_product()
    if source.merged_into is not None:
        raise already_merged(source)
    if target.merged_into is None:
        return
    if _survivor(target) == source.code:
        raise Refusal(
            _("%(target)s already counts for %(name)s."),
            code="merge_loop",
            hint=_("Take %(target)s apart first to merge them the other way round."),
            name=str(source),
            target=str(target),
        )
    raise target_merged(target)


def _survivor(product: Product) -> str:
    merged = Product.objects.filter(merged_into__isnull=False)
    return survivors(dict(merged.order_by().values_list("code", "merged_into__code")))[product.code]


# -- inside ----------------------------------------------------------------------------------------


def _to_change(actor: Actor, product_id: int) -> Product:
    product = products(actor).get(pk=product_id)
    if not actor.may(Verb.MANAGE_PRODUCTS):
        raise Forbidden(Verb.MANAGE_PRODUCTS)
    return product
