"""Plans of one or several years that group duties under headings of their own."""
