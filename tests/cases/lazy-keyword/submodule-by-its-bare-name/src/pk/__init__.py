from .a import f
Q = a.V
