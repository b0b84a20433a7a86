"""The firewall service."""

from skylift.shapes import operations

NOUNS = ("rule_group", "policy", "address_list")
OPERATIONS = operations("firewall", NOUNS)
