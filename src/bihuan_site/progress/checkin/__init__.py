"""Check-in by a short-lived code: one way among others, never the only one."""
