"""Duties of post holders, counted wherever they were done."""
