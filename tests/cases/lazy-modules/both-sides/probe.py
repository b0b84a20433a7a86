import app
print(app.size(), app.kinds())
