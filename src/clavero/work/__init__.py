"""What has to be done at an account, by whom and by when, and who its team is.

Its words: a *task* is one thing that one person does by a day; what is *due* is everything of an
account that falls on a day, whoever keeps it (tasks, reviews, renewals, actions of plans); the
*load* of a person is the accounts and the hours they answer for.
"""
