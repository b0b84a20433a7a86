import app

LEVEL = getattr(app, "LEVEL", 0)
