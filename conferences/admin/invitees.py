"""Invitees: who is asked, what they answered, who came."""
