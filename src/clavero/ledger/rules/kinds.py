"""Telling a credit note from an invoice by what the file's column says."""

from __future__ import annotations

from enum import StrEnum

from clavero.ledger.rules.words import fold


class Kind(StrEnum):
    """What a line belongs to."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


_CREDIT_NOTE = {
    "abono", "abonos", "ab", "abn", "a", "cancelacion", "cancellation", "cancelled", "cancelada",
    "c", "cn", "cr", "credit", "credit memo", "credit note", "creditnote", "credito", "devolucion",
    "devoluciones", "factura abono", "factura de abono", "factura rectificativa", "fr", "g2", "nc",
    "nota abono", "nota credito", "nota de abono", "nota de credito", "re", "rec", "rect",
    "rectificativa", "refund", "return", "returns", "r",
}  # fmt: skip
_INVOICE = {
    "bill", "f", "f2", "fa", "fac", "fact", "factura", "factura de venta", "factura ordinaria",
    "factura simplificada", "factura venta", "facturas", "fc", "fo", "ft", "fv", "fra", "i", "in",
    "inv", "invoice", "invoices", "normal", "ordinaria", "s", "sale", "sales", "sales invoice",
    "standard", "standard invoice", "t", "tax invoice", "ticket", "v", "venta", "ventas",
}  # fmt: skip


def kind_of(text: str) -> Kind | None:
    """The kind that a word of an ERP names, or ``None`` for a word that names neither.

    >>> kind_of("Nota de crédito"), kind_of("FACTURA"), kind_of("Z9")
    (<Kind.CREDIT_NOTE: 'credit_note'>, <Kind.INVOICE: 'invoice'>, None)
    """
    word = fold(text)
    if word in _CREDIT_NOTE:
        return Kind.CREDIT_NOTE
    if word in _INVOICE:
        return Kind.INVOICE
    return None
