"""What people see: pure functions from data to Block Kit, each beside its reader."""
