"""The backup service."""

from skylift.shapes import operations

NOUNS = ("plan", "plan_rule", "snapshot")
OPERATIONS = operations("backup", NOUNS)
