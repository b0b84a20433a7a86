import os

if not os.path.exists("/no/such/accelerator"):
    raise RuntimeError("no accelerator")
