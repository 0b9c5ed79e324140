"""What a KPI is and how each is computed, in plain Python. Source: methods §3."""
