from .a import f
del a
