"""The ONBUILD instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("ONBUILD", ("trigger",))
