"""What can be changed about customers, groups, coverage and the company's figures."""

from clavero.portfolio.services._structure import hold_structure
from clavero.portfolio.services.coverage import (
    assign_coverage,
    coverage_gone,
    end_coverage,
    transfer_coverage,
)
from clavero.portfolio.services.figures import set_company_figures
from clavero.portfolio.services.groups import (
    create_group,
    dissolve_group,
    link_group,
    unlink_group,
)
from clavero.portfolio.services.merging import (
    dismiss_duplicate,
    merge_customers,
    unmerge_customer,
)
from clavero.portfolio.services.registry import (
    Registered,
    edit_customer,
    register_customers,
    register_from_ledger,
)
from clavero.portfolio.services.retiring import retire_customers, retire_from_ledger

__all__ = [
    "Registered",
    "assign_coverage",
    "coverage_gone",
    "create_group",
    "dismiss_duplicate",
    "dissolve_group",
    "edit_customer",
    "end_coverage",
    "hold_structure",
    "link_group",
    "merge_customers",
    "register_customers",
    "register_from_ledger",
    "retire_customers",
    "retire_from_ledger",
    "set_company_figures",
    "transfer_coverage",
    "unlink_group",
    "unmerge_customer",
]
