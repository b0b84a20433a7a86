"""The graphs service."""

from skylift.shapes import operations

NOUNS = ("endpoint", "query_plan", "loader")
OPERATIONS = operations("graphs", NOUNS)
