"""The MOUNT instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("MOUNT", ("kind", "source", "target"))
