"""Accounts, hats, log-in, and the middleware that decides every route by the permission table."""
