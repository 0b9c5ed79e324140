"""The negotiations and documents that a person sees."""

from clavero.negotiations.selectors.book import (
    NegotiationRow,
    account_negotiations,
    negotiation_of_contract,
    negotiation_rows,
)
from clavero.negotiations.selectors.days import due_days, due_signatures, next_rounds
from clavero.negotiations.selectors.documents import (
    Compared,
    DocumentRow,
    DocumentSeen,
    Home,
    compared_versions,
    contract_documents,
    document_seen,
    file_of,
    home_of_contract,
    home_of_negotiation,
)
from clavero.negotiations.selectors.one import (
    NegotiationSeen,
    PointSeen,
    RoundSeen,
    concession_seen,
    negotiation_head,
    negotiation_seen,
    point_seen,
    round_seen,
    who_may_lead,
)

__all__ = [
    "Compared",
    "DocumentRow",
    "DocumentSeen",
    "Home",
    "NegotiationRow",
    "NegotiationSeen",
    "PointSeen",
    "RoundSeen",
    "account_negotiations",
    "compared_versions",
    "concession_seen",
    "contract_documents",
    "document_seen",
    "due_days",
    "due_signatures",
    "file_of",
    "home_of_contract",
    "home_of_negotiation",
    "negotiation_head",
    "negotiation_of_contract",
    "negotiation_rows",
    "negotiation_seen",
    "next_rounds",
    "point_seen",
    "round_seen",
    "who_may_lead",
]
