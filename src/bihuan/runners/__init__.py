"""Runs: a pack and a ledger put through the four stages, from one branch to a whole country."""
