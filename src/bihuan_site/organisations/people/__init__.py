"""People: who is in which branch and group, transfers, and what is kept about a person."""
