import importlib

importlib.import_module("app.hull")
import app

print(type(app.hull).__name__, app.hull(), app.other())
print(type(importlib.import_module("app.other")).__name__, type(app.other).__name__)
