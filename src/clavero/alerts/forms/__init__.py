"""What people fill in about alerts and webhooks."""
