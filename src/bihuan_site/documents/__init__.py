"""Files that people hand in: checked, stored, served safely."""
