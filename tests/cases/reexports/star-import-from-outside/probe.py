import app

print([name for name in dir(app) if not name.startswith("__")])
names = {}
exec("from app import *", names)
print(sorted(name for name in names if not name.startswith("__")))
print(names["make"](), names["aid"](), names["core"].Core is app.Core)
import app.later

names = {}
exec("from app import *", names)
print(sorted(name for name in names if not name.startswith("__")))
print("__all__" in vars(app))
