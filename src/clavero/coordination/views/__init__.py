"""Pages of requests to departments."""
