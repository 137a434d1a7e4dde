"""The page of the list: grid, rows, and the one duty opened beside them; sources and one's own duties."""
