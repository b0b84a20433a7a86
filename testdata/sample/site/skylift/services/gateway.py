"""The gateway service."""

from skylift.shapes import operations

NOUNS = ("route", "stage", "api_key")
OPERATIONS = operations("gateway", NOUNS)
