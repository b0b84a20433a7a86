import os
import threading
import warnings

import app
from app import tools

warnings.simplefilter("always")
with warnings.catch_warnings(record=True) as seen:
    print(tools.Beam, [(str(one.message), os.path.basename(one.filename)) for one in seen])
print(sorted(name for name in dir(tools) if not name.startswith("_") and name != "TYPE_CHECKING"))
print(tools.Keel(2), tools.Keel is tools.Beam, issubclass(tools.Leak, Exception))
print(app.LIMIT, app.VERSION, dir(app), app.tools is tools, hasattr(app, "nothing"))
for ask in ("tools.Mast", "app.mast"):
    try:
        eval(ask)
    except AttributeError as error:
        print(error)
try:
    from app.tools import Mast
except ImportError as error:
    print(type(error).__name__, error.name)
tools.Keel = "patched"
print(tools.Keel, tools.Beam)
from app.old import Beam, Keel

print(Beam is Keel)
workers = [threading.Thread(target=lambda: tools.Leak) for _ in range(4)]
[worker.start() for worker in workers]
[worker.join() for worker in workers]
