"""Commands for the one who runs the site."""
