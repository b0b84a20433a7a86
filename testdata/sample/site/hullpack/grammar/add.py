"""The ADD instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("ADD", ("source", "target"))
