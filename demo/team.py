"""Who looks after the accounts of the matrix that are neither key accounts nor the delegate's."""

from __future__ import annotations

from demo.company import Company
from demo.people import KEY_ACCOUNT_MEMBERS, account_managers_customers
from demo.scores import largest
from demo.selection import COVERED

JUNIORS = ("junior_one", "junior_two")
LED = 16
"""How many of them have somebody; the smallest are left to nobody."""


def team_accounts(made: Company) -> list[tuple[str, str]]:
    """The code of each account with the junior who leads it, the largest first, in turn."""
    others = {made.account(name) for name in KEY_ACCOUNT_MEMBERS}
    others |= set(account_managers_customers(made))
    others |= {made.called(one.account) for one in COVERED if one.role == "lead"}
    free = [account.code for account in largest(made) if account.code not in others]
    return [(code, JUNIORS[place % len(JUNIORS)]) for place, code in enumerate(free[:LED])]
