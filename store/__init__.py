"""Everything Roster knows, and where it learns it from. It never mentions Slack."""
