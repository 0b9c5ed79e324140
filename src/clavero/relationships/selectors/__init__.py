"""What can be read about contacts, who knows whom, and how far a relationship is."""

from clavero.relationships.selectors.contacts import (
    AccountContacts,
    ContactRow,
    ContactSeen,
    TieRow,
    account_contacts,
    bosses_possible,
    contact_rows,
    contact_seen,
    suggested_pairs,
)
from clavero.relationships.selectors.export import Called, contacts_called, person_as_data
from clavero.relationships.selectors.picture import (
    Figures,
    Filled,
    Leaving,
    Relationship,
    figures_of,
    relationship,
)
from clavero.relationships.visibility import contacts

__all__ = [
    "AccountContacts",
    "Called",
    "ContactRow",
    "ContactSeen",
    "Figures",
    "Filled",
    "Leaving",
    "Relationship",
    "TieRow",
    "account_contacts",
    "bosses_possible",
    "contact_rows",
    "contact_seen",
    "contacts",
    "contacts_called",
    "figures_of",
    "person_as_data",
    "relationship",
    "suggested_pairs",
]
