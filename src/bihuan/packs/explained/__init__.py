"""The standing explanation of every code: number, title, why it matters, what to do."""
