"""People: who they are, whom they report to, what their role lets them do.

Its words: a *person* is a user of Clavero; the *organisation chart* is who reports to whom; an
*actor* is the person on whose behalf something is read or changed.
"""
