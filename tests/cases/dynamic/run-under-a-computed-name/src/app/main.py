import runpy
def load(name):
    return {k: v for k, v in runpy.run_module("app." + name).items() if k.isupper()}
