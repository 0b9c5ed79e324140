"""The toolkit for pages: it knows no domain, and every page is made with it.

Its words: the *shell* is what surrounds every page; an *entry* is a line of its navigation; a
*screen* is one list with its columns and filters; a *view* is a screen's filters kept under a
name; a *chart* is a picture with its rows, so that it can be read as a table.
"""
