"""The account analysis matrix: how much an account could bring, against where we stand in it.

Its words: a *score* is what somebody said of an account, with source and day; a *version* holds the
factors, weights, scales and cuts by which accounts are read; a *reading* is an account's place by
one version; a *placement* is the official one, of a *review*.
"""
