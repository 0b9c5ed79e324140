"""``clavero refresh`` and ``clavero kpis``."""
