"""What customers say of us when they are asked.

Its words: a *survey* is a set of questions put to the contacts of accounts; an *invitation* is the
link of one contact, good for one *answer*; a *detractor* is who answers 0 to 6 of 10.
"""
