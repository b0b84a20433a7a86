"""The USER instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("USER", ("user", "group"))
