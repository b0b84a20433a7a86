import sys

import app

print(app.double(), app.total())
print(app.sales is sys.modules["app.sales"])
