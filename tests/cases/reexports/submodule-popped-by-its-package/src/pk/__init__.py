from .a import f
globals().pop("a")
