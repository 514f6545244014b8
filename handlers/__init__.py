"""Every screen in Slack: what it shows and what each click does."""
