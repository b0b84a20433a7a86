"""The events service."""

from skylift.shapes import operations

NOUNS = ("bus", "rule", "target", "archive_copy")
OPERATIONS = operations("events", NOUNS)
