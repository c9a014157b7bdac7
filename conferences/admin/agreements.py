"""What was signed with whom."""
