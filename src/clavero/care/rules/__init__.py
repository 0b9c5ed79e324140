"""When people work, how long a case took, what was promised, what comes back: plain Python."""
