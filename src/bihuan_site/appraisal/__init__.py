"""考核评价: the score a branch sees, with every point opened."""
