"""The messages service."""

from skylift.shapes import operations

NOUNS = ("topic", "subscription", "platform")
OPERATIONS = operations("messages", NOUNS)
