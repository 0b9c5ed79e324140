"""The contracts that a person sees, and whether they are kept."""

from clavero.contracts.rules.findings import Finding
from clavero.contracts.selectors.book import (
    ContractHead,
    ContractHeld,
    ContractRow,
    ContractSeen,
    TermRow,
    account_contracts,
    contract_head,
    contract_held,
    contract_rows,
    contract_seen,
    held_of_term,
    price_rows,
    price_seen,
    term_seen,
)
from clavero.contracts.selectors.compliance import (
    compliance,
    compliance_in_turn,
    credits_seen,
    finding_of,
    findings_of,
    found_in,
    kept,
    kept_in_turn,
    rebate_stands,
)
from clavero.contracts.selectors.crediting import Credits
from clavero.contracts.selectors.days import due_days, due_prices, due_steps, due_terms
from clavero.contracts.selectors.deliveries import Deliveries, deliveries
from clavero.contracts.selectors.holding import Compliance
from clavero.contracts.selectors.lines import LinesBehind, lines_behind
from clavero.contracts.selectors.renewals import (
    RenewalRow,
    RenewalSeen,
    renewal_rows,
    renewal_seen,
)
from clavero.contracts.selectors.statements import Statement, statement_seen
from clavero.contracts.selectors.together import AccountKept, kept_by_account
from clavero.contracts.selectors.windows import (
    Conventions,
    conventions_of,
    own_windows,
    windows_by_customer,
)

__all__ = [
    "AccountKept",
    "Compliance",
    "ContractHead",
    "ContractHeld",
    "ContractRow",
    "ContractSeen",
    "Conventions",
    "Credits",
    "Deliveries",
    "Finding",
    "LinesBehind",
    "RenewalRow",
    "RenewalSeen",
    "Statement",
    "TermRow",
    "account_contracts",
    "compliance",
    "compliance_in_turn",
    "contract_head",
    "contract_held",
    "contract_rows",
    "contract_seen",
    "conventions_of",
    "credits_seen",
    "deliveries",
    "due_days",
    "due_prices",
    "due_steps",
    "due_terms",
    "finding_of",
    "findings_of",
    "found_in",
    "held_of_term",
    "kept",
    "kept_by_account",
    "kept_in_turn",
    "lines_behind",
    "own_windows",
    "price_rows",
    "price_seen",
    "rebate_stands",
    "renewal_rows",
    "renewal_seen",
    "statement_seen",
    "term_seen",
    "windows_by_customer",
]
