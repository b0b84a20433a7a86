"""The COPY instruction."""

from hullpack.grammar.patterns import instruction

PATTERNS = instruction("COPY", ("source", "target"))
