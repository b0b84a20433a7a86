import app
import app.boxes
import app.main
from unittest import mock

print(sorted(name for name in dir(app) if not name.startswith("__") and name != "TYPE_CHECKING"))
print(app.main.main(), app.size(), app.Thing(2).size)
with mock.patch("app.boxes.heavy") as heavy:
    heavy.make.return_value.size = "patched"
    print(app.boxes.Box().fill(1))
print(app.boxes.Box().fill(1), app.boxes.heavy.VALUE)
names = {}
exec("from app import *", names)
print(sorted(name for name in names if not name.startswith("__")))
try:
    app.nothing
except AttributeError as error:
    print(error)
