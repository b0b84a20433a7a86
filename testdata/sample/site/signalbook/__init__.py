"""A stand-in for a package whose import does something: `signalbook.codec` registers a codec."""
