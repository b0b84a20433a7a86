import app
print(app.NAMES, app.size())
