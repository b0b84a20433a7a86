import app

print(app.banner(), hasattr(app, "OTHER"))
