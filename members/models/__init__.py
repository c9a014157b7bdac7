"""Models of people and member associations, a file a noun."""

from members.models.users import User

__all__ = ["User"]
