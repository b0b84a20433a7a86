import app.core
ns = {"__name__": "copy"}
with open(app.core.__file__) as f:
    exec(compile(f.read(), "copy", "exec"), ns)
print(ns["go"](), "read" in ns)
