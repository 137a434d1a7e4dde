"""A pack as one Excel workbook for people who do not write YAML: out, edited, and back in with the same meaning."""
