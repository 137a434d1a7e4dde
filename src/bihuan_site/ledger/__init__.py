"""The stored ledger: one table for every table of the exchange standard, and the way to the engine's rows and back."""
