"""How silence is judged: gaps, chances, states, volume, losses. Plain Python and arrays."""
