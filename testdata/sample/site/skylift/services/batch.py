"""The batch service."""

from skylift.shapes import operations

NOUNS = ("job", "job_queue", "worker_pool")
OPERATIONS = operations("batch", NOUNS)
