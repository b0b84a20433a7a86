import contextlib
from app.core import Core
core = Core("set")
with contextlib.ExitStack() as stack:
    print(core.run(stack))
print(core.config)
