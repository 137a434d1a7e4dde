"""One inbox for every kind of thing to do, with one stable address an item."""
