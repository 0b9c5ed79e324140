"""What was agreed with customers, and whether both sides keep it to the letter.

Its words: a *contract* has *terms* of given types; a *finding* is a line of the ledger that departs
from a term, with the money at stake.
"""
