import sys

NONE = sys.get_asyncgen_hooks()[0] is None
