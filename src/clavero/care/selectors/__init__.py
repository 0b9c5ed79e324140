"""What can be read about complaints."""

from clavero.care.selectors.cases import (
    AccountComplaints,
    ComplaintRow,
    ComplaintSeen,
    account_complaints,
    account_of_complaint,
    complaint_rows,
    complaint_seen,
    complaints_listed,
    file_of,
    open_rows,
    row_of,
    rows_at_hand,
    who_may_have_it,
    without_owner,
)
from clavero.care.selectors.deadlines import Overdue, due_answers, due_solutions, overdue
from clavero.care.selectors.mailed import accounts_complaining, address_to_complain
from clavero.care.selectors.promised import (
    all_hours,
    all_terms,
    calendar_of,
    names_of_hours,
    terms_on,
    usual_hours,
)
from clavero.care.selectors.stakes import AtStake, at_stake, money_at_stake
from clavero.care.selectors.times import (
    AccountTimes,
    complaining_codes,
    received_by_code,
    times_by_account,
    times_of_codes,
)

__all__ = [
    "AccountComplaints",
    "AccountTimes",
    "AtStake",
    "ComplaintRow",
    "ComplaintSeen",
    "Overdue",
    "account_complaints",
    "account_of_complaint",
    "accounts_complaining",
    "address_to_complain",
    "all_hours",
    "all_terms",
    "at_stake",
    "calendar_of",
    "complaining_codes",
    "complaint_rows",
    "complaint_seen",
    "complaints_listed",
    "due_answers",
    "due_solutions",
    "file_of",
    "money_at_stake",
    "names_of_hours",
    "open_rows",
    "overdue",
    "received_by_code",
    "row_of",
    "rows_at_hand",
    "terms_on",
    "times_by_account",
    "times_of_codes",
    "usual_hours",
    "who_may_have_it",
    "without_owner",
]
