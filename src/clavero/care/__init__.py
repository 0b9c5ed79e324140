"""Complaints of customers: what was promised, by when, by whom.

Its words: a *case* is one complaint, from its arrival until it is resolved; the *clock* runs in the
hours of a business calendar and stops while the customer is waited for.
"""
