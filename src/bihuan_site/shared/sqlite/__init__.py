"""SQLite as this site uses it: durable commits, one fair queue of writers across processes."""
