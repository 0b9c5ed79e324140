"""The pages of the KPIs."""
