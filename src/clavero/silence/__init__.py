"""Who is falling silent, judged by each customer's own rhythm.

Its words: a *gap* lies between two days on which was bought, *stops* taken out; the *silence* is
the gap that has not ended; its *chance* is how likely so long a gap is in that rhythm; the *state*
says what follows from it; a *verdict* is what the manager says of a loss, and a customer has
*recovered* when it buys again.
"""
