"""Appraisal (考核评价): what the record is worth, and why."""
