"""What can be read about requests, departments and processes."""

from clavero.coordination.selectors.days import due_days
from clavero.coordination.selectors.governed import (
    DepartmentSeen,
    Matrix,
    ProcessRow,
    choosable_departments,
    choosable_members,
    choosable_processes,
    department_seen,
    departments,
    level_on,
    matrix,
    parties_of,
    party_columns,
    process_seen,
)
from clavero.coordination.selectors.requests import (
    KeptRow,
    RequestRow,
    RequestSeen,
    account_requests,
    kept_by,
    queue_rows,
    request_rows,
    request_seen,
)

__all__ = [
    "DepartmentSeen",
    "KeptRow",
    "Matrix",
    "ProcessRow",
    "RequestRow",
    "RequestSeen",
    "account_requests",
    "choosable_departments",
    "choosable_members",
    "choosable_processes",
    "department_seen",
    "departments",
    "due_days",
    "kept_by",
    "level_on",
    "matrix",
    "parties_of",
    "party_columns",
    "process_seen",
    "queue_rows",
    "request_rows",
    "request_seen",
]
