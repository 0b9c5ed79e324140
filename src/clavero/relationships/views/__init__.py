"""The pages of contacts and of who knows whom."""
