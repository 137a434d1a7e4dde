"""Bihuan: rules as data turn a ledger into the standing of every branch."""
