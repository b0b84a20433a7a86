import app

names = {}
exec("from app import *", names)
print(sorted(name for name in names if name != "__builtins__"), app.own(), app.local(), app.Keel(1), app.weigh(2))
