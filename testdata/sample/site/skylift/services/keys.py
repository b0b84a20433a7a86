"""The keys service."""

from skylift.shapes import operations

NOUNS = ("key", "grant", "key_alias")
OPERATIONS = operations("keys", NOUNS)
