"""Customers: who they are together, who looks after them, who sees them, and who is key.

Its words: a *customer* has a code in the ledger; *merged* customers turned out to be one; a
*group* holds customers in a *tree* (legal or buying); an *account* is a customer with all that
rolls up to it; *coverage* says who looks after a customer, and from it follows what each person
sees; the *picture* is the portfolio ranked.
"""
