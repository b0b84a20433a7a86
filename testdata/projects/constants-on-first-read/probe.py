import sys
import threading
import typing
import unittest

import ballast
from app import main, settings

seen = []
threads = [threading.Thread(target=lambda: seen.append(settings.pair())) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(set(map(id, seen))), seen[0][0] is settings.GREETING, settings.PAIR is seen[0])
print(main.main(), settings.kinds(), settings.KINDS is settings.KINDS, settings.AnyKeel == typing.Union[ballast.Keel, None])
names = {}
exec("from app.settings import *", names)
print(sorted(name for name in names if not name.startswith("__")), names["KINDS"] is settings.KINDS)
print({name for name in dir(settings) if not name.startswith("__")} >= {"GREETING", "KINDS", "PAIR", "AnyKeel", "add"})
try:
    settings.missing
except AttributeError as error:
    print(error)
print(hasattr(settings, "KINDS"), hasattr(settings, "missing"), getattr(settings, "missing", 1))
settings.KINDS.append(3)
print(settings.KINDS[-1], main.main()[3])
result = unittest.TextTestRunner(stream=sys.stderr).run(unittest.defaultTestLoader.discover("tests"))
print(result.testsRun, result.failures, result.errors)
