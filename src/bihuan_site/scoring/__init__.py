"""The engine at work on stored rows: standings after every write, and previews that store nothing."""
