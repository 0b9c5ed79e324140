"""How many files a case takes."""

MOST_FILES = 20  # of a case
MOST_AT_ONCE = 3  # by the customer's link
