"""What somebody should look at: raised from real changes, assigned, snoozed, closed with a reason.

Its words: a *signal* is what a source sees today; an *alert* is what people are told of it, one at
a time for the same thing; a *source* reads another domain for signals; the *digest* is the daily
message with what is new.
"""
