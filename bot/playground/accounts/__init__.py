"""The playground's Google and Microsoft: sample accounts, consent pages, contacts to read."""
