"""The database service."""

from skylift.shapes import operations

NOUNS = ("instance", "replica", "parameter_group")
OPERATIONS = operations("database", NOUNS)
