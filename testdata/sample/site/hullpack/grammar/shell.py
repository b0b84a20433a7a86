"""The SHELL instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("SHELL", ("program", "flag"))
