"""Side-by-side measurements: the evaluators of the project against other tools, on the same measures and ledger."""
