from __future__ import annotations
from inspect import get_annotations as ga
from plug import C
def f(a: C): pass
def main():
    print(ga(f, eval_str=True))
