import app
from app import __version__ as named

print(named, app.__version__, app.banner(), type(app.PIP).__name__)
app.__version__ = "1"
print(app.banner(), hasattr(app, "other"))
