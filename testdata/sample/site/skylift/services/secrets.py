"""The secrets service."""

from skylift.shapes import operations

NOUNS = ("secret", "version", "rotation")
OPERATIONS = operations("secrets", NOUNS)
