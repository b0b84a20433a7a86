"""The certificates service."""

from skylift.shapes import operations

NOUNS = ("certificate", "authority", "request")
OPERATIONS = operations("certificates", NOUNS)
