"""Words every stage shares: exact numbers, dates and periods, sources, and problems as readers meet them."""
