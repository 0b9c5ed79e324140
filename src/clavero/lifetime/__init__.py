"""What the whole base of customers is likely to buy.

Its words: a customer's *history* is its days of purchase in a few numbers; a *model* is fitted to
the histories of the whole base and then *scores* each of them: the *probability alive*, the
purchases to expect, and with the *spending* model the *customer lifetime value*. The *hold-out*
shows what a fit of the past would have said about the days since.
"""
