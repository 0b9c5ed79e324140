"""What interactions are, how they are counted, and what files and mails say, in plain Python."""
