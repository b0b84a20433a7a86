import re, importlib
text = open("docs/api.rst").read()
for mod, name in re.findall(r"autofunction:: ([\w.]+)\.(\w+)", text):
    print(name, hasattr(importlib.import_module(mod), name))
from app.main import main
print(main())
