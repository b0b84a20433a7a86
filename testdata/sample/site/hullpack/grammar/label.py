"""The LABEL instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("LABEL", ("name", "value"))
