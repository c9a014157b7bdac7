"""Tasks and their progress."""
