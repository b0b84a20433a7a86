"""The RUN instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("RUN", ("command",))
