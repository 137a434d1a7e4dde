"""Exemptions asked for, granted and refused."""
