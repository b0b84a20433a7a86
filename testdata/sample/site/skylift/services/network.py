"""The network service."""

from skylift.shapes import operations

NOUNS = ("subnet", "gateway_link", "peering")
OPERATIONS = operations("network", NOUNS)
