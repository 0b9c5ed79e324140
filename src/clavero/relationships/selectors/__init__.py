"""What can be read about contacts, who knows whom, and how far a relationship is."""

from clavero.relationships.selectors.asking import Known, email_of, known_people
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
from clavero.relationships.selectors.export import (
    Called,
    contacts_called,
    emails_of,
    files_sent_by,
    left_of,
    person_as_data,
    personal_of,
)
from clavero.relationships.selectors.leaving import Leaving, OfOurs, held_by
from clavero.relationships.selectors.matter import contacts_that_matter
from clavero.relationships.selectors.outside import Outside, told_outside
from clavero.relationships.selectors.picture import (
    Figures,
    Filled,
    Relationship,
    codes_with_contacts,
    contacts_there,
    figures_of,
    relationship,
)
from clavero.relationships.visibility import (
    contacts,
    is_of_the_team,
    judged_customers,
    judged_for,
    reads_every_judgement,
)

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
    "OfOurs",
    "Outside",
    "Relationship",
    "TieRow",
    "account_contacts",
    "bosses_possible",
    "codes_with_contacts",
    "contact_rows",
    "contact_seen",
    "contact_to_change",
    "contacts",
    "contacts_called",
    "contacts_that_matter",
    "contacts_there",
    "email_of",
    "emails_of",
    "figures_of",
    "files_sent_by",
    "held_by",
    "is_of_the_team",
    "judged_customers",
    "judged_for",
    "known_people",
    "left_of",
    "person_as_data",
    "personal_of",
    "reads_every_judgement",
    "relationship",
    "suggested_pairs",
    "told_outside",
]
