"""What happens around our accounts: trends of sectors and news of single accounts.

Its words: a *note* is one observation with its source and day, of a sector or of an account.
"""
