"""The first page of every role."""
