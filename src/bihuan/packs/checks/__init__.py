"""What `check` looks for, one module a matter; each takes a survey of the pack and gives problems."""
