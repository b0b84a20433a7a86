"""The transfer service."""

from skylift.shapes import operations

NOUNS = ("agent", "location", "transfer_task")
OPERATIONS = operations("transfer", NOUNS)
