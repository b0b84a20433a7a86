"""The email service."""

from skylift.shapes import operations

NOUNS = ("template", "identity", "bounce")
OPERATIONS = operations("email", NOUNS)
