import doctest, app.core
print(doctest.testfile("docs/usage.rst", module_relative=False))
print(sorted(n for n in vars(app.core) if not n.startswith("_")) and hasattr(app.core, "read"))
