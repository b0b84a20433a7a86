"""The tracing service."""

from skylift.shapes import operations

NOUNS = ("segment", "sampling_rule", "trace_group")
OPERATIONS = operations("tracing", NOUNS)
