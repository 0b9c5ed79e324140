"""What each strategy of the matrix asks for, and what that means for an account.

The *playbook* holds a *guide* for each strategy, in versions. An account that gets a strategy gets
*proposals* from its guide; its manager accepts, edits or drops them. *Conduct* compares the hours
and money spent with the guide.
"""
