"""Papers handed upward: handed in, received, returned, handed in again; who has not yet, and a reminder."""
