"""The dns service."""

from skylift.shapes import operations

NOUNS = ("zone", "record", "health_check")
OPERATIONS = operations("dns", NOUNS)
