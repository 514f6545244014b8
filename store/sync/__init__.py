"""Sync: one way, from accounts at Google and Microsoft into a book."""
