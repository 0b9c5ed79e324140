"""The forms of the KPIs."""
