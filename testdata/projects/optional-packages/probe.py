import subprocess
import sys
import threading
import unittest

if len(sys.argv) > 1:
    # As if it were not installed.
    sys.modules["ballast"] = None
    from app import extras

    print(extras.limit(), extras.HAS_BALLAST, hasattr(extras, "ballast"), extras.Trouble, "ballast" in dir(extras))
    try:
        extras.check(1)
    except NameError as error:
        print("NameError", error.name)
    sys.exit()

import app.extras

app.extras.Trouble = KeyError
print([name for name in sorted(dir(app.extras)) if name[0] != "_" and name != "TYPE_CHECKING"])
del app.extras.Trouble
from app import main

app.extras.Trouble = app.extras.ballast.errors.Leak
print(main.main(), hasattr(app.extras, "HAS_PROGRESS"), app.extras.Trouble)
workers = [threading.Thread(target=app.extras.bar, args=([1],)) for _ in range(4)]
[worker.start() for worker in workers]
[worker.join() for worker in workers]
result = unittest.TextTestRunner(stream=sys.stderr).run(unittest.defaultTestLoader.discover("tests"))
print(result.testsRun, result.failures, result.errors)
done = subprocess.run([sys.executable, __file__, "without"], capture_output=True, text=True)
print(done.stdout, done.stderr[-300:])
