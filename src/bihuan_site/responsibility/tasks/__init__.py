"""Dated obligations as a list and as a calendar, and the days planned for them."""
