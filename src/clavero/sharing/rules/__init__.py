"""Who may come in for how long, and what of a plan they read: plain Python."""
