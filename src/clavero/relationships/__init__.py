"""Who is who at an account, how well we know them, and who is missing.

Its words: a *contact* is a person of the customer or of a third party, or a *placeholder* for one
whom nobody knows yet; a *fact* is what a contact is, a *judgement* what somebody of the account
team thinks of them, with its source and the day it expires; a *tie* is that somebody of ours knows
a contact; the *matrix* is our functions against theirs, the *stage* how far the relationship is.
"""
