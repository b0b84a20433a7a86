"""The alarms service."""

from skylift.shapes import operations

NOUNS = ("alarm", "alarm_action", "metric", "silence")
OPERATIONS = operations("alarms", NOUNS)
