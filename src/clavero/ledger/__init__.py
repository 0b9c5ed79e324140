"""The sales ledger: every line that the company invoiced or credited, as its ERP exported it.

Its words: a *line* is one row of an invoice or credit note; an *import* brought lines from one
file and can be undone and redone; the *cube* keeps them added up by customer and month (its rows
are *monthly figures*); a *measure* is a number over the cube that says itself in a sentence;
lines without customer are *unattributed*. Doors for other domains: ``selectors``, ``services``,
``urls``, and ``hooks``, where a higher domain asks to be told of changes.
"""
