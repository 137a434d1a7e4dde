"""The tree through time: its history, the changes of an organisation, terms, structural checks."""
