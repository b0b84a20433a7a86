import app

print(app.size(), app.LARGEST, hasattr(app, "SMALLEST"))
