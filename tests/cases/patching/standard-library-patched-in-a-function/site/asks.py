import sys

FROZEN = getattr(sys, "frozen", False)
