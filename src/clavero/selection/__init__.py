"""Who is a key account: a governed decision.

Its words: a *criterion* is weighed and scored, a *knock-out* rules a customer out whatever its
score; a *candidate* is proposed from the ledger; the *committee* decides with a reason; the *cap*
is how many key accounts the company can look after.
"""
