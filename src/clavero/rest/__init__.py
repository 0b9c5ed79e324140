"""The toolkit for the API, which every domain's ``api.py`` uses: it knows no domain.

Its words: a *token* lets a program speak for the person who made it; its *secret* is shown once
and kept only as a digest; a *problem* is a no, always in the same JSON; a *window* is the part of
a list that was asked for.
"""
