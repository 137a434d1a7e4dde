"""Visits of those charged with branches to their activities (列席): planned, recorded with a comment, answered."""
