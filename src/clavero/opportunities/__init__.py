"""What customers need, what they could buy from us, and what is under way to sell it.

Its words: a *need* is something that a customer wants solved, a *solution* what the company has for
it; a *unit* is a customer of a group, a *cell* a unit and a product family with its *wallet*, what
the unit buys of the family from anybody; the *white space* are the cells that we do not sell; an
*opportunity* is a sale under way, in a *stage* with a probability; the *pipeline* is all of them.
"""
