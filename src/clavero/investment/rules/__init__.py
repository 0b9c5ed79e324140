"""Cash flows, the exact choice, uncertainty, stages and forecasts: plain Python, methods §6."""
