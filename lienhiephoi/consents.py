"""Giving and withdrawing consent to the use of personal data.

Each consent is a row with the text it was given to (Luật 91/2025/QH15: the proof is
who, when and which text). What follows from a withdrawal is for the app to do.
"""

from django.utils import timezone

from lienhiephoi.models import Consent, ConsentText


def give(user, text: ConsentText) -> Consent:
    """Record that somebody agrees to a text; once, however often they say so."""
    consent, _ = Consent.objects.get_or_create(user=user, text=text, withdrawn_at=None)
    return consent


def withdraw(user, purpose: str) -> int:
    """Take back all that somebody agreed to for a purpose; how many rows that was."""
    return Consent.objects.filter(
        user=user, text__purpose=purpose, withdrawn_at=None
    ).update(withdrawn_at=timezone.now())
