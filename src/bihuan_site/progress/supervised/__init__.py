"""Supervised tasks: issued from above, received, answered, closed or returned, reopened; every step kept."""
