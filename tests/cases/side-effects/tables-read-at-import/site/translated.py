import builtins

KNOWN = "_" in builtins.__dict__
