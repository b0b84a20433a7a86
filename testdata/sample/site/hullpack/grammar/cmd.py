"""The CMD instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("CMD", ("command",))
