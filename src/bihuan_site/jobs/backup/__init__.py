"""Backup and restore: one archive for both databases, proven against its own hashes on the way in and out."""
