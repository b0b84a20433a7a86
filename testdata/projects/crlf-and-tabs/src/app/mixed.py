"""Mixed."""
import ballast
from ballast import (
    Keel,  # the class
    weigh,
)

TEXT = """one
	two"""


def tabs():
	"""Tabs."""
	return weigh(1, 2)


def spaces():
  if True:
    return ballast.LIMIT, Keel(1)