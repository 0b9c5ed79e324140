"""Part of a plan, shared with people of the customer.

A *share* is a link for one named person, for a time; a *guest* is who has come in by it with a
code; an *answer* is what guests have said, signed or ticked.
"""
