"""Installed packages that random programs import: without effects, and with values that can be seen."""

SITE = {
    "hv_a.py": """
A_CONST = 7
def fa(x): return ('fa', x)
def deco(g):
    def inner(*a, **k): return ('deco', g(*a, **k))
    inner.__name__ = g.__name__
    return inner
class Ka:
    z = 'Ka'
    def __init__(self, v=0): self.v = v
    def m(self): return ('Ka.m', self.v)
    def __class_getitem__(cls, item): return cls
class Ea(Exception): pass
la = [1, 2, 3]
da = {'k': 'v'}
""",
    "hv_b/__init__.py": """
B_CONST = 'b'
def fb(x): return ('fb', x)
class Kb:
    z = 'Kb'
    def __init__(self, v=0): self.v = v
    def m(self): return ('Kb.m', self.v)
""",
    "hv_b/sub.py": """
S_CONST = 'sub'
def fs(x): return ('fs', x)
class Ks:
    z = 'Ks'
    def __init__(self, v=0): self.v = v
    def m(self): return ('Ks.m', self.v)
""",
    "hv_b/deep/__init__.py": "D_CONST = 'deep'\ndef fd(x): return ('fd', x)\n",
    "hv_b/deep/leaf.py": "L_CONST = 'leaf'\ndef fl(x): return ('fl', x)\n",
    "hv_c.py": """
__all__ = ['fc', 'Kc', 'C_CONST']
C_CONST = 11
_hidden = 5
def fc(x): return ('fc', x)
class Kc:
    z = 'Kc'
    def __init__(self, v=0): self.v = v
    def m(self): return ('Kc.m', self.v)
""",
    "hv_d/__init__.py": "from hv_d.inner import fi, Ki\nfrom hv_d import inner\nD0 = 1\n",
    "hv_d/inner.py": """
def fi(x): return ('fi', x)
class Ki:
    z = 'Ki'
    def __init__(self, v=0): self.v = v
    def m(self): return ('Ki.m', self.v)
""",
}
# name in module -> kind
HEAVY = {
    "hv_a": {"A_CONST": "const", "fa": "func", "deco": "deco", "Ka": "cls", "Ea": "exc", "la": "list", "da": "dict"},
    "hv_b": {"B_CONST": "const", "fb": "func", "Kb": "cls"},
    "hv_b.sub": {"S_CONST": "const", "fs": "func", "Ks": "cls"},
    "hv_b.deep": {"D_CONST": "const", "fd": "func"},
    "hv_b.deep.leaf": {"L_CONST": "const", "fl": "func"},
    "hv_c": {"C_CONST": "const", "fc": "func", "Kc": "cls"},
    "hv_d": {"fi": "func", "Ki": "cls", "D0": "const"},
    "hv_d.inner": {"fi": "func", "Ki": "cls"},
    "decimal": {"Decimal": "func"},
    "string": {"digits": "const", "capwords": "strfunc"},
}
