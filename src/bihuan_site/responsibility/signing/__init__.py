"""Signing of the year's list by the organisations it binds."""
