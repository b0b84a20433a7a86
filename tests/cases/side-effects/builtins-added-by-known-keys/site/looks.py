import builtins

FOUND = "show" in builtins.__dict__
