from __future__ import annotations
from inspect import signature as sig
from plug import C
def f(a: C): pass
def main():
    print(sig(f, eval_str=True))
