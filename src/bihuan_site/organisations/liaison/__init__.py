"""Liaison (包联): which committee member is charged with which branches and study groups, and where nobody is."""
