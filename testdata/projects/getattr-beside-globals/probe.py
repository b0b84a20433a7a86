import app
from app import globals as before
from app import tools
from app.tools import globals as ours

print(before.current, ours.current, callable(app.globals), callable(tools.globals))
print(app.LIMIT, app.VERSION, app.Keel(2), app.Keel is tools.Keel, issubclass(tools.Leak, Exception))
print(sorted(name for name in dir(tools) if not name.startswith("_") and name != "TYPE_CHECKING"))
for module in (app, tools):
    try:
        module.Mast
    except AttributeError as error:
        print(error)
tools.Keel = "patched"
print(tools.Keel, app.Keel is not tools.Keel)
