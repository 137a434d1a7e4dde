"""Coming activities: notice, leave, catching up, who was not covered."""
