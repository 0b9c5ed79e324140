"""Cost to serve, rates, and the files of events and work, in plain Python."""
