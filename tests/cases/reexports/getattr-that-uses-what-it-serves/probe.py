import runpy
import sys

import app

print(app.old_total(), app.run(), app.total())
print(app._main is sys.modules["app._main"], app.warn.__name__)
try:
    app.missing
except AttributeError as error:
    print(error)
runpy.run_path("src/examples/demo.py")
