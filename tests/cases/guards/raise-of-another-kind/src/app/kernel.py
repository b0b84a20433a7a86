import os
import sys

if sys.version_info < (3, 0):
    raise RuntimeError("too old")
if os.path.exists("/no/such/accelerator"):
    raise ValueError("not this one")
