"""Responsibility (领导责任): who owes what, to whom, by when, and on which authority."""
