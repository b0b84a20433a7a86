"""The ENTRYPOINT instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("ENTRYPOINT", ("command",))
