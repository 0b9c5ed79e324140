"""What the columns of a table that people bring may be called beside their own names.

Capitals, accents, spaces and what stands in brackets (*Ventas (€)*) make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from clavero.core.likeness import fold

ALSO: Mapping[str, tuple[str, ...]] = {
    "account": ("cuenta", "cliente", "código", "código de cliente", "customer"),
    "amount": ("importe",),
    "answered": ("respondida", "contestada", "respondida el", "answered on"),
    "cause": ("causa",),
    "cf1": ("flujo 1", "año 1", "year 1"),
    "cf2": ("flujo 2", "año 2", "year 2"),
    "cf3": ("flujo 3", "año 3", "year 3"),
    "channel": ("canal",),
    "competitor": ("competidor",),
    "competitor_share": ("cuota del competidor", "cuota competidor"),
    "complaint": ("queja", "reclamación", "qué pasa", "what is wrong"),
    "confidence": ("confianza",),
    "count": ("cantidad", "número", "veces"),
    "criterion": ("criterio",),
    "currency": ("moneda", "divisa"),
    "customer": ("cliente", "cuenta", "account"),
    "date": ("fecha", "día"),
    "detail": ("detalle", "más detalle", "more about it"),
    "email": ("correo", "correo electrónico", "e-mail", "mail"),
    "event": ("evento", "suceso"),
    "family": ("familia", "familia de producto", "product family"),
    "forecast": ("previsión", "pronóstico"),
    "from": ("desde", "válido desde", "valid from"),
    "function": ("función",),
    "hours": ("horas",),
    "kpi": ("indicador",),
    "languages": ("idiomas",),
    "level": ("nivel",),
    "margin": ("margen",),
    "minutes": ("minutos",),
    "money": ("dinero", "gasto"),
    "month": ("mes",),
    "n": ("respuestas", "muestra"),
    "name": ("nombre",),
    "note": ("nota",),
    "organisation": ("organización", "organization"),
    "outlay": ("desembolso", "inversión"),
    "party": ("parte",),
    "person": ("persona",),
    "phone": ("teléfono",),
    "price": ("precio",),
    "product": ("producto", "artículo"),
    "rank": ("puesto",),
    "reason": ("motivo", "razón"),
    "received": ("recibida", "recibida el", "received on"),
    "reports_to": ("depende de",),
    "resolved": ("resuelta", "resuelta el", "resolved on"),
    "role": ("rol",),
    "sales": ("ventas", "ventas netas", "net sales"),
    "satisfied": ("satisfecho", "satisfecha"),
    "severity": ("gravedad", "severidad"),
    "source": ("fuente",),
    "state": ("estado",),
    "subject": ("sujeto",),
    "suppliers": ("proveedores",),
    "title": ("cargo", "job title"),
    "travel": ("viaje", "desplazamiento"),
    "type": ("tipo",),
    "unit": ("unidad",),
    "until": ("hasta", "válido hasta", "valid until"),
    "value": ("valor",),
    "wallet": ("gasto total",),
    "year": ("año", "ejercicio"),
}
"""By a column's own name what else it may be called, as one would write it in a heading."""

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")


def own_name(heading: str) -> str:
    """A heading as the name of a column.

    >>> own_name(" Reports to ")
    'reports_to'
    """
    return heading.strip().lower().replace(" ", "_")


def named(headings: Sequence[str], known: Collection[str]) -> list[str]:
    """The names of the columns under ``headings``: of those ``known`` their own, of others what
    stands there. A column's own name comes before what else it may be called.

    >>> named(["Código", "Año", "Familia", "Ventas (€)", "Zona"], ["account", "year", "sales"])
    ['account', 'year', 'familia', 'sales', 'zona']
    >>> named(["cliente", "account"], ["account"])
    ['cliente', 'account']
    """
    names = [own_name(heading) for heading in headings]
    also = {
        _folded(other): name
        for name in known
        if name not in names
        for other in (name, *ALSO.get(name, ()))
    }
    taken: set[str] = set()
    for at, heading in enumerate(headings):
        name = also.get(_folded(heading))
        if name is not None and name not in taken and names[at] not in known:
            names[at] = name
            taken.add(name)
    return names


def _folded(heading: str) -> str:
    return own_name(fold(_BRACKETS.sub("", heading)).replace("_", " ")).replace("-", "_")
