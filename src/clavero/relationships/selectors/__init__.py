"""What can be read about contacts, who knows whom, and how far a relationship is."""

from clavero.relationships.selectors.asking import Known, known_people
from clavero.relationships.selectors.contacts import (
    AccountContacts,
    Boss,
    ContactRow,
    ContactSeen,
    ContactToChange,
    TieRow,
    account_contacts,
    bosses_possible,
    contact_rows,
    contact_seen,
    contact_to_change,
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
    "Boss",
    "Called",
    "ContactRow",
    "ContactSeen",
    "ContactToChange",
    "Figures",
    "Filled",
    "Known",
    "Leaving",
    "Relationship",
    "TieRow",
    "account_contacts",
    "bosses_possible",
    "contact_rows",
    "contact_seen",
    "contact_to_change",
    "contacts",
    "contacts_called",
    "figures_of",
    "known_people",
    "person_as_data",
    "relationship",
    "suggested_pairs",
]
