"""The billing service."""

from skylift.shapes import operations

NOUNS = ("invoice", "budget", "cost_centre")
OPERATIONS = operations("billing", NOUNS)
