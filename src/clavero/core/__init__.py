"""The kernel. It knows no domain.

Its words: a *period* is half-open, *money* is exact and has a currency, an *estimate* is a
number or the reason why there is none, a *scope* says whose lines may be read, a *refusal* is
a no that tells what to do, and the *audit* keeps who changed what.
"""
