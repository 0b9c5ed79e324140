"""What plays are made of, what they propose, and how conduct is held against them. Methods §2.4."""
