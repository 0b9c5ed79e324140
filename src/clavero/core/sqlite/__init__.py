"""SQLite as Clavero opens it: it knows how names are put in order."""
