"""The archive service."""

from skylift.shapes import operations

NOUNS = ("vault", "vault_lock", "retrieval")
OPERATIONS = operations("archive", NOUNS)
