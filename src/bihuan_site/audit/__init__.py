"""Acts and their trail: every write runs here, under one lock, in one transaction, with its audit row last."""
