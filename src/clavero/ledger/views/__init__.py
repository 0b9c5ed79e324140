"""The pages of importing: the list, a new file, what happened to it, and the exchange rates."""
