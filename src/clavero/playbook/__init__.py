"""What each strategy asks for, what it proposes to an account, and whether we live by it.

Its words: a *play* is what one strategy asks for; the *playbook* holds the four, in versions; a
*proposal* is something that a play asks of one account, which its manager accepts, edits or drops;
*conduct* is where hours and money really go.
"""
