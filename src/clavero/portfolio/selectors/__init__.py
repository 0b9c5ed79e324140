"""What can be read about customers, groups, coverage and the portfolio."""

from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.rules.picture import By
from clavero.portfolio.selectors.account import (
    Account,
    Today,
    account_of,
    account_within,
    today_of,
)
from clavero.portfolio.selectors.as_data import (
    customer_as_data,
    growth_of_the_year,
    period_asked,
    profit_as_data,
    ranking_as_data,
    summary_as_data,
)
from clavero.portfolio.selectors.customer import CustomerPicture, customer_picture
from clavero.portfolio.selectors.duplicates import Duplicates, duplicates
from clavero.portfolio.selectors.gone import Gone, gone_customer, gone_product
from clavero.portfolio.selectors.history import (
    Recent,
    changes_of,
    changes_seen,
    recent_changes,
)
from clavero.portfolio.selectors.lineless import has_lines
from clavero.portfolio.selectors.lines import LinesPage, customer_lines
from clavero.portfolio.selectors.merged import ACCOUNT, at_accounts, with_account
from clavero.portfolio.selectors.onlookers import (
    first_who_sees,
    lead_who_acts,
    people_who_see,
    sees_account,
    who_see_each,
)
from clavero.portfolio.selectors.people import (
    CoverageRow,
    Held,
    Lead,
    anybody_leads,
    coverage_of,
    coverage_rows,
    customer_records,
    customers,
    group_to_dissolve,
    held_on,
    held_on_days,
    leads_of,
    merged_into,
)
from clavero.portfolio.selectors.picture import PortfolioPicture, PortfolioRow, Summary
from clavero.portfolio.selectors.portfolio import data_span, portfolio_picture
from clavero.portfolio.selectors.products import (
    CatalogueRow,
    ProductRow,
    ProductsPicture,
    catalogue_rows,
    customer_products,
)
from clavero.portfolio.selectors.results import Result, results_of
from clavero.portfolio.selectors.stress import (
    StressPicture,
    all_company_figures,
    company_figures,
    stress_picture,
)
from clavero.portfolio.selectors.structure import (
    Card,
    Structure,
    ids_of,
    seen_now,
    structure,
    structure_at,
    survivor_of,
    unknown_codes,
)
from clavero.portfolio.visibility import accounts, scope_for

__all__ = [
    "ACCOUNT",
    "Account",
    "By",
    "Card",
    "CatalogueRow",
    "CoverageRole",
    "CoverageRow",
    "CustomerPicture",
    "Duplicates",
    "Gone",
    "Held",
    "Lead",
    "LinesPage",
    "PortfolioPicture",
    "PortfolioRow",
    "ProductRow",
    "ProductsPicture",
    "Recent",
    "Result",
    "StressPicture",
    "Structure",
    "Summary",
    "Today",
    "account_of",
    "account_within",
    "accounts",
    "all_company_figures",
    "anybody_leads",
    "at_accounts",
    "catalogue_rows",
    "changes_of",
    "changes_seen",
    "company_figures",
    "coverage_of",
    "coverage_rows",
    "customer_as_data",
    "customer_lines",
    "customer_picture",
    "customer_products",
    "customer_records",
    "customers",
    "data_span",
    "duplicates",
    "first_who_sees",
    "gone_customer",
    "gone_product",
    "group_to_dissolve",
    "growth_of_the_year",
    "has_lines",
    "held_on",
    "held_on_days",
    "ids_of",
    "lead_who_acts",
    "leads_of",
    "merged_into",
    "people_who_see",
    "period_asked",
    "portfolio_picture",
    "profit_as_data",
    "ranking_as_data",
    "recent_changes",
    "results_of",
    "scope_for",
    "seen_now",
    "sees_account",
    "stress_picture",
    "structure",
    "structure_at",
    "summary_as_data",
    "survivor_of",
    "today_of",
    "unknown_codes",
    "who_see_each",
    "with_account",
]
