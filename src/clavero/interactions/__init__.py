"""Meetings, calls, visits and e-mails with an account, planned and held.

Its words: an *interaction* is one of them; *minutes* are what was said and *decisions* what was
agreed there; a *mailbox* is where a person copies in the mail that Clavero may read.
"""
