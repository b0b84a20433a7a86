from __future__ import annotations
import inspect
from plug import C
KW = {"eval_str": True}
def f(a: C): pass
def main():
    print(inspect.get_annotations(f, **KW))
