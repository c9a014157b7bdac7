"""Contests, selections and honours as counts."""
