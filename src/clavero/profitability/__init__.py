"""What each customer leaves once it has been served, and what key account management adds to that.

Its words: a *capacity* is people and means that serve, with their cost and minutes; an *activity*
takes minutes of one for each *event*; the *rate book* is all of that, each with the day from which
it holds; the *waterfall* leads from gross sales to net contribution, and the *whale curve* adds up
customers; *work* is hours and money that the account's team spends on it.
"""
